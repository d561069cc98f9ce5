"""The clock of a term stands still only on a recorded ground (Awb art. 4:15)."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from clients.enums import TermKind
from clients.models import Case, CaseTerm, Suspension
from clients.rules.intake import check_day
from clients.services.case_steps import end_suspension, keep, open_case, set_due, touch
from clients.services.checking import refuse_all_at_once
from core.actors import Actor
from core.clock import today
from core.errors import Conflict

SUSPENDABLE = {TermKind.INVESTIGATION, TermKind.DECISION}


@transaction.atomic
def suspend_term(
    *, actor: Actor, case: Case, revision: int, term: CaseTerm, starts_on: date, ground: str, explanation: str
) -> Suspension:
    """Let a term stand still from `starts_on`, until somebody lets it run again.

    Raises PermissionDenied, Conflict (`case_changed`, `case_closed`, `term_met`), ValidationError by field:
    `suspension_ground`, `suspension_overlap`, `term_passed`, `day_…`.
    """
    case, term = _open_term(actor, case, revision, term)
    suspension = Suspension(term=term, starts_on=starts_on, ground=ground, explanation=explanation)
    refuse_all_at_once(
        suspension,
        ("starts_on", lambda: check_day(starts_on, today=today(), since=term.starts_on)),
        ("starts_on", lambda: _check_in_time(term, starts_on)),
    )
    keep(actor, case, suspension)
    set_due(actor, case, term)
    touch(case)
    return suspension


@transaction.atomic
def resume_term(*, actor: Actor, case: Case, revision: int, term: CaseTerm, resumes_on: date) -> CaseTerm:
    """Let a term run again from `resumes_on`; its due date moves by the days that it stood still.

    Raises PermissionDenied, Conflict (`case_changed`, `case_closed`, `term_met`, `not_suspended`),
    ValidationError `day_future`, `day_early`.
    """
    case, term = _open_term(actor, case, revision, term)
    suspension = term.suspensions.filter(ends_on=None).first()
    if suspension is None:
        raise Conflict("Deze termijn staat niet stil.", code="not_suspended")
    first = suspension.starts_on + timedelta(days=1)
    try:
        check_day(resumes_on, today=today(), since=first)
    except ValidationError as error:
        raise ValidationError({"resumes_on": error}) from error
    end_suspension(actor, case, term, resumes_on - timedelta(days=1))
    touch(case)
    return term


def _open_term(actor: Actor, case: Case, revision: int, term: CaseTerm) -> tuple[Case, CaseTerm]:
    case = open_case(actor, case, revision)
    term = CaseTerm.objects.select_for_update(of=("self",)).get(pk=term.pk, case=case)
    if term.kind not in SUSPENDABLE or not term.is_open:
        raise Conflict("Deze termijn loopt niet meer.", code="term_met")
    return case, term


def _check_in_time(term: CaseTerm, starts_on: date) -> None:
    if term.due_on is not None and starts_on > term.due_on:
        raise ValidationError("De termijn is dan al voorbij en kan niet meer stilstaan.", code="term_passed")
