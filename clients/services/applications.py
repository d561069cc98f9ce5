"""The application (aanvraag), which starts the clock of the decision (Wmo 2015 art. 2.3.2 par. 9, 2.3.5 par. 2)."""

from datetime import date

from django.db import transaction

from clients.enums import CaseStatus, TermKind
from clients.models import Application, Case, Investigation
from clients.rules.intake import check_day, check_may_apply
from clients.services.case_steps import go, keep, open_case, start_term
from clients.services.checking import refuse_all_at_once
from core.actors import Actor
from core.clock import today


@transaction.atomic
def record_application(
    *,
    actor: Actor,
    case: Case,
    revision: int,
    applied_on: date,
    channel: str,
    wanted: str = "",
    wants_personal_budget: bool = False,
) -> Application:
    """Write down the application, after the report or when the term of the investigation passed without one.

    Raises PermissionDenied, Conflict (`case_changed`, `case_closed`, `case_step`), ValidationError by field:
    `report_first`, `day_future`, `day_early`.
    """
    case = open_case(actor, case, revision)
    application = Application(
        case=case,
        applied_on=applied_on,
        channel=channel,
        wanted=wanted,
        wants_personal_budget=wants_personal_budget,
    )
    reported_on = Investigation.objects.filter(case=case).values_list("reported_on", flat=True).first()
    term = case.terms.filter(kind=TermKind.INVESTIGATION).first()
    refuse_all_at_once(
        application,
        ("applied_on", lambda: check_day(applied_on, today=today(), since=case.notified_on)),
        (
            "applied_on",
            lambda: check_may_apply(
                applied_on, reported_on=reported_on, investigation_due_on=term.due_on if term else None
            ),
        ),
    )
    go(actor, case, CaseStatus.APPLIED)
    keep(actor, case, application)
    start_term(actor, case, TermKind.DECISION, applied_on)
    return application
