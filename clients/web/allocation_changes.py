"""Changes of one allocation: another volume, a later end, and the stop of delivery."""

from typing import Any

from clients.access import may_end_allocation, may_start_delivery, may_stop_delivery
from clients.enums import StopReason
from clients.forms import ChangeVolumeForm, ExtendAllocationForm, ResumeDeliveryForm, StopForm
from clients.models import Allocation
from clients.selectors.allocations import decisions_to_allocate
from clients.services import change_volume, extend_allocation, record_stop_of_delivery, resume_delivery
from clients.web.allocations import OneAllocationFormView
from core.clock import today


class ChangeOfAllocation(OneAllocationFormView):
    """A change by the municipality, that may follow from another decision."""

    template_name = "clients/allocation_change.html"

    def may(self) -> bool:
        """Who may change it."""
        return may_end_allocation(self.actor, self.allocation)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the decisions about the same product."""
        decisions = decisions_to_allocate(self.client, self.actor, self.allocation.variant)
        if self.allocation.decision_id is not None:
            decisions = decisions.exclude(pk=self.allocation.decision_id)
        return super().get_form_kwargs() | {"decisions": decisions}


class ChangeVolume(ChangeOfAllocation):
    """Another volume: a new allocation with a new number takes over."""

    form_class = ChangeVolumeForm
    title = "Omvang wijzigen"
    submit_label = "Wijzigen"
    done = "Toewijzing {.number} neemt het over."

    def stored(self) -> dict[str, Any]:
        """What is stored of the old one."""
        names = ("volume", "frequency", "ends_on", "revision")
        return {name: getattr(self.allocation, name) for name in names}

    def perform(self, form: ChangeVolumeForm) -> Allocation:
        """Change it. Without another decision the new allocation follows from that of the old one."""
        given = {**form.cleaned_data, "decision": form.cleaned_data["decision"] or self.allocation.decision}
        return change_volume(actor=self.actor, allocation=self.allocation, **given)


class ExtendAllocation(ChangeOfAllocation):
    """A later end, under the same number."""

    form_class = ExtendAllocationForm
    title = "Toewijzing verlengen"
    submit_label = "Verlengen"
    done = "Toewijzing {.number} is verlengd."

    def stored(self) -> dict[str, Any]:
        """The end that is stored."""
        return {"ends_on": self.allocation.ends_on, "revision": self.allocation.revision}

    def perform(self, form: ExtendAllocationForm) -> Allocation:
        """Extend it."""
        return extend_allocation(actor=self.actor, allocation=self.allocation, **form.cleaned_data)


class StopDelivery(OneAllocationFormView):
    """The provider says when delivery stopped, and why."""

    template_name = "clients/allocation_start.html"
    form_class = StopForm
    title = "Einde van de levering"
    submit_label = "Vastleggen"
    done = "Het einde van de levering is vastgelegd."

    def may(self) -> bool:
        """Who may say so."""
        return may_stop_delivery(self.actor, self.allocation)

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return {
            "on": self.allocation.delivery_stopped_on,
            "reason": self.allocation.delivery_stop_reason,
            "revision": self.allocation.revision,
        }

    def get_initial(self) -> dict[str, Any]:
        """Today, and the reason that came with the address."""
        reason = self.request.GET.get("reden", "")
        proposed = {"reason": reason} if reason in StopReason.values else {}
        return self.stored() | {"on": today()} | proposed

    def perform(self, form: StopForm) -> Allocation:
        """Record it."""
        return record_stop_of_delivery(actor=self.actor, allocation=self.allocation, **form.cleaned_data)


class ResumeDelivery(OneAllocationFormView):
    """The provider says when delivery began again after a temporary stop (reason 20 of WMO588)."""

    template_name = "clients/allocation_resume.html"
    form_class = ResumeDeliveryForm
    title = "Levering hervatten"
    submit_label = "Vastleggen"
    done = "De levering is hervat."

    def may(self) -> bool:
        """Who may say so."""
        return may_start_delivery(self.actor, self.allocation, today())

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return {"on": self.allocation.delivery_resumed_on, "revision": self.allocation.revision}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"on": today()}

    def perform(self, form: ResumeDeliveryForm) -> Allocation:
        """Record it."""
        return resume_delivery(actor=self.actor, allocation=self.allocation, **form.cleaned_data)
