"""What is typed about finding places."""

from typing import Any

from django import forms

from accounts.models import User
from contracts.forms.fields import choose
from core.clock import today
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.models import FindingPlace, FindingPlaceKind
from informal_care.selectors.places import kinds_in_use
from informal_care.selectors.signals import colleagues_with_carers
from organisations.models import Partner


class PlaceForm(RevisionForm):
    """A finding place and what was agreed with it."""

    layout = (
        *("kind", "name", "partner", "address", ("phone", "email"), "contact_name"),
        *("recognising", "signalling", "referring", "agreed_on", "ended_on", "revision"),
    )
    field_of = {"place_once": "name", "place_agreed": "agreed_on"}

    name = forms.CharField(label="Naam", max_length=200, help_text="Zoals: Huisartsenpraktijk De Brink.")
    address = forms.CharField(label="Adres", max_length=200, required=False)
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)
    contact_name = forms.CharField(label="Wie spreekt u daar?", max_length=200, required=False)
    recognising = forms.CharField(
        label="Afspraak: zo herkent u het",
        required=False,
        widget=text_area(),
        help_text="Waaraan ziet deze plek dat iemand voor een ander zorgt, of dat het te zwaar wordt?",
    )
    signalling = forms.CharField(
        label="Afspraak: zo geeft u het door", required=False, widget=text_area(), help_text="Aan wie, en hoe?"
    )
    referring = forms.CharField(
        label="Afspraak: zo verwijst u door",
        required=False,
        widget=text_area(),
        help_text="Zoals: u belt samen met iemand, en u hoort hoe het ging.",
    )
    agreed_on = forms.DateField(label="Afgesproken op", required=False)

    def __init__(self, *args: Any, municipality_id: int, place: FindingPlace | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {kind.pk for kind in kinds_in_use()} | ({place.kind_id} if place else set())
        self.fields["kind"] = choose("Soort vindplaats", FindingPlaceKind.objects.filter(pk__in=kinds))
        self.fields["partner"] = choose(
            "Organisatie in dit programma",
            Partner.objects.filter(municipalities=municipality_id).order_by("name"),
            required=False,
            empty="Geen",
            help_text="Die kan zelf een signaal doorgeven.",
        )
        if place is not None:
            self.fields["ended_on"] = forms.DateField(label="Geen vindplaats meer sinds", required=False)
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])


class TrainingForm(PageForm):
    """A training that was given at a place."""

    field_of = {"training_people": "people", "in_future": "given_on"}

    given_on = forms.DateField(label="Gegeven op")
    subject = forms.CharField(label="Onderwerp", max_length=200, help_text="Zoals: herkennen en signaleren.")
    people = forms.IntegerField(label="Aantal mensen", min_value=1, max_value=9999)


class VisitForm(PageForm):
    """Somebody spoke with a place."""

    field_of = {"in_future": "spoken_on"}

    spoken_on = forms.DateField(label="Gesproken op", required=False, help_text="Leeg: vandaag.")
    note = forms.CharField(label="Waar ging het over?", widget=text_area(), help_text="Noem geen namen van mensen.")


class PlacesContactForm(PageForm):
    """Who is there for all finding places."""

    field_of = {"not_a_colleague": "person", "places_contact_overlap": "starts_on"}

    starts_on = forms.DateField(label="Vanaf")

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = colleague_field("Contactpersoon", municipality_id)
        self.order_fields(["person", "starts_on"])


def colleague_field(label: str, municipality_id: int) -> forms.ModelChoiceField[User]:
    """One of the colleagues who work with carers."""
    return choose(label, colleagues_with_carers(municipality_id, today()))
