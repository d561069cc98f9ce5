"""How many sessions were found to be what, by the outcomes that are kept of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from compliance.enums import LooksAt, State
from compliance.models import SessionOutcome
from compliance.rules import checked
from compliance.rules.outcome import CHECKS
from core.calendar import add_months
from core.clock import AMSTERDAM
from core.periods import ONE_DAY
from delivery.models import ClientAttendance
from organisations.models import CareProvider
from products.models import Requirement

COLUMN_OF: Final = {kind: name for name, (kind, _) in CHECKS.items()}

MONTHS_LOOKED_AT: Final = 12
"""How far back: as the checks on files."""


def session_counts(
    requirements: Iterable[Requirement], provider: CareProvider, day: date, municipality_id: int | None = None
) -> Mapping[int, Counter[State]]:
    """By primary key of the requirement how many sessions of the provider went how, in the year up to this day.

    Those with clients of the product that the requirements are of, as it was known on `day`; `municipality_id` limits
    it to clients of that municipality. Without any such session nothing is in it. One query.
    """
    columns = {
        one.pk: (COLUMN_OF[check.line.kind], one.version.variant_id)
        for one in requirements
        if (check := checked(one)) is not None and check.line.looks_at == LooksAt.SESSION
    }
    if not columns:
        return {}
    variants = {variant for _, variant in columns.values()}
    clients = ClientAttendance.objects.current().filter(session=OuterRef("session"), allocation__variant__in=variants)
    if municipality_id is not None:
        clients = clients.filter(allocation__municipality=municipality_id)
    rows = SessionOutcome.objects.known_at(datetime.combine(day + ONE_DAY, time.min, AMSTERDAM)).realised()
    rows = rows.filter(
        Exists(clients),
        session__group__provider=provider,
        session__held_on__gt=add_months(day, -MONTHS_LOOKED_AT),
        session__held_on__lte=day,
    )
    names = {name for name, _ in columns.values()}
    asked: dict[str, Any] = {
        f"{name}_{state}": Count("pk", filter=Q(**{name: state})) for name in names for state in State
    }
    numbers = rows.order_by().aggregate(**asked)
    return {key: Counter({state: numbers[f"{name}_{state}"] for state in State}) for key, (name, _) in columns.items()}
