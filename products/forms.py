"""Forms of the product book. A rule's value gets a field for each of its parts, of the kind that it is."""

from dataclasses import Field, fields
from typing import Any

from django import forms

from core.web.forms import PageForm
from products.models import Requirement
from products.rules import PARAMETERS, parse
from products.rules.readers import OneOf, Reader, SomeOf, Whole

PREFIX = "rule_"


class ReferenceDayForm(PageForm):
    """On which day to look at the product book."""

    peildatum = forms.DateField(label="Peildatum", required=False)


class ConsultationForm(PageForm):
    """When providers may respond."""

    layout = (("starts_on", "ends_on"),)

    starts_on = forms.DateField(label="Eerste dag")
    ends_on = forms.DateField(label="Laatste dag")


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
