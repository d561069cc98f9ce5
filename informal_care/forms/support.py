"""What is typed about support that carers ask for and get."""

from typing import Any

from django import forms
from django.db.models import Q

from contracts.forms.fields import choose
from core.web.fields import RevisionForm, decimal_field
from core.web.forms import PageForm
from informal_care.enums import RespiteKind, SupportKind, TakenOver
from informal_care.models import Carer
from organisations.models import Organisation


class SupportForm(PageForm):
    """What was asked, and what came of it."""

    layout = (
        ("kind", "about"),
        ("respite_kind", "taken_over"),
        ("planned_hours", "used_hours"),
        ("asked_on", "starts_on", "ends_on"),
        ("given_by", "given_by_name"),
        "not_given_because",
    )
    field_of = {
        "support_kind": "about",
        "support_respite": "respite_kind",
        "support_dates": "starts_on",
        "support_given": "not_given_because",
        "support_hours": "used_hours",
    }

    kind = forms.ChoiceField(label="Soort steun", choices=[("", "Kies"), *SupportKind.choices])
    about = forms.CharField(
        label="Waar gaat het om?",
        max_length=300,
        help_text="Bij een eigen keuze voor een professional: wie, en waarom.",
    )
    respite_kind = forms.ChoiceField(
        label="Vorm van vervanging",
        required=False,
        choices=[("", "Niet van toepassing"), *RespiteKind.choices],
        help_text="Alleen bij tijdelijke vervanging van de zorg.",
    )
    taken_over = forms.ChoiceField(
        label="Hoeveel wordt overgenomen?", required=False, choices=[("", "Niet van toepassing"), *TakenOver.choices]
    )
    asked_on = forms.DateField(label="Gevraagd op")
    starts_on = forms.DateField(label="Begonnen op", required=False, help_text="Leeg: nog niet gegeven.")
    ends_on = forms.DateField(label="Laatste dag", required=False)
    given_by_name = forms.CharField(
        label="Of in woorden: door wie?", max_length=200, required=False, help_text="Zoals: de buurvrouw."
    )
    not_given_because = forms.CharField(label="Niet gegeven omdat", max_length=300, required=False)

    def __init__(self, *args: Any, carer: Carer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Organisation.objects.filter(
            Q(pk=carer.municipality_id)
            | Q(as_provider__contracts__framework__region__municipalities=carer.municipality_id)
            | Q(as_partner__municipalities=carer.municipality_id)
        ).distinct()
        self.fields["given_by"] = choose(
            "Door welke organisatie?", here.order_by("name"), required=False, empty="Geen, of een ander"
        )
        for name, label in (("planned_hours", "Afgesproken uren"), ("used_hours", "Gebruikte uren")):
            self.fields[name] = decimal_field(label, kind=forms.DecimalField, required=False)
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])


class ChangeSupportForm(SupportForm, RevisionForm):
    """Change it."""
