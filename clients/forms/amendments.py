"""What is typed when a decision is revised or withdrawn, a case becomes urgent, and a death was a mistake."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from clients.enums import AmendmentGround, DeliveryForm, Frequency
from clients.forms.intake import choice_field, sending_field
from core.web.fields import PublicIdField, RevisionForm, text_area
from products.models import ProductVariant

FROM_HELP = "Vanaf deze dag geldt het besluit niet meer. Toewijzingen eindigen op de dag ervoor."


class WithdrawForm(RevisionForm):
    """From when a grant holds no longer, on what ground, and why."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = ("ground", "from_on", "reason", ("decided_on", "channel"))
    field_of: ClassVar = {"amendment_content": "reason"}

    ground = forms.ChoiceField(
        label="Op welke grond?",
        choices=AmendmentGround.choices,
        widget=forms.RadioSelect,
        help_text="De wet noemt er vijf (Wmo 2015, artikel 2.3.10, eerste lid).",
    )
    from_on = forms.DateField(label="Vanaf", help_text=FROM_HELP)
    reason = forms.CharField(
        label="Waarom neemt u dit besluit?",
        widget=text_area(4),
        help_text="Dit komt in de brief aan de cliënt. Schrijf korte zinnen.",
    )
    decided_on = forms.DateField(label="Besloten op")
    channel = sending_field()


class ReviseForm(WithdrawForm):
    """What is granted instead, from a day on."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (
        "ground",
        ("from_on", "ends_on"),
        "form",
        "variant",
        ("volume", "frequency"),
        "reason",
        ("decided_on", "reassess_on"),
        "channel",
    )
    field_of: ClassVar = WithdrawForm.field_of | {
        "week_volume_without_end": "ends_on",
        "urgent_without_end": "ends_on",
        "period_order": "ends_on",
        "both_forms": "form",
        "decision_content": "reason",
        "starts_on": "from_on",
    }

    form = forms.ChoiceField(
        label="Hoe krijgt de cliënt de zorg?", choices=DeliveryForm.choices, widget=forms.RadioSelect
    )
    variant = PublicIdField(ProductVariant.objects.none(), label="Product", empty_label="Kies een product")
    volume = forms.IntegerField(
        label="Aantal dagdelen",
        min_value=1,
        error_messages={
            "min_value": "Vul minstens 1 dagdeel in.",
            "invalid": "Vul een heel aantal in, bijvoorbeeld 4.",
        },
    )
    frequency = choice_field("Hoe vaak", Frequency.choices)
    ends_on = forms.DateField(label="Einddatum", required=False, help_text="Nodig bij een aantal dagdelen per week.")
    reassess_on = forms.DateField(label="Heronderzoek op", help_text="Dan kijkt u of de hulp nog past.")

    def __init__(self, *args: Any, variants: Iterable[ProductVariant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["variant"]
        assert isinstance(field, PublicIdField)  # noqa: S101 - for the type checker
        field.queryset = ProductVariant.objects.filter(pk__in=[variant.pk for variant in variants]).order_by("position")


class UrgencyForm(RevisionForm):
    """Since when help cannot wait, and why."""

    field_of: ClassVar = {"urgent_without_reason": "urgent_reason"}

    urgent_on = forms.DateField(label="Spoed sinds")
    urgent_reason = forms.CharField(label="Waarom kan het niet wachten?", max_length=500, widget=text_area(3))


class UndoDeathForm(RevisionForm):
    """Why a recorded death is a mistake."""

    field_of: ClassVar = {"undo_unexplained": "reason"}

    reason = forms.CharField(
        label="Waarom klopt het overlijden niet?",
        max_length=500,
        widget=text_area(3),
        help_text="Bijvoorbeeld: de melding ging over iemand anders met dezelfde naam.",
    )
