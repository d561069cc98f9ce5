"""Destroying a file or parts of it: one proposes, another approves, and a certificate without a person in it stays.

Wmo 2015 art. 5.3.4 (retention) and 5.3.5 (on request). The trail stays whole: it holds no content.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from audit.enums import AuditEvent, DestructionGround
from audit.models import DestructionCertificate
from audit.services import record, snapshot
from audit.services.certifying import KindCount, certify_destruction
from clients.access import may_approve_destruction, may_handle_rights
from clients.enums import RightsKind, RightsOutcome
from clients.jobs import REMOVE_DISCARDED_FILES
from clients.models import (
    Client,
    Destruction,
    DestructionPart,
    DiscardedFile,
    ImportRun,
    Investigation,
    RightsRequest,
)
from clients.selectors.file_parts import DESTROYED, TEXTS, Part, parts_of, parts_to_destroy, rows_of_part, texts_of_part
from clients.selectors.rights import retention_of
from clients.selectors.whole_file import links_of, rows_of, stored_files, stored_files_of
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
def propose_destruction(
    *, actor: Actor, client: Client, request: RightsRequest | None = None, parts: Sequence[Part] = ()
) -> Destruction:
    """Propose to destroy a file: on a request that was granted, or without one because its retention is over.

    On a request that was granted in part `parts` say what goes; care may then run on.

    Raises PermissionDenied for anybody but a case worker or privacy officer of the client's municipality,
    Conflict when somebody proposed it already, ValidationError `not_due` (still to be kept), `not_granted` (no
    granted request for destruction of this client, or granted for another extent), `still_running` (care runs on
    under an allocation) or `part_kept` (a part is not there, or has to be kept).
    """
    client = _locked_file(client)
    if not may_handle_rights(actor, client) or actor.user_id is None:
        raise PermissionDenied
    if Destruction.objects.filter(client=client).exists():
        raise Conflict("Iemand stelde al voor om dit dossier te vernietigen.", code="proposed_already")
    until = _refuse_unfounded(client, request, parts)
    destruction = Destruction(
        client=client,
        ground=DestructionGround.REQUEST if request else DestructionGround.RETENTION,
        request=request,
        retained_until=until,
        proposed_by_id=actor.user_id,
    )
    store(destruction)
    for part in parts:
        store(DestructionPart(destruction=destruction, part=part.part, case=part.case))
    fields = sorted({str(part.part) for part in parts})
    record(actor=actor, event=AuditEvent.CREATED, target=destruction, client=client.public_id, fields=fields)
    return destruction


@transaction.atomic
def withdraw_destruction(*, actor: Actor, destruction: Destruction) -> None:
    """Take a proposal back: by who may propose, or by who may approve and does not.

    Raises PermissionDenied for others, Conflict when it is no longer there.
    """
    destruction = _locked_proposal(destruction)
    if not (may_handle_rights(actor, destruction.client) or may_approve_destruction(actor, destruction)):
        raise PermissionDenied
    _remove_proposal(actor, destruction)


@transaction.atomic
def approve_destruction(*, actor: Actor, destruction: Destruction, revision: int) -> DestructionCertificate:
    """Approve a proposal and carry it out: every row of the file goes, of all rooms, and so do its uploads.

    Of a proposal about parts only those go, the file stays, and the request says what was done. Returns the
    certificate. All or nothing: when a single row cannot go, nothing does. Raises PermissionDenied for the one who
    proposed it and for who is no privacy officer or manager of the municipality, Conflict when the proposal changed
    or went, ValidationError `not_due`, `not_granted`, `still_running` or `part_kept` when what the proposal was built
    on no longer holds.
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
    parts = parts_of(destruction)
    _refuse_unfounded(client, destruction.request, parts)
    before = snapshot(destruction)
    # Stored first, so that the database itself says that these are two people.
    destruction.approved_by_id = actor.user_id
    destruction.revision += 1
    store(destruction, "approved_by", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=destruction, before=before, client=client.public_id)
    return _destroy_parts(actor, destruction, parts) if parts else _destroy(actor, destruction)


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
    client = destruction.client
    files = stored_files_of(client)
    imports = forget_person(actor, client)
    counts = [_delete_rows(model, rows_of(model, client)) for model in models_about_clients()]
    counts = [*reversed(counts), _count(ImportRun, imports)]
    return _certify(actor, destruction, ground=destruction.ground, counts=counts, files=files)


def _destroy_parts(actor: Actor, destruction: Destruction, parts: Sequence[Part]) -> DestructionCertificate:
    request = destruction.request
    assert request is not None  # noqa: S101 - only a request has parts, and that was just checked
    _remove_proposal(actor, destruction)
    counts: list[KindCount] = []
    files: list[str] = []
    for part in parts:
        counts.append(_count(Investigation, texts_of_part(part).count()))
        for investigation in texts_of_part(part).select_for_update(of=("self",)):
            written = [name for name in TEXTS if getattr(investigation, name)]
            for name in written:
                setattr(investigation, name, DESTROYED)
            store(investigation, *written)
        for model, rows in rows_of_part(part):
            files += stored_files(model, rows)
            counts.append(_delete_rows(model, rows))
    certificate = _certify(
        actor,
        destruction,
        ground=DestructionGround.PARTLY,
        counts=_added_up(counts),
        files=files,
        about=sorted({str(part.part) for part in parts}),
    )
    before = snapshot(request)
    request.handled_on = today()
    request.handling = "\n".join([*(f"Vernietigd: {part}." for part in parts), f"{certificate}."])
    request.revision += 1
    store(request, "handled_on", "handling", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=request, before=before, client=destruction.client.public_id)
    return certificate


def _certify(
    actor: Actor,
    destruction: Destruction,
    *,
    ground: str,
    counts: Sequence[KindCount],
    files: Sequence[str],
    about: Sequence[str] = (),
) -> DestructionCertificate:
    DiscardedFile.objects.bulk_create(DiscardedFile(name=name) for name in files)
    certificate = certify_destruction(
        actor=actor,
        ground=ground,
        proposed_on=destruction.proposed_at.astimezone(AMSTERDAM).date(),
        proposed_by=destruction.proposed_by.public_id,
        proposed_by_label=destruction.proposed_by.name,
        rows=[count for count in counts if count["rows"]],
        files=len(files),
    )
    record(
        actor=actor,
        event=AuditEvent.DESTROYED,
        target=certificate,
        client=destruction.client.public_id,
        fields=[f"sha256:{certificate.hash}", *about],
    )
    # After the commit: only what is sure to be gone leaves the disk. A lost message goes with the next round.
    REMOVE_DISCARDED_FILES.wake()
    return certificate


def _remove_proposal(actor: Actor, destruction: Destruction) -> None:
    record(actor=actor, event=AuditEvent.DELETED, target=destruction, client=destruction.client.public_id)
    destruction.parts.all().delete()
    Destruction.objects.filter(pk=destruction.pk).delete()


def _delete_rows(model: type[Model], rows: "QuerySet[Any]") -> KindCount:
    for field in links_of(model):
        through: Any = field.remote_field.through
        through._base_manager.filter(**{f"{field.m2m_field_name()}__in": rows.values("pk")}).delete()
    # One statement for each table: what rows refer to within it goes at once, and PROTECT, which is there for
    # single deletions, has nothing left to protect. The database still checks every foreign key.
    return _count(model, rows.order_by()._raw_delete(rows.db))


def _added_up(counts: Iterable[KindCount]) -> list[KindCount]:
    totals: dict[str, KindCount] = {}
    for count in counts:
        total = totals.setdefault(count["model"], {**count, "rows": 0})
        total["rows"] += count["rows"]
    return list(totals.values())


def _count(model: type[Model], number: int) -> KindCount:
    return {"model": model._meta.label_lower, "kind": str(model._meta.verbose_name_plural), "rows": number}


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


def _refuse_unfounded(client: Client, request: RightsRequest | None, parts: Sequence[Part]) -> date | None:
    """Raise ValidationError when there is no ground to destroy this; until when the file was kept without a request."""
    if not parts:
        _refuse_running(client, today())
    if request is None:
        return _refuse_early(client)
    _refuse_ungranted(client, request, RightsOutcome.PARTLY if parts else RightsOutcome.GRANTED)
    there = {part.key for part in parts_to_destroy(client)}
    if not {part.key for part in parts} <= there:
        raise ValidationError(
            "Een deel dat u koos is er niet meer, of moet bewaard blijven. Kies opnieuw.", code="part_kept"
        )
    return None


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


def _refuse_ungranted(client: Client, request: RightsRequest, outcome: RightsOutcome) -> None:
    is_granted = request.kind == RightsKind.DESTRUCTION and request.outcome == outcome and request.handled_on is None
    if not is_granted or request.client_id != client.pk:
        raise ValidationError("Dit verzoek om vernietiging is niet toegewezen.", code="not_granted")
