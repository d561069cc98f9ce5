"""Forms about a goal and its activities."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator

from core.web.fields import (
    LaterDate,
    LaterText,
    PublicIdField,
    RevisionForm,
    decimal_field,
    rows_of,
    text_area,
    without_idle_zeros,
)
from core.web.forms import DateInput, PageForm
from plans.enums import GoalDomain, Per
from plans.forms.week import FoldedWeekTable, WeekFormField
from plans.models import Activity, AgreedResult, Goal
from plans.rules import READ_FOR_VAGUENESS, Advice
from plans.selectors import vague_words


class GoalForm(RevisionForm):
    """A goal with its SMART parts. A draft may be saved with parts missing."""

    domain = forms.ChoiceField(label="Leefgebied", choices=GoalDomain.choices)
    result = PublicIdField(
        label="Bij welke afspraak uit het gesprek hoort dit doel?",
        queryset=AgreedResult.objects.none(),
        empty_label="Bij geen afspraak",
        required=False,
    )
    statement = forms.CharField(
        label="Doel",
        help_text="Wat wil de cliënt bereiken? Schrijf het zo dat iedereen het begrijpt.",
        widget=text_area(3),
    )
    client_words = LaterText(
        label="In de woorden van de cliënt", help_text="Hoe zegt de cliënt of de naaste het zelf?", widget=text_area(2)
    )
    has_consent = forms.BooleanField(label="De cliënt wil dit doel", required=False)
    measure = LaterText(
        label="Wat meten we?", help_text="Bijvoorbeeld: hoe vaak de cliënt zelf begint met eten.", max_length=300
    )
    start_value = decimal_field("Beginwaarde", "Hoe is het nu?")
    target_value = decimal_field("Streefwaarde", "Waar gaan we naartoe?")
    unit = LaterText(label="Eenheid", help_text="Bijvoorbeeld: keer per week.", max_length=60)
    why_realistic = LaterText(label="Waarom is dit haalbaar?", widget=text_area(2))
    due_on = LaterDate(label="Bereikt op", widget=DateInput)

    layout = (
        "domain",
        "result",
        "statement",
        "client_words",
        "has_consent",
        "measure",
        ("start_value", "target_value"),
        "unit",
        "why_realistic",
        "due_on",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # For the script that points out vague words while somebody types; without it the page does so once saved.
        known = json.dumps({word.words: word.ask for word in vague_words()}, ensure_ascii=False)
        for name in READ_FOR_VAGUENESS:
            self.fields[name].widget.attrs["data-vague"] = known

    def offer(self, results: Sequence[AgreedResult]) -> None:
        """Let the writer point to one of these; without any there is nothing to ask."""
        if not results:
            del self.fields["result"]
            return
        field: Any = self.fields["result"]
        field.queryset = AgreedResult.objects.filter(pk__in=[result.pk for result in results])
        field.label_from_instance = lambda result: Truncator(result.text).words(20)

    def advise(self, advice: Iterable[Advice]) -> None:
        """Let each hint stand beside its field, and be read with it."""
        for one in advice:
            field: Any = self.fields[one.field]
            field.advice = [*getattr(field, "advice", ()), one]
            mine = self[one.field]
            ids = [f"{mine.auto_id}_helptext"] if field.help_text else []
            field.widget.attrs["aria-describedby"] = " ".join([*ids, f"{mine.auto_id}_advice"])

    @staticmethod
    def initial_of(goal: Goal) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        names = [name for name in GoalForm.base_fields if name != "revision"]
        stored: dict[str, Any] = {name: getattr(goal, name) for name in names}
        return stored | {
            "revision": goal.version.revision,
            "start_value": without_idle_zeros(goal.start_value),
            "target_value": without_idle_zeros(goal.target_value),
        }


class ActivityForm(PageForm):
    """What is done to reach the goal, and how often."""

    description = forms.CharField(label="Wat doen we?", max_length=300)
    times = forms.IntegerField(label="Hoe vaak?", min_value=1, max_value=999)
    per = forms.ChoiceField(label="Per", choices=Per.choices, initial=Per.WEEK)
    performed_by = forms.CharField(
        label="Door wie?", help_text="Bijvoorbeeld: begeleider van de groep.", max_length=200, required=False
    )
    is_in_group = forms.BooleanField(label="Dit gebeurt in de groep", initial=True, required=False)

    moments = WeekFormField(label="Op welke vaste momenten?", widget=FoldedWeekTable)

    layout = ("description", ("times", "per"), "performed_by", "is_in_group", "moments")

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        return {name: getattr(activity, name) for name in ActivityForm.base_fields}


ActivityFormSet = rows_of(ActivityForm, "Activiteit", "Activiteiten")
