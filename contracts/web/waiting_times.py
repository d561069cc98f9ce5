from typing import Any

from django.urls import reverse
from django.views.generic import ListView

from contracts.access import may_report_waiting_time, may_see_waiting_times
from contracts.forms import WaitingTimeForm
from contracts.models import ContractedProduct, WaitingTime
from contracts.selectors import waiting_times_of, with_waiting_times
from contracts.services import report_waiting_time
from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
from organisations.enums import OrganisationKind


class WaitingTimes(ScopedMixin, ListView[ContractedProduct]):
    """What was reported about waiting for the products of the own contracts. No rates: a planner sees it too."""

    queryset = ContractedProduct.objects.all()
    template_name = "contracts/waiting_times.html"
    context_object_name = "products"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those in the contracts of the own organisation."""
        allow(may=may_see_waiting_times(self.actor))
        return with_waiting_times(super().get_queryset(), today())


class ReportWaitingTime(ServiceFormView):
    """The purchaser or the provider says how long people wait."""

    template_name = "contracts/waiting_time.html"
    form_class = WaitingTimeForm
    title = "Wachttijd melden"
    submit_label = "Vastleggen"
    done = "De wachttijd is vastgelegd."
    product: ContractedProduct

    def load(self) -> None:
        """The contracted product, for who may report about it."""
        rows = ContractedProduct.objects.select_related("variant", "contract__provider", "contract__framework__region")
        self.product = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_report_waiting_time(self.actor, self.product))

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"reported_on": today()}

    def perform(self, form: WaitingTimeForm) -> WaitingTime:
        """Keep it."""
        return report_waiting_time(actor=self.actor, contracted_product=self.product, **form.cleaned_data)

    def back_url(self) -> str:
        """The list with the link: of a provider without rates, of the purchaser the contracts."""
        return reverse("contracts:waiting_times" if self._is_provider() else "contracts:list")

    def _is_provider(self) -> bool:
        return self.actor.organisation_kind == OrganisationKind.PROVIDER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the product and what was reported before."""
        back_label = "Wachttijden" if self._is_provider() else "Contracten"
        return super().get_context_data(
            product=self.product, back_label=back_label, reported=waiting_times_of(self.product), **kwargs
        )
