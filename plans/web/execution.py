"""Actions on a plan that both sides agreed to: carry out, hand over, end."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.clock import today
from core.web.views import actor_of
from plans.forms import EndPlanForm, HandOverForm
from plans.selectors import lapse_of, terms_for
from plans.services.execution import end_plan
from plans.services.execution import start_execution as start_execution_of
from plans.services.responsibility import hand_over
from plans.web.base import VersionFormView
from plans.web.people import candidates
from plans.web.scoping import closable_version, writable_version


@require_POST
def start_execution(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin to carry out an agreed version."""
    version = start_execution_of(actor=actor_of(request), version=writable_version(request, public_id))
    messages.success(request, f"Versie {version.number} van het plan wordt nu uitgevoerd.")
    return redirect("plans:detail", version.public_id)


class HandOver(VersionFormView):
    """Another professional becomes finally responsible."""

    form_class = HandOverForm
    title = "Eindverantwoordelijke wijzigen"
    done = "De nieuwe eindverantwoordelijke is vastgelegd."

    def get_initial(self) -> dict[str, Any]:
        """Tomorrow; today when who is responsible now may not be so."""
        return {"from_on": self._first_day()}

    def _first_day(self) -> date:
        lapse = lapse_of(self.version, today())
        return today() if lapse and lapse.is_now else today() + timedelta(days=1)

    def get_form(self, form_class: Any = None) -> HandOverForm:
        """With who may be responsible from that day on."""
        form: HandOverForm = super().get_form(form_class)
        plan, day = self.version.plan, self._first_day()
        level = terms_for(plan, day).min_level_responsible
        candidates(form, plan.allocation.provider_id, level, day)
        return form

    def perform(self, form: HandOverForm) -> object:
        """Hand over."""
        return hand_over(actor=self.actor, plan=self.version.plan, **form.cleaned_data)


class EndPlan(VersionFormView):
    """The end of a version of a plan."""

    form_class = EndPlanForm
    title = submit_label = "Plan beëindigen"
    done = "Het plan is beëindigd."

    def load(self) -> None:
        """The version, also after the end of the allocation: closing is what is left then."""
        self.version = closable_version(self.request, self.kwargs["public_id"])

    def perform(self, form: EndPlanForm) -> object:
        """End the version."""
        return end_plan(actor=self.actor, version=self.version, **form.cleaned_data)
