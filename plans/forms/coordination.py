"""Forms about other professionals around the client."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clients.models import ClientSystemMember
from core.clock import today
from core.web.fields import RevisionForm, text_area
from core.web.forms import DateInput, PageForm
from plans.enums import Sharing
from plans.models import CareContact


class ContactForm(PageForm):
    """A professional who is involved with the client."""

    field_of = {"contact_sharing": "sharing"}

    name = forms.CharField(label="Naam", max_length=200)
    function = forms.CharField(
        label="Functie",
        max_length=100,
        help_text="Bijvoorbeeld huisarts, wijkverpleegkundige, casemanager dementie of fysiotherapeut.",
    )
    organisation = forms.CharField(label="Organisatie", max_length=200, required=False)
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)
    starts_on = forms.DateField(label="Betrokken vanaf", widget=DateInput, initial=today)
    ends_on = forms.DateField(label="Betrokken tot en met", widget=DateInput, required=False)
    sharing = forms.ChoiceField(
        label="Mag u gegevens van de cliënt met deze persoon delen?",
        help_text="Zonder toestemming deelt u alleen wat nodig is voor de taak van deze persoon (Wmo, artikel 5.3.3).",
        choices=Sharing.choices,
        widget=forms.RadioSelect,
    )
    consent_on = forms.DateField(label="Op welke dag gaf de cliënt toestemming?", widget=DateInput, required=False)
    sharing_reason = forms.CharField(
        label="Waarom is het nodig voor de taak?", max_length=500, widget=text_area(2), required=False
    )

    layout = (
        ("name", "function"),
        "organisation",
        ("phone", "email"),
        ("starts_on", "ends_on"),
        "sharing",
        "consent_on",
        "sharing_reason",
    )


class ContactChangeForm(ContactForm, RevisionForm):
    """A change of such a professional."""


class CoordinationForm(PageForm):
    """What was discussed, with whom, on which day."""

    field_of = {"contact": "with_whom", "member": "with_whom"}

    with_whom = forms.ChoiceField(label="Met wie?", widget=forms.RadioSelect)
    with_others = forms.CharField(label="Wie waren er nog meer bij?", max_length=300, required=False)
    held_on = forms.DateField(label="Op welke dag?", widget=DateInput, initial=today)
    discussed = forms.CharField(label="Wat is besproken?", widget=text_area(4))
    agreed = forms.CharField(label="Wat is afgesproken?", widget=text_area(3), required=False)

    def __init__(
        self, *args: Any, contacts: Iterable[CareContact], members: Iterable[ClientSystemMember], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(row.public_id): row for row in contacts}
        self.members = {str(row.public_id): row for row in members}
        field: Any = self.fields["with_whom"]
        field.choices = [
            *((key, str(row)) for key, row in self.contacts.items()),
            *((key, f"{row.name}, {row.get_relation_display().lower()}") for key, row in self.members.items()),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, with who was chosen."""
        chosen = self.cleaned_data["with_whom"]
        typed = {name: value for name, value in self.cleaned_data.items() if name != "with_whom"}
        return typed | {"contact": self.contacts.get(chosen), "member": self.members.get(chosen)}
