"""The questions of an instrument as a form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.web.fields import text_area
from core.web.forms import PageForm
from informal_care.rules.instruments import Definition

PREFIX = "vraag_"


class MeasurementForm(PageForm):
    """One radio group for each question, and the mark on the line. All that is missing is told at once."""

    measured_on = forms.DateField(label="Wanneer vroeg u dit?")
    note = forms.CharField(
        label="Toelichting", required=False, widget=text_area(3), help_text="Wat vertelde de persoon erbij?"
    )

    def __init__(self, *args: Any, definition: Definition, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, item in enumerate(definition.items, 1):
            self.fields[PREFIX + item.code] = _choice(
                f"{number}. {item.text}", [(one.code, one.text) for one in item.answers]
            )
        if vas := definition.vas:
            field = _choice(vas.text, [(str(mark), str(mark)) for mark in range(vas.lowest, vas.highest + 1)])
            field.help_text = f"{vas.lowest} is {vas.lowest_means}, {vas.highest} is {vas.highest_means}."
            self.fields["vas"] = field
        if is_correction:
            reason = forms.CharField(label="Waarom verbetert u dit?", max_length=300)
            reason.error_messages["required"] = "Schrijf op waarom u deze meting verbetert."
            self.fields["correction_reason"] = reason
        questions = [PREFIX + item.code for item in definition.items]
        self.order_fields(["measured_on", *questions, "vas", "note", "correction_reason"])

    def measured(self) -> dict[str, Any]:
        """What was answered, as the services take it: the answers by the codes of their questions."""
        given: Mapping[str, Any] = self.cleaned_data
        return {
            "answers": {name.removeprefix(PREFIX): one for name, one in given.items() if name.startswith(PREFIX)},
            "vas": int(given["vas"]) if "vas" in given else None,
            "measured_on": given["measured_on"],
            "note": given["note"],
        }


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    field.error_messages["required"] = "Kies een antwoord bij deze vraag."
    return field
