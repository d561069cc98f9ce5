"""The forms in which people write about a finding."""

from typing import Any

from django.urls import reverse

from compliance.access import may_answer_finding, may_judge_finding
from compliance.documents.findings import where
from compliance.forms import ExplanationForm, ImprovementForm, RulingForm
from compliance.models import Finding, Step
from compliance.selectors.findings import findings_seen
from compliance.selectors.overview import counting
from compliance.services.handling import explain_finding, judge_finding, plan_improvement
from compliance.web.findings import record_finding
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404


class FindingForm(ServiceFormView):
    """A form about one finding."""

    template_name = "compliance/finding_form.html"
    finding: Finding

    def load(self) -> None:
        """The finding, for who may write this about it."""
        with counting(self.actor):
            self.finding = scoped_or_404(findings_seen(self.actor), self.actor, public_id=self.kwargs["finding_id"])
            allow(may=self.may())

    def may(self) -> bool:
        """Those of the provider."""
        return may_answer_finding(self.actor, self.finding)

    def record_reading(self) -> None:
        """The page says what was found in a file."""
        record_finding(self.actor, self.finding)

    def back_url(self) -> str:
        """The page of the finding."""
        return reverse("compliance:finding", args=[self.finding.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it is about."""
        return super().get_context_data(finding=self.finding, where=where(self.finding), **kwargs)


class ExplainFinding(FindingForm):
    """The provider says why the requirement was not met."""

    form_class = ExplanationForm
    title = "Uitleg geven"
    submit_label = "Uitleg versturen"
    done = "Uw uitleg staat bij de bevinding."

    def perform(self, form: ExplanationForm) -> Step:
        """Write it down."""
        return explain_finding(actor=self.actor, finding=self.finding, **form.cleaned_data)


class PlanImprovement(FindingForm):
    """The provider says what it does about it, and when that is ready."""

    form_class = ImprovementForm
    title = "Verbeterplan maken"
    submit_label = "Verbeterplan versturen"
    done = "Het verbeterplan staat bij de bevinding."

    def perform(self, form: ImprovementForm) -> Step:
        """Write it down."""
        return plan_improvement(actor=self.actor, finding=self.finding, **form.cleaned_data)


class JudgeFinding(FindingForm):
    """A municipality says what it makes of it."""

    form_class = RulingForm
    title = "Bevinding beoordelen"
    submit_label = "Oordeel vastleggen"
    done = "Het oordeel staat bij de bevinding."

    def may(self) -> bool:
        """Those of a municipality whose inhabitants it is about."""
        return may_judge_finding(self.actor, self.finding)

    def perform(self, form: RulingForm) -> Step:
        """Write it down."""
        return judge_finding(actor=self.actor, finding=self.finding, **form.cleaned_data)
