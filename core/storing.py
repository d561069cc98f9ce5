"""The one way in which services write a row."""

from typing import Any

from django.db import IntegrityError, models, transaction

from core.constraints import as_validation_error
from core.fields import with_blind_indexes


def store(row: models.Model, *fields: str) -> None:
    """Check the whole row, then write it, or only the named fields.

    Raises `ValidationError` with all faults at once. A fault that only the database can see, because
    somebody else wrote in between, comes back as the same error with the constraint's own message.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save(update_fields=with_blind_indexes(type(row), fields) or None)
    except IntegrityError as error:
        raise as_validation_error(error) or _without_row(error) from None


def _without_row(error: IntegrityError) -> IntegrityError:
    """The same error without the row: PostgreSQL quotes the whole of it, and errors end up in logs."""
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    return error if diagnosis is None else IntegrityError(diagnosis.message_primary or type(error).__name__)
