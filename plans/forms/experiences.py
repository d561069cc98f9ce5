"""Forms about what goes before an evaluation."""

from typing import Any

from django import forms

from core.clock import today
from core.web.fields import text_area
from core.web.forms import DateInput, PageForm
from plans.enums import AnsweredHow, Asker, Cooperation, Respondent, Satisfaction
from plans.models import Experience


class EvaluationRequestForm(PageForm):
    """Somebody wants to evaluate before it is due."""

    asked_by = forms.ChoiceField(label="Wie vraagt om de evaluatie?", choices=Asker.choices)
    name = forms.CharField(label="Naam", max_length=200)
    asked_on = forms.DateField(label="Op welke dag?", widget=DateInput, initial=today)
    reason = forms.CharField(label="Waarom nu al?", help_text="Wat is er veranderd?", widget=text_area(3))

    layout = (("asked_by", "name"), "asked_on", "reason")


class ExperienceForm(PageForm):
    """What one of those concerned answered. Nothing filled in means: not asked, or no answer."""

    use_required_attribute = False

    name = forms.CharField(label="Naam", max_length=200, required=False)
    answered_how = forms.ChoiceField(
        label="Hoe is dit ingevuld?", choices=AnsweredHow.choices, initial=AnsweredHow.TOGETHER, required=False
    )
    satisfaction = forms.TypedChoiceField(
        label="Hoe tevreden bent u over de begeleiding?",
        choices=Satisfaction.choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    cooperation = forms.TypedChoiceField(
        label="Hoe goed werken de begeleiders samen met iedereen om u heen?",
        choices=Cooperation.choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    goes_well = forms.CharField(label="Wat gaat er goed?", widget=text_area(2), required=False)
    could_be_better = forms.CharField(label="Wat kan beter?", widget=text_area(2), required=False)

    layout = (("name", "answered_how"), "satisfaction", "cooperation", "goes_well", "could_be_better")

    def __init__(self, *args: Any, respondent: Respondent, stored: Experience | None, **kwargs: Any) -> None:
        self.respondent = respondent
        initial = {name: getattr(stored, name) for name in self.base_fields} if stored else {}
        super().__init__(*args, prefix=respondent.value, initial=initial, **kwargs)
        if respondent == Respondent.REFERRER:
            del self.fields["satisfaction"]
            self.fields["cooperation"].label = "Hoe goed werken de begeleiders met u samen?"

    @property
    def row(self) -> dict[str, Any] | None:
        """What the service takes; None when nothing was answered."""
        cleaned = dict(self.cleaned_data)
        how = cleaned.pop("answered_how") or AnsweredHow.TOGETHER
        is_answered = any(value for name, value in cleaned.items() if name != "name")
        return {**cleaned, "answered_how": how} if is_answered else None
