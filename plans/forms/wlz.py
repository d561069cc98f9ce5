"""Forms about a Wlz track."""

from typing import Any

from django import forms

from accounts.models import User
from core.clock import today
from core.web.fields import RevisionForm, text_area
from core.web.forms import DateInput, PageForm
from plans.enums import WlzOutcome, WlzStepKind


class WlzStepForm(PageForm):
    """A step that was taken."""

    kind = forms.ChoiceField(label="Welke stap?", choices=WlzStepKind.choices, widget=forms.RadioSelect)
    taken_on = forms.DateField(label="Op welke dag?", widget=DateInput, initial=today)
    note = forms.CharField(label="Wat gebeurde er?", widget=text_area(3))


class WlzOwnerForm(RevisionForm):
    """Somebody else sees to the track."""

    owner = forms.ModelChoiceField(
        label="Nieuwe eigenaar", queryset=User.objects.none(), empty_label="Kies een collega", to_field_name="public_id"
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = owners


class WlzEndForm(RevisionForm):
    """How the track ended."""

    field_of = {"outcome_note": "note", "wlz_outcome": "note"}

    outcome = forms.ChoiceField(label="Wat is de uitkomst?", choices=WlzOutcome.choices, widget=forms.RadioSelect)
    ended_on = forms.DateField(label="Op welke dag?", widget=DateInput, initial=today)
    note = forms.CharField(label="Toelichting", widget=text_area(3))
    last_delivery_on = forms.DateField(
        label="Laatste dag van de levering",
        help_text="Alleen als de Wlz is toegekend en de levering al stopte. De gemeente krijgt dan reden 39: uitstroom "
        "naar een ander domein.",
        widget=DateInput,
        required=False,
    )
