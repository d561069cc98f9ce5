"""What a provider reports to the region, and what the region says to it."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from contracts.access import may_change_contract, may_report_about
from contracts.enums import ContractParameter, ReportKind, ReportState
from contracts.models import Contract, ProviderReport
from contracts.rules.reports import check_happened, check_stop, report_breach_before, report_measure_before
from contracts.selectors.settings import limits_on
from contracts.services.writing import fault, keep_changed, keep_new
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict


@transaction.atomic
def report_client_stop(
    *, actor: Actor, contract: Contract, starts_on: date, text: str, ends_on: date | None = None
) -> ProviderReport:
    """Ask to take no new clients from a day (Contractstandaarden Wmo art. 3.6); it holds with the region's consent.

    Raises PermissionDenied for anybody but a quality officer of the provider, ValidationError with code `stop_too_soon`
    or `period_order`.
    """
    _check(actor, contract)
    check_stop(starts_on, ends_on, today(), limits_on(today()).get(ContractParameter.STOP_AHEAD))
    return _keep(actor, contract, ReportKind.CLIENT_STOP, text, happened_at=_begin(starts_on), ends_on=ends_on)


@transaction.atomic
def report_measure(*, actor: Actor, contract: Contract, imposed_on: date, source: str, text: str) -> ProviderReport:
    """Report a measure of a supervisor (art. 3.10). Raises as of a client stop, with code `happened_in_future`."""
    _check(actor, contract)
    check_happened(_begin(imposed_on), now(), "imposed_on")
    due_at = report_measure_before(_begin(imposed_on), limits_on(today()).get(ContractParameter.MEASURE_WITHIN))
    return _keep(
        actor, contract, ReportKind.MEASURE, text, happened_at=_begin(imposed_on), source=source, due_at=due_at
    )


@transaction.atomic
def report_breach(
    *,
    actor: Actor,
    contract: Contract,
    discovered_at: datetime,
    text: str,
    data_kinds: str,
    affected: str,
    affected_count: int,
) -> ProviderReport:
    """Report a data breach: the cause, what kind of data, whose and of how many (art. 3.31). Raises as above."""
    _check(actor, contract)
    check_happened(discovered_at, now(), "discovered_on")
    return _keep(
        actor,
        contract,
        ReportKind.BREACH,
        text,
        happened_at=discovered_at,
        data_kinds=data_kinds,
        affected=affected,
        affected_count=affected_count,
        due_at=report_breach_before(discovered_at, limits_on(today()).get(ContractParameter.BREACH_WITHIN)),
    )


@transaction.atomic
def answer_report(*, actor: Actor, report: ProviderReport, state: str, answer: str) -> ProviderReport:
    """Say to a client stop yes or no, and of anything else that it was seen.

    Raises PermissionDenied for anybody but a purchaser of the region, Conflict `report_answered`, ValidationError with
    code `report_answer` or `refusal_reason`.
    """
    rows = ProviderReport.objects.select_for_update(of=("self",)).select_related("contract__framework__region")
    report = rows.get(pk=report.pk)
    if not may_change_contract(actor, report.contract):
        raise PermissionDenied
    if report.state != ReportState.OPEN:
        raise Conflict("Een collega heeft deze melding al beantwoord.", code="report_answered")
    if state == ReportState.REFUSED and not answer.strip():
        raise fault("answer", "Schrijf op waarom u geen toestemming geeft.", "refusal_reason")
    keep_changed(actor, report, state=state, answer=answer, answered_at=now(), answered_by_id=actor.user_id)
    return report


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _check(actor: Actor, contract: Contract) -> None:
    if not may_report_about(actor, contract):
        raise PermissionDenied


def _keep(actor: Actor, contract: Contract, kind: ReportKind, text: str, **values: Any) -> ProviderReport:
    report = ProviderReport(contract=contract, kind=kind, text=text, reported_at=now(), **values)
    report.reported_by_id = actor.user_id  # type: ignore[assignment]  # who may report is somebody
    return keep_new(actor, report)
