"""What is typed about referrals."""

from typing import Any

from django import forms

from contracts.forms.fields import choose
from core.web.fields import text_area
from core.web.forms import PageForm
from informal_care.enums import ReferralKind
from informal_care.models import SupportOffer
from organisations.models import Partner


class ReferralForm(PageForm):
    """Where somebody is brought, and to whom."""

    layout = ("kind", "to_person", "offer", "organisation", "to_words", "referred_on")
    field_of = {"referral_where": "offer", "referral_warm": "to_person", "referred_later": "referred_on"}

    kind = forms.ChoiceField(label="Hoe verwijst u?", choices=ReferralKind.choices, widget=forms.RadioSelect)
    to_person = forms.CharField(
        label="Wie neemt het over?",
        max_length=200,
        required=False,
        help_text="Bij een warme verwijzing: de naam van degene met wie u sprak.",
    )
    to_words = forms.CharField(label="Of ergens anders heen", max_length=200, required=False)
    referred_on = forms.DateField(label="Op welke dag?", required=False, help_text="Leeg: vandaag.")

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = SupportOffer.objects.shown_in(municipality_id).order_by("name")
        partners = Partner.objects.filter(municipalities=municipality_id).order_by("name")
        self.fields["offer"] = choose("Hulp op de sociale kaart", offers, required=False, empty="Geen")
        self.fields["organisation"] = choose("Organisatie", partners, required=False, empty="Geen")
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])


class FeedbackForm(PageForm):
    """How a warm referral went."""

    field_of = {"referral_feedback": "feedback"}

    feedback = forms.CharField(label="Hoe ging het?", widget=text_area())
    feedback_on = forms.DateField(label="Wanneer hoorde u dat?", required=False, help_text="Leeg: vandaag.")
