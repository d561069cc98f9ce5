"""What a purchaser types about an indexation."""

from typing import Any

from django import forms

from contracts.forms.fields import choose
from contracts.forms.prices import number_field
from contracts.models import FrameworkAgreement, IndexationRun
from core.web.forms import PageForm


def percentage_field(label: str) -> forms.DecimalField:
    """A percentage that may be below zero, with at most three decimals."""
    return forms.DecimalField(
        label=label,
        min_value=-99,
        max_value=99,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Vul een percentage in, bijvoorbeeld 3,25.",
            "min_value": "Vul een percentage boven -99 in.",
            "max_value": "Vul een percentage onder 99 in.",
            "max_decimal_places": "Vul hoogstens drie cijfers achter de komma in.",
        },
    )


class IndexationForm(PageForm):
    """The figures from which the new rates follow."""

    layout = (
        "framework",
        "starts_on",
        "staff_share",
        ("staff_forecast_next", "material_forecast_next"),
        ("staff_forecast", "material_forecast"),
        ("staff_definite", "material_definite"),
        "source",
        "is_fictional",
    )
    field_of = {"index_source": "source", "indexation_twice": "starts_on", "outside_framework": "starts_on"}

    starts_on = forms.DateField(label="Nieuwe tarieven vanaf", help_text="Meestal 1 januari.")
    staff_share = number_field("Deel personeel in procenten", "De rest is materiaal.", most=100)
    staff_forecast_next = percentage_field("Personeel: voorlopig, nieuwe jaar")
    material_forecast_next = percentage_field("Materiaal: voorlopig, nieuwe jaar")
    staff_forecast = percentage_field("Personeel: voorlopig, dit jaar")
    material_forecast = percentage_field("Materiaal: voorlopig, dit jaar")
    staff_definite = percentage_field("Personeel: definitief, dit jaar")
    material_definite = percentage_field("Materiaal: definitief, dit jaar")
    source = forms.CharField(
        label="Bron", max_length=300, required=False, help_text="Bijvoorbeeld: OVA en PPC, brief van de NZa."
    )
    is_fictional = forms.BooleanField(
        label="Deze percentages zijn fictief", required=False, help_text="Zij staan in geen bron."
    )

    def __init__(self, *args: Any, region: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"] = choose("Raamovereenkomst", FrameworkAgreement.objects.filter(region=region))
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values = dict(self.cleaned_data)
        return {"figures": {name: values.pop(name) for name in IndexationRun.INDICES}} | values
