"""The notification (melding), and what the client must be told (Wmo 2015 art. 2.3.2 par. 1 to 3)."""

from datetime import date
from typing import TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from audit.services import snapshot
from clients.access import may_notify, may_open_file
from clients.documents import receipt_document
from clients.enums import CaseOrigin, Channel, Information, LetterKind, TermKind
from clients.models import Case, Client, ClientSystemMember, Letter, PersonalPlan, Telling
from clients.rules.intake import check_day
from clients.services.case_steps import (
    keep,
    lock_municipality,
    meet_term,
    next_case_number,
    open_case,
    start_term,
    touch,
)
from clients.services.checking import refuse_all_at_once, refuse_gone, refuse_unknown
from clients.services.letters import send_letter
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.uploads import check_upload, files_share_the_fate_of_the_row, safe_name


class NotificationDetails(TypedDict, total=False):
    """What is written down of a notification."""

    notified_on: date
    notified_by: str
    notifier_name: str
    channel: str
    question: str
    is_urgent: bool
    urgent_reason: str


@transaction.atomic
def register_notification(
    *, actor: Actor, client: Client, origin: str = CaseOrigin.NOTIFICATION, **details: Unpack[NotificationDetails]
) -> Case:
    """Open a case for what somebody asks, and start the clock of the personal plan and of the investigation.

    A reassessment (Wmo 2015 art. 2.3.9) starts no clock: the municipality asks there, not the client. Who moves
    here asks by way of the former municipality. Raises
    PermissionDenied for anybody but a case worker of the municipality, Conflict `client_gone` for who died or
    moved, ValidationError by field: `day_future`, `case_choices`, `urgent_without_reason`.
    """
    municipality = lock_municipality(client)
    client = Client.objects.select_related("municipality").get(pk=client.pk)
    if not (may_notify(actor, client) and may_open_file(actor, client)):
        raise PermissionDenied
    refuse_gone(client)
    refuse_unknown(details, NotificationDetails)
    case = Case(
        client=client,
        municipality=municipality,
        number=next_case_number(municipality),
        origin=origin,
        worker_id=actor.user_id,  # type: ignore[misc]  # a case worker is somebody
        **details,
    )
    case.urgent_on = case.notified_on if case.is_urgent else None
    refuse_all_at_once(case, ("notified_on", lambda: _check_day(case)))
    keep(actor, case, case)
    if origin != CaseOrigin.REASSESSMENT:
        start_term(actor, case, TermKind.PERSONAL_PLAN, case.notified_on)
        start_term(actor, case, TermKind.INVESTIGATION, case.notified_on)
    if case.is_urgent:
        start_term(actor, case, TermKind.URGENT, case.notified_on)
    return case


@transaction.atomic
def confirm_receipt(*, actor: Actor, case: Case, revision: int, sent_on: date, channel: str = Channel.LETTER) -> Letter:
    """Write the letter that confirms receipt of the notification, as sent on `sent_on` (art. 2.3.2 par. 1).

    The letter also tells of the personal plan and of independent support, so these count as told. Raises
    PermissionDenied, Conflict (`case_changed`, `case_closed`, `receipt_confirmed`), ValidationError `day_…`.
    """
    case = open_case(actor, case, revision)
    if case.letters.filter(kind=LetterKind.RECEIPT).exists():
        raise Conflict("De bevestiging is al verstuurd.", code="receipt_confirmed")
    _check_at("sent_on", sent_on, case)
    letter = send_letter(
        actor, case, LetterKind.RECEIPT, receipt_document(case, sent_on), sent_on=sent_on, channel=channel
    )
    for what in (Information.RECEIPT, Information.PERSONAL_PLAN, Information.CLIENT_SUPPORT):
        keep(actor, case, Telling(case=case, what=what, told_on=sent_on, channel=channel))
    touch(case)
    return letter


@transaction.atomic
def record_telling(
    *,
    actor: Actor,
    case: Case,
    revision: int,
    what: str,
    told_on: date,
    channel: str,
    member: ClientSystemMember | None = None,
) -> Telling:
    """Write down that somebody was told of a right, when and how.

    Raises PermissionDenied, Conflict, ValidationError by field: `day_future`, `day_early`, `telling_choices`,
    `telling_without_carer`, `other_client`.
    """
    case = open_case(actor, case, revision)
    if member is not None and member.client_id != case.client_id:
        raise ValidationError({"member": ValidationError("Kies iemand uit dit cliëntsysteem.", code="other_client")})
    telling = Telling(case=case, what=what, told_on=told_on, channel=channel, member=member)
    refuse_all_at_once(telling, ("told_on", lambda: check_day(told_on, today=today(), since=case.notified_on)))
    keep(actor, case, telling)
    touch(case)
    return telling


def receive_personal_plan(
    *, actor: Actor, case: Case, revision: int, received_on: date, summary: str = "", file: File[bytes] | None = None
) -> PersonalPlan:
    """Keep the personal plan that the client handed in, as a file or in words; a later one takes its place.

    One that comes after the week is welcome too. Raises PermissionDenied, Conflict, ValidationError by field:
    `personal_plan_empty`, `upload_…`, `day_…`.
    """
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        case = open_case(actor, case, revision)
        plan = PersonalPlan.objects.filter(case=case).first() or PersonalPlan(case=case)
        before = snapshot(plan) if plan.pk else None
        plan.received_on, plan.summary = received_on, summary
        old = plan.file.name if file is not None else ""
        checks = [("received_on", lambda: check_day(received_on, today=today(), since=case.notified_on))]
        if file is not None:
            checks.append(("file", lambda: written.append(_put(plan, file))))
        refuse_all_at_once(plan, *checks)
        keep(actor, case, plan, before)
        meet_term(actor, case, TermKind.PERSONAL_PLAN, received_on)
        touch(case)
        if old:
            storage = plan.file.storage
            transaction.on_commit(lambda: storage.delete(old), robust=True)
    return plan


def _check_at(field: str, day: date, case: Case) -> None:
    try:
        check_day(day, today=today(), since=case.notified_on)
    except ValidationError as error:
        raise ValidationError({field: error}) from error


def _check_day(case: Case) -> None:
    if isinstance(case.notified_on, date):
        check_day(case.notified_on, today=today())


def _put(plan: PersonalPlan, file: File[bytes]) -> str:
    kind = check_upload(file, settings.UPLOAD_LIMIT_MB)
    plan.file_name = safe_name(file.name, kind)
    plan.file.save(plan.file_name, file, save=False)
    return str(plan.file.name)
