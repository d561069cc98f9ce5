"""Forms on pages: the shape of the input. What may be done with it is up to the services."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from core.web.forms import PageForm
from organisations.enums import ApiScope, Level
from organisations.models import ApiClient, ApiKey, Membership, TargetGroup
from organisations.models.api_client import SLOTS
from organisations.rules import fingerprint_of_key, read_public_key

UNTIL_FURTHER_NOTICE = "Laat leeg als er nog geen einddatum is."


class ProfessionalSearch(PageForm):
    """What to look for in the list of professionals."""

    naam = forms.CharField(
        label="Naam", required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    toon = forms.ChoiceField(
        label="Toon",
        required=False,
        choices=[("", "Nu in dienst"), ("iedereen", "Iedereen, ook wie weg is")],
    )


class MailPreferenceForm(PageForm):
    """How somebody wants to be reminded."""

    is_daily = forms.TypedChoiceField(
        label="Hoe vaak wilt u een herinnering per mail?",
        choices=[("ja", "Hoogstens één mail per werkdag, met alles erin"), ("nee", "Een aparte mail per herinnering")],
        coerce=lambda given: given == "ja",
        widget=forms.RadioSelect,
    )


class EmploymentForm(PageForm):
    """When somebody comes to work for the provider."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (("starts_on", "ends_on"),)

    starts_on = forms.DateField(label="Eerste werkdag")
    ends_on = forms.DateField(label="Laatste werkdag", required=False, help_text=UNTIL_FURTHER_NOTICE)


class ProfessionalForm(EmploymentForm):
    """Somebody new."""

    layout = ("name", ("starts_on", "ends_on"))

    name = forms.CharField(label="Naam", max_length=200, help_text="Voornaam en achternaam.")


class EndEmploymentForm(PageForm):
    """When somebody leaves."""

    ends_on = forms.DateField(label="Laatste werkdag")


class EvidenceForm(PageForm):
    """A file with evidence for a diploma."""

    evidence = forms.FileField(
        label="Bewijs",
        help_text=(
            f"Een PDF, PNG of JPEG van het diploma of het certificaat, hoogstens {settings.UPLOAD_LIMIT_MB} MB."
        ),
        allow_empty_file=True,  # the service says what is wrong with it
    )


class QualificationForm(EvidenceForm):
    """A diploma."""

    layout = ("level", "title", ("starts_on", "ends_on"), "evidence")

    level = forms.ChoiceField(label="Niveau", choices=[("", "Kies een niveau"), *Level.choices])
    title = forms.CharField(label="Opleiding", max_length=200)
    starts_on = forms.DateField(label="Geldig vanaf")
    ends_on = forms.DateField(
        label="Geldig tot en met", required=False, help_text="Laat leeg als het diploma niet verloopt."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = False


class ExperienceForm(PageForm):
    """Experience with a target group."""

    layout = ("target_group", "position", ("starts_on", "ends_on"), "evidence_reference")

    target_group = forms.ModelChoiceField(
        label="Doelgroep", queryset=TargetGroup.objects.all(), empty_label="Kies een doelgroep"
    )
    position = forms.CharField(label="Functie", max_length=200)
    starts_on = forms.DateField(label="Vanaf")
    ends_on = forms.DateField(label="Tot en met", required=False, help_text=UNTIL_FURTHER_NOTICE)
    evidence_reference = forms.CharField(
        label="Bewijs", max_length=200, help_text="Bijvoorbeeld een getuigschrift van 12 mei 2024."
    )


class CompetenceForm(PageForm):
    """Competence for personal care."""

    layout = (("starts_on", "ends_on"), "evidence_reference")

    starts_on = forms.DateField(label="Bekwaam vanaf")
    ends_on = forms.DateField(label="Bekwaam tot en met", required=False, help_text=UNTIL_FURTHER_NOTICE)
    evidence_reference = forms.CharField(
        label="Bewijs", max_length=200, help_text="Bijvoorbeeld een aftekenlijst of een certificaat."
    )


class ActAsForm(PageForm):
    """On whose behalf the user acts from now on."""

    membership = forms.ChoiceField(label="Namens wie werkt u nu?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (str(membership.public_id), f"{membership.organisation} – {membership.get_role_display()}")
            for membership in memberships
        ]


class ApiClientForm(forms.ModelForm[ApiClient]):
    """A program that uses the API, on the admin pages. A key that is pasted is added to those that it has."""

    scopes = forms.MultipleChoiceField(
        label="Toegang tot", choices=ApiScope.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    public_key = forms.CharField(
        label="Publieke sleutel toevoegen",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Als PEM (-----BEGIN PUBLIC KEY-----) of JWK: RSA van 2048 bits of meer, of P-256. Nooit de geheime.",
    )

    class Meta:
        model = ApiClient
        fields = ["organisation", "name", "purpose", "scopes", "rate_per_minute", "outside_id"]
        widgets = {"purpose": forms.TextInput(attrs={"size": 100, "class": "vLargeTextField"})}

    def clean_public_key(self) -> str:
        """The text, when it is a key that this client can have. What was pasted never comes back on the page."""
        text: str = self.cleaned_data["public_key"]
        if not text:
            return ""
        try:
            fingerprint = fingerprint_of_key(read_public_key(text))
            if ApiKey.objects.filter(fingerprint=fingerprint).exists():
                raise forms.ValidationError("Deze sleutel is al in gebruik. Maak een nieuw paar.", code="key_known")
            if self.instance.pk and self.instance.keys.count() >= len(SLOTS):
                raise forms.ValidationError(
                    "Deze client heeft al twee sleutels. Haal er eerst een weg.", code="too_many_keys"
                )
        except forms.ValidationError:
            # Somebody may have pasted a secret one.
            shown: Any = self.data
            shown = shown.copy()
            shown["public_key"] = ""
            self.data = shown
            raise
        return text
