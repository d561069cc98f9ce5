"""Pages on which a plan is evaluated: begin, write, read."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from core.clock import today
from core.templatetags.pages import error_summary, focus_id
from core.web.conflicts import LastSaved
from core.web.service_forms import Part
from core.web.views import allow
from plans.access import may_close_plan, may_read_plan
from plans.enums import WmoFit
from plans.forms import (
    EvaluationForm,
    ParticipantForm,
    ParticipantFormSet,
    ProgressForm,
    ScoresForm,
    StartEvaluationForm,
)
from plans.models import Evaluation
from plans.selectors import (
    in_words,
    last_change_of_evaluation,
    measured_before,
    measurements_of,
    measurements_until,
    product_version_of,
    scores_at,
    scores_before,
    trend_view,
)
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.web.base import VersionFormView
from plans.web.presenting import WMO_KINDS, Badge
from plans.web.scoping import evaluation_of, record_reading


class StartEvaluation(VersionFormView):
    """A new evaluation of a plan in execution."""

    form_class = StartEvaluationForm
    title = "Nieuwe evaluatie"
    submit_label = "Evaluatie beginnen"
    done = "De evaluatie is begonnen. U kunt tussendoor opslaan."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"held_on": today()}

    def perform(self, form: StartEvaluationForm) -> Evaluation:
        """Start the evaluation."""
        return start_evaluation(actor=self.actor, version=self.version, **form.cleaned_data)

    def done_url(self, saved: Evaluation) -> str:
        """Go on writing."""
        return reverse("plans:evaluation", args=[saved.public_id])


class EvaluationPage(VersionFormView):
    """An evaluation: one long form while it is open and the reader may write, the report otherwise."""

    form_class = EvaluationForm
    template_name = "plans/evaluation_form.html"
    title = "Evaluatie"
    autosaves = True
    done = "Het concept is opgeslagen. U kunt later verdergaan."
    evaluation: Evaluation

    def load(self) -> None:
        """The evaluation, to read for who may read the plan and to send for who may write it."""
        self.evaluation = evaluation_of(self.request, self.kwargs["public_id"])
        self.version = self.evaluation.version
        may = may_read_plan if self.request.method in {"GET", "HEAD"} else may_close_plan
        allow(may=may(self.actor, self.version.plan))

    def record_reading(self) -> None:
        """The page shows the file of a client."""
        record_reading(self.request, self.version, self.evaluation)

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return EvaluationForm.initial_of(self.evaluation)

    def last_saved(self) -> LastSaved | None:
        """By the trail of the file."""
        return self.as_last_saved(last_change_of_evaluation(self.evaluation))

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Who took part, and the progress on each goal."""
        names = ParticipantForm.base_fields
        people = [{name: getattr(person, name) for name in names} for person in self.evaluation.participants.all()]
        stored = {row.goal_id: row for row in self.evaluation.goal_progress.all()}
        measured = measured_before(self.evaluation)
        return [
            ParticipantFormSet(data, prefix="participants", initial=people),
            ScoresForm(
                data,
                prefix="score",
                before=scores_before(self.version.plan, self.evaluation),
                initial={name: str(score) for name, score in scores_at(self.evaluation).items()},
            ),
            *(
                ProgressForm(data, goal=goal, stored=stored.get(goal.pk), measured=measured[goal.pk])
                for goal in self.version.goals.prefetch_related("activities").order_by("position")
            ),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form or the report."""
        if self.evaluation.is_complete or not may_close_plan(self.actor, self.version.plan):
            self.record_reading()
            return render(request, "plans/evaluation.html", self._report())
        return super().get(request, *args, **kwargs)

    def perform(self, form: EvaluationForm) -> Evaluation:
        """Save the draft and, when asked, complete the evaluation."""
        participants, scores, *progress = self.parts
        saved = change_evaluation(
            actor=self.actor,
            evaluation=self.evaluation,
            revision=form.cleaned_data["revision"],
            values=form.values,
            participants=participants.rows,
            progress=[row for part in progress if (row := part.row) is not None],
            scores=scores.scores,
        )
        if "complete" in self.request.POST:
            # The text is safe from here on: a refusal below says only what is still missing.
            self.saved(saved)
            form.take_over_revision(saved.revision)
            self.evaluation = saved
            try:
                complete_evaluation(actor=self.actor, evaluation=saved, revision=saved.revision)
            except ValidationError:
                messages.info(self.request, "Uw tekst is bewaard.")
                raise
            self.done = "De evaluatie is afgerond. De termijn voor de volgende loopt nu."
        return saved

    def done_url(self, saved: Evaluation) -> str:
        """Stay here."""
        return reverse("plans:evaluation", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other forms, and all errors in one list."""
        participants, scores, *progress = self.parts
        kwargs["form"].target_of = _targets(participants, scores, progress)
        return super().get_context_data(
            evaluation=self.evaluation,
            participants=participants,
            scores=scores,
            progress=progress,
            trend=trend_view(measurements_of(self.version.plan)),
            experiences=self.evaluation.experiences.all(),
            requests=self.evaluation.requests.all(),
            **error_summary(kwargs["form"], *self.parts),
            **kwargs,
        )

    def _report(self) -> dict[str, Any]:
        fit = self.evaluation.wmo_fit
        return {
            "evaluation": self.evaluation,
            "plan_version": self.version,
            "client": self.version.plan.allocation.client,
            "product_version": product_version_of(self.version),
            "participants": self.evaluation.participants.all(),
            "progress": self.evaluation.goal_progress.select_related("goal").order_by("goal__position"),
            "experiences": self.evaluation.experiences.all(),
            "requests": self.evaluation.requests.all(),
            "scores": in_words(scores_at(self.evaluation)),
            "trend": trend_view(measurements_until(self.evaluation)),
            "track": self.version.plan.wlz_tracks.filter(evaluation=self.evaluation).first(),
            "wmo": Badge(str(self.evaluation.get_wmo_fit_display()), WMO_KINDS[WmoFit(fit)]) if fit else None,
        }


def _targets(participants: Any, scores: Any, progress: Sequence[Any]) -> dict[str, str]:
    """Where to repair what is missing: in the first row without a name, and at the first question without an answer."""
    rows = [form["name"] for form in participants.forms]
    name = next((field for field in rows if not field.value()), rows[0] if rows else None)
    targets = dict.fromkeys(("no_client_side", "no_professional"), focus_id(name)) if name else {}
    unjudged = next((form["progress"] for form in progress if not form["progress"].value()), None)
    unscored = next((field for field in scores if not field.value()), None)
    found = {"goal_without_progress": unjudged, "indicator_without_score": unscored}
    return targets | {code: focus_id(field) for code, field in found.items() if field}
