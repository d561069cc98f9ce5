"""Forms of the product book. A rule's value gets a field for each of its parts, of the kind that it is."""

from dataclasses import Field, fields
from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from core.clock import AMSTERDAM, end_of
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from organisations.models import CareProvider
from products.enums import Audience, Consequence, RequirementCategory
from products.models import Requirement
from products.rules import PARAMETERS, parse
from products.rules.readers import OneOf, Reader, SomeOf, Whole

PREFIX = "rule_"
MOST_TEXT: Final = 5000


def time_field(label: str, help_text: str) -> forms.TimeField:
    """A time of the day that may be left open."""
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 12:00."},
    )


class ReferenceDayForm(PageForm):
    """On which day to look at the product book."""

    peildatum = forms.DateField(label="Peildatum", required=False)


class ConsultationForm(PageForm):
    """When providers may react, who is asked, and what for."""

    layout = (("opens_on", "opens_time"), ("closes_on", "closes_time"), "introduction", "audience", "providers")

    opens_on = forms.DateField(label="Eerste dag")
    opens_time = time_field("Vanaf", "Leeg: het begin van de dag.")
    closes_on = forms.DateField(label="Laatste dag")
    closes_time = time_field("Tot", "Leeg: het einde van de dag. De marktconsultatie sluit vanzelf.")
    introduction = forms.CharField(
        label="Toelichting", required=False, widget=text_area(), help_text="Waarom u dit vraagt, en wat u ermee doet."
    )
    audience = forms.ChoiceField(
        label="Wie vraagt u?", choices=Audience.choices, initial=Audience.CONTRACTED, widget=forms.RadioSelect
    )
    providers = forms.ModelMultipleChoiceField(
        label="Aanbieders",
        queryset=CareProvider.objects.order_by("name"),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Whoever chooses the providers chooses at least one."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("audience") == Audience.CHOSEN and "providers" not in self.errors and not cleaned["providers"]:
            self.add_error("providers", ValidationError("Kies minstens één aanbieder.", code="nobody_invited"))
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What the service takes: the moments, and the providers or None for all with a contract."""
        typed = self.cleaned_data
        opens_time, closes_time = typed["opens_time"] or time.min, typed["closes_time"]
        return {
            "opens_at": datetime.combine(typed["opens_on"], opens_time, AMSTERDAM),
            "closes_at": (
                datetime.combine(typed["closes_on"], closes_time, AMSTERDAM)
                if closes_time
                else end_of(typed["closes_on"])
            ),
            "introduction": typed["introduction"],
            "providers": list(typed["providers"]) if typed["audience"] == Audience.CHOSEN else None,
        }


class ReactionForm(RevisionForm):
    """What a provider says."""

    text = forms.CharField(
        label="Uw reactie",
        max_length=MOST_TEXT,
        widget=text_area(8),
        help_text=(
            "Een vraag, een bezwaar of een voorstel. Noem uw organisatie niet: in de nota van inlichtingen staat uw "
            "tekst zonder naam."
        ),
    )


class AnswerForm(RevisionForm):
    """What the region answers, and how the reaction is printed."""

    layout = ("answer", "note_text")

    answer = forms.CharField(label="Antwoord", max_length=MOST_TEXT, widget=text_area(8))
    note_text = forms.CharField(
        label="Reactie zoals in de nota",
        max_length=MOST_TEXT,
        widget=text_area(6),
        help_text="Haal hier weg waaraan u ziet wie dit schreef. Verander verder niets.",
    )


class AdoptForm(PageForm):
    """From which day the version holds."""

    layout = (("starts_on", "ends_on"),)

    starts_on = forms.DateField(label="Geldt vanaf", help_text="De versie die nu geldt, eindigt een dag eerder.")
    ends_on = forms.DateField(label="Geldt tot en met", required=False, help_text="Laat leeg als er nog geen einde is.")


class WithdrawForm(PageForm):
    """Until which day the version holds."""

    last_day = forms.DateField(
        label="Laatste dag", help_text="Tot en met deze dag gelden de eisen. Daarna is het product er niet meer."
    )


class NewRequirementForm(PageForm):
    """A requirement in words; a person judges it."""

    layout = (("code", "category"), "statement", "source", "how_checked", "consequence")
    field_of = {"requirement_code": "code"}

    code = forms.CharField(label="Code", max_length=20, help_text="Zoals de andere codes van dit product.")
    category = forms.ChoiceField(label="Onderdeel", choices=RequirementCategory.choices)
    statement = forms.CharField(label="Eis", widget=text_area(3))
    source = forms.CharField(label="Bron", max_length=300)
    how_checked = forms.CharField(label="Hoe wordt dit gecontroleerd?", widget=text_area(2))
    consequence = forms.ChoiceField(label="Gevolg", choices=Consequence.choices)


class RequirementForm(PageForm):
    """The words of a requirement, and the parts of its rule's value."""

    statement = forms.CharField(
        label="Eis",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Staat er een getal in de tekst dat u wijzigt? Pas dan ook de tekst aan.",
    )

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        self.parts = _parts_of(requirement)
        super().__init__(*args, **kwargs)
        for part in self.parts:
            self.fields[PREFIX + part.name] = field_for(part.metadata["reader"], part.metadata["label"])

    @staticmethod
    def initial_of(requirement: Requirement) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        stored: dict[str, Any] = {"statement": requirement.statement, "revision": requirement.revision}
        if requirement.rule_kind:
            value = parse(requirement.rule_kind, requirement.rule_value)
            stored |= {PREFIX + part.name: getattr(value, part.name) for part in _parts_of(requirement)}
        return stored

    def rule_value(self) -> dict[str, Any] | None:
        """The value as it is stored, or None when the requirement has no rule."""
        if not self.parts:
            return None
        return {part.name: self.cleaned_data[PREFIX + part.name] for part in self.parts}


def _parts_of(requirement: Requirement) -> tuple[Field[Any], ...]:
    return fields(PARAMETERS[requirement.rule_kind]) if requirement.rule_kind else ()  # type: ignore[index]


def field_for(reader: Reader, label: str) -> forms.Field:
    """A form field that takes what the reader accepts."""
    match reader:
        case Whole(least, most):
            return forms.IntegerField(
                label=label,
                min_value=least,
                max_value=most,
                error_messages={
                    "required": f"Vul ‘{label}’ in.",
                    "invalid": "Vul een heel getal in.",
                    "min_value": f"Vul een getal van {least} of meer in.",
                    "max_value": f"Vul een getal van {most} of minder in.",
                },
            )
        case OneOf(choices):
            return forms.ChoiceField(label=label, choices=list(choices.items()))
        case SomeOf(choices):
            return forms.MultipleChoiceField(
                label=label,
                choices=list(choices.items()),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": f"Kies minstens één antwoord bij ‘{label}’."},
            )
    return forms.BooleanField(label=label, required=False)
