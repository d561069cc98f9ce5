"""What is typed about carers. At first contact the page speaks their language, and never that of policy."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clients.enums import Relation
from clients.forms.files import BsnField
from clients.models import Client
from contracts.forms.fields import choose
from core.actors import Actor
from core.clock import today
from core.identifiers import validate_bsn
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import CarerKind
from informal_care.models import Carer
from organisations.models import CareProvider

RELATIONS = [("", "Kies"), *Relation.choices]
PERSON = ("name", "birth_date", ("street", "house_number"), ("postcode", "city"), ("phone", "email"))
WORDS = ("can_do", "cannot_do", "wishes")


class CarerSearchForm(PageForm):
    """Search by what may never stand in a URL."""

    naam = forms.CharField(label="Naam", max_length=100, required=False)
    soort = forms.ChoiceField(label="Soort", choices=[("", "Alle"), *CarerKind.choices], required=False)
    gestopt = forms.BooleanField(label="Ook wie niet meer zorgt", required=False)


class PersonFields(PageForm):
    """Who somebody is and what they say, asked of them."""

    name = forms.CharField(label="Hoe heet u?", max_length=200)
    birth_date = forms.DateField(label="Wanneer bent u geboren?", required=False)
    street = forms.CharField(label="Straat", max_length=200, required=False)
    house_number = forms.CharField(label="Huisnummer", max_length=10, required=False)
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    city = forms.CharField(label="Plaats", max_length=100, required=False)
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)
    kinds = forms.MultipleChoiceField(
        label="Wat past bij u?", choices=CarerKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    can_do = forms.CharField(label="Wat gaat goed?", required=False, widget=text_area(2))
    cannot_do = forms.CharField(label="Wat lukt niet, of kost te veel?", required=False, widget=text_area(2))
    wishes = forms.CharField(label="Wat wilt u zelf?", required=False, widget=text_area(2))
    consent_on = forms.DateField(
        label="Toestemming gegeven op",
        help_text="De dag waarop u goed vond dat de gemeente dit bewaart. Zonder toestemming leggen we niets vast.",
    )


class RegisterForm(PersonFields):
    """A first contact: who somebody is, and for whom they care."""

    layout = (
        *PERSON,
        ("cared_for", "relation"),
        ("starts_on", "hours_per_week"),
        "tasks",
        "kinds",
        *WORDS,
        "consent_on",
        "is_somebody_else",
    )
    field_of = {"carer_name": "name", "care_relation": "cared_for", "care_hours": "hours_per_week"}

    cared_for = forms.CharField(label="Voor wie zorgt u?", max_length=100, help_text="Zoals: mijn moeder.")
    relation = forms.ChoiceField(label="Wat bent u van die persoon?", choices=RELATIONS)
    starts_on = forms.DateField(label="Sinds wanneer?")
    hours_per_week = forms.IntegerField(
        label="Hoeveel uur per week?", required=False, min_value=0, max_value=168, help_text="Ongeveer is goed."
    )
    tasks = forms.CharField(label="Wat doet u?", required=False, widget=text_area(3))
    is_somebody_else = forms.BooleanField(
        label="Ik heb gekeken: dit is iemand anders", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("consent_on", today())

    def ask_who_it_is(self) -> None:
        """Let the page ask whether this is somebody who is known already."""
        self.fields["is_somebody_else"].widget = forms.CheckboxInput()
        self.add_error(
            "is_somebody_else",
            ValidationError(
                "Misschien kennen we deze persoon al. Kijk hieronder, en zet een vinkje als het iemand anders is.",
                code="carer_double",
            ),
        )

    def person(self) -> dict[str, Any]:
        """What was typed about the person."""
        return {name: value for name, value in self.cleaned_data.items() if name in PersonFields.base_fields}

    def care(self) -> dict[str, Any]:
        """What was typed about the care."""
        names = ("cared_for", "relation", "starts_on", "hours_per_week", "tasks")
        return {name: self.cleaned_data[name] for name in names}


class ChangeCarerForm(RevisionForm, PersonFields):
    """Change what is known of the person."""

    layout = (*PERSON, "kinds", *WORDS, "consent_on")
    field_of = {"carer_name": "name"}


class EndCarerForm(RevisionForm):
    """Since when somebody does not care any more."""

    field_of = {"carer_dates": "ended_on", "ended_later": "ended_on"}
    ended_on = forms.DateField(
        label="Zorgt niet meer sinds", required=False, help_text="Laat leeg als deze persoon weer voor iemand zorgt."
    )


class RelationForm(PageForm):
    """For whom somebody cares. The BSN only for who opens files: it finds the file, and is not kept here."""

    layout = (("cared_for", "relation"), ("starts_on", "ends_on"), "hours_per_week", "tasks", "bsn")
    field_of = {
        "care_relation": "cared_for",
        "care_hours": "hours_per_week",
        "care_relation_overlap": "starts_on",
    }

    cared_for = forms.CharField(label="Voor wie zorgt u?", max_length=100, help_text="Zoals: mijn moeder.")
    relation = forms.ChoiceField(label="Wat bent u van die persoon?", choices=RELATIONS)
    starts_on = forms.DateField(label="Sinds wanneer?")
    ends_on = forms.DateField(label="Laatste dag", required=False)
    hours_per_week = forms.IntegerField(label="Hoeveel uur per week?", required=False, min_value=0, max_value=168)
    tasks = forms.CharField(label="Wat doet u?", required=False, widget=text_area(3))

    def __init__(self, *args: Any, actor: Actor, asks_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if asks_file:
            field = BsnField(required=False)
            field.label = "BSN van wie u zorgt"
            field.help_text = (
                "Alleen als die persoon een dossier heeft. We zoeken het dossier; het nummer blijft niet hier."
            )
            self.fields["bsn"] = field

    def clean_bsn(self) -> str:
        """A number that exists, of a file that the actor sees."""
        bsn: str = self.cleaned_data["bsn"]
        if bsn:
            validate_bsn(bsn)
            if self.client is None:
                raise ValidationError("Er is geen dossier met dit nummer dat u mag openen.", code="no_file")
        return bsn

    @property
    def client(self) -> Client | None:
        """Whose file it is; None when no number was typed."""
        bsn = self.cleaned_data.get("bsn", "")
        return Client.objects.visible_to(self.actor).by_bsn(bsn).first() if bsn else None

    def care(self) -> dict[str, Any]:
        """What was typed, without the number."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"bsn", "revision"}}


class ChangeRelationForm(RelationForm, RevisionForm):
    """Change or end it."""


class PermissionForm(PageForm):
    """Which provider may know, and whether it reads the carer's own words."""

    layout = ("provider", ("starts_on", "ends_on"), "shares_words")
    field_of = {"carer_permission_overlap": "provider"}

    starts_on = forms.DateField(label="Vanaf")
    ends_on = forms.DateField(label="Tot en met", required=False, help_text="Leeg: tot u het anders zegt.")
    shares_words = forms.BooleanField(
        label="Mag ook lezen wat ik zelf vertelde",
        required=False,
        help_text="Wat goed gaat, wat niet lukt en wat u zelf wilt.",
    )

    def __init__(self, *args: Any, carer: Carer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracted = CareProvider.objects.filter(
            contracts__framework__region__municipalities=carer.municipality_id
        ).distinct()
        self.fields["provider"] = choose("Welke zorgaanbieder mag het weten?", contracted.order_by("name"))
        self.order_fields(["provider"])


class EndPermissionForm(PageForm):
    """The last day of a permission."""

    ends_on = forms.DateField(label="Laatste dag")
