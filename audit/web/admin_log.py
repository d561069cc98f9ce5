"""Writes into the trail what is done on the admin pages. Connected in `audit.apps`.

Django keeps a log of those pages and tells of each line in it; that way no admin class of any room can
forget the trail.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db import models, transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record
from audit.web.sign_in import actor_from

EVENTS = {ADDITION: AuditEvent.CREATED, CHANGE: AuditEvent.CHANGED, DELETION: AuditEvent.DELETED}


def note_admin_act(instance: LogEntry, *, created: bool, raw: bool = False, **_: Any) -> None:
    """Take a new line of the admin's log over: who, which row, and the names of the fields."""
    model = instance.content_type.model_class() if instance.content_type else None
    if raw or not created or model is None or not isinstance(instance.user, User):
        return
    with transaction.atomic():
        record(
            actor=actor_from(instance.user),
            event=EVENTS[instance.action_flag],
            target=_row(model, instance.object_id),
            fields=_changed(instance.change_message),
        )


def _row(model: type[models.Model], key: str | None) -> models.Model | type[models.Model]:
    if not hasattr(model, "public_id"):
        return model
    # Only its id: the values of the fields are no concern of the trail.
    return model._base_manager.filter(pk=key).only("pk", "public_id").first() or model


def _changed(message: str) -> Iterator[str]:
    try:
        parts = json.loads(message)
    except ValueError:
        return
    for part in parts if isinstance(parts, list) else []:
        for act in part.values():
            yield from act.get("fields", [])
