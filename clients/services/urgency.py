"""A case that becomes urgent later on (Wmo 2015 art. 2.3.3)."""

from datetime import date

from django.db import transaction

from audit.services import snapshot
from clients.enums import TermKind
from clients.models import Case
from clients.rules.intake import check_day
from clients.services.case_steps import open_case, record_change, start_term
from clients.services.checking import refuse_all_at_once
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store


@transaction.atomic
def mark_urgent(*, actor: Actor, case: Case, revision: int, urgent_on: date, urgent_reason: str) -> Case:
    """Say that help cannot wait any longer, since which day and why: the urgent route opens and its clock starts.

    The other clocks run on. Raises PermissionDenied, Conflict (`case_changed`, `case_closed`, `urgent_already`),
    ValidationError by field: `urgent_without_reason`, `day_…`.
    """
    case = open_case(actor, case, revision)
    if case.is_urgent:
        raise Conflict("Deze aanvraag heeft al spoed.", code="urgent_already")
    before = snapshot(case)
    case.is_urgent, case.urgent_reason, case.urgent_on = True, urgent_reason.strip(), urgent_on
    case.revision += 1
    refuse_all_at_once(case, ("urgent_on", lambda: check_day(urgent_on, today=today(), since=case.notified_on)))
    store(case, "is_urgent", "urgent_reason", "urgent_on", "revision")
    record_change(actor, case, case, before)
    start_term(actor, case, TermKind.URGENT, urgent_on)
    return case
