from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError

from audit.enums import WRITES, AuditEvent
from audit.models import AuditEntry
from audit.rules import PURPOSE, changes, clean_text
from audit.services.chain import append
from audit.services.snapshots import Snapshot, snapshot
from core.actors import Actor

Target = models.Model | type[models.Model] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What one entry is about: the row, the client whose file it belongs to, and what was touched."""

    target: Target = None
    client: UUID | None = None
    before: Snapshot | None = None
    fields: Iterable[str] = ()


def record(
    *,
    actor: Actor,
    event: AuditEvent,
    target: Target = None,
    client: UUID | None = None,
    before: Snapshot | None = None,
    fields: Iterable[str] = (),
) -> AuditEntry:
    """Append one entry to the trail (NEN 7513).

    `target` is the row, or a model class when the act is about a list (searching, exporting). `client` is
    the public id of the client whose file it belongs to. For a change, `before` is the `snapshot` taken
    ahead of it. `fields` adds names that are no column of the row, such as a many-to-many relation; only
    the names are kept.

    An entry about a write must stand in the transaction of that write and shares its fate:
    `TransactionManagementError` otherwise. Reading and signing in bring their own transaction.
    """
    act = Act(target=target, client=client, before=before, fields=fields)
    return record_many(actor=actor, event=event, acts=[act])[0]


def record_many(*, actor: Actor, event: AuditEvent, acts: Iterable[Act]) -> Sequence[AuditEntry]:
    """Append an entry for each act, for work on many rows at once: the number of queries stays the same.

    See `record` for what an act holds and for the errors.
    """
    if event in WRITES and not connection.in_atomic_block:
        raise TransactionManagementError("An entry about a write belongs in the transaction of that write.")
    listed = [columns_of(actor, event, act) for act in acts]
    if not listed:
        return []
    with transaction.atomic(savepoint=False):
        return append(listed)


def columns_of(actor: Actor, event: AuditEvent, act: Act) -> dict[str, Any]:
    """The columns of an entry that say what happened; its place in the chain comes later."""
    return {
        "event": event.value,
        "actor": actor.user_uuid,
        "actor_label": clean_text(actor.user_label, 200),
        "organisation": actor.organisation_uuid,
        "organisation_label": clean_text(actor.organisation_label, 200),
        "role": clean_text(actor.role, 50),
        "target_label": act.target._meta.label_lower if act.target is not None else "",
        "target": _public_id(act.target),
        "client": act.client,
        "address": clean_text(actor.origin.address, 45),
        "request_id": clean_text(actor.origin.request_id, 64),
        "fields": [*_fields(event, act), *_purpose(actor)],
    }


def _purpose(actor: Actor) -> list[dict[str, Any]]:
    return [{"name": PURPOSE, "new": clean_text(actor.purpose, 200)}] if actor.purpose else []


def _public_id(target: Target) -> UUID | None:
    if target is None or isinstance(target, type):
        return None
    identifier = getattr(target, "public_id", None)
    if not isinstance(identifier, UUID):
        raise TypeError(f"{target._meta.label} has no public id: give the row that it belongs to as target.")
    return identifier


def _fields(event: AuditEvent, act: Act) -> list[dict[str, Any]]:
    named = [{"name": clean_text(name, 100)} for name in act.fields]
    target = act.target
    if event not in WRITES or not isinstance(target, models.Model):
        return named
    if event == AuditEvent.CHANGED and act.before is None:
        return named
    old = None if event == AuditEvent.CREATED else (act.before or snapshot(target)).values
    new = None if event == AuditEvent.DELETED else snapshot(target).values
    shown: frozenset[str] = getattr(target, "audited_values", frozenset())
    return [*changes(old, new, shown=shown), *named]
