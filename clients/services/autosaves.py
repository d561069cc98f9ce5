"""Keeping what somebody types, until the form is saved or the text is thrown away. ADR 15."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from clients.access import may_open_file
from clients.models import Autosave, Client
from core import clock
from core.actors import Actor
from core.storing import store

MOST_CHARACTERS: Final = 200_000
AT_ONCE: Final = 200

Typed = Sequence[tuple[str, str]]
"""The fields of a form in their order, as a browser sends them."""


@transaction.atomic
def keep_autosave(*, actor: Actor, client: Client, form: str, target: UUID, typed: Typed) -> Autosave:
    """Keep what the actor typed in this form about this thing, in place of what was kept of it before.

    The trail gets a line when a text is kept for the first time, and one when it goes; not one for each pause in
    typing. Raises `PermissionDenied` outside the scope, and `ValidationError` (code `autosave_too_long`).
    """
    # With the file locked nobody destroys it meanwhile, and two windows of one writer come one after the other.
    locked = Client.objects.select_for_update(of=("self",), no_key=True).filter(pk=client.pk).first()
    if locked is None or not may_open_file(actor, locked):
        raise PermissionDenied
    if sum(len(name) + len(value) for name, value in typed) > MOST_CHARACTERS:
        raise ValidationError("Deze tekst is te lang om als concept te bewaren.", code="autosave_too_long")
    key = {"user_id": actor.user_id, "organisation_id": actor.organisation_id, "form": form, "target": target}
    row = Autosave.objects.filter(client=locked, **key).first()
    is_new = row is None
    row = row or Autosave(client=locked, **key)
    row.content, row.saved_at = [list(one) for one in typed], clock.now()
    store(row)
    if is_new:
        record(actor=actor, event=AuditEvent.CREATED, target=row, client=locked.public_id)
    return row


@transaction.atomic
def discard_autosave(*, actor: Actor, autosave: Autosave) -> None:
    """Throw a kept text away: it was saved, or its writer does not want it any more.

    Raises `PermissionDenied` for anybody but its writer. Twice does no harm.
    """
    row = Autosave.objects.select_for_update(of=("self",)).select_related("client").filter(pk=autosave.pk).first()
    if row is None:
        return
    if (row.user_id, row.organisation_id) != (actor.user_id, actor.organisation_id):
        raise PermissionDenied
    _remove(actor, row)


def remove_old_autosaves() -> int:
    """Remove what was kept longer than `settings.AUTOSAVE_DAYS`, and how many that were."""
    before, removed = clock.now() - timedelta(days=settings.AUTOSAVE_DAYS), 0
    while True:
        with transaction.atomic():
            rows = Autosave.objects.filter(saved_at__lt=before).select_related("client")
            batch = list(rows.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
            for row in batch:
                _remove(Actor.system("opruimen van concepten"), row)
        removed += len(batch)
        if len(batch) < AT_ONCE:
            return removed


def _remove(actor: Actor, row: Autosave) -> None:
    record(actor=actor, event=AuditEvent.DELETED, target=row, client=row.client.public_id)
    row.delete()
