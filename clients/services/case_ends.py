"""The end of a case without a decision, at whatever step."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from clients.enums import CaseEnd, CaseStatus
from clients.models import Application, Case, Client, Investigation, Suspension
from clients.rules.intake import check_day
from clients.services.case_steps import end_suspension, go, open_case
from core.actors import Actor
from core.clock import today

BY_HAND = (CaseEnd.WITHDRAWN, CaseEnd.NO_APPLICATION)
"""Ends that somebody chooses; the others follow from death and moving."""


@transaction.atomic
def end_case(*, actor: Actor, case: Case, revision: int, ended_on: date, reason: str, explanation: str = "") -> Case:
    """End a case before a decision, with a reason of `BY_HAND`. What was written stays.

    Raises PermissionDenied, Conflict (`case_changed`, `case_closed`), ValidationError by field: `case_end`,
    `end_step`, `end_unexplained`, `day_…`.
    """
    case = open_case(actor, case, revision)
    faults: dict[str, ValidationError] = {}
    try:
        check_day(ended_on, today=today(), since=_last_day(case))
    except ValidationError as error:
        faults["ended_on"] = error
    if reason not in BY_HAND:
        faults["reason"] = ValidationError("Kies waarom de aanvraag eindigt.", code="case_end")
    elif reason == CaseEnd.NO_APPLICATION and case.status != CaseStatus.REPORTED:
        faults["reason"] = ValidationError(
            "Deze reden past alleen na het verslag, zolang er nog geen aanvraag is. Kies een andere reden.",
            code="end_step",
        )
    if not explanation.strip():
        faults["explanation"] = ValidationError("Schrijf op wat de cliënt zei.", code="end_unexplained")
    if faults:
        raise ValidationError(faults)
    close(actor, case, ended_on, CaseEnd(reason), explanation)
    return case


def _last_day(case: Case) -> date:
    """The last day on which something happened in the case."""
    days: list[date | None] = [case.notified_on]
    for investigation in Investigation.objects.filter(case=case):
        days += [investigation.started_on, investigation.reported_on]
    days += Application.objects.filter(case=case).values_list("applied_on", flat=True)
    return max(day for day in days if day is not None)


def end_open_cases(actor: Actor, client: Client, on: date, reason: CaseEnd) -> list[dict[str, Any]]:
    """End every open case of the client, as part of a larger change that holds the lock.

    Returns how each was ended, for who may have to undo it: its public id, its revision afterwards, and the
    suspensions that ended with it.
    """
    ended = []
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("client", "municipality")
    for case in rows.filter(client=client).exclude(status__in=[CaseStatus.DECIDED, CaseStatus.ENDED]):
        open_ones = Suspension.objects.filter(term__case=case, term__met_on=None, ends_on=None)
        suspensions = [str(public_id) for public_id in open_ones.values_list("public_id", flat=True)]
        close(actor, case, max(on, case.notified_on), reason, "")
        ended.append({"case": str(case.public_id), "revision": case.revision, "suspensions": suspensions})
    return ended


def close(actor: Actor, case: Case, on: date, reason: CaseEnd, explanation: str) -> None:
    """Bring a case to its end and stop the clocks that stand still."""
    for term in case.terms.filter(met_on=None):
        end_suspension(actor, case, term, on)
    go(
        actor,
        case,
        CaseStatus.ENDED,
        ended_on=on,
        end_reason=reason,
        end_explanation=explanation,
        ended_at_step=case.status,
    )
