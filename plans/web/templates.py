"""Pages on which a provider keeps the templates of its plans. They show nobody's file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.web.service_forms import Part, ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404
from plans.access import may_change_template, may_keep_templates
from plans.forms import (
    ActivityForm,
    ActivityFormSet,
    NewTemplateForm,
    RevisionForm,
    TemplateForm,
    TemplateGoalForm,
)
from plans.models import PlanTemplate, TemplateGoal
from plans.services import templates as services


@never_cache
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """The templates with which plans of the actor's provider can start, by product."""
    actor = actor_of(request)
    allow(may=may_keep_templates(actor))
    rows = (
        PlanTemplate.objects.visible_to(actor)
        .filter(retired_at=None)
        .select_related("variant")
        .annotate(number_of_goals=Count("goals"))
        .order_by("variant__position", "name", "pk")
    )
    own = [row for row in rows if row.provider_id is not None]
    general = [row for row in rows if row.provider_id is None]
    return render(request, "plans/templates/list.html", {"own": own, "general": general})


@never_cache
@require_safe
def template_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A template with its texts, goals and activities."""
    template = _template(request, public_id)
    may_change = may_change_template(actor_of(request), template) and template.retired_at is None
    goals = template.goals.prefetch_related("activities").order_by("position")
    context = {"plan_template": template, "goals": goals, "may_change": may_change}
    return render(request, "plans/templates/detail.html", context)


class TemplateFormView(ServiceFormView):
    """A form about a template of the own provider."""

    template_name = "plans/templates/form.html"
    plan_template: PlanTemplate

    def load(self) -> None:
        """The template, for who may change it."""
        self.plan_template = _changeable(self.request, _template(self.request, self.kwargs["public_id"]))

    def back_url(self) -> str:
        """The page of the template."""
        return reverse("plans:template", args=[self.plan_template.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which template."""
        return super().get_context_data(plan_template=getattr(self, "plan_template", None), **kwargs)


class NewTemplate(TemplateFormView):
    """A new template of the own provider."""

    form_class = NewTemplateForm
    title = "Nieuw sjabloon"
    submit_label = "Sjabloon maken"
    done = "Het sjabloon is gemaakt. Voeg nu doelen toe."

    def load(self) -> None:
        """Nothing is there yet."""
        allow(may=may_keep_templates(self.actor))

    def stored(self) -> dict[str, Any]:
        """Nothing is there yet."""
        return {"revision": 0}

    def perform(self, form: NewTemplateForm) -> PlanTemplate:
        """Create the template."""
        values = form.values
        return services.create_template(actor=self.actor, variant=values.pop("variant"), values=values)

    def back_url(self) -> str:
        """Go back to the list."""
        return reverse("plans:templates")

    def done_url(self, saved: PlanTemplate) -> str:
        """Go on with its goals."""
        return reverse("plans:template", args=[saved.public_id])


class ChangeTemplate(TemplateFormView):
    """The name and the texts of a template."""

    form_class = TemplateForm
    title = "Sjabloon wijzigen"

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return TemplateForm.initial_of(self.plan_template)

    def perform(self, form: TemplateForm) -> PlanTemplate:
        """Change the template."""
        revision = form.cleaned_data["revision"]
        return services.change_template(
            actor=self.actor, template=self.plan_template, revision=revision, values=form.values
        )


class AddTemplateGoal(TemplateFormView):
    """A new goal of a template, with room for its activities."""

    form_class: Any = TemplateGoalForm
    template_name = "plans/templates/goal_form.html"
    title = "Nieuw doel in het sjabloon"
    submit_label = "Doel opslaan"
    done = "Het doel staat in het sjabloon."

    def stored(self) -> dict[str, Any]:
        """Only the revision: nothing of the goal is stored yet."""
        return {"revision": self.plan_template.revision}

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Empty activities."""
        return [ActivityFormSet(data, prefix="activities")]

    def perform(self, form: Any) -> object:
        """Add the goal."""
        return services.add_template_goal(template=self.plan_template, **self.given(form))

    def given(self, form: TemplateGoalForm) -> dict[str, Any]:
        """Who writes what over which revision."""
        [activities] = self.parts
        revision = form.cleaned_data["revision"]
        return {"actor": self.actor, "revision": revision, "values": form.values, "activities": activities.rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the activities."""
        return super().get_context_data(formset=next(iter(self.parts), None), **kwargs)


class ChangeTemplateGoal(AddTemplateGoal):
    """A goal that is in the template."""

    title = "Doel van het sjabloon wijzigen"
    done = "Opgeslagen."
    goal: TemplateGoal

    def load(self) -> None:
        """The goal with its template, for who may change it."""
        rows = TemplateGoal.objects.select_related("template__variant")
        self.goal = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.plan_template = _changeable(self.request, self.goal.template)

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return TemplateGoalForm.initial_of(self.goal)

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """The activities, and room for more."""
        initial = [
            {name: getattr(activity, name) for name in ActivityForm.base_fields}
            for activity in self.goal.activities.all()
        ]
        return [ActivityFormSet(data, prefix="activities", initial=initial)]

    def perform(self, form: Any) -> object:
        """Change the goal."""
        return services.change_template_goal(goal=self.goal, **self.given(form))


class RemoveTemplateGoal(ChangeTemplateGoal):
    """Ask before a goal goes; only the revision that was shown is sent."""

    form_class = RevisionForm
    template_name = "plans/templates/goal_remove.html"
    title = submit_label = "Doel uit het sjabloon halen"
    done = "Het doel is uit het sjabloon gehaald."

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Nothing else to fill in."""
        return ()

    def perform(self, form: Any) -> None:
        """Remove the goal."""
        services.remove_template_goal(actor=self.actor, goal=self.goal, revision=form.cleaned_data["revision"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The goal itself too."""
        return super().get_context_data(goal=self.goal, **kwargs)


@require_POST
def copy_template(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A copy for the own provider."""
    copied = services.copy_template(actor=actor_of(request), template=_template(request, public_id))
    messages.success(request, f"‘{copied.name}’ is nu een sjabloon van uw organisatie. Pas het aan zoals u wilt.")
    return redirect("plans:template", copied.public_id)


@require_POST
def retire_template(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """No plan starts from it any more."""
    template = _changeable(request, _template(request, public_id))
    services.retire_template(actor=actor_of(request), template=template)
    messages.success(request, f"‘{template.name}’ kan niet meer gekozen worden. Plannen die ermee begonnen, blijven.")
    return redirect("plans:templates")


def _template(request: HttpRequest, public_id: UUID) -> PlanTemplate:
    rows = PlanTemplate.objects.select_related("variant")
    template: PlanTemplate = scoped_or_404(rows, actor_of(request), public_id=public_id)
    allow(may=may_keep_templates(actor_of(request)))
    return template


def _changeable(request: HttpRequest, template: PlanTemplate) -> PlanTemplate:
    allow(may=may_change_template(actor_of(request), template))
    return template
