"""What a service refused, shown in the form that asked for it; nothing that was typed is lost."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from core.errors import Conflict
from core.templatetags.pages import nl_date, nl_number
from core.web.forms import PageForm

CONFLICT = 409


def show_refusal(form: PageForm, error: ValidationError, names: Mapping[str, str] | None = None) -> None:
    """Put every fault beside its field; what belongs to no field of the form stands above it.

    `names` says beside which field a fault goes, by the name or the code that the service gave it.
    """
    by_name = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, faults in by_name.items():
        for fault in faults:
            known = (names or {}).get(str(fault.code)) or (names or {}).get(name) or name
            form.add_error(known if known in form.fields else None, fault)


def show_conflict(form: PageForm, conflict: Conflict, stored: Mapping[str, Any]) -> None:
    """Say that somebody else was first; beside each field that differs stands what is stored now.

    The form takes over the stored revision, so that saving again after reading goes through.
    """
    form.add_error(None, ValidationError(conflict.message, code=conflict.code))
    for name, value in stored.items():
        field = form.fields.get(name)
        if field is not None and not field.widget.is_hidden and form.cleaned_data.get(name) != value:
            form[name].help_text = f"Nu opgeslagen: {_in_words(field, value)}"
    take_over_revision(form, stored.get("revision"))


def take_over_revision(form: PageForm, revision: int | None) -> None:
    """Let the form that is shown again carry this revision."""
    if revision is None or "revision" not in form.fields:
        return
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    data[form.add_prefix("revision")] = str(revision)
    form.data = data


def _in_words(field: forms.Field, value: Any) -> str:
    if value is None or value == "":
        return "niets"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return nl_date(value)
    if isinstance(value, Decimal):
        return nl_number(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
