"""What is typed about the social map, by who keeps it and by who looks for help."""

from typing import Any

from django import forms

from contracts.forms.fields import tick
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import OfferKind
from informal_care.models import SupportOffer
from organisations.models import Municipality


class OfferForm(RevisionForm):
    """Help on the social map. It is read by everybody: short sentences, plain words."""

    layout = (
        *("name", "kind", "provider", "for_whom", "about", ("is_free", "cost"), "first_step", "area"),
        *(("phone", "email"), "website", "also_in", "withdrawn_on", "revision"),
    )
    field_of = {"offer_kind": "kind", "offer_cost": "cost", "offer_contact": "phone", "address": "website"}

    name = forms.CharField(label="Naam", max_length=200, help_text="Zoals: Even vrij op dinsdag.")
    kind = forms.ChoiceField(label="Soort hulp", choices=OfferKind.choices)
    provider = forms.CharField(label="Van wie?", max_length=200)
    for_whom = forms.CharField(label="Voor wie?", widget=text_area(2))
    about = forms.CharField(label="Wat kunt u verwachten?", widget=text_area())
    is_free = forms.BooleanField(label="Het is gratis", required=False)
    cost = forms.CharField(label="Wat kost het?", max_length=200, required=False, help_text="Leeg als het gratis is.")
    first_step = forms.CharField(label="Wat doet iemand eerst?", widget=text_area(2), help_text="Zoals: bel ons.")
    area = forms.CharField(label="Waar?", max_length=200, help_text="Zoals: heel Apeldoorn, of een wijk.")
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)
    website = forms.CharField(
        label="Website", max_length=500, required=False, help_text="Het hele adres, met https:// ervoor."
    )

    def __init__(self, *args: Any, municipality_id: int, offer: SupportOffer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Municipality.objects.exclude(pk=municipality_id).order_by("name")
        self.fields["also_in"] = tick("Ook voor inwoners van", others)
        if offer is not None:
            self.fields["withdrawn_on"] = forms.DateField(label="Niet meer op de kaart sinds", required=False)
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])


class MapForm(PageForm):
    """What somebody looks for on the map. It stands in the address: no word about themselves is asked."""

    zoek = forms.CharField(label="Wat zoekt u?", max_length=100, required=False)
    soort = forms.ChoiceField(label="Soort hulp", choices=[("", "Alles"), *OfferKind.choices], required=False)
    gratis = forms.BooleanField(label="Alleen gratis", required=False)
