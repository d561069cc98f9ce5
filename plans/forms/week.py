"""A week to tick: a table of days and dagdelen that works with the keyboard and without script."""

from typing import Any, ClassVar

from django import forms

from plans.enums import Dagdeel, Weekday
from plans.rules import CODES, Week


class WeekTable(forms.CheckboxSelectMultiple):
    """A table with a box for each dagdeel of a week."""

    template_name = "plans/widgets/week.html"
    parts: ClassVar = [str(part.label) for part in Dagdeel]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the boxes by day, and in words what is ticked."""
        context = super().get_context(name, value, attrs)
        boxes = [option for _, options, _ in context["widget"]["optgroups"] for option in options]
        width = len(Dagdeel)
        ticked = [code for code in value or () if code in CODES]
        context["widget"] |= {
            "parts": self.parts,
            "days": [(day.label, boxes[place * width : (place + 1) * width]) for place, day in enumerate(Weekday)],
            "ticked": str(Week.of(*ticked)),
        }
        return context


class FoldedWeekTable(WeekTable):
    """The same behind a line to open: where few will fill it in, and everybody passes by with Tab."""

    template_name = "plans/widgets/folded_week.html"


class WeekFormField(forms.MultipleChoiceField):
    """Moments of a week; nothing ticked is an empty week."""

    widget = WeekTable

    def __init__(self, **kwargs: Any) -> None:
        choices = [(code, str(moment)) for code, moment in CODES.items()]
        super().__init__(choices=choices, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is ticked, by code."""
        return [moment.code for moment in value] if isinstance(value, Week) else value

    def clean(self, value: Any) -> Any:
        """The moments."""
        return Week.of(*super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other boxes are ticked."""
        return super().has_changed(self.prepare_value(initial), data)
