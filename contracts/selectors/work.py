"""What purchasers and providers still have to do about contracts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from contracts.access import may_conclude_frameworks, may_see_spending
from contracts.enums import ContractParameter, EvidenceState, OptionState, ReportKind, ReportState
from contracts.models import Evidence, FrameworkAgreement, Indicator, ProviderReport
from contracts.rules import tell_before
from contracts.selectors.evidence import standing
from contracts.selectors.settings import limits_on
from core.actors import Actor


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One thing to do: what, about whom, by which day, and where it is done."""

    what: str
    about: str
    due_on: date | None
    route: str
    key: UUID | None
    """Of what the page is about; None for a list."""
    action: str


def shown_until(day: date, limits: dict[str, int]) -> date:
    """The last day whose work is on the list of `day`; without a limit only what is due now is."""
    return day + timedelta(weeks=limits.get(ContractParameter.WORK_AHEAD, 0))


def work_on_contracts(actor: Actor, day: date) -> list[WorkLine]:
    """What there is to do, apart from spending: a fixed number of queries."""
    limits = limits_on(day)
    lines = [*_extensions(actor, day, limits), *_reports(actor), *_documents(actor, day, limits), *_targets(actor)]
    return [line for line in lines if line.due_on is None or line.due_on <= shown_until(day, limits)]


def in_order(lines: Iterable[WorkLine]) -> list[WorkLine]:
    """The most urgent first, what has no day at the end."""
    return sorted(lines, key=lambda one: (one.due_on is None, one.due_on or date.min))


def _extensions(actor: Actor, day: date, limits: dict[str, int]) -> Iterator[WorkLine]:
    """Framework agreements of which it has to be told whether they go on (Contractstandaarden Wmo art. 1.3)."""
    if not may_conclude_frameworks(actor) or ContractParameter.EXTENSION_NOTICE not in limits:
        return
    rows = FrameworkAgreement.objects.visible_to(actor).filter(ends_on__gte=day, options__state=OptionState.OPEN)
    for row in rows.distinct():
        if row.ends_on is not None:
            due_on = tell_before(row.ends_on, limits[ContractParameter.EXTENSION_NOTICE])
            yield WorkLine(
                "Besluit of de raamovereenkomst doorgaat, en meld dat aan de aanbieders",
                f"{row.name} ({row.reference})",
                due_on,
                "contracts:framework",
                row.public_id,
                "Raamovereenkomst openen",
            )


def _reports(actor: Actor) -> Iterator[WorkLine]:
    """Reports of providers that nobody answered. A client stop wants an answer before it begins (art. 3.6)."""
    if not may_conclude_frameworks(actor):
        return
    rows = ProviderReport.objects.visible_to(actor).filter(state=ReportState.OPEN)
    for row in rows.select_related("contract__provider"):
        is_stop = row.kind == ReportKind.CLIENT_STOP
        yield WorkLine(
            f"{row.get_kind_display()}: {'geef toestemming of niet' if is_stop else 'bekijk de melding'}"
            f"{' (te laat gemeld)' if row.is_late else ''}",
            f"{row.contract.provider.name}, {row.contract.number}",
            timezone.localtime(row.happened_at).date() if is_stop else None,
            "contracts:report",
            row.public_id,
            "Melding openen",
        )


def _documents(actor: Actor, day: date, limits: dict[str, int]) -> Iterator[WorkLine]:
    """Documents to check, for purchasers; documents that are missing or lapse before long, for both sides."""
    if not may_see_spending(actor):
        return
    if may_conclude_frameworks(actor):
        waiting = Evidence.objects.visible_to(actor).filter(state=EvidenceState.WAITING).select_related("provider")
        for row in waiting:
            what = f"Controleer: {row.get_kind_display()}"
            yield WorkLine(
                what, row.provider.name, None, "contracts:evidence_check", row.public_id, "Bewijsstuk controleren"
            )
    until = day + timedelta(weeks=limits.get(ContractParameter.EVIDENCE_AHEAD, 0))
    for one in standing(actor, day):
        if one.is_waiting or (one.valid_until is not None and one.valid_until > until):
            continue
        words = "ontbreekt" if one.valid_until is None else "verlopen" if not one.is_valid else "verloopt"
        yield WorkLine(
            f"{one.kind.label}: {words}",
            one.provider.name,
            one.valid_until,
            "contracts:evidence",
            None,
            "Bewijsstukken openen",
        )


def _targets(actor: Actor) -> Iterator[WorkLine]:
    """Targets that the latest measurement missed."""
    if not may_conclude_frameworks(actor):
        return
    rows = Indicator.objects.visible_to(actor).filter(measurements__isnull=False).distinct()
    for row in rows.select_related("contract__provider").prefetch_related("measurements__indicator"):
        latest = max(row.measurements.all(), key=lambda one: one.ends_on)
        if not latest.is_met:
            yield WorkLine(
                f"Bespreek: {row.get_kind_display().lower()} is {latest}, norm {row.target_text}",
                f"{row.contract.provider.name}, {row.contract.number}",
                None,
                "contracts:indicators",
                None,
                "Prestaties openen",
            )
