"""Pages about what goes before an evaluation: asking for one, and what everybody concerned thinks."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from core.clock import today
from core.web.fields import RevisionForm
from core.web.service_forms import Part
from core.web.views import allow
from plans.access import may_close_plan, may_request_evaluation
from plans.enums import Respondent
from plans.forms import EvaluationRequestForm, ExperienceForm
from plans.models import Evaluation
from plans.services.experiences import record_experiences, request_evaluation
from plans.web.base import VersionFormView
from plans.web.scoping import evaluation_of, record_reading, version_of


class RequestEvaluation(VersionFormView):
    """Somebody wants to evaluate before it is due."""

    form_class = EvaluationRequestForm
    title = "Eerder evalueren"
    submit_label = "Evaluatie vragen"
    done = "Het verzoek staat op de werkvoorraad van de zorgaanbieder."

    def load(self) -> None:
        """The version, for the provider and for the case worker of the municipality."""
        self.version = version_of(self.request, self.kwargs["public_id"])
        allow(may=may_request_evaluation(self.actor, self.version.plan, today()))

    def perform(self, form: EvaluationRequestForm) -> object:
        """Keep the request."""
        return request_evaluation(actor=self.actor, plan=self.version.plan, **form.cleaned_data)


class Experiences(VersionFormView):
    """What client, carer and referrer answered before the evaluation, from paper or filled in together."""

    form_class = RevisionForm
    template_name = "plans/experiences_form.html"
    title = "Vragen vooraf"
    done = "De antwoorden zijn opgeslagen."
    evaluation: Evaluation

    def load(self) -> None:
        """The open evaluation, for who may write it."""
        self.evaluation = evaluation_of(self.request, self.kwargs["public_id"])
        self.version = self.evaluation.version
        allow(may=may_close_plan(self.actor, self.version.plan))

    def record_reading(self) -> None:
        """The page shows the file of a client."""
        record_reading(self.request, self.version, self.evaluation)

    def stored(self) -> dict[str, Any]:
        """The revision that is stored."""
        return {"revision": self.evaluation.revision}

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """A form for each of those who are asked."""
        stored = {row.respondent: row for row in self.evaluation.experiences.all()}
        return [ExperienceForm(data, respondent=one, stored=stored.get(one)) for one in Respondent]

    def perform(self, form: RevisionForm) -> Evaluation:
        """Keep the answers."""
        return record_experiences(
            actor=self.actor,
            evaluation=self.evaluation,
            revision=form.cleaned_data["revision"],
            answers={part.respondent: row for part in self.parts if (row := part.row) is not None},
        )

    def back_url(self) -> str:
        """The evaluation."""
        return reverse("plans:evaluation", args=[self.evaluation.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms of those who are asked."""
        return super().get_context_data(evaluation=self.evaluation, parts=self.parts, **kwargs)
