"""Base classes of forms on pages: date fields of the browser, and messages that say what to do."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField

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
    """

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = ()
    fields: dict[str, forms.Field]
    files: Any
    errors: Any
    is_bound: bool
    add_error: Any
    order_fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        """Show what a service refused: at the fields it names and that are here, the rest at the top."""
        for name, faults in (
            error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        ).items():
            self.add_error(name if name in self.fields else None, faults)
        self._ask_for_files_again()

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
