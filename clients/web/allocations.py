"""Allocations of one client: the list, a new one, its end, and the start of delivery."""

from typing import Any

from clients.access import may_allocate, may_end_allocation, may_read_cases, may_start_delivery, may_stop_delivery
from clients.enums import Frequency, StopReason
from clients.forms import AllocationForm, DecidedAllocationForm, EndAllocationForm, StartForm, day_or_none
from clients.models import Allocation, Decision
from clients.selectors import allocations_of
from clients.selectors.allocations import decisions_to_allocate
from clients.services import allocate, end_allocation, record_start_of_delivery
from clients.web.files import FileFormView, FilePage
from contracts.models import ContractedProduct
from contracts.selectors import providers_to_choose
from core.clock import today
from core.web.views import allow, scoped_or_404
from products.models import ProductVariant

TAB = "toewijzingen"


class Allocations(FilePage):
    """All allocations of the client that the actor sees."""

    template_name = "clients/allocations.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [self._row(allocation) for allocation in allocations_of(self.object, self.actor)]
        return super().get_context_data(
            rows=rows,
            may_allocate=may_allocate(self.actor, self.object),
            may_read_cases=may_read_cases(self.actor, self.object),
            **kwargs,
        )

    def _row(self, allocation: Allocation) -> dict[str, Any]:
        day = today()
        is_over = allocation.ends_on is not None and allocation.ends_on < day
        is_paused = allocation.delivery_stop_reason == StopReason.TEMPORARY
        may_change = may_end_allocation(self.actor, allocation) and not is_over
        return {
            "allocation": allocation,
            "state": _state(allocation),
            "next": getattr(allocation, "replaced_by", None),
            "may_end": may_change,
            "may_extend": may_change and allocation.ends_on is not None and allocation.frequency != Frequency.TOTAL,
            "may_start": may_start_delivery(self.actor, allocation, day)
            and allocation.delivery_started_on is None
            and allocation.starts_on <= day,
            "may_resume": may_start_delivery(self.actor, allocation, day) and is_paused,
            "may_stop": may_stop_delivery(self.actor, allocation)
            and allocation.delivery_started_on is not None
            and (allocation.delivery_stopped_on is None or is_paused),
        }


def _state(allocation: Allocation) -> tuple[str, str]:
    """Label and kind of the badge."""
    day = today()
    if allocation.starts_on > day:
        return "Begint nog", "info"
    return ("Loopt", "ok") if allocation.period.contains(day) else ("Afgelopen", "neutral")


class ChooseDecision(FilePage):
    """From which decision does the new allocation follow?"""

    template_name = "clients/allocation_choose.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allow(may=may_allocate(self.actor, self.object))
        return super().get_context_data(decisions=decisions_to_allocate(self.object, self.actor), **kwargs)


class AllocationFormView(FileFormView):
    """A form about the allocations of a client."""

    tab = TAB
    tab_label = "Toewijzingen"
    back = "clients:allocations"


class NewAllocation(AllocationFormView):
    """Allocate a product without a decision in this system. All that is wrong is said at once."""

    template_name = "clients/allocation_new.html"
    form_class: Any = AllocationForm
    title = "Toewijzing zonder besluit in dit systeem"
    submit_label = "Toewijzen"
    done = "Toewijzing {.number} is gemaakt."
    decision: Decision | None = None

    def may(self) -> bool:
        """Who may allocate to this client."""
        return may_allocate(self.actor, self.client)

    @property
    def variant(self) -> ProductVariant | None:
        """The product that is fixed; None when any may be chosen."""
        return self.decision.variant if self.decision else None

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what there is to choose on the first day that was typed, or the one that is proposed."""
        day = day_or_none(self.request.POST.get("starts_on", "")) or self.get_initial()["starts_on"]
        return super().get_form_kwargs() | {
            "products": ContractedProduct.objects.visible_to(self.actor),
            "offers": providers_to_choose(self.client.municipality, day, as_of=today(), variant=self.variant),
        }

    def perform(self, form: Any) -> Allocation:
        """Allocate it."""
        return allocate(actor=self.actor, client=self.client, decision=self.decision, **form.cleaned_data)


class AllocateDecision(NewAllocation):
    """Allocate what was decided: choose a provider, with rate and waiting time in sight."""

    template_name = "clients/allocation_decided.html"
    form_class = DecidedAllocationForm
    title = "Toewijzing uit een besluit"

    def load(self) -> None:
        """The decision too; one that cannot be allocated does not exist here."""
        super().load()
        decisions = decisions_to_allocate(self.client, self.actor)
        self.decision = scoped_or_404(decisions, self.actor, public_id=self.kwargs["decision_id"])

    def get_initial(self) -> dict[str, Any]:
        """What was decided."""
        period = self.decision.valid_period if self.decision else None
        days = {"starts_on": period.starts_on, "ends_on": period.ends_on} if period else {}
        return {name: getattr(self.decision, name) for name in ("volume", "frequency")} | days

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decision."""
        return super().get_context_data(decision=self.decision, **kwargs)


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
        """Until today, and the reason that came with the address."""
        reason = self.request.GET.get("reden", "")
        proposed = {"reason": reason} if reason in StopReason.values else {}
        return self.stored() | {"ends_on": today()} | proposed

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
        return {"on": self.allocation.delivery_started_on, "revision": self.allocation.revision}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"on": today()}

    def perform(self, form: StartForm) -> Allocation:
        """Record it."""
        return record_start_of_delivery(actor=self.actor, allocation=self.allocation, **form.cleaned_data)
