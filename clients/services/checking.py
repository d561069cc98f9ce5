from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from clients.models import Client
from core.errors import Conflict

Check = tuple[str, Callable[[], object]]
"""The field that an error belongs to (`NON_FIELD_ERRORS` for none), and what raises it."""


Faults = dict[str, list[ValidationError]]


def refuse_all_at_once(row: Model, *checks: Check) -> None:
    """Do the checks, then check the row, and raise what is wrong as one ValidationError by field."""
    faults = _faults(checks, row.full_clean)
    if faults:
        raise ValidationError(faults)


def refuse_all(*checks: Check) -> None:
    """Do the checks, and raise what is wrong as one ValidationError by field."""
    faults = _faults(checks)
    if faults:
        raise ValidationError(faults)


def faults_without_query(row: Model, *checks: Check) -> Faults:
    """What is wrong with the row by itself and by these checks, by field, for work on many rows at once.

    What needs the database is left to the caller: whether related rows exist, and the constraints.
    """
    relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
    return _faults(checks, lambda: row.clean_fields(exclude=relations), row.clean)


def _faults(checks: Iterable[Check], *of_row: Callable[[], object]) -> Faults:
    faults: Faults = {}
    for field, check in checks:
        try:
            check()
        except ValidationError as error:
            faults[field] = [*faults.get(field, []), *error.error_list]
    for check in of_row:
        try:
            check()
        except ValidationError as error:
            named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
            for name, found in named.items():
                faults[name] = [*found, *faults.get(name, [])]
    return faults


def refuse_unknown(details: Mapping[str, object], known: type) -> None:
    """Raise TypeError for a name that is not among those of the TypedDict `known`.

    A type says nothing while the program runs, and a key or a municipality among the details would write
    over another file, or move this one to where others read it.
    """
    unknown = set(details) - set(known.__annotations__)
    if unknown:
        raise TypeError(f"{known.__name__} has no {', '.join(sorted(unknown))}.")


def refuse_gone(client: Client) -> None:
    """Nothing new begins for who died or moved away. Raises Conflict `client_gone`."""
    if client.died_on is not None:
        raise Conflict("Deze cliënt is overleden. Er kan niets nieuws beginnen.", code="client_gone")
    if client.moved_on is not None:
        raise Conflict("Deze cliënt is verhuisd naar een andere gemeente. Die gaat nu verder.", code="client_gone")
