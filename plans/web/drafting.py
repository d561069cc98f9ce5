"""Pages on which a plan is drawn up: start, texts, evaluation moments, the next version."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from clients.models import Allocation
from core.clock import today
from core.web.views import allow, scoped_or_404
from plans.access import may_start_plan
from plans.forms import MomentsForm, NewVersionForm, PlanForm, StartPlanForm
from plans.models import Plan, PlanTemplate, PlanVersion
from plans.selectors import reached_goals, results_of, terms_for
from plans.services.drafting import change_plan, set_evaluation_moments, start_new_version, start_plan
from plans.web.base import VersionFormView
from plans.web.people import candidates
from plans.web.scoping import ALLOCATION_PARTS


class StartPlan(VersionFormView):
    """A new plan under an allocation."""

    form_class = StartPlanForm
    title = "Nieuw uitvoeringsplan"
    submit_label = "Plan beginnen"
    done = "Het plan is begonnen. Vul nu de situatie, de doelen en de evaluatiemomenten in."
    allocation: Allocation

    def load(self) -> None:
        """Stand in for the version that does not exist yet, so that the page has its client."""
        rows = Allocation.objects.select_related(*ALLOCATION_PARTS)
        self.allocation = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_start_plan(self.actor, self.allocation, today()))
        self.version = PlanVersion(plan=Plan(allocation=self.allocation))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the plan that is there already."""
        existing = PlanVersion.objects.filter(plan__allocation=self.allocation).first()
        return redirect("plans:detail", existing.public_id) if existing else super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The period of the allocation, as far as it lies ahead."""
        return {"starts_on": self._first_day(), "ends_on": self.allocation.ends_on}

    def get_form(self, form_class: Any = None) -> StartPlanForm:
        """With who may be responsible from the first day on."""
        form: StartPlanForm = super().get_form(form_class)
        level = terms_for(self.version.plan, self._first_day()).min_level_responsible
        candidates(form, self.allocation.provider_id, level, self._first_day())
        form.offer(self._templates(), self._formers(), results_of(self.version.plan))
        return form

    def _templates(self) -> list[PlanTemplate]:
        """The templates of this product."""
        rows = PlanTemplate.objects.visible_to(self.actor).filter(retired_at=None, variant=self.allocation.variant_id)
        return list(rows.order_by("name", "pk"))

    def _formers(self) -> list[PlanVersion]:
        """Of each earlier plan of this client at this provider the last version that counted."""
        rows = PlanVersion.objects.visible_to(self.actor).filter(
            plan__allocation__client=self.allocation.client_id, plan__allocation__provider=self.allocation.provider_id
        )
        newest: dict[int, PlanVersion] = {}
        for row in rows.exclude(agreed_at=None).select_related("plan__allocation__variant").order_by("number"):
            newest[row.plan_id] = row
        return sorted(newest.values(), key=lambda row: row.starts_on, reverse=True)

    def perform(self, form: StartPlanForm) -> PlanVersion:
        """Start the plan."""
        return start_plan(actor=self.actor, allocation=self.allocation, **form.values)

    def done_url(self, saved: PlanVersion) -> str:
        """Go to the draft."""
        return reverse("plans:detail", args=[saved.public_id])

    def back_url(self) -> str:
        """Go back to the plans of the client."""
        return reverse("plans:of_client", args=[self.allocation.client.public_id])

    def _first_day(self) -> date:
        return max(self.allocation.starts_on, min(today(), self.allocation.ends_on or today()))


class ChangePlan(VersionFormView):
    """The period and the texts of a draft."""

    form_class = PlanForm
    title = "Situatie en periode"
    autosaves = True

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return PlanForm.initial_of(self.version)

    def perform(self, form: PlanForm) -> PlanVersion:
        """Change the draft."""
        revision = form.cleaned_data["revision"]
        return change_plan(actor=self.actor, version=self.version, revision=revision, values=form.values)


class ChangeMoments(VersionFormView):
    """The evaluation moments of a draft: a field for each day that is stored, and a few empty ones."""

    form_class = MomentsForm
    title = "Evaluatiemomenten"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add how many days are stored."""
        return super().get_form_kwargs() | {"stored": len(self._days())}

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return {"revision": self.version.revision} | {f"day_{n}": day for n, day in enumerate(self._days(), start=1)}

    def perform(self, form: MomentsForm) -> object:
        """Replace the moments."""
        revision = form.cleaned_data["revision"]
        return set_evaluation_moments(actor=self.actor, version=self.version, revision=revision, days=form.days)

    def _days(self) -> list[date]:
        return list(self.version.evaluation_moments.order_by("planned_on").values_list("planned_on", flat=True))


class NewVersion(VersionFormView):
    """The next version of a plan, as a copy of the newest one: which goals go along?"""

    form_class = NewVersionForm
    title = "Nieuwe versie van het plan"
    submit_label = "Nieuwe versie maken"
    done = (
        "Versie {.number} is begonnen als concept. Het plan dat nu geldt, blijft gelden "
        "tot deze versie is vastgesteld en de uitvoering ervan is gestart."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The goals of the newest version; those that are reached are left out unless somebody ticks them."""
        newest = self.version.plan.versions.order_by("-number")[0]
        goals = list(newest.goals.order_by("position"))
        return super().get_form_kwargs() | {"goals": goals, "reached": reached_goals(newest)}

    def perform(self, form: NewVersionForm) -> PlanVersion:
        """Begin the next version."""
        return start_new_version(actor=self.actor, plan=self.version.plan, without=form.without)

    def done_url(self, saved: PlanVersion) -> str:
        """Go to the new draft."""
        return reverse("plans:detail", args=[saved.public_id])
