"""The one way in which services write a row."""

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
        explained = as_validation_error(error)
        if explained is None:
            raise
        raise explained from error
