"""Forms about a plan apart from its goals."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.web.fields import (
    EMPTY_ROWS,
    RevisionForm,
    text_area,
)
from core.web.forms import DATE_EXAMPLE, DateInput, PageForm
from organisations.models import Professional
from plans.models import PlanVersion


class StartPlanForm(PageForm):
    """A new plan under an allocation."""

    professional = forms.ModelChoiceField(
        label="Eindverantwoordelijke",
        queryset=Professional.objects.none(),
        empty_label="Kies een professional",
        to_field_name="public_id",
        help_text="Deze professional maakt het plan en zorgt dat het wordt uitgevoerd.",
    )
    starts_on = forms.DateField(label="Eerste dag van het plan", widget=DateInput)
    ends_on = forms.DateField(label="Laatste dag van het plan", widget=DateInput, required=False)

    layout = ("professional", ("starts_on", "ends_on"))


class PlanForm(RevisionForm):
    """What the plan says apart from its goals."""

    starts_on = forms.DateField(label="Eerste dag van het plan", widget=DateInput)
    ends_on = forms.DateField(label="Laatste dag van het plan", widget=DateInput, required=False)
    situation = forms.CharField(
        label="Hoe gaat het nu?",
        help_text="Schrijf in gewone taal, zodat de cliënt het kan lezen.",
        widget=text_area(),
        required=False,
    )
    needed_support = forms.CharField(
        label="Welk toezicht en welke nabijheid zijn nodig?",
        help_text="Bijvoorbeeld: er is altijd iemand in dezelfde ruimte.",
        widget=text_area(),
        required=False,
    )
    taken_over = forms.CharField(
        label="Wat neemt de aanbieder over?",
        help_text="Wat de cliënt of de naasten niet meer hoeven te doen op deze dagen.",
        widget=text_area(3),
        required=False,
    )
    evaluation_interval_months = forms.IntegerField(
        label="Evalueren na hoeveel maanden?",
        help_text="Laat dit leeg om de termijn van het product te volgen. Korter mag, langer niet.",
        min_value=1,
        max_value=120,
        required=False,
    )

    layout = (
        ("starts_on", "ends_on"),
        "situation",
        "needed_support",
        "taken_over",
        "evaluation_interval_months",
    )

    @staticmethod
    def initial_of(version: PlanVersion) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        names = [name for name in PlanForm.base_fields if name != "revision"]
        return {"revision": version.revision} | {name: getattr(version, name) for name in names}


class MomentsForm(RevisionForm):
    """The days on which the plan itself will be evaluated: what is there, and room for more."""

    def __init__(self, *args: Any, stored: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, stored + EMPTY_ROWS + 1):
            self.fields[f"day_{number}"] = forms.DateField(
                label=f"Evaluatiemoment {number}",
                widget=DateInput,
                required=False,
                error_messages={"invalid": DATE_EXAMPLE},
            )

    def clean(self) -> dict[str, Any]:
        """One day stands in the list once."""
        cleaned = super().clean() or {}
        seen: set[date] = set()
        for name in [name for name in self.fields if name.startswith("day_")]:
            day = cleaned.get(name)
            if day and day in seen:
                self.add_error(name, ValidationError("Deze datum staat er al.", code="moment_twice"))
            elif day:
                seen.add(day)
        return cleaned

    @property
    def days(self) -> list[date]:
        """The days that were filled in, in order."""
        return sorted(day for name, day in self.cleaned_data.items() if name.startswith("day_") and day is not None)


class EndPlanForm(PageForm):
    """The end of a plan."""

    reason = forms.CharField(label="Waarom stopt het plan?", widget=text_area(3), max_length=300)


class HandOverForm(PageForm):
    """Another professional becomes finally responsible."""

    professional = forms.ModelChoiceField(
        label="Nieuwe eindverantwoordelijke",
        queryset=Professional.objects.none(),
        empty_label="Kies een professional",
        to_field_name="public_id",
    )
    from_on = forms.DateField(label="Vanaf welke dag?", widget=DateInput)
