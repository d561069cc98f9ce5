"""What the forms of all rooms share: texts, numbers, fields that a draft may leave empty, and rows."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.web.forms import PageForm
from core.web.sent import BEGUN

MOST_ROWS = 30
EMPTY_ROWS = 3


def text_area(rows: int = 4) -> forms.Textarea:
    """A field of several lines; it grows with the text where the browser can do that."""
    return forms.Textarea(attrs={"rows": rows})


class PublicIdField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of rows by their public id."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **({"to_field_name": "public_id"} | kwargs))

    def to_python(self, value: Any) -> Any:
        """What is no public id at all is no choice either."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class NeededLater:
    """A field that a draft may leave empty although it is needed in the end: the page does not call it optional."""

    def validate(self, value: Any) -> None:
        """Empty is fine for now."""
        if value not in (None, ""):
            super().validate(value)  # type: ignore[misc]


class LaterText(NeededLater, forms.CharField):
    """A text that is needed in the end."""


class LaterChoice(NeededLater, forms.ChoiceField):
    """A choice that is needed in the end."""


class LaterDate(NeededLater, forms.DateField):
    """A day that is needed in the end."""


class LaterInteger(NeededLater, forms.IntegerField):
    """A whole number that is needed in the end."""


class LaterPublicId(NeededLater, PublicIdField):
    """A row that is needed in the end."""


class LaterDecimal(NeededLater, forms.DecimalField):
    """A number that is needed in the end."""


def decimal_field(
    label: str, help_text: str = "", kind: type[forms.DecimalField] = LaterDecimal, *, required: bool = True
) -> forms.DecimalField:
    """A number as the Dutch write it: "2,5"."""
    return kind(
        label=label,
        help_text=help_text,
        max_digits=9,
        decimal_places=2,
        required=required,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "Vul een getal in, bijvoorbeeld 3 of 2,5."},
    )


def without_idle_zeros(value: Decimal | None) -> Decimal | None:
    """2.00 as 2 and 2.50 as 2.5, so that a field shows what was typed."""
    return None if value is None else Decimal(f"{value.normalize():f}")


class RevisionInput(forms.HiddenInput):
    """The revision over which somebody types, and beside it what the form began with: see `core.web.conflicts`."""

    begun = ""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Both, as hidden fields."""
        revision = super().render(name, value, attrs, renderer)
        begun = format_html('<input type="hidden" name="{}" value="{}">', BEGUN, self.begun) if self.begun else ""
        return format_html("{}{}", revision, begun)


class RevisionForm(PageForm):
    """A form over something that another user may change meanwhile: it carries the revision that was shown."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=RevisionInput, min_value=0)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the revision that it was typed over."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class RowsFormSet(forms.BaseFormSet[Any]):
    """Rows of a form. Without script the rows that are there plus a few empty ones; an empty row is left out."""

    item_label = "Regel"
    items_label = "Regels"
    empty_at_first = EMPTY_ROWS
    empty_later = EMPTY_ROWS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = self.empty_later if self.initial else self.empty_at_first

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say in the words of this list what the tick box does."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = f"{self.item_label} {(index or 0) + 1} verwijderen"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was filled in and not taken out, in order."""
        return [{name: value for name, value in form.cleaned_data.items() if name != "DELETE"} for form in self.kept]

    @property
    def kept(self) -> list[Any]:
        """The forms of those rows."""
        return [
            form
            for form in self.forms
            if form.cleaned_data.get("DELETE") is not True and any(form.cleaned_data.values()) and _is_kept(form)
        ]

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        # What is stored meanwhile is no beginning of a row that was typed as new: the same row is not an empty one.
        is_new = self.is_bound and i >= self.initial_form_count()
        return super()._construct_form(i, **({"initial": {}} if is_new else {}) | kwargs)  # type: ignore[misc]


def rows_of(
    form: type[PageForm],
    item_label: str,
    items_label: str,
    *,
    empty_at_first: int = EMPTY_ROWS,
    empty_later: int = EMPTY_ROWS,
) -> type[Any]:
    """The formset for rows of this form: what is there, and so many empty ones, without and with rows."""
    formset: type[Any] = forms.formset_factory(
        form,
        formset=RowsFormSet,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        can_delete=True,
        can_delete_extra=False,
    )
    formset.item_label, formset.items_label = item_label, items_label
    formset.empty_at_first, formset.empty_later = empty_at_first, empty_later
    return formset


def leave_unchecked(part: Any) -> None:
    """Let a form or formset show what was typed as it is, and say nothing about what is wrong with it yet."""
    if isinstance(part, forms.BaseFormSet):
        part._errors, part._non_form_errors = [], part.error_class()  # type: ignore[attr-defined]
        for form in part.forms:
            leave_unchecked(form)
    else:
        part._errors, part.cleaned_data = {}, {}


def _is_kept(form: Any) -> bool:
    return bool(form.has_changed() or not form.empty_permitted)
