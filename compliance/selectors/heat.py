"""Providers beside requirements: how much of what was bought was delivered as asked, and what is still open."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from compliance.enums import LooksAt, State
from compliance.models import Finding
from compliance.rules import checked
from compliance.selectors.figures import States, Window, by_month, by_provider
from compliance.selectors.overview import watched_providers
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from organisations.enums import OrganisationKind
from organisations.models import CareProvider
from products.enums import RuleKind
from products.models import ProductVersion, Requirement


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one requirement was met."""

    requirement: Requirement
    met: int
    not_met: int
    unknown: int

    @property
    def total(self) -> int:
        """Of how many could be told."""
        return self.met + self.not_met

    @property
    def percent(self) -> int | None:
        """Which part was met, rounded down so that a hundred is all of them; None when nothing could be told."""
        return self.met * 100 // self.total if self.total else None

    @property
    def shade(self) -> str:
        """How dark the cell is: the name of a class. The number says it too."""
        if self.percent is None:
            return "none"
        return next(name for least, name in SHADES if self.percent >= least)


SHADES = ((100, "all"), (95, "most"), (80, "many"), (0, "few"))


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One provider, or one month of it."""

    provider: CareProvider
    month: date | None
    cells: tuple[Cell, ...]
    open_findings: int = 0
    not_closed: int = 0


def checked_requirements(version: ProductVersion) -> list[Requirement]:
    """The requirements of the version that are looked at dagdeel by dagdeel, in the order of the sheet."""
    return [
        one
        for one in version.requirements.all()
        if (check := checked(one)) is not None and check.line.looks_at == LooksAt.SESSION
    ]


def window_of(
    actor: Actor, version: ProductVersion, since: date, until: date, known_at: datetime | None = None
) -> Window:
    """What the actor may count: a municipality dagdelen with its own inhabitants, others all of whom they watch."""
    is_municipality = actor.organisation_kind == OrganisationKind.MUNICIPALITY
    return Window(version.variant_id, since, until, actor.organisation_id if is_municipality else None, known_at)


def heat_rows(actor: Actor, version: ProductVersion, window: Window) -> list[HeatRow]:
    """Every provider that the actor watches and that held a dagdeel in the window: five queries."""
    providers = list(watched_providers(actor))
    open_ones = Finding.objects.visible_to(actor).standing().filter(provider__in=providers).order_by()
    findings = dict(open_ones.values_list("provider").annotate(number=Count("pk", distinct=True)))
    with acting(ADMINISTRATION):
        found = by_provider(window, providers)
        open_sessions = window.not_closed().filter(group__provider__in=providers, held_on__lt=window.until)
        waiting = dict(open_sessions.order_by().values_list("group__provider").annotate(number=Count("pk")))
    requirements = checked_requirements(version)
    return [
        HeatRow(one, None, _cells(requirements, found.get(one.pk, {})), findings.get(one.pk, 0), waiting.get(one.pk, 0))
        for one in providers
        if one.pk in found or findings.get(one.pk) or waiting.get(one.pk)
    ]


def month_rows(provider: CareProvider, version: ProductVersion, window: Window) -> list[HeatRow]:
    """How it went at one provider, month by month: two queries."""
    requirements = checked_requirements(version)
    with acting(ADMINISTRATION):
        found = by_month(window, provider)
    return [HeatRow(provider, month, _cells(requirements, states)) for month, states in found.items()]


def _cells(requirements: Iterable[Requirement], states: States) -> tuple[Cell, ...]:
    return tuple(_cell(one, states.get(RuleKind(one.rule_kind), Counter())) for one in requirements)


def _cell(requirement: Requirement, counts: Counter[State]) -> Cell:
    return Cell(requirement, counts[State.MET], counts[State.NOT_MET], counts[State.NOT_ASSESSABLE])
