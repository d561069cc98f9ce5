"""Actions on a plan that both sides agreed to: carry out, hand over, end."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.clock import today
from core.web.views import actor_of
from plans.forms import EndPlanForm, HandOverForm
from plans.selectors import terms_for
from plans.services.execution import end_plan
from plans.services.execution import start_execution as start_execution_of
from plans.services.responsibility import hand_over
from plans.web.people import candidates
from plans.web.scoping import writable_version
from plans.web.service_page import ServicePage


@require_POST
def start_execution(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin to carry out an agreed version."""
    version = start_execution_of(actor=actor_of(request), version=writable_version(request, public_id))
    messages.success(request, f"Versie {version.number} van het plan wordt nu uitgevoerd.")
    return redirect("plans:detail", version.public_id)


class HandOver(ServicePage):
    """Another professional becomes finally responsible."""

    title = "Eindverantwoordelijke wijzigen"
    done = "De nieuwe eindverantwoordelijke is vastgelegd."

    def form(self, data: Any = None) -> HandOverForm:
        """The form, with tomorrow filled in."""
        day = today() + timedelta(days=1)
        form = HandOverForm(data, initial={"from_on": day})
        plan = self.version.plan
        candidates(form, plan.allocation.provider_id, terms_for(plan, day).min_level_responsible, day)
        return form

    def save(self, form: HandOverForm, rows: Any) -> object:
        """Hand over."""
        return hand_over(actor=actor_of(self.request), plan=self.version.plan, **form.cleaned_data)


class EndPlan(ServicePage):
    """The end of a version of a plan."""

    title = "Plan beëindigen"
    submit_label = "Plan beëindigen"
    done = "Het plan is beëindigd."

    def form(self, data: Any = None) -> EndPlanForm:
        """The form that asks why."""
        return EndPlanForm(data)

    def save(self, form: EndPlanForm, rows: Any) -> object:
        """End the version."""
        return end_plan(actor=actor_of(self.request), version=self.version, **form.cleaned_data)
