"""What is typed about appreciation: by the municipality, and by who applies."""

from typing import Any, Final

from django import forms

from contracts.forms.fields import amount_field, choose
from core.clock import today
from core.identifiers import normalise_iban, validate_iban, validate_postcode
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import AppreciationForm, Bond
from informal_care.forms.public import PublicForm
from informal_care.models import AppreciationScheme
from informal_care.services.appreciation import Offer

MOST_OFFERS: Final = 5
PLACES: Final = range(1, MOST_OFFERS + 1)
NOT_YET = "Kies een dag die al is geweest."


class SchemeForm(PageForm):
    """What a municipality gives in a year."""

    layout = (
        "year",
        ("opens_on", "closes_on"),
        "introduction",
        "bond",
        ("least_hours", "least_months"),
        "budget",
        *((f"form_{number}", f"name_{number}", f"value_{number}", f"available_{number}") for number in PLACES),
    )
    field_of = {"scheme_year": "year", "scheme_period": "closes_on", "scheme_budget": "budget"}

    year = forms.IntegerField(label="Jaar", min_value=2015, max_value=2100)
    opens_on = forms.DateField(label="Aanvragen vanaf")
    closes_on = forms.DateField(label="Aanvragen tot en met")
    introduction = forms.CharField(
        label="Uitleg voor inwoners", required=False, max_length=1000, widget=text_area(4), help_text="In gewone taal."
    )
    bond = forms.ChoiceField(label="Wie woont in de gemeente?", choices=Bond.choices, widget=forms.RadioSelect)
    least_hours = forms.IntegerField(label="Uren zorg per week, minstens", min_value=0, max_value=168, initial=0)
    least_months = forms.IntegerField(label="Maanden dat iemand zorgt, minstens", min_value=0, max_value=240, initial=0)
    budget = amount_field("Budget in euro")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in PLACES:
            needed = number == 1
            empty = [] if needed else [("", "Geen")]
            self.fields[f"form_{number}"] = forms.ChoiceField(
                label=f"Keuze {number}: vorm", choices=[*empty, *AppreciationForm.choices], required=needed
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Keuze {number}: naam", max_length=100, required=needed
            )
            self.fields[f"value_{number}"] = amount_field(f"Keuze {number}: waarde in euro", required=needed)
            self.fields[f"available_{number}"] = forms.IntegerField(
                label=f"Keuze {number}: hoeveel er zijn", min_value=0, required=needed
            )

    def clean(self) -> dict[str, Any]:
        """What is offered has a form, a name, a value and a number."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in PLACES[1:]:
            names = [f"{part}_{number}" for part in ("form", "name", "value", "available")]
            if any(cleaned.get(name) not in (None, "") for name in names):
                for name in names:
                    if cleaned.get(name) in (None, "") and name not in self.errors:
                        self.add_error(name, "Vul dit in, of maak deze keuze helemaal leeg.")
        return cleaned

    @property
    def offers(self) -> list[Offer]:
        """What can be chosen."""
        return [one for one in self.places if one is not None]

    @property
    def places(self) -> list[Offer | None]:
        """What can be chosen by its place on the form; None for an empty one."""
        return [
            Offer(*(self.cleaned_data[f"{part}_{number}"] for part in ("form", "name", "value", "available")))
            if self.cleaned_data[f"name_{number}"]
            else None
            for number in PLACES
        ]

    @property
    def about(self) -> dict[str, Any]:
        """The scheme itself."""
        names = ("year", "opens_on", "closes_on", "introduction", "bond", "least_hours", "least_months", "budget")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ChangeSchemeForm(RevisionForm, SchemeForm):
    """What changes in a year that was opened; the year itself does not."""

    field_of = {**SchemeForm.field_of, "scheme_relied": "bond"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["year"]


class ApplicationFields(forms.Form):
    """Who applies, and for whom they care."""

    name = forms.CharField(label="Uw naam", max_length=200)
    birth_date = forms.DateField(label="Uw geboortedatum")
    street = forms.CharField(label="Straat en huisnummer", max_length=200)
    postcode = forms.CharField(label="Postcode", max_length=7, validators=[validate_postcode])
    city = forms.CharField(label="Plaats", max_length=100)
    email = forms.EmailField(label="E-mailadres", required=False)
    phone = forms.CharField(label="Telefoonnummer", required=False, max_length=20)
    cared_for = forms.CharField(
        label="Voor wie zorgt u?", max_length=200, help_text="Zoals: mijn moeder. Een naam hoeft niet."
    )
    cares_since = forms.DateField(label="Sinds wanneer zorgt u?", help_text="Weet u het niet precies? Schat het.")
    hours_per_week = forms.IntegerField(label="Hoeveel uur per week ongeveer?", min_value=1, max_value=168)
    lives_here = forms.BooleanField(label="Ik woon in deze gemeente", required=False)
    cared_for_lives_here = forms.BooleanField(label="Degene voor wie ik zorg, woont in deze gemeente", required=False)

    def clean_birth_date(self) -> Any:
        """Somebody who is born."""
        return self._been("birth_date")

    def clean_cares_since(self) -> Any:
        """Caring began."""
        return self._been("cares_since")

    def _been(self, name: str) -> Any:
        if self.cleaned_data[name] > today():
            raise forms.ValidationError(NOT_YET, code="later")
        return self.cleaned_data[name]

    def offer(self, scheme: AppreciationScheme) -> None:
        """Let something of this scheme be chosen."""
        self.fields["kind"] = choose("Wat wilt u hebben?", scheme.kinds.all())
        if scheme.kinds.filter(form=AppreciationForm.MONEY).exists():
            self.fields["iban"] = forms.CharField(
                label="Rekening (IBAN), als u geld kiest",
                required=False,
                max_length=50,
                help_text="Zoals: NL91 ABNA 0417 1643 00.",
            )

    def clean(self) -> dict[str, Any]:
        """An account is asked of who chooses money, and kept of nobody else."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, typed = cleaned.get("kind"), normalise_iban(cleaned.get("iban", ""))
        cleaned["iban"] = typed if kind and kind.form == AppreciationForm.MONEY else ""
        if cleaned["iban"]:
            try:
                validate_iban(cleaned["iban"])
            except forms.ValidationError as error:
                self.add_error("iban", error)
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in (*ApplicationFields.base_fields, "kind", "iban")}


class ApplyForm(PublicForm, ApplicationFields):
    """An application by anybody."""

    def __init__(self, *args: Any, scheme: AppreciationScheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(scheme)


class ApplyOnBehalfForm(PageForm, ApplicationFields):
    """An application by who helps somebody: the same questions, as they are asked aloud."""

    def __init__(self, *args: Any, scheme: AppreciationScheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(scheme)


class DecideForm(PageForm):
    """Grant or refuse."""

    field_of = {"application_decided": "reason", "kind_number": "granted", "scheme_budget": "granted"}

    granted = forms.ChoiceField(
        label="Wat besluit u?", choices=(("ja", "Toekennen"), ("nee", "Afwijzen")), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Waarom wijst u dit af?", required=False, widget=text_area(3), help_text="De aanvrager leest dit."
    )
