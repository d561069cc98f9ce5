"""Destroying a whole file: one proposes, another approves, and a certificate without a person in it stays.

Wmo 2015 art. 5.3.4 (retention) and 5.3.5 (on request). The trail stays whole: it holds no content.
"""

import logging
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, Q

from audit.enums import AuditEvent, DestructionGround
from audit.models import DestructionCertificate
from audit.services import record, snapshot
from audit.services.certifying import KindCount, certify_destruction
from clients.access import may_approve_destruction, may_handle_rights
from clients.enums import RightsKind, RightsOutcome
from clients.jobs import REMOVE_DISCARDED_FILES
from clients.models import Client, Destruction, DiscardedFile, ImportRun, RightsRequest
from clients.selectors.rights import retention_of
from clients.selectors.whole_file import links_of, rows_of, stored_files_of
from clients.services.importing import forget_person
from core.actors import Actor
from core.clock import AMSTERDAM, today
from core.errors import Conflict
from core.periods import in_words
from core.personal_data import models_about_clients
from core.storing import store
from organisations.models import Municipality

log = logging.getLogger(__name__)


@transaction.atomic
def propose_destruction(*, actor: Actor, client: Client, request: RightsRequest | None = None) -> Destruction:
    """Propose to destroy a file: on a request that was granted, or without one because its retention is over.

    Raises PermissionDenied for anybody but a case worker or privacy officer of the client's municipality,
    Conflict when somebody proposed it already, ValidationError `not_due` (still to be kept), `not_granted` (no
    granted request for destruction of this client) or `still_running` (care runs on under an allocation).
    """
    client = _locked_file(client)
    if not may_handle_rights(actor, client) or actor.user_id is None:
        raise PermissionDenied
    if Destruction.objects.filter(client=client).exists():
        raise Conflict("Iemand stelde al voor om dit dossier te vernietigen.", code="proposed_already")
    _refuse_running(client, today())
    until = None
    if request is None:
        until = _refuse_early(client)
    else:
        _refuse_ungranted(client, request)
    destruction = Destruction(
        client=client,
        ground=DestructionGround.REQUEST if request else DestructionGround.RETENTION,
        request=request,
        retained_until=until,
        proposed_by_id=actor.user_id,
    )
    store(destruction)
    record(actor=actor, event=AuditEvent.CREATED, target=destruction, client=client.public_id)
    return destruction


@transaction.atomic
def withdraw_destruction(*, actor: Actor, destruction: Destruction) -> None:
    """Take a proposal back: by who may propose, or by who may approve and does not.

    Raises PermissionDenied for others, Conflict when it is no longer there.
    """
    destruction = _locked_proposal(destruction)
    if not (may_handle_rights(actor, destruction.client) or may_approve_destruction(actor, destruction)):
        raise PermissionDenied
    record(actor=actor, event=AuditEvent.DELETED, target=destruction, client=destruction.client.public_id)
    destruction.delete()


@transaction.atomic
def approve_destruction(*, actor: Actor, destruction: Destruction, revision: int) -> DestructionCertificate:
    """Approve a proposal and carry it out: every row of the file goes, of all rooms, and so do its uploads.

    Returns the certificate. All or nothing: when a single row cannot go, nothing does. Raises PermissionDenied
    for the one who proposed it and for who is no privacy officer or manager of the municipality, Conflict when
    the proposal changed or went, ValidationError `not_due`, `not_granted` or `still_running` when what the
    proposal was built on no longer holds.
    """
    # Before the file, as an import does. Certificates follow each other in number, and no import runs meanwhile; the
    # lock leaves alone who refers to the municipality.
    Municipality.objects.select_for_update(of=("self",), no_key=True).get(pk=destruction.client.municipality_id)
    destruction = _locked_proposal(destruction)
    client = destruction.client
    if not may_approve_destruction(actor, destruction):
        raise PermissionDenied
    if destruction.revision != revision:
        raise Conflict("Dit voorstel is veranderd terwijl u bezig was. Bekijk het opnieuw.", code="proposal_changed")
    _refuse_running(client, today())
    if destruction.request is None:
        _refuse_early(client)
    else:
        _refuse_ungranted(client, destruction.request)
    before = snapshot(destruction)
    # Stored first, so that the database itself says that these are two people.
    destruction.approved_by_id = actor.user_id
    destruction.revision += 1
    store(destruction, "approved_by", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=destruction, before=before, client=client.public_id)
    return _destroy(actor, destruction)


def remove_discarded_files() -> int:
    """Remove from the disk what has no row any more; how many files went. Again and again without harm.

    A file that cannot be removed now stays on the list for the next time.
    """
    removed = 0
    for discarded in DiscardedFile.objects.order_by("pk"):
        try:
            default_storage.delete(discarded.name)
        except OSError:
            log.exception("a discarded upload could not be removed: row %s", discarded.pk)
            continue
        discarded.delete()
        removed += 1
    return removed


def _destroy(actor: Actor, destruction: Destruction) -> DestructionCertificate:
    client, public_id = destruction.client, destruction.client.public_id
    files = stored_files_of(client)
    imports = forget_person(actor, client)
    counts = [_delete_rows(model, client) for model in models_about_clients()]
    DiscardedFile.objects.bulk_create(DiscardedFile(name=name) for name in files)
    certificate = certify_destruction(
        actor=actor,
        ground=destruction.ground,
        proposed_on=destruction.proposed_at.astimezone(AMSTERDAM).date(),
        proposed_by=destruction.proposed_by.public_id,
        proposed_by_label=destruction.proposed_by.name,
        rows=[count for count in (*reversed(counts), _imports(imports)) if count["rows"]],
        files=len(files),
    )
    record(
        actor=actor,
        event=AuditEvent.DESTROYED,
        target=certificate,
        client=public_id,
        fields=[f"sha256:{certificate.hash}"],
    )
    # After the commit: only what is sure to be gone leaves the disk. A lost message goes with the next round.
    REMOVE_DISCARDED_FILES.wake()
    return certificate


def _delete_rows(model: type[Model], client: Client) -> KindCount:
    rows = rows_of(model, client)
    for field in links_of(model):
        through: Any = field.remote_field.through
        through._base_manager.filter(**{f"{field.m2m_field_name()}__in": rows.values("pk")}).delete()
    # One statement for each table: what rows refer to within it goes at once, and PROTECT, which is there for
    # single deletions, has nothing left to protect. The database still checks every foreign key.
    gone = rows.order_by()._raw_delete(rows.db)
    return {"model": model._meta.label_lower, "kind": str(model._meta.verbose_name_plural), "rows": gone}


def _imports(number: int) -> KindCount:
    meta = ImportRun._meta
    return {"model": meta.label_lower, "kind": str(meta.verbose_name_plural), "rows": number}


def _locked_file(client: Client) -> Client:
    locked = Client.objects.select_for_update(of=("self",)).filter(pk=client.pk).first()
    if locked is None:
        raise Conflict("Dit dossier is er niet meer.", code="file_gone")
    return locked


def _locked_proposal(destruction: Destruction) -> Destruction:
    # The file first, as in every other service: whoever writes in it waits, or is waited for.
    client = _locked_file(destruction.client)
    locked = (
        Destruction.objects.select_for_update(of=("self",))
        .select_related("proposed_by", "request")
        .filter(pk=destruction.pk)
        .first()
    )
    if locked is None:
        raise Conflict("Dit voorstel is er niet meer.", code="proposal_gone")
    locked.client = client
    return locked


def _refuse_running(client: Client, day: date) -> None:
    last = client.allocations.filter(Q(ends_on=None) | Q(ends_on__gte=day)).order_by("-ends_on").first()
    if last is not None:
        raise ValidationError(
            f"Toewijzing {last.number} loopt nog. Beëindig eerst de zorg; daarna kan het dossier weg.",
            code="still_running",
        )


def _refuse_early(client: Client) -> date:
    retention = retention_of(client, today())
    if retention.until is None or not retention.is_over:
        until = f" tot en met {in_words(retention.until)}" if retention.until else ""
        raise ValidationError(f"Dit dossier moet bewaard blijven{until}.", code="not_due")
    return retention.until


def _refuse_ungranted(client: Client, request: RightsRequest) -> None:
    is_granted = request.kind == RightsKind.DESTRUCTION and request.outcome == RightsOutcome.GRANTED
    if not is_granted or request.client_id != client.pk:
        raise ValidationError("Dit verzoek om vernietiging is niet toegewezen.", code="not_granted")
