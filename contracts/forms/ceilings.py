"""What a purchaser types about spending ceilings."""

from typing import Any

from django import forms

from contracts.enums import CeilingStepKind
from contracts.forms.fields import amount_field, fictional_field
from core.web.forms import PageForm


def ceiling_field() -> forms.DecimalField:
    """What may be spent at most."""
    field = amount_field("Bedrag in euro")
    field.max_digits = 12
    field.error_messages["invalid"] = "Vul een bedrag in, bijvoorbeeld 250000 of 250000,50."
    return field


class CeilingForm(PageForm):
    """A new spending ceiling."""

    layout = (("starts_on", "ends_on"), ("amount", "agreed_on"), "is_fictional")
    field_of = {
        "ceiling_overlap": "starts_on",
        "period_order": "ends_on",
        "ceiling_positive": "amount",
        "ceiling_amount_day": "agreed_on",
    }

    starts_on = forms.DateField(label="Eerste dag", help_text="Meestal 1 januari.")
    ends_on = forms.DateField(label="Laatste dag", help_text="Hoogstens een jaar later.")
    amount = ceiling_field()
    agreed_on = forms.DateField(label="Afgesproken op")
    is_fictional = fictional_field()


class CeilingAmountForm(PageForm):
    """Another amount for the same days."""

    layout = (("amount", "agreed_on"), "reason", "is_fictional")
    field_of = CeilingForm.field_of

    amount = ceiling_field()
    agreed_on = forms.DateField(label="Afgesproken op")
    reason = forms.CharField(label="Waarom is het bedrag anders?", max_length=300)
    is_fictional = fictional_field()


class StepForm(PageForm):
    """Something that was done about a ceiling."""

    layout = (("kind", "done_on"), "note")
    field_of = {"ceiling_step_twice": "kind", "ceiling_step": "kind"}

    kind = forms.ChoiceField(label="Wat is er gedaan?")
    done_on = forms.DateField(label="Wanneer?")
    note = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Schrijf geen namen van cliënten op.",
    )

    def __init__(self, *args: Any, done: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101
        kind.choices = [choice for choice in CeilingStepKind.choices if choice[0] not in done]
