"""What users type about clients. The rules are in the services; here is only the shape."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from clients.enums import BsnSearchReason, Relation, Verdict
from clients.models import Client, ClientSystemMember
from core.identifiers import normalise_bsn, normalise_postcode, validate_bsn
from core.web.forms import PageForm, PageModelForm
from organisations.models import Municipality


class BsnField(forms.CharField):
    """A citizen service number; spaces and dots are taken out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Burgerservicenummer (BSN)", max_length=15, **kwargs)
        # No memory of the browser for a number that must not lie about.
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        return normalise_bsn(super().to_python(value) or "")


class SearchForm(PageForm):
    """Search by what may never stand in a URL."""

    naam = forms.CharField(label="Naam", max_length=100, required=False)
    geboortedatum = forms.DateField(label="Geboortedatum", required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    nummer = forms.RegexField(
        r"^\d{1,9}$",
        label="Zaaknummer",
        required=False,
        error_messages={"invalid": "Een zaaknummer of toewijzingsnummer bestaat alleen uit cijfers."},
    )

    def clean_postcode(self) -> str:
        """Written as it is stored, so that '7311ab' finds '7311 AB'."""
        return normalise_postcode(self.cleaned_data["postcode"])


class BsnSearchForm(PageForm):
    """Look up a client by BSN, and say why."""

    bsn = BsnField()
    reason = forms.ChoiceField(
        label="Waarom zoekt u op BSN?", choices=[("", "Kies een reden"), *BsnSearchReason.choices]
    )

    def clean_bsn(self) -> str:
        """A number that cannot exist is not worth a search."""
        bsn: str = self.cleaned_data["bsn"]
        validate_bsn(bsn)
        return bsn


class ClientForm(PageModelForm):
    """The person. Saving is the work of the services, so there is never an instance behind it."""

    layout = (
        "bsn",
        ("initials", "given_names"),
        ("prefix", "surname"),
        ("birth_date", "sex"),
        ("street", "house_number"),
        ("postcode", "city"),
        "phone",
    )
    field_of = {"bsn_taken": "bsn"}
    bsn = BsnField(
        required=False,
        help_text="Weet u het nog niet? Laat het leeg. Vul dan wel voornamen, postcode en huisnummer in.",
    )

    class Meta:
        model = Client
        fields = (
            "bsn",
            "initials",
            "given_names",
            "prefix",
            "surname",
            "birth_date",
            "sex",
            "street",
            "house_number",
            "postcode",
            "city",
            "phone",
        )
        widgets = {"birth_date": forms.DateInput}

    def clean_postcode(self) -> str:
        """Written as it is stored."""
        return normalise_postcode(self.cleaned_data["postcode"])


class ClientChangeForm(ClientForm):
    """Change the person; the BSN only when it was wrong."""

    bsn = BsnField(required=False, help_text="Alleen invullen als het nummer fout was. Anders blijft het zoals het is.")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def details(self) -> dict[str, Any]:
        """What to store, and over which revision: without a new BSN the old one stays."""
        return {name: value for name, value in self.cleaned_data.items() if name != "bsn" or value}


class MemberForm(PageModelForm):
    """Somebody of the client system."""

    layout = ("name", ("relation", "representation"), "is_informal_carer", ("phone", "email"))
    relation = forms.ChoiceField(label="Relatie", choices=[("", "Kies een relatie"), *Relation.choices])

    class Meta:
        model = ClientSystemMember
        fields = (
            "name",
            "relation",
            "representation",
            "is_informal_carer",
            "phone",
            "email",
            "starts_on",
        )
        widgets = {"starts_on": forms.DateInput}
        help_texts = {
            "starts_on": "Vanaf wanneer hoort deze persoon bij het cliëntsysteem?",
            "representation": "Mag deze persoon voor de cliënt beslissen? Kies op welke grond.",
        }


class MemberChangeForm(MemberForm):
    """Change somebody of the client system."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(PageForm):
    """Until when, that day included."""

    ends_on = forms.DateField(label="Laatste dag")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account by its public id; only those that the page offers can be chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), to_field_name="public_id", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The name; the e-mail address is nobody's business here."""
        name: str = obj.name
        return name

    def to_python(self, value: Any) -> Any:
        """What is no public id at all is no choice either."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError("Kies iemand uit de lijst.", code="invalid_choice") from None


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several accounts, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name; the e-mail address is nobody's business here."""
        name: str = obj.name
        return name


class TeamForm(PageForm):
    """Somebody for the treatment team."""

    layout = ("user", ("starts_on", "ends_on"))

    user = PersonField(label="Medewerker", empty_label="Kies een medewerker")
    starts_on = forms.DateField(label="Vanaf")
    ends_on = forms.DateField(label="Tot en met", required=False, help_text="Laat leeg als er nog geen einddatum is.")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, PersonField)  # noqa: S101 - for the type checker
        field.queryset = people


class SheetForm(PageForm):
    """A spreadsheet with clients. What is in it is for the services."""

    field_of = dict.fromkeys(("upload_empty", "upload_size", "upload_kind", "upload_broken"), "sheet")
    sheet = forms.FileField(
        label="Bestand",
        help_text=f"Een bestand van Excel (xlsx) of een csv-bestand, hoogstens {settings.UPLOAD_LIMIT_MB} MB.",
        allow_empty_file=True,  # the service says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def day_or_none(text: str) -> date | None:
    """The day in ISO notation, as a date field of the browser sends it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class BreakGlassSearch(PageForm):
    """Which client of the own provider is meant."""

    layout = (("surname", "birth_date"), "number")

    surname = forms.CharField(label="Achternaam", max_length=200, required=False)
    birth_date = forms.DateField(label="Geboortedatum", required=False)
    number = forms.IntegerField(
        label="Of: toewijzingsnummer", required=False, min_value=1, help_text="Staat op het bericht van de gemeente."
    )

    def clean(self) -> dict[str, Any]:
        """One of the two ways, whole."""
        given = self.cleaned_data
        if not self.errors and given.get("number") is None and not (given.get("surname") and given.get("birth_date")):
            raise forms.ValidationError(
                "Vul de achternaam én de geboortedatum in, of het toewijzingsnummer.", code="not_enough"
            )
        return given


class OutsideSearch(PageForm):
    """Which client is meant, for who comes from outside the care."""

    layout = (("number", "municipality"), "bsn")

    number = forms.IntegerField(label="Toewijzingsnummer", required=False, min_value=1)
    municipality = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Municipality.objects.order_by("name"),
        to_field_name="cbs_code",
        required=False,
        empty_label="Kies een gemeente",
    )
    bsn = BsnField(required=False)

    def clean_bsn(self) -> str:
        """A number that cannot exist is not worth a search."""
        bsn: str = self.cleaned_data["bsn"]
        if bsn:
            validate_bsn(bsn)
        return bsn

    def clean(self) -> dict[str, Any]:
        """One of the two ways, whole."""
        given = self.cleaned_data
        if not self.errors and not given.get("bsn") and not (given.get("number") and given.get("municipality")):
            raise forms.ValidationError("Vul het nummer én de gemeente in, of het BSN.", code="not_enough")
        return given


class OpeningForm(PageForm):
    """Why a file is opened."""

    reason = forms.CharField(
        label="Waarom moet u dit dossier zien?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Noem geen naam of BSN. Iemand anders leest dit en beoordeelt of het terecht was.",
    )


class ReviewForm(PageForm):
    """Whether an opening was justified."""

    verdict = forms.ChoiceField(label="Was het terecht?", choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Toelichting", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ShieldForm(PageForm):
    """Why a file is shielded, and who goes on seeing it."""

    reason = forms.CharField(
        label="Waarom schermt u dit dossier af?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    users = PeopleField(
        label="Wie blijft het dossier zien?",
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Noem minstens één persoon die het dossier blijft zien."},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["users"]
        assert isinstance(field, PeopleField)  # noqa: S101 - for the type checker
        field.queryset = people


class NamePersonForm(PageForm):
    """One more person who sees a shielded file."""

    user = PersonField(label="Medewerker", empty_label="Kies een medewerker")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, PersonField)  # noqa: S101 - for the type checker
        field.queryset = people
