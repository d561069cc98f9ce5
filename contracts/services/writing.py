"""What services of contracts share: a new row with its line in the trail, and a fault beside a field."""

from typing import TypeVar

from django.core.exceptions import ValidationError

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.models import PublicModel
from core.storing import store

M = TypeVar("M", bound=PublicModel)


def keep_new(actor: Actor, row: M) -> M:
    """Write a new row and say so in the trail."""
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row)
    return row


def keep_changed(actor: Actor, row: PublicModel, **values: object) -> None:
    """Give the row these values and say so in the trail."""
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    store(row, *values)
    record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)


def fault(field: str, message: str, code: str) -> ValidationError:
    """A fault that stands beside this field."""
    return ValidationError({field: ValidationError(message, code=code)})


def beside(field: str, error: ValidationError) -> ValidationError:
    """The same fault, beside this field."""
    return ValidationError({field: error.error_list})
