from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.db.models import Model

Check = tuple[str, Callable[[], object]]
"""The field that an error belongs to (`NON_FIELD_ERRORS` for none), and what raises it."""


def refuse_all_at_once(row: Model, *checks: Check) -> None:
    """Do the checks, then check the row, and raise what is wrong as one ValidationError by field."""
    faults: dict[str, list[ValidationError]] = {}
    for field, check in checks:
        try:
            check()
        except ValidationError as error:
            faults[field] = [*faults.get(field, []), *error.error_list]
    try:
        row.full_clean()
    except ValidationError as error:
        for field, errors in error.error_dict.items():
            faults[field] = [*errors, *faults.get(field, [])]
    if faults:
        raise ValidationError(faults)


def refuse_unknown(details: Mapping[str, object], known: type) -> None:
    """Raise TypeError for a name that is not among those of the TypedDict `known`.

    A type says nothing while the program runs, and a key or a municipality among the details would write
    over another file, or move this one to where others read it.
    """
    unknown = set(details) - set(known.__annotations__)
    if unknown:
        raise TypeError(f"{known.__name__} has no {', '.join(sorted(unknown))}.")
