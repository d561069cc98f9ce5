from typing import Any

from django.urls import reverse

from contracts.access import may_report_waiting_time
from contracts.forms import WaitingTimeForm
from contracts.models import ContractedProduct, WaitingTime
from contracts.selectors import waiting_times_of
from contracts.services import report_waiting_time
from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404


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
        """The contracts."""
        return reverse("contracts:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the product and what was reported before."""
        return super().get_context_data(product=self.product, reported=waiting_times_of(self.product), **kwargs)
