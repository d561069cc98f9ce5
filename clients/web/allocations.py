"""Allocations of one client: the list, a new one, its end, and the start of delivery."""

from typing import Any

from clients.access import may_allocate, may_end_allocation, may_start_delivery
from clients.forms import AllocationForm, EndAllocationForm, StartForm, day_or_none
from clients.models import Allocation
from clients.selectors import allocations_of
from clients.services import allocate, end_allocation, record_start_of_delivery
from clients.web.files import FileFormView, FilePage
from contracts.models import ContractedProduct
from contracts.selectors import products_to_allocate
from core.clock import today
from core.web.views import allow, scoped_or_404

TAB = "toewijzingen"


class Allocations(FilePage):
    """All allocations of the client that the actor sees."""

    template_name = "clients/allocations.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        rows = [
            {
                "allocation": allocation,
                "state": _state(allocation),
                "may_end": may_end_allocation(self.actor, allocation)
                and (allocation.ends_on is None or allocation.ends_on >= day),
                "may_start": may_start_delivery(self.actor, allocation, day)
                and allocation.delivery_started_on is None
                and allocation.starts_on <= day,
            }
            for allocation in allocations_of(self.object, self.actor)
        ]
        return super().get_context_data(rows=rows, may_allocate=may_allocate(self.actor, self.object), **kwargs)


def _state(allocation: Allocation) -> tuple[str, str]:
    """Label and kind of the badge."""
    day = today()
    if allocation.starts_on > day:
        return "Begint nog", "info"
    return ("Loopt", "ok") if allocation.period.contains(day) else ("Afgelopen", "neutral")


class AllocationFormView(FileFormView):
    """A form about the allocations of a client."""

    tab = TAB
    tab_label = "Toewijzingen"
    back = "clients:allocations"


class NewAllocation(AllocationFormView):
    """Allocate a product. All that is wrong is said at once."""

    template_name = "clients/allocation_new.html"
    form_class = AllocationForm
    title = "Nieuwe toewijzing"
    submit_label = "Toewijzen"
    done = "Toewijzing {.number} is gemaakt."

    def may(self) -> bool:
        """Who may allocate to this client."""
        return may_allocate(self.actor, self.client)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what there is to choose on the first day that was typed, or today."""
        day = day_or_none(self.request.POST.get("starts_on", "")) or today()
        return super().get_form_kwargs() | {
            "products": ContractedProduct.objects.visible_to(self.actor),
            "offers": products_to_allocate(self.client.municipality, day),
            "initial": {"starts_on": day},
        }

    def perform(self, form: AllocationForm) -> Allocation:
        """Allocate it."""
        return allocate(actor=self.actor, client=self.client, **form.cleaned_data)


class OneAllocationFormView(AllocationFormView):
    """A form about one allocation."""

    allocation: Allocation

    def load(self) -> None:
        """The allocation with its client."""
        rows = Allocation.objects.select_related("client__municipality", "variant", "provider")
        ids = {"public_id": self.kwargs["allocation_id"], "client__public_id": self.kwargs["public_id"]}
        self.allocation = scoped_or_404(rows, self.actor, **ids)
        self.client = self.allocation.client
        allow(may=self.may())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which allocation."""
        return super().get_context_data(allocation=self.allocation, **kwargs)


class EndAllocation(OneAllocationFormView):
    """End an allocation earlier."""

    template_name = "clients/allocation_end.html"
    form_class = EndAllocationForm
    title = "Toewijzing beëindigen"
    submit_label = "Beëindigen"
    done = "Toewijzing {.number} is beëindigd."

    def may(self) -> bool:
        """Who may end it."""
        return may_end_allocation(self.actor, self.allocation)

    def stored(self) -> dict[str, Any]:
        """The end that is stored."""
        return {"ends_on": self.allocation.ends_on, "revision": self.allocation.revision}

    def get_initial(self) -> dict[str, Any]:
        """Until today."""
        return self.stored() | {"ends_on": today()}

    def perform(self, form: EndAllocationForm) -> Allocation:
        """End it."""
        return end_allocation(actor=self.actor, allocation=self.allocation, **form.cleaned_data)


class StartDelivery(OneAllocationFormView):
    """The provider says when delivery started."""

    template_name = "clients/allocation_start.html"
    form_class = StartForm
    title = "Start van de levering"
    submit_label = "Vastleggen"
    done = "De start van de levering is vastgelegd."

    def may(self) -> bool:
        """Who may say so."""
        return may_start_delivery(self.actor, self.allocation, today())

    def stored(self) -> dict[str, Any]:
        """The start that is stored."""
        return {"on": self.allocation.delivery_started_on}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": today()}

    def perform(self, form: StartForm) -> Allocation:
        """Record it."""
        return record_start_of_delivery(actor=self.actor, allocation=self.allocation, **form.cleaned_data)
