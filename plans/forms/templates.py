"""Forms about templates of plans, and about the results that a plan answers to."""

from typing import Any, ClassVar

from django import forms

from core.web.fields import RevisionForm, decimal_field, rows_of, text_area, without_idle_zeros
from core.web.forms import PageForm
from plans.enums import GoalDomain
from plans.models import AgreedResult, PlanTemplate, TemplateGoal
from products.models import ProductVariant

NO_NAMES = "Schrijf hier niets over een cliënt: het sjabloon is voor alle plannen."


class TemplateForm(RevisionForm):
    """The name of a template and the texts with which a plan begins."""

    name = forms.CharField(label="Naam van het sjabloon", max_length=120, help_text=NO_NAMES)
    situation = forms.CharField(label="Hoe gaat het nu?", widget=text_area(), required=False)
    needed_support = forms.CharField(
        label="Welk toezicht en welke nabijheid zijn nodig?", widget=text_area(), required=False
    )
    taken_over = forms.CharField(label="Wat neemt de aanbieder over?", widget=text_area(3), required=False)
    evaluation_interval_months = forms.IntegerField(
        label="Evalueren na hoeveel maanden?",
        help_text="Laat dit leeg om de termijn van het product te volgen.",
        min_value=1,
        max_value=120,
        required=False,
    )

    layout: ClassVar[tuple[str, ...]] = (
        "name",
        "situation",
        "needed_support",
        "taken_over",
        "evaluation_interval_months",
    )
    field_of = {"template_name": "name"}

    @staticmethod
    def initial_of(template: PlanTemplate) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        names = [name for name in TemplateForm.base_fields if name != "revision"]
        return {"revision": template.revision} | {name: getattr(template, name) for name in names}


class NewTemplateForm(TemplateForm):
    """A new template: for which product too."""

    variant = forms.ModelChoiceField(
        label="Product", queryset=ProductVariant.objects.none(), to_field_name="code", empty_label="Kies een product"
    )

    layout = ("variant", *TemplateForm.layout)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variant"].queryset = ProductVariant.objects.order_by("position")  # type: ignore[attr-defined]


class TemplateGoalForm(RevisionForm):
    """A goal of a template: the parts that do not depend on the client."""

    domain = forms.ChoiceField(label="Leefgebied", choices=GoalDomain.choices)
    statement = forms.CharField(label="Doel", help_text=NO_NAMES, widget=text_area(3))
    measure = forms.CharField(label="Wat meten we?", max_length=300, required=False)
    start_value = decimal_field("Beginwaarde", required=False, kind=forms.DecimalField)
    target_value = decimal_field("Streefwaarde", required=False, kind=forms.DecimalField)
    unit = forms.CharField(label="Eenheid", max_length=60, required=False)
    why_realistic = forms.CharField(label="Waarom is dit haalbaar?", widget=text_area(2), required=False)

    layout = ("domain", "statement", "measure", ("start_value", "target_value"), "unit", "why_realistic")

    @staticmethod
    def initial_of(goal: TemplateGoal) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        names = [name for name in TemplateGoalForm.base_fields if name != "revision"]
        return {name: getattr(goal, name) for name in names} | {
            "revision": goal.template.revision,
            "start_value": without_idle_zeros(goal.start_value),
            "target_value": without_idle_zeros(goal.target_value),
        }


class ResultForm(PageForm):
    """One result that was agreed in the conversation."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label="Wat is er afgesproken?", widget=text_area(2))
    domain = forms.ChoiceField(label="Leefgebied", choices=GoalDomain.choices)

    layout = ("text", "domain")

    @staticmethod
    def initial_of(result: AgreedResult) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        return {"key": result.public_id, "text": result.text, "domain": result.domain}


ResultFormSet = rows_of(ResultForm, "Resultaat", "Resultaten")
