"""Forms about a plan apart from its goals."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from core.templatetags.pages import nl_period
from core.web.fields import (
    EMPTY_ROWS,
    RevisionForm,
    text_area,
)
from core.web.forms import DATE_EXAMPLE, DateInput, PageForm
from organisations.models import Professional
from plans.forms.week import WeekFormField
from plans.models import AgreedResult, Goal, PlanTemplate, PlanVersion


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

    begin_with = forms.ChoiceField(
        label="Waarmee begint het plan?",
        help_text="Daarna past u alles aan voor deze cliënt.",
        required=False,
    )
    with_results = forms.BooleanField(label="Maak een doel van elke afspraak uit het gesprek", required=False)

    layout = ("professional", ("starts_on", "ends_on"), "begin_with", "with_results")

    def offer(
        self, templates: Sequence[PlanTemplate], formers: Sequence[PlanVersion], results: Sequence[AgreedResult]
    ) -> None:
        """Let the writer choose among these to begin with; a choice of one is no choice."""
        self.offered: dict[str, PlanTemplate | PlanVersion] = {
            **{str(row.public_id): row for row in templates},
            **{str(row.public_id): row for row in formers},
        }
        field: Any = self.fields["begin_with"]
        groups: list[tuple[str, Sequence[PlanTemplate | PlanVersion]]] = [
            ("Sjablonen van uw organisatie", [row for row in templates if row.provider_id is not None]),
            ("Algemene sjablonen (voorbeeld)", [row for row in templates if row.provider_id is None]),
            ("Eerder plan van deze cliënt, zonder de doelen die zijn bereikt", formers),
        ]
        field.choices = [
            ("", "Met een leeg plan"),
            *((label, [(str(row.public_id), _as_choice(row)) for row in rows]) for label, rows in groups if rows),
        ]
        if not self.offered:
            del self.fields["begin_with"]
        if results:
            self.fields["with_results"].initial = True
            number = len(results)
            agreed = "er is 1 afspraak" if number == 1 else f"er zijn {number} afspraken"
            self.fields[
                "with_results"
            ].help_text = f"De gemeente gaf door wat er in het gesprek is afgesproken: {agreed}."
        else:
            del self.fields["with_results"]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, with the row behind the choice."""
        chosen = self.cleaned_data.get("begin_with", "")
        return self.cleaned_data | {"begin_with": self.offered.get(chosen)}


class NewVersionForm(PageForm):
    """Which goals go along into the next version of a plan."""

    keep = forms.MultipleChoiceField(
        label="Welke doelen gaan mee?",
        help_text="Een doel dat niet meegaat, blijft staan in de versie die er nu is.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, goals: Sequence[Goal], reached: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        field: Any = self.fields["keep"]
        field.choices = [(str(goal.public_id), _in_one_line(goal, is_reached=goal.pk in reached)) for goal in goals]
        field.initial = [str(goal.public_id) for goal in goals if goal.pk not in reached]

    @property
    def without(self) -> list[Goal]:
        """The goals that were not ticked."""
        return [goal for goal in self.goals if str(goal.public_id) not in self.cleaned_data["keep"]]


class PlanForm(RevisionForm):
    """What the plan says apart from its goals."""

    starts_on = forms.DateField(label="Eerste dag van het plan", widget=DateInput)
    ends_on = forms.DateField(label="Laatste dag van het plan", widget=DateInput, required=False)
    attends = WeekFormField(
        label="Wanneer komt de cliënt naar de groep?",
        help_text="Dit is het begin van de week van de cliënt. Bij elk doel zegt u welke activiteit wanneer is.",
    )
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
        "attends",
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


def _in_one_line(goal: Goal, *, is_reached: bool) -> str:
    reached = " (bereikt bij de laatste evaluatie)" if is_reached else ""
    return f"Doel {goal.position}: {Truncator(goal.statement).words(30)}{reached}"


def _as_choice(row: PlanTemplate | PlanVersion) -> str:
    if isinstance(row, PlanTemplate):
        return row.name
    return f"{row.plan.allocation.variant.name}, versie {row.number} ({nl_period(row)})"
