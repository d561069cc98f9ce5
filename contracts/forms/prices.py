"""What a purchaser types about the real price. Numbers are written as the Dutch do: 61,50."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django import forms

from contracts.forms.fields import choose
from contracts.models import PriceSheet
from contracts.rules.price import ELEMENTS
from core.web.forms import PageForm
from organisations.enums import Level
from products.enums import VersionStatus
from products.models import ProductVersion

LEVELS: Final = (Level.MBO_2, Level.MBO_3, Level.MBO_4, Level.HBO)
"""Those that work in groups."""


def number_field(label: str, help_text: str = "", *, required: bool = True, most: int = 99999) -> forms.DecimalField:
    """A number with at most two decimals."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=Decimal(0),
        max_value=Decimal(most),
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Vul een getal in, bijvoorbeeld 12,5.",
            "min_value": "Vul 0 of meer in.",
            "max_value": f"Vul hoogstens {most} in.",
            "max_decimal_places": "Vul hoogstens twee cijfers achter de komma in.",
        },
    )


class PriceForm(PageForm):
    """From what a price follows, in the order of art. 5.4."""

    layout = (
        "version",
        "starts_on",
        ("clients_per_professional", "hours_per_unit"),
        *((f"share_{level}", f"cost_{level}") for level in LEVELS),
        "overhead_percentage",
        ("year_hours", "leave_hours"),
        ("illness_hours", "training_hours"),
        "meeting_hours",
        ("travel_costs", "training_costs"),
        "index_percentage",
        "demand_minutes",
        "source",
        *(f"source_{letter}" for letter in ELEMENTS),
        "is_fictional",
        "is_public",
    )
    field_of = {
        "levels": f"share_{LEVELS[0]}",
        "price_overlap": "starts_on",
        "price_later": "starts_on",
        "price_source": "source",
    }

    starts_on = forms.DateField(label="Geldt vanaf")
    clients_per_professional = number_field("a. Cliënten per professional", "Bijvoorbeeld 5 bij 1 op 5.", most=99)
    hours_per_unit = number_field("a. Uren per eenheid", "Een dagdeel duurt hoogstens 4 uur.", most=24)
    overhead_percentage = number_field("b. Overhead in procenten van de personeelskosten", most=200)
    year_hours = number_field("c. Betaalde uren per jaar", "Van één professional met een volle baan.")
    leave_hours = number_field("c. Waarvan verlof")
    illness_hours = number_field("c. Waarvan ziekte")
    training_hours = number_field("c. Waarvan scholing")
    meeting_hours = number_field("c. Waarvan overleg")
    travel_costs = number_field("d. Reiskosten in euro per eenheid")
    training_costs = number_field("d. Scholingskosten in euro per eenheid")
    index_percentage = number_field("e. Indexering in procenten", most=99)
    demand_minutes = number_field("f. Minuten per cliënt en eenheid voor verslagen en administratie", most=999)
    source = forms.CharField(
        label="Bron",
        max_length=300,
        required=False,
        help_text="Waar de getallen vandaan komen: een tekst, zoals de cao, of een webadres.",
    )
    is_fictional = forms.BooleanField(
        label="Deze getallen zijn fictief", required=False, help_text="Zij staan in geen bron."
    )
    is_public = forms.BooleanField(
        label="Deze opbouw is openbaar",
        required=False,
        help_text="Zij komt dan in de open data over contracten. Dat is later niet terug te draaien.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ProductVersion.objects.filter(status=VersionStatus.ADOPTED).select_related("variant")
        self.fields["version"] = choose("Versie van het product", rows.order_by("variant__position", "-number"))
        for level in LEVELS:
            self.fields[f"share_{level}"] = number_field(
                f"a. Deel {level.label} in procenten", required=False, most=100
            )
            self.fields[f"cost_{level}"] = number_field(f"a. Een uur {level.label} in euro, bruto", required=False)
        for letter in ELEMENTS:
            self.fields[f"source_{letter}"] = forms.CharField(
                label=f"Bron van {letter}", max_length=300, required=False, help_text="Leeg: de bron hierboven."
            )
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values = dict(self.cleaned_data)
        nothing = Decimal(0)
        levels = {
            level: (values.pop(f"share_{level}") or nothing, values.pop(f"cost_{level}") or nothing) for level in LEVELS
        }
        numbers = {name: values.pop(name) for name in PriceSheet.INPUTS}
        sources = {letter: values.pop(f"source_{letter}") for letter in ELEMENTS}
        return values | {"numbers": numbers, "levels": levels, "sources": sources}


class WhatIfForm(PageForm):
    """Another ratio, or another mix of the same levels."""

    clients = number_field("Cliënten per professional", required=False, most=99)

    def __init__(self, *args: Any, sheet: PriceSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"deel_{place}" for place, _ in enumerate(sheet.as_input().levels)]
        for name, level in zip(self.names, sheet.as_input().levels, strict=True):
            self.fields[name] = number_field(f"{level.name} in procenten", required=False, most=100)

    def shares(self) -> Iterator[Decimal | None]:
        """The share of each level, in the order of the sheet."""
        return (self.cleaned_data.get(name) for name in self.names)
