from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import Model

Check = tuple[str, Callable[[], object]]
"""The field that an error belongs to (`NON_FIELD_ERRORS` for none), and what raises it."""


def refuse_all_at_once(row: Model, *checks: Check) -> None:
    """Check the row and everything else, and raise what is wrong as one ValidationError by field."""
    faults: dict[str, list[ValidationError]] = {}
    try:
        row.full_clean()
    except ValidationError as error:
        faults.update(error.error_dict)
    for field, check in checks:
        try:
            check()
        except ValidationError as error:
            faults[field] = [*faults.get(field, []), *error.error_list]
    if faults:
        raise ValidationError(faults)
