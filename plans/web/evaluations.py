"""Pages on which a plan is evaluated: begin, write, read."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from core.clock import today
from core.errors import Conflict
from core.templatetags.pages import error_summary
from core.web.views import actor_of, allow
from plans.access import may_read_plan, may_write_plan
from plans.enums import WmoFit
from plans.forms import (
    EvaluationForm,
    ParticipantForm,
    ParticipantFormSet,
    ProgressForm,
    StartEvaluationForm,
)
from plans.models import Evaluation
from plans.selectors import product_version_of
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.web.presenting import WMO_KINDS, Badge
from plans.web.refusals import CONFLICT, show_conflict, show_refusal, take_over_revision
from plans.web.scoping import evaluation_of, record_reading
from plans.web.service_page import ServicePage

FIELD_OF_CODE = {
    "held_in_future": "held_on",
    "no_absence_reason": "client_absence_reason",
    "no_effectiveness": "effectiveness",
    "no_report": "report",
    "no_wmo_answer": "wmo_fit",
    "no_wmo_reason": "wmo_reason",
}
"""Where a demand on a complete evaluation is met."""


class StartEvaluation(ServicePage):
    """A new evaluation of a plan in execution."""

    title = "Nieuwe evaluatie"
    submit_label = "Evaluatie beginnen"
    done = "De evaluatie is begonnen. U kunt tussendoor opslaan."

    def form(self, data: Any = None) -> StartEvaluationForm:
        """The form, with today filled in."""
        return StartEvaluationForm(data, initial={"held_on": today()})

    def save(self, form: StartEvaluationForm, rows: Any) -> Evaluation:
        """Start the evaluation."""
        return start_evaluation(actor=actor_of(self.request), version=self.version, **form.cleaned_data)

    def done_url(self, saved: Any) -> str:
        """Go on writing."""
        return reverse("plans:evaluation", args=[saved.public_id])


@method_decorator(never_cache, name="dispatch")
class EvaluationPage(View):
    """An evaluation: one long form while it is open and the reader may write, the report otherwise."""

    evaluation: Evaluation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Get the evaluation within the scope."""
        self.evaluation = evaluation_of(request, kwargs["public_id"])
        allow(may=may_read_plan(actor_of(request), self.evaluation.version.plan))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form or the report."""
        record_reading(request, self.evaluation.version, self.evaluation)
        may_write = may_write_plan(actor_of(request), self.evaluation.version.plan)
        if self.evaluation.is_complete or not may_write:
            return render(request, "plans/evaluation.html", self._context() | self._report())
        return self._show(self._form(), self._participants(), self._progress())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save the draft and, when asked, complete the evaluation."""
        allow(may=may_write_plan(actor_of(request), self.evaluation.version.plan))
        form, participants = self._form(request.POST), self._participants(request.POST)
        progress = self._progress(request.POST)
        are_valid = [part.is_valid() for part in (form, participants, *progress)]
        if not all(are_valid):
            return self._show(form, participants, progress)
        try:
            return self._save(form, participants, progress)
        except ValidationError as error:
            show_refusal(form, error, FIELD_OF_CODE)
        except Conflict as conflict:
            self.evaluation = evaluation_of(request, self.evaluation.public_id)
            show_conflict(form, conflict, EvaluationForm.initial_of(self.evaluation))
            return self._show(form, participants, progress, status=CONFLICT)
        return self._show(form, participants, progress)

    def _save(self, form: Any, participants: Any, progress: Sequence[ProgressForm]) -> HttpResponse:
        values = dict(form.cleaned_data)
        actor = actor_of(self.request)
        saved = change_evaluation(
            actor=actor,
            evaluation=self.evaluation,
            revision=values.pop("revision"),
            values=values,
            participants=participants.rows,
            progress=[row for part in progress if (row := part.row) is not None],
        )
        if "complete" in self.request.POST:
            # The text is safe from here on: a refusal below says only what is still missing.
            take_over_revision(form, saved.revision)
            self.evaluation = saved
            messages.info(self.request, "Uw tekst is bewaard.")
            complete_evaluation(actor=actor, evaluation=saved, revision=saved.revision)
            messages.success(self.request, "De evaluatie is afgerond. De termijn voor de volgende loopt nu.")
            return redirect("plans:evaluation", saved.public_id)
        messages.success(self.request, "Het concept is opgeslagen. U kunt later verdergaan.")
        return redirect("plans:evaluation", saved.public_id)

    def _form(self, data: Any = None) -> EvaluationForm:
        return EvaluationForm(data, initial=EvaluationForm.initial_of(self.evaluation))

    def _participants(self, data: Any = None) -> Any:
        names = ParticipantForm.base_fields
        stored = [{name: getattr(person, name) for name in names} for person in self.evaluation.participants.all()]
        return ParticipantFormSet(data, prefix="participants", initial=stored)

    def _progress(self, data: Any = None) -> list[ProgressForm]:
        stored = {row.goal_id: row for row in self.evaluation.goal_progress.all()}
        goals = self.evaluation.version.goals.order_by("position")
        return [ProgressForm(data, goal=goal, stored=stored.get(goal.pk)) for goal in goals]

    def _show(
        self, form: EvaluationForm, participants: Any, progress: Sequence[ProgressForm], status: int = 200
    ) -> HttpResponse:
        errors = error_summary(form, participants, *progress)["errors"]
        context = {"form": form, "participants": participants, "progress": progress, "errors": errors}
        return render(self.request, "plans/evaluation_form.html", self._context() | context, status=status)

    def _context(self) -> dict[str, Any]:
        version = self.evaluation.version
        return {
            "evaluation": self.evaluation,
            "plan_version": version,
            "client": version.plan.allocation.client,
        }

    def _report(self) -> dict[str, Any]:
        fit = self.evaluation.wmo_fit
        return {
            "product_version": product_version_of(self.evaluation.version),
            "participants": self.evaluation.participants.all(),
            "progress": self.evaluation.goal_progress.select_related("goal").order_by("goal__position"),
            "wmo": Badge(str(self.evaluation.get_wmo_fit_display()), WMO_KINDS[WmoFit(fit)]) if fit else None,
        }
