"""What is typed when a client dies or moves, and when another municipality takes over; and who a notification is of."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.identifiers import normalise_postcode, validate_postcode
from core.web.fields import PublicIdField, RevisionForm, text_area
from core.web.forms import PageForm
from organisations.models import Municipality

ADDRESS = ("street", "house_number", "postcode", "city")


class DeathForm(RevisionForm):
    """The day on which a client died."""

    died_on = forms.DateField(label="Overleden op")


class MoveForm(RevisionForm):
    """Where a client went, and whether the new municipality may know who comes."""

    layout = (("to_municipality", "moved_on"), "has_consent", ("street", "house_number"), ("postcode", "city"))
    field_of = {"move_nowhere": "to_municipality", "other_region": "to_municipality", "moved_already": "moved_on"}

    to_municipality = PublicIdField(
        Municipality.objects.none(),
        label="Nieuwe gemeente",
        empty_label="Kies een gemeente",
        help_text="Alleen gemeenten in deze zorgregio.",
    )
    moved_on = forms.DateField(label="Verhuisd op")
    has_consent = forms.BooleanField(
        label="De cliënt vindt het goed dat wij de nieuwe gemeente bericht geven",
        required=False,
        help_text="De nieuwe gemeente krijgt dan naam, geboortedatum, BSN en nieuw adres. Niets uit het dossier.",
    )
    street = forms.CharField(label="Nieuwe straat", max_length=200, required=False)
    house_number = forms.CharField(label="Nieuw huisnummer", max_length=10, required=False)
    postcode = forms.CharField(label="Nieuwe postcode", max_length=7, required=False)
    city = forms.CharField(label="Nieuwe plaats", max_length=100, required=False)

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_municipality"]
        assert isinstance(field, PublicIdField)  # noqa: S101 - for the type checker
        field.queryset = municipalities

    def clean_postcode(self) -> str:
        """Written as it is stored."""
        postcode = normalise_postcode(self.cleaned_data["postcode"])
        if postcode:
            validate_postcode(postcode)
        return postcode

    def clean(self) -> dict[str, Any]:
        """Without the new address the new municipality has nothing to go on."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("has_consent"):
            for name in ADDRESS:
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ValidationError("Vul het nieuwe adres in.", code="address"))
        return cleaned

    @property
    def address(self) -> dict[str, str]:
        """The new address."""
        return {name: self.cleaned_data[name] for name in ADDRESS}


class TakeOverForm(PageForm):
    """What somebody who came to live here asks."""

    use_required_attribute = False
    question = forms.CharField(
        label="Wat is de vraag?",
        widget=text_area(4),
        help_text="Vraag de cliënt wat nu nodig is. De vorige gemeente geeft haar dossier niet door.",
    )


class PersonSearchForm(PageForm):
    """Whom a notification is about."""

    use_required_attribute = False
    layout = (("name", "birth_date"),)
    name = forms.CharField(label="Achternaam", max_length=100)
    birth_date = forms.DateField(label="Geboortedatum", required=False)
