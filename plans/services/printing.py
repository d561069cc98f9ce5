"""Plans that are printed together, in the background.

What is to be printed stands in rows. A worker claims a few, commits, makes the PDF of each outside any transaction, and
keeps it while the claim is still its own. So a worker that is killed loses only time: when its claim has run out
another takes over, and each plan is printed, and stands in the trail, once. Whether the user may read a plan is asked
when it is printed, and once more when the bundle is downloaded.
"""

import logging
from base64 import b64encode
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import Q

from audit.enums import AuditEvent
from audit.services import Act, record, record_many, snapshot
from core.actors import Actor, Origin
from core.clock import now, today
from core.errors import Conflict
from core.pdf import PdfUnavailable
from core.storing import claim, store, store_new
from organisations.selectors import actor_for, memberships_of
from plans.access import may_print_plans, may_read_plan
from plans.documents import pdf_of
from plans.enums import BatchStatus, ItemState, PrintKind
from plans.jobs import PRINT_PLANS
from plans.models import PlanVersion, PrintBatch, PrintItem
from plans.rules import check_number_to_print

logger = logging.getLogger(__name__)

AT_ONCE: Final = 5
"""Plans in one claim: done long before the claim runs out."""

CLAIM: Final = timedelta(minutes=3)
"""How long a worker may be busy with its plans before another takes them over."""

ATTEMPTS: Final = 3
"""After so many workers that broke off with it, a plan is left to a person."""

MOVED: Final = "Deze bundel is intussen klaar of gestopt. Kijk hoe het er nu mee staat."
NOT_SEEN: Final = "U ziet dit dossier niet meer."
BROKE_OFF: Final = "Het afdrukken is steeds afgebroken."
PARTS: Final = ("plan__allocation__client", "plan__allocation__municipality", "plan__allocation__provider")


# What people do ------------------------------------------------------------------------------------------


@transaction.atomic
def start_printing(
    *, actor: Actor, kind: PrintKind, versions: Collection[UUID], wakes_worker: bool = True
) -> PrintBatch:
    """Have these versions printed, by public id.

    Raises PermissionDenied for who reads no plans, ValidationError with a code of
    `plans.rules.check_number_to_print`, `plans_not_seen`, or `batch_running` while another batch of the user is made.
    Without `wakes_worker` the caller does the work itself.
    """
    if not may_print_plans(actor):
        raise PermissionDenied
    wanted = set(versions)
    check_number_to_print(len(wanted))
    seen = PlanVersion.objects.visible_to(actor).filter(public_id__in=wanted)
    keys = list(seen.order_by("plan__allocation__client__search_name", "pk").values_list("pk", flat=True))
    if len(keys) < len(wanted):
        raise ValidationError("Een of meer plannen ziet u niet meer. Kies opnieuw.", code="plans_not_seen")
    batch = PrintBatch(
        user_id=actor.user_id or 0, organisation_id=actor.organisation_id or 0, role=actor.role, kind=kind
    )
    store(batch)
    store_new(PrintItem, [PrintItem(batch=batch, version_id=key) for key in keys])
    record(actor=actor, event=AuditEvent.CREATED, target=batch)
    if wakes_worker:
        PRINT_PLANS.wake(batch.pk)
    return batch


@transaction.atomic
def cancel_printing(*, actor: Actor, batch: PrintBatch) -> PrintBatch:
    """Stop a batch that is being made; what was made is thrown away. Raises PermissionDenied, Conflict."""
    batch = _locked(actor, batch)
    if batch.status != BatchStatus.WAITING:
        raise Conflict(MOVED, code="batch_moved")
    batch.items.all().delete()
    return _move(actor, batch, BatchStatus.CANCELLED, finished_at=now())


@transaction.atomic
def retry_printing(*, actor: Actor, batch: PrintBatch, wakes_worker: bool = True) -> PrintBatch:
    """Try again what failed; what was made stays.

    Raises PermissionDenied, Conflict, and ValidationError `batch_running`.
    """
    batch = _locked(actor, batch)
    failed = batch.items.filter(state=ItemState.FAILED)
    if batch.status != BatchStatus.DONE or not failed.update(state=ItemState.WAITING, fault="", attempts=0):
        raise Conflict(MOVED, code="batch_moved")
    _move(actor, batch, BatchStatus.WAITING, finished_at=None, woken_at=now())
    if wakes_worker:
        PRINT_PLANS.wake(batch.pk)
    return batch


def record_download(*, actor: Actor, batch: PrintBatch, items: Collection[PrintItem]) -> None:
    """Note in the trail of each client that the plan left the system."""
    record(actor=actor, event=AuditEvent.EXPORTED, target=batch)
    acts = [Act(target=one.version, client=one.version.plan.allocation.client.public_id) for one in items]
    record_many(actor=actor, event=AuditEvent.EXPORTED, acts=acts)


# What workers do -----------------------------------------------------------------------------------------


def print_plans(batch_id: int, for_at_most: timedelta = timedelta(minutes=4)) -> None:
    """Print what waits in a batch, until nothing is left or time is over; then somebody goes on with it."""
    stop_at = now() + for_at_most
    while items := claim_items(batch_id):
        actor = actor_of_batch(items[0].batch)
        for item in items:
            _print(item, actor)
        if now() >= stop_at:
            PRINT_PLANS.wake(batch_id)
            return
    finish(batch_id)


def claim_items(batch_id: int, at_once: int = AT_ONCE) -> list[PrintItem]:
    """Plans that are from now on this worker's own, committed."""
    moment = now()
    _give_up(batch_id)
    mine = claim(PrintItem.objects.to_print(moment).filter(batch=batch_id), at_once, until=moment + CLAIM)
    return list(mine.select_related("batch__user").defer("sealed_pdf").order_by("pk"))


def finish(batch_id: int) -> None:
    """Close a batch in which nothing waits any more. Does nothing twice."""
    with transaction.atomic():
        batch = PrintBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        waits = batch.items.filter(state=ItemState.WAITING).exists()
        if batch.status == BatchStatus.WAITING and not waits:
            _move(Actor.system("afdrukken van plannen"), batch, BatchStatus.DONE, finished_at=now())


def resume_printing() -> list[int]:
    """Wake the batches whose worker is gone or never came; their keys."""
    moment = now()
    resumed = []
    for batch in PrintBatch.objects.filter(status=BatchStatus.WAITING, woken_at__lt=moment - CLAIM):
        same = PrintBatch.objects.filter(pk=batch.pk, woken_at=batch.woken_at)
        if same.update(woken_at=moment):
            PRINT_PLANS.wake(batch.pk)
            resumed.append(batch.pk)
    return resumed


def remove_printed() -> int:
    """Remove the PDFs of batches that were ready `PRINTS_KEPT_HOURS` ago; how many batches there were."""
    old = PrintBatch.objects.filter(
        status=BatchStatus.DONE, finished_at__lt=now() - timedelta(hours=settings.PRINTS_KEPT_HOURS)
    )
    removed = 0
    for batch in old:
        with transaction.atomic():
            held = PrintBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            if held.status == BatchStatus.DONE:
                held.items.all().delete()
                _move(Actor.system("opruimen van bundels"), held, BatchStatus.EXPIRED)
                removed += 1
    return removed


def actor_of_batch(batch: PrintBatch) -> Actor | None:
    """The user for whom is printed, as they are today in the role of then; None for who may no longer."""
    user = batch.user
    if not user.is_active:
        return None
    same = (
        one
        for one in memberships_of(user, today())
        if one.organisation_id == batch.organisation_id and one.role == batch.role
    )
    actor = next((actor_for(user, one, Origin()) for one in same), None)
    return actor if actor is not None and may_print_plans(actor) else None


# Between the two -----------------------------------------------------------------------------------------


def _print(item: PrintItem, actor: Actor | None) -> None:
    """Make one PDF and keep it, or say why there is none."""
    version = _version(item, actor)
    if actor is None or version is None:
        _settle(item, state=ItemState.REFUSED, fault=NOT_SEEN)
        return
    try:
        pdf = pdf_of(PrintKind(item.batch.kind), version, today())
    except PdfUnavailable:
        _settle(item, state=ItemState.FAILED, fault="Op deze server kan nu geen PDF worden gemaakt.")
    except OperationalError:
        raise  # a busy database passes; the claim runs out
    except Exception as error:  # noqa: BLE001 - one plan that cannot be printed must not keep all others waiting
        kind = type(error).__name__  # what it says may name the client
        logger.error("Plan version %s cannot be printed: %s", version.public_id, kind)
        _settle(item, state=ItemState.FAILED, fault=f"Deze PDF kan niet worden gemaakt ({kind}).")
    else:
        with transaction.atomic():
            if _settle(item, state=ItemState.DONE, sealed_pdf=b64encode(pdf).decode("ascii")):
                client = version.plan.allocation.client.public_id
                record(actor=actor, event=AuditEvent.PRINTED, target=version, client=client, fields=["bundel"])


def _version(item: PrintItem, actor: Actor | None) -> PlanVersion | None:
    if actor is None:
        return None
    version = PlanVersion.objects.visible_to(actor).select_related(*PARTS).filter(pk=item.version_id).first()
    return version if version is not None and may_read_plan(actor, version.plan) else None


def _settle(item: PrintItem, **values: Any) -> bool:
    """Write what became of it, unless another took it over or the batch was stopped; whether that was so."""
    mine = PrintItem.objects.filter(pk=item.pk, claim=item.claim, state=ItemState.WAITING)
    return bool(mine.update(claim=None, claimed_until=None, **values))


def _give_up(batch_id: int) -> None:
    """Leave to a person what broke off too often."""
    gone = Q(claim=None) | Q(claimed_until__lte=now())
    tried = PrintItem.objects.filter(gone, batch=batch_id, state=ItemState.WAITING, attempts__gte=ATTEMPTS)
    tried.update(state=ItemState.FAILED, fault=BROKE_OFF, claim=None, claimed_until=None)


def _locked(actor: Actor, batch: PrintBatch) -> PrintBatch:
    locked = PrintBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not may_print_plans(actor) or not PrintBatch.objects.visible_to(actor).filter(pk=locked.pk).exists():
        raise PermissionDenied
    return locked


def _move(actor: Actor, batch: PrintBatch, status: BatchStatus, **columns: Any) -> PrintBatch:
    before = snapshot(batch)
    for name, value in {"status": status, **columns}.items():
        setattr(batch, name, value)
    store(batch, "status", *columns)
    record(actor=actor, event=AuditEvent.CHANGED, target=batch, before=before)
    return batch
