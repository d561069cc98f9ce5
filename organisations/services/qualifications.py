from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from core.uploads import check_upload, files_share_the_fate_of_the_row, safe_name
from organisations.access import may_edit_professional, may_verify
from organisations.jobs import PROFESSIONAL_CHANGED
from organisations.models import Professional, Qualification


def add_qualification(
    *,
    actor: Actor,
    professional: Professional,
    level: str,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    evidence: File[bytes] | None = None,
) -> Qualification:
    """Add a diploma and return it. It counts only once somebody else has verified the evidence.

    Raises PermissionDenied, or ValidationError (also `upload_…`, at the field `evidence`).
    """
    qualification = Qualification(level=level, title=title, starts_on=starts_on, ends_on=ends_on)
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        professional = Professional.objects.select_for_update(of=("self",)).get(pk=professional.pk)
        if not may_edit_professional(actor, professional, today()):
            raise PermissionDenied
        qualification.professional = professional
        if evidence is not None:
            written.append(_put(qualification, evidence))
        store(qualification)
        record(actor=actor, event=AuditEvent.CREATED, target=qualification)
    return qualification


def attach_evidence(*, actor: Actor, qualification: Qualification, evidence: File[bytes]) -> Qualification:
    """Put a file with evidence at a diploma, in the place of an earlier one, and return the diploma.

    Raises PermissionDenied, ValidationError (`upload_…`), or Conflict when the diploma is verified already:
    what somebody looked at may not change under that person's name.
    """
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        qualification = _locked(qualification)
        if not may_edit_professional(actor, qualification.professional, today()):
            raise PermissionDenied
        if qualification.verified_on is not None:
            raise Conflict(
                "Dit diploma is al gecontroleerd. Trek eerst de controle in. Kies dan een ander bestand.",
                code="already_verified",
            )
        before = snapshot(qualification)
        old = qualification.evidence.name
        written.append(_put(qualification, evidence))
        store(qualification, "evidence", "evidence_name")
        record(actor=actor, event=AuditEvent.CHANGED, target=qualification, before=before)
        if old:
            storage = qualification.evidence.storage
            transaction.on_commit(lambda: storage.delete(old), robust=True)
    return qualification


@transaction.atomic
def verify_qualification(*, actor: Actor, qualification: Qualification) -> Qualification:
    """Say that the actor saw the evidence and that it is right; from today the diploma counts.

    Raises PermissionDenied (nobody verifies a diploma of their own), ValidationError `evidence_missing`, or
    Conflict `already_verified`.
    """
    qualification = _locked(qualification)
    day = today()
    if not may_verify(actor, qualification.professional, day):
        raise PermissionDenied
    if qualification.verified_on is not None:
        raise Conflict(
            "Iemand anders heeft dit diploma al gecontroleerd. U hoeft niets meer te doen.",
            code="already_verified",
        )
    if not qualification.evidence:
        raise ValidationError(
            "Bij dit diploma is geen bewijs. Voeg eerst een bestand met het bewijs toe.",
            code="evidence_missing",
        )
    before = snapshot(qualification)
    qualification.verified_by_id = actor.user_id
    qualification.verified_on = day
    store(qualification, "verified_by", "verified_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=qualification, before=before)
    PROFESSIONAL_CHANGED.wake(qualification.professional_id)
    return qualification


@transaction.atomic
def withdraw_verification(*, actor: Actor, qualification: Qualification) -> Qualification:
    """Take a verification back, so that the diploma counts on no day any more; the trail keeps that it did.

    Raises PermissionDenied, or Conflict `not_verified`.
    """
    qualification = _locked(qualification)
    if not may_verify(actor, qualification.professional, today()):
        raise PermissionDenied
    if qualification.verified_on is None:
        raise Conflict("Dit diploma was niet gecontroleerd. U hoeft niets te doen.", code="not_verified")
    before = snapshot(qualification)
    qualification.verified_by = None
    qualification.verified_on = None
    store(qualification, "verified_by", "verified_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=qualification, before=before)
    PROFESSIONAL_CHANGED.wake(qualification.professional_id)
    return qualification


def _locked(qualification: Qualification) -> Qualification:
    return Qualification.objects.select_for_update(of=("self",)).select_related("professional").get(pk=qualification.pk)


def _put(qualification: Qualification, evidence: File[bytes]) -> str:
    try:
        kind = check_upload(evidence, settings.UPLOAD_LIMIT_MB)
    except ValidationError as error:
        raise ValidationError({"evidence": error}) from error
    qualification.evidence_name = safe_name(evidence.name, kind)
    qualification.evidence.save(qualification.evidence_name, evidence, save=False)
    return str(qualification.evidence.name)
