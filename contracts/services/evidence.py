"""Documents with which a provider shows that it may be contracted: handed in, and checked by the region."""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from contracts.access import may_check_evidence, may_report
from contracts.enums import EvidenceState
from contracts.models import Evidence
from contracts.rules.reports import valid_until
from contracts.selectors.settings import limits_on
from contracts.services.writing import beside, fault, keep_changed
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.storing import store
from core.uploads import check_upload, files_share_the_fate_of_the_row, safe_name


def add_evidence(
    *, actor: Actor, kind: str, issued_on: date, file: File[bytes], valid_until_on: date | None = None
) -> Evidence:
    """Hand in a document of the actor's own provider. It counts once the region has accepted it.

    Raises PermissionDenied for anybody but a quality officer, ValidationError with code `validity_missing`,
    `issued_in_future`, `evidence_validity` or `upload_…` (at the field `file`).
    """
    if not may_report(actor):
        raise PermissionDenied
    if issued_on > today():
        raise fault("issued_on", "Deze dag moet nog komen. Vul de datum in die op het stuk staat.", "issued_in_future")
    row = Evidence(
        provider_id=actor.organisation_id,  # type: ignore[misc]  # who may report acts for a provider
        kind=kind,
        issued_on=issued_on,
        valid_until=valid_until(kind, issued_on, valid_until_on, limits_on(issued_on)),
        uploaded_at=now(),
        uploaded_by_id=actor.user_id,
    )
    try:
        found = check_upload(file, settings.UPLOAD_LIMIT_MB)
    except ValidationError as error:
        raise beside("file", error) from error
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        row.file_name = safe_name(file.name, found)
        row.file.save(row.file_name, file, save=False)
        written.append(str(row.file.name))
        store(row)
        record(actor=actor, event=AuditEvent.CREATED, target=row)
    return row


@transaction.atomic
def check_evidence(*, actor: Actor, evidence: Evidence, state: str, remark: str = "") -> Evidence:
    """Accept a document, or say why not.

    Raises PermissionDenied for anybody but a purchaser of a region with a contract, Conflict `evidence_checked`,
    ValidationError with code `refusal_reason`.
    """
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if not may_check_evidence(actor) or not Evidence.objects.visible_to(actor).filter(pk=evidence.pk).exists():
        raise PermissionDenied
    if evidence.state != EvidenceState.WAITING:
        raise Conflict("Een collega heeft dit stuk al gecontroleerd.", code="evidence_checked")
    if state == EvidenceState.REFUSED and not remark.strip():
        raise fault("remark", "Schrijf op waarom het stuk niet goed is.", "refusal_reason")
    keep_changed(actor, evidence, state=state, remark=remark, checked_on=today(), checked_by_id=actor.user_id)
    return evidence
