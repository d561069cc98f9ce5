"""Numbers over dagdelen: how often each requirement was met, by provider and by month.

A dagdeel counts for a product when a client with that product was there. All clients count, also those whose file the
reader may not open; the callers decide whose numbers somebody may see.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from compliance.enums import LooksAt, State
from compliance.models import SessionOutcome
from compliance.rules import checked
from compliance.rules.outcome import CHECKS
from core.calendar import add_months
from core.clock import end_of
from core.periods import ONE_DAY
from delivery.enums import Presence
from delivery.models import ClientAttendance, Session
from organisations.models import CareProvider
from products.enums import RuleKind
from products.models import Requirement

MONTHS_LOOKED_AT: Final = 12
"""How far back: as the checks on files."""

States = Mapping[RuleKind, Counter[State]]
"""By kind of requirement how many dagdelen were found to be what."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which dagdelen are counted: of a product, in a period, of one municipality or of all."""

    variant: int
    since: date
    until: date
    municipality: int | None = None
    known_at: datetime | None = None
    """What was known at this moment; None for what is known now."""

    def outcomes(self) -> QuerySet[SessionOutcome]:
        """What the checks said of these dagdelen, as they went."""
        rows = SessionOutcome.objects.realised()
        rows = rows.current() if self.known_at is None else rows.known_at(self.known_at)
        there = ClientAttendance.objects.filter(session=OuterRef("session"), presence=Presence.PRESENT)
        there = there.current() if self.known_at is None else there.known_at(self.known_at)
        there = there.filter(allocation__variant=self.variant)
        if self.municipality is not None:
            there = there.filter(allocation__municipality=self.municipality)
        return rows.filter(Exists(there), session__held_on__range=(self.since, self.until))

    def not_closed(self) -> QuerySet[Session]:
        """The dagdelen of these days of which nobody closed the attendance: nothing can be told of them."""
        placed = ClientAttendance.objects.current().filter(session=OuterRef("pk"), allocation__variant=self.variant)
        if self.municipality is not None:
            placed = placed.filter(allocation__municipality=self.municipality)
        open_ones = Session.objects.filter(closed_at=None, cancelled_reason="")
        return open_ones.filter(Exists(placed), held_on__range=(self.since, self.until))


def by_provider(window: Window, providers: Iterable[CareProvider]) -> dict[int, States]:
    """By primary key of the provider what was found: one query."""
    rows = window.outcomes().filter(session__group__provider__in=list(providers))
    return _counted(rows.annotate(key=F("session__group__provider")))


def by_month(window: Window, provider: CareProvider) -> dict[date, States]:
    """By first day of the month what was found at one provider: one query."""
    rows = window.outcomes().filter(session__group__provider=provider)
    return dict(sorted(_counted(rows.annotate(key=TruncMonth("session__held_on"))).items()))


def session_counts(
    requirements: Iterable[Requirement], provider: CareProvider, day: date, municipality_id: int | None = None
) -> Mapping[int, Counter[State]]:
    """By primary key of the requirement how many dagdelen of the provider went how, in the year up to this day.

    The requirements are of one product; dagdelen with clients of it count, as it was known at the end of `day`.
    `municipality_id` limits it to clients of that municipality. Without any such dagdeel nothing is in it. One query.
    """
    looked_at = [
        one for one in requirements if (check := checked(one)) is not None and check.line.looks_at == LooksAt.SESSION
    ]
    if not looked_at:
        return {}
    since, known_at = add_months(day, -MONTHS_LOOKED_AT) + ONE_DAY, end_of(day)
    window = Window(looked_at[0].version.variant_id, since, day, municipality_id, known_at)
    found = by_provider(window, [provider]).get(provider.pk)
    return {one.pk: found[RuleKind(one.rule_kind)] for one in looked_at} if found else {}


def dagdelen(window: Window, provider: CareProvider, kind: str, state: State) -> QuerySet[SessionOutcome]:
    """The dagdelen of a provider of which a check said this, the last first."""
    name = next(name for name, (of, _) in CHECKS.items() if of == kind)
    rows = window.outcomes().filter(session__group__provider=provider, **{name: state})
    return rows.select_related("session__group").order_by("-session__held_on", "-session__starts", "pk")


def _counted(rows: Any) -> dict[Any, States]:
    numbers = {f"{check}_{state.name}": Count("pk", filter=Q(**{check: state})) for check in CHECKS for state in State}
    return {
        row["key"]: {
            kind: Counter({state: number for state in State if (number := row[f"{check}_{state.name}"])})
            for check, (kind, _) in CHECKS.items()
        }
        for row in rows.order_by().values("key").annotate(**numbers)
    }
