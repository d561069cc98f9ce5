"""Forms about an evaluation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.web.fields import (
    LaterChoice,
    LaterText,
    RevisionForm,
    decimal_field,
    rows_of,
    text_area,
    without_idle_zeros,
)
from core.web.forms import DateInput, PageForm
from plans.enums import ParticipantKind, Progress, WmoFit
from plans.models import Evaluation, Goal, GoalProgress
from plans.selectors import Measured


class StartEvaluationForm(PageForm):
    """A new evaluation."""

    held_on = forms.DateField(label="Op welke dag is de evaluatie?", widget=DateInput)


class EvaluationForm(RevisionForm):
    """The evaluation apart from who took part and the progress per goal. A draft may have parts missing."""

    field_of = {
        "held_in_future": "held_on",
        "held_before_agreement": "held_on",
        "no_absence_reason": "client_absence_reason",
        "no_effectiveness": "effectiveness",
        "no_report": "report",
        "no_wmo_answer": "wmo_fit",
        "no_wmo_reason": "wmo_reason",
    }

    held_on = forms.DateField(label="Datum van de evaluatie", widget=DateInput)
    effectiveness = LaterText(
        label="Helpt de begeleiding?",
        help_text="Wat werkt goed, wat werkt minder, en doen we nog het juiste?",
        widget=text_area(),
    )
    changes = forms.CharField(
        label="Wat verandert er?",
        help_text="Denk aan het plan, de doelen, de dagen of de begeleiding. Verandert er niets? Schrijf dat dan op.",
        widget=text_area(3),
        required=False,
    )
    wmo_fit = LaterChoice(
        label="Past de hulpvraag nog bij de Wmo?",
        help_text="Denk aan de Wlz als de cliënt blijvend dag en nacht zorg of toezicht dichtbij nodig heeft.",
        choices=WmoFit.choices,
        widget=forms.RadioSelect,
    )
    wmo_reason = LaterText(label="Waarom?", widget=text_area(3))
    client_absence_reason = forms.CharField(
        label="Was de cliënt er niet bij? Waarom niet?",
        help_text="Vul dit alleen in als de cliënt niet meedeed.",
        widget=text_area(2),
        required=False,
    )
    report = LaterText(
        label="Verslag",
        help_text="Wat is besproken en wat spreken we af? Dit komt in het dossier van de cliënt.",
        widget=text_area(8),
    )

    @staticmethod
    def initial_of(evaluation: Evaluation) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        return {name: getattr(evaluation, name) for name in EvaluationForm.base_fields}


class ParticipantForm(PageForm):
    """Somebody who took part."""

    name = forms.CharField(label="Naam", max_length=200)
    kind = forms.ChoiceField(label="Als", choices=ParticipantKind.choices, initial=ParticipantKind.CLIENT)
    contribution = forms.CharField(label="Wat bracht deze persoon in?", widget=text_area(2), required=False)

    layout = (("name", "kind"), "contribution")


# The two that an evaluation needs, and later one for who else took part.
ParticipantFormSet = rows_of(ParticipantForm, "Deelnemer", "Deelnemers", empty_at_first=3, empty_later=1)


class ProgressForm(PageForm):
    """How far one goal has come."""

    use_required_attribute = False

    progress = LaterChoice(label="Voortgang", choices=Progress.choices, widget=forms.RadioSelect)
    measured_value = decimal_field("Gemeten waarde", kind=forms.DecimalField, required=False)
    explanation = forms.CharField(label="Toelichting", widget=text_area(2), required=False)

    def __init__(
        self, *args: Any, goal: Goal, stored: GoalProgress | None, measured: Sequence[Measured] = (), **kwargs: Any
    ) -> None:
        self.goal, self.measured, self.item_label = goal, measured, f"Doel {goal.position}"
        initial: dict[str, Any] = {}
        if stored:
            initial = {
                "progress": stored.progress,
                "measured_value": without_idle_zeros(stored.measured_value),
                "explanation": stored.explanation,
            }
        super().__init__(*args, prefix=f"goal-{goal.position}", initial=initial, **kwargs)
        self.fields["progress"].label = f"Voortgang op doel {goal.position}"
        if goal.measure:
            self.fields["measured_value"].help_text = f"{goal.measure} ({goal.unit})" if goal.unit else goal.measure

    def clean(self) -> dict[str, Any]:
        """What was measured or explained is not kept without an answer about the progress."""
        cleaned = super().clean() or {}
        is_begun = cleaned.get("measured_value") is not None or cleaned.get("explanation")
        if is_begun and not cleaned.get("progress"):
            self.add_error("progress", ValidationError("Kies hoe het met dit doel gaat.", code="progress_missing"))
        return cleaned

    @property
    def row(self) -> dict[str, Any] | None:
        """What the service takes; None when nothing was filled in."""
        return {"goal": self.goal, **self.cleaned_data} if self.cleaned_data.get("progress") else None
