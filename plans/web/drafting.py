"""Pages on which a plan is drawn up: start, texts, evaluation moments, the next version."""

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
from plans.web.people import candidates
from plans.web.scoping import ALLOCATION_PARTS, writable_version
from plans.web.service_page import ServicePage


class StartPlan(ServicePage):
    """A new plan under an allocation."""

    title = "Nieuw uitvoeringsplan"
    submit_label = "Plan beginnen"
    done = "Het plan is begonnen. Vul nu de situatie, de doelen en de evaluatiemomenten in."

    def load(self, request: HttpRequest, public_id: UUID) -> None:
        """Stand in for the version that does not exist yet, so that the page has its client."""
        rows = Allocation.objects.select_related(*ALLOCATION_PARTS)
        self.allocation = scoped_or_404(rows, actor_of(request), public_id=public_id)
        allow(may=may_start_plan(actor_of(request), self.allocation.provider_id))
        self.version = PlanVersion(plan=Plan(allocation=self.allocation))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or the plan that is there already."""
        existing = PlanVersion.objects.filter(plan__allocation=self.allocation).first()
        return redirect("plans:detail", existing.public_id) if existing else super().get(request, **kwargs)

    def form(self, data: Any = None) -> StartPlanForm:
        """The form, with the period of the allocation filled in."""
        starts_on = max(self.allocation.starts_on, min(today(), self.allocation.ends_on or today()))
        initial = {"starts_on": starts_on, "ends_on": self.allocation.ends_on}
        form = StartPlanForm(data, initial=initial)
        level = terms_for(self.version.plan, starts_on).min_level_responsible
        candidates(form, self.allocation.provider_id, level, starts_on)
        return form

    def save(self, form: StartPlanForm, rows: Any) -> PlanVersion:
        """Start the plan."""
        return start_plan(actor=actor_of(self.request), allocation=self.allocation, **form.cleaned_data)

    def done_url(self, saved: Any) -> str:
        """Go to the draft."""
        return reverse("plans:detail", args=[saved.public_id])

    def back_url(self) -> str:
        """Go back to the plans of the client."""
        return reverse("plans:of_client", args=[self.allocation.client.public_id])


class ChangePlan(ServicePage):
    """The period and the texts of a draft."""

    title = "Situatie en periode"

    def form(self, data: Any = None) -> PlanForm:
        """The form with what is stored."""
        return PlanForm(data, initial=self.stored())

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return PlanForm.initial_of(self.version)

    def save(self, form: PlanForm, rows: Any) -> PlanVersion:
        """Change the draft."""
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return change_plan(actor=actor_of(self.request), version=self.version, revision=revision, values=values)


class ChangeMoments(ServicePage):
    """The evaluation moments of a draft."""

    title = "Evaluatiemomenten"

    def form(self, data: Any = None) -> MomentsForm:
        """A field for each day that is stored, and a few empty ones."""
        days = list(self.version.evaluation_moments.values_list("planned_on", flat=True))
        return MomentsForm(data, days=days, initial={"revision": self.version.revision})

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        days = self.version.evaluation_moments.order_by("planned_on").values_list("planned_on", flat=True)
        return {"revision": self.version.revision} | {f"day_{n}": day for n, day in enumerate(days, start=1)}

    def save(self, form: MomentsForm, rows: Any) -> object:
        """Replace the moments."""
        return set_evaluation_moments(
            actor=actor_of(self.request),
            version=self.version,
            revision=form.cleaned_data["revision"],
            days=form.days,
        )


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
