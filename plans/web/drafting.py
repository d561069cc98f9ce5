"""Pages on which a plan is drawn up: start, texts, evaluation moments, the next version."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from clients.models import Allocation
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from plans.access import may_start_plan
from plans.forms import MomentsForm, PlanForm, StartPlanForm
from plans.models import Plan, PlanVersion
from plans.selectors import terms_for
from plans.services.drafting import change_plan, set_evaluation_moments, start_new_version, start_plan
from plans.web.base import VersionFormView
from plans.web.people import candidates
from plans.web.scoping import ALLOCATION_PARTS, writable_version


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
        return form

    def perform(self, form: StartPlanForm) -> PlanVersion:
        """Start the plan."""
        return start_plan(actor=self.actor, allocation=self.allocation, **form.cleaned_data)

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


@require_POST
def new_version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin the next version as a copy of the newest one."""
    version = start_new_version(actor=actor_of(request), plan=writable_version(request, public_id).plan)
    messages.success(
        request,
        f"Versie {version.number} is begonnen als concept. Het plan dat nu geldt, blijft gelden "
        "tot deze versie is vastgesteld en de uitvoering ervan is gestart.",
    )
    return redirect("plans:detail", version.public_id)
