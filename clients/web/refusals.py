"""How a form shows what a service refused."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import QueryDict

FIELD_OF_CODE = {
    "period_order": "ends_on",
    "week_volume_without_end": "ends_on",
    "volume": "volume",
    "frequency": "frequency",
    "stop_reason": "reason",
    "bsn_taken": "bsn",
    "sex": "sex",
    "relation": "relation",
}
"""To which field a fault belongs that the database, and not a field, found."""


def show_refusal(form: BaseForm, error: ValidationError) -> None:
    """Put each fault at its field; what belongs to no field of the form stands at the top."""
    by_field: dict[str, list[ValidationError]] = (
        error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    )
    for name, faults in by_field.items():
        for fault in faults:
            target = name if name in form.fields else FIELD_OF_CODE.get(str(fault.code), "")
            if target == "reason" and target not in form.fields:
                target = ""
            form.add_error(target if target in form.fields else None, fault)


def with_revision(data: QueryDict, revision: int) -> QueryDict:
    """What was typed, ready to be sent once more over the newer revision."""
    copy = data.copy()
    copy["revision"] = str(revision)
    return copy


def differences(form: BaseForm, row: Any) -> list[tuple[str, str]]:
    """Label and present value of the fields in which the row differs from what was typed."""
    found = []
    for name, field in form.fields.items():
        if name in {"revision", "bsn"} or not hasattr(row, name):
            continue
        stored = getattr(row, name)
        if form.cleaned_data.get(name) != stored:
            display = getattr(row, f"get_{name}_display", None)
            found.append((str(field.label), str(display() if display else stored or "leeg")))
    return found
