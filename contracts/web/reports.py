"""Pages of what providers report to the region: written by the provider, answered by a purchaser."""

from typing import Any

from django.urls import reverse
from django.views.generic import DetailView, ListView

from contracts.access import may_change_contract, may_report, may_see_spending
from contracts.enums import ContractParameter, ReportKind, ReportState
from contracts.forms.reports import BreachForm, ConsentForm, MeasureForm, SeenForm, StopForm, contracts_of
from contracts.models import ProviderReport
from contracts.selectors.settings import limit
from contracts.services import answer_report, report_breach, report_client_stop, report_measure
from contracts.web.base import PurchaserForm
from core.clock import today
from core.web.views import ScopedMixin, allow, scoped_or_404


class ReportList(ScopedMixin, ListView[ProviderReport]):
    """What was reported, the newest first."""

    queryset = ProviderReport.objects.select_related("contract__provider")
    template_name = "contracts/reports.html"
    context_object_name = "reports"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """For purchasers and quality officers."""
        allow(may=may_see_spending(self.actor))
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the actor may report."""
        return super().get_context_data(may_report=may_report(self.actor), **kwargs)


class ReportDetail(ScopedMixin, DetailView[ProviderReport]):
    """One report, and what the region said to it."""

    queryset = ProviderReport.objects.select_related(
        "contract__framework__region", "contract__provider", "reported_by", "answered_by"
    )
    template_name = "contracts/report.html"
    context_object_name = "report"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the actor may answer."""
        allow(may=may_see_spending(self.actor))
        report = self.object
        may_answer = report.state == ReportState.OPEN and may_change_contract(self.actor, report.contract)
        return super().get_context_data(may_answer=may_answer, is_stop=report.kind == ReportKind.CLIENT_STOP, **kwargs)


class ReportForm(PurchaserForm):
    """A form with which a provider reports something."""

    submit_label = "Melden"
    done = "De melding is verstuurd aan de inkoper."
    within: tuple[ContractParameter, str]
    """The limit that holds for this, and how it is told."""

    def load(self) -> None:
        """For quality officers of a provider."""
        allow(may=may_report(self.actor))
        parameter, words = self.within
        found = limit(parameter, today())
        self.about = f"{words.format(found.value)} ({found.source})" if found else ""

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [("Meldingen", reverse("contracts:reports"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which contracts there are."""
        return super().get_form_kwargs() | {"contracts": contracts_of(self.actor, today())}

    def done_url(self, saved: ProviderReport) -> str:
        """The report."""
        return reverse("contracts:report", args=[saved.public_id])


class ReportStop(ReportForm):
    """Ask for a client stop."""

    form_class = StopForm
    title = "Cliëntenstop aanvragen"
    within = (
        ContractParameter.STOP_AHEAD,
        "Vraag dit ten minste {} dagen vooraf aan. De stop gaat in als de inkoper toestemming geeft. "
        "Crisiszorg weigert u nooit.",
    )

    def perform(self, form: StopForm) -> ProviderReport:
        """Ask for it."""
        return report_client_stop(actor=self.actor, **form.cleaned_data)


class ReportMeasure(ReportForm):
    """Report a measure of a supervisor."""

    form_class = MeasureForm
    title = "Maatregel van een toezichthouder melden"
    within = ContractParameter.MEASURE_WITHIN, "Meld dit binnen {} dagen nadat de maatregel is opgelegd."

    def perform(self, form: MeasureForm) -> ProviderReport:
        """Report it."""
        return report_measure(actor=self.actor, **form.cleaned_data)


class ReportBreach(ReportForm):
    """Report a data breach."""

    form_class = BreachForm
    title = "Datalek melden"
    within = ContractParameter.BREACH_WITHIN, "Meld dit binnen {} uur nadat u het ontdekte."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"discovered_on": today()}

    def perform(self, form: BreachForm) -> ProviderReport:
        """Report it."""
        return report_breach(actor=self.actor, **form.wish())


class AnswerReport(PurchaserForm):
    """Say to a client stop yes or no, and of anything else that it was seen."""

    title, submit_label = "Melding beantwoorden", "Vastleggen"
    done = "Het antwoord is vastgelegd."
    report: ProviderReport

    def load(self) -> None:
        """The report, for the purchaser of the region."""
        rows = ProviderReport.objects.select_related("contract__framework__region", "contract__provider")
        self.report = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_change_contract(self.actor, self.report.contract))
        self.about = f"{self.report.get_kind_display()} van {self.report.contract.provider.name}: {self.report.text}"

    def get_form_class(self) -> Any:
        """Consent is asked for a client stop only."""
        return ConsentForm if self.report.kind == ReportKind.CLIENT_STOP else SeenForm

    def path(self) -> list[tuple[str, str]]:
        """Under the page of the report."""
        address = reverse("contracts:report", args=[self.report.public_id])
        return [("Meldingen", reverse("contracts:reports")), (self.report.get_kind_display(), address)]

    def perform(self, form: Any) -> ProviderReport:
        """Say it."""
        state = form.cleaned_data.get("state", ReportState.SEEN)
        return answer_report(actor=self.actor, report=self.report, state=state, answer=form.cleaned_data["answer"])
