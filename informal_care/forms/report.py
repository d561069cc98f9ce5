"""On which day a report is read."""

from typing import Any

from django import forms

from core.clock import today
from core.web.forms import PageForm


class ReportDayForm(PageForm):
    """The day; today when none is chosen."""

    layout = ("peildatum",)

    peildatum = forms.DateField(label="Stand op", required=False)

    def clean_peildatum(self) -> Any:
        """A report is about what was."""
        day = self.cleaned_data["peildatum"]
        if day is not None and day > today():
            raise forms.ValidationError("Kies een dag die al is geweest, of vandaag.", code="day_later")
        return day
