"""Choosing plans to print together."""

from typing import Any

from django import forms

from core.web.forms import PageForm
from plans.enums import PlanStatus, PrintKind


class PrintFilterForm(PageForm):
    """Which plans to choose from."""

    whose = forms.ChoiceField(label="Van wie", choices=[("", "Alle plannen die ik zie"), ("mijn", "Mijn cliënten")])
    status = forms.ChoiceField(
        label="Stand",
        choices=[
            (PlanStatus.IN_EXECUTION.value, "In uitvoering"),
            (PlanStatus.AGREED.value, "Vastgesteld"),
            (PlanStatus.DRAFT.value, "Concept"),
        ],
    )
    layout = (("whose", "status"),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].required = self.fields["status"].required = False


class PrintForm(PageForm):
    """What to print of each."""

    kind = forms.ChoiceField(
        label="Wat wilt u afdrukken?", choices=PrintKind.choices, initial=PrintKind.PLAN, widget=forms.RadioSelect
    )
