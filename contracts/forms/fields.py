"""Fields that forms about contracts share."""

from decimal import Decimal
from typing import Any

from django import forms

from contracts.enums import Unit


def amount_field(label: str = "Tarief in euro", *, required: bool = True, places: int = 2) -> forms.DecimalField:
    """An amount as the Dutch write it: 61,50."""
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=9,
        decimal_places=places,
        min_value=Decimal(0),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Vul een bedrag in, bijvoorbeeld 61,50.",
            "min_value": "Vul een bedrag van 0 of meer in.",
            "max_decimal_places": "Vul hoogstens twee cijfers achter de komma in, bijvoorbeeld 61,50.",
        },
    )


def fictional_field() -> forms.BooleanField:
    """Whether the amount has no source."""
    return forms.BooleanField(
        label="Dit bedrag is fictief", required=False, help_text="Het is verzonnen en staat in geen bron."
    )


def code_field() -> forms.CharField:
    """The code that messages use for a product."""
    return forms.CharField(
        label="Productcode", max_length=5, help_text="De code in berichten: twee cijfers en drie tekens, zoals 07A16."
    )


def unit_field() -> forms.ChoiceField:
    """The unit of a volume."""
    return forms.ChoiceField(label="Eenheid", choices=Unit.choices, initial=Unit.DAGDEEL)


def choose(
    label: str, rows: Any, *, required: bool = True, empty: str = "Kies", **more: Any
) -> forms.ModelChoiceField[Any]:
    """One of these rows, by its public id."""
    return forms.ModelChoiceField(
        label=label, queryset=rows, required=required, to_field_name="public_id", empty_label=empty, **more
    )


def tick(label: str, rows: Any, *, required: bool = False, **more: Any) -> forms.ModelMultipleChoiceField[Any]:
    """Some of these rows, by their public ids."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=rows,
        required=required,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        **more,
    )
