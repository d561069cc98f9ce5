from typing import Any

from django.views.generic import ListView

from contracts.access import may_conclude_frameworks, may_open_contracts, may_report_waiting_time
from contracts.models import Contract
from contracts.selectors import with_rates
from core.clock import today
from core.web.views import ScopedMixin, allow


class ContractList(ScopedMixin, ListView[Contract]):
    """The contracts with their products and the rates of today."""

    queryset = Contract.objects.all()
    template_name = "contracts/list.html"
    context_object_name = "contracts"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those that the actor sees."""
        allow(may=may_open_contracts(self.actor))
        return with_rates(super().get_queryset(), today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add about which contracts the actor may report waiting times."""
        context = super().get_context_data(may_purchase=may_conclude_frameworks(self.actor), **kwargs)
        context["reportable"] = {
            product.pk
            for contract in context["contracts"]
            for product in contract.contracted_products.all()
            if may_report_waiting_time(self.actor, product)
        }
        return context
