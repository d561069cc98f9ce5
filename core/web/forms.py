"""Base classes of forms on pages: date fields of the browser, and messages that say what to do."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict

from core.errors import Conflict
from core.minutes import clock, minute_of
from core.periods import PERIOD_ORDER_CODE
from core.templatetags.pages import nl_date, nl_number

NOTHING = "niets"
FILE_AGAIN = "Kies dit bestand opnieuw: de browser bewaart het niet als er een fout in het formulier staat."
DATE_EXAMPLE = "Vul een bestaande datum in, bijvoorbeeld 31-12-2026."


class DateInput(forms.DateInput):
    """The date field of the browser. It wants the ISO notation as its value and shows the Dutch one."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PageFormMixin:
    """For every form on a page.

    `layout` puts fields beside each other: `(("starts_on", "ends_on"), "reason")`. Fields that it does not
    name follow below. Templates read `field_rows`.

    `field_of` says beside which field a fault of a service goes, by the code or the name that the service gave
    it. A fault that bears the name of a field, as its name or as its code, needs no entry. `target_of` says to
    which element of the page the summary links for a fault, by its code, that has no field in this form.
    """

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = ()
    field_of: ClassVar[Mapping[str, str]] = {}
    fields: dict[str, forms.Field]
    data: Any
    files: Any
    errors: Any
    cleaned_data: dict[str, Any]
    is_bound: bool
    clash: Any = None
    """After a conflict both texts side by side, for the top of the form."""
    add_prefix: Any
    add_error: Any
    order_fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target_of: dict[str, str] = {}
        # The error summary follows the order of the fields, so that must be the order on the page.
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])
        for name, field in self.fields.items():
            _use_browser_date(field)
            _say_what_to_do(field, str(field.label or name.replace("_", " ")))

    def field_rows(self) -> Iterator[list[BoundField]]:
        """Yield the visible fields row by row."""
        placed: set[str] = set()
        for row in self.layout:
            names = [name for name in ((row,) if isinstance(row, str) else row) if name in self.fields]
            placed.update(names)
            if fields := [field for field in self._bound(names) if not field.is_hidden]:
                yield fields
        for field in self._bound([name for name in self.fields if name not in placed]):
            if not field.is_hidden:
                yield [field]

    def full_clean(self) -> None:
        """Check the form; a file in a form that is not accepted has to be chosen again."""
        super().full_clean()  # type: ignore[misc]
        if self.is_bound and self.errors:
            self._ask_for_files_again()

    def refuse(self, error: ValidationError) -> None:
        """Show what a service refused: every fault beside its field, and at the top what has no field here."""
        by_name = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, faults in by_name.items():
            for fault in faults:
                self.add_error(self._place_of(name, str(fault.code)), fault)
        self._ask_for_files_again()

    def report_conflict(self, conflict: Conflict, stored: Mapping[str, Any]) -> None:
        """Say that somebody else was first; beside each field that differs stands what is stored now.

        The form takes over the stored revision, so that saving again after reading goes through.
        """
        self.add_error(None, ValidationError(conflict.message, code=conflict.code))
        for name, value in stored.items():
            field = self.fields.get(name)
            if field is not None and not field.widget.is_hidden and self.cleaned_data.get(name) != value:
                self[name].help_text = f"Nu opgeslagen: {in_words(field, value)}"  # type: ignore[index]
        if "revision" in stored:
            self.take_over_revision(stored["revision"])
        self._ask_for_files_again()

    def take_over_revision(self, revision: int) -> None:
        """Let the form, when it is shown again, carry this revision."""
        if "revision" in self.fields:
            data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            data[self.add_prefix("revision")] = str(revision)
            self.data = data

    def _place_of(self, name: str, code: str) -> str | None:
        known = {PERIOD_ORDER_CODE: "ends_on"} | dict(self.field_of)
        places = (known.get(code), known.get(name), name, code)
        return next((place for place in places if place in self.fields), None)

    def _ask_for_files_again(self) -> None:
        for name in self.files:
            if name in self.fields and name not in self.errors:
                self.add_error(name, ValidationError(FILE_AGAIN, code="file_again"))

    def _bound(self, names: list[str]) -> list[BoundField]:
        return [self[name] for name in names]  # type: ignore[index]


class PageForm(PageFormMixin, forms.Form):
    """A form on a page."""


class PageModelForm(PageFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form on a page whose fields come from a model. Saving is the work of a service."""


def _use_browser_date(field: forms.Field) -> None:
    if type(field.widget) is forms.DateInput:
        field.widget = DateInput(field.widget.attrs)


def _say_what_to_do(field: forms.Field, label: str) -> None:
    """Replace Django's "Dit veld is verplicht." where nobody wrote a message of their own."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _required_message(field, label)
    if isinstance(field, forms.DateField) and (
        field.error_messages.get("invalid") == forms.DateField.default_error_messages["invalid"]
    ):
        field.error_messages["invalid"] = DATE_EXAMPLE


def _required_message(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return "Zet hier een vinkje om verder te gaan."
    if isinstance(field, forms.FileField):
        return "Kies een bestand."
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Kies een antwoord bij ‘{label}’."
    return f"Vul ‘{label}’ in."


def in_words(field: forms.Field, value: Any) -> str:
    """A value of a form in words, as people choose or type it; "niets" for nothing."""
    match value:
        case None | "" | [] | ():
            return NOTHING
        case bool():
            return "ja" if value else "nee"
        case date():
            return nl_date(value)
        case time():
            return clock(minute_of(value))
        case Decimal():
            return nl_number(value)
    labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
    listed = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(labels.get(one, one)) for one in listed) or NOTHING
