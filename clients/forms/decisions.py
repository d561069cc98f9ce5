"""What is typed about the application, the decision, and the urgent one."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from clients.enums import Channel, DeliveryForm, Frequency, Outcome
from clients.forms.intake import choice_field, sending_field
from core.web.fields import (
    LaterChoice,
    LaterDate,
    LaterInteger,
    LaterPublicId,
    PublicIdField,
    RevisionForm,
    text_area,
)
from products.models import ProductVariant

GRANTED: Final = {
    "form": "Kies zorg in natura of een pgb.",
    "variant": "Kies een product.",
    "volume": "Vul het aantal dagdelen in.",
    "frequency": "Kies hoe vaak.",
    "starts_on": "Vul de begindatum in.",
    "reassess_on": "Vul in wanneer u opnieuw kijkt of de hulp nog past.",
}
"""What a grant needs, and what to say when it is not there."""


class ApplicationForm(RevisionForm):
    """The application."""

    layout = (("applied_on", "channel"),)
    field_of = {"report_first": "applied_on", "application_channel": "channel"}

    applied_on = forms.DateField(label="Aangevraagd op")
    channel = choice_field("Hoe kwam de aanvraag binnen?", Channel.choices)
    wanted = forms.CharField(
        label="Wat vraagt de cliënt?",
        required=False,
        widget=text_area(3),
        help_text="Alleen als dat anders is dan in het verslag staat.",
    )
    wants_personal_budget = forms.BooleanField(
        label="De cliënt wil een pgb (persoonsgebonden budget) en regelt de zorg zelf", required=False
    )


class UrgentDecisionForm(RevisionForm):
    """A temporary decision: a grant, with an end."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (
        "form",
        "variant",
        ("volume", "frequency"),
        ("starts_on", "ends_on"),
        "reason",
        ("decided_on", "reassess_on"),
        "channel",
    )
    field_of: ClassVar = {
        "week_volume_without_end": "ends_on",
        "urgent_without_end": "ends_on",
        "period_order": "ends_on",
        "both_forms": "form",
        "decision_content": "reason",
    }

    form = LaterChoice(
        label="Hoe krijgt de cliënt de zorg?",
        choices=DeliveryForm.choices,
        widget=forms.RadioSelect,
        help_text="Zorg in natura: de gemeente regelt een aanbieder. Pgb: de cliënt koopt de zorg zelf in.",
    )
    variant = LaterPublicId(ProductVariant.objects.none(), label="Product", empty_label="Kies een product")
    volume = LaterInteger(label="Aantal dagdelen", min_value=1)
    frequency = LaterChoice(label="Hoe vaak", choices=Frequency.choices, initial=Frequency.WEEK)
    starts_on = LaterDate(label="Begindatum")
    ends_on = forms.DateField(label="Einddatum", required=False, help_text="Nodig bij een aantal dagdelen per week.")
    reason = forms.CharField(
        label="Waarom neemt u dit besluit?",
        widget=text_area(4),
        help_text="Dit komt in de brief aan de cliënt. Schrijf korte zinnen.",
    )
    decided_on = forms.DateField(label="Besloten op")
    reassess_on = LaterDate(label="Heronderzoek op", help_text="Dan kijkt u of de hulp nog past.")
    channel = sending_field()

    def __init__(self, *args: Any, variants: Iterable[ProductVariant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["variant"]
        assert isinstance(field, PublicIdField)  # noqa: S101 - for the type checker
        field.queryset = ProductVariant.objects.filter(pk__in=[variant.pk for variant in variants]).order_by("position")
        self.fields["volume"].error_messages |= {
            "min_value": "Vul minstens 1 dagdeel in.",
            "invalid": "Vul een heel aantal in, bijvoorbeeld 4.",
        }

    def clean(self) -> dict[str, Any]:
        """What a grant needs is all there."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.require_grant(cleaned)
        return cleaned

    def require_grant(self, cleaned: dict[str, Any]) -> None:
        """Say beside each field what is missing for a grant."""
        for name, message in GRANTED.items():
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, ValidationError(message, code="decision_content"))


class DecisionForm(UrgentDecisionForm):
    """The decision on the application."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (
        "outcome",
        "form",
        "variant",
        "deviation_reason",
        ("volume", "frequency"),
        ("starts_on", "ends_on"),
        "reason",
        ("decided_on", "reassess_on"),
        "channel",
    )
    outcome = forms.ChoiceField(
        label="Wat besluit u?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        help_text="Bij een afwijzing laat u product, aantal en periode leeg.",
    )
    deviation_reason = forms.CharField(
        label="Waarom kiest u iets anders dan het advies?",
        required=False,
        widget=text_area(2),
        help_text="Alleen als u een ander product kiest dan het advies. Dit staat niet in de brief.",
    )

    def clean(self) -> dict[str, Any]:
        """A refusal has no product, volume or period; a grant has them all."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        if cleaned.get("outcome") == Outcome.GRANTED:
            self.require_grant(cleaned)
        elif cleaned.get("outcome") == Outcome.REFUSED:
            for name in ("form", "volume", "starts_on", "ends_on"):
                if cleaned.get(name) not in (None, ""):
                    self.add_error(name, ValidationError("Laat dit leeg bij een afwijzing.", code="decision_content"))
            cleaned |= {"frequency": "", "variant": None}  # the page fills these in itself
        return cleaned
