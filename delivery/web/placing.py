"""The end of a placement, and the page in a client's file of where the client comes."""

from typing import Any

from clients.models import Allocation, Client
from clients.web.files import FilePage
from core.clock import today
from core.web.views import allow, scoped_or_404
from delivery import services
from delivery.access import may_place, may_see_groups
from delivery.forms import EndPlacementForm
from delivery.models import Group, Placement
from delivery.selectors import group_rows, placements_under
from delivery.web.base import PlacementFormView
from delivery.web.presenting import listed


class EndPlacement(PlacementFormView):
    """The client does not come to this group any more."""

    form_class = EndPlacementForm
    title = submit_label = "Plaatsing beëindigen"
    done = "De plaatsing eindigt op de dag die u koos."

    def stored(self) -> dict[str, Any]:
        """The end that is stored."""
        return {"ends_on": self.placement.ends_on, "revision": self.placement.revision}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"ends_on": max(today(), self.placement.starts_on)}

    def perform(self, form: EndPlacementForm) -> Placement:
        """End it."""
        return services.end_placement(actor=self.actor, placement=self.placement, **form.cleaned_data)


class GroupsOfAllocation(FilePage):
    """Where a client comes under an allocation, and in which groups of the provider there is a place."""

    template_name = "delivery/of_allocation.html"
    tab = "toewijzingen"

    def get_object(self, queryset: Any = None) -> Client:
        """The client of the allocation."""
        rows = Allocation.objects.select_related("client__municipality", "variant")
        self.allocation = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_see_groups(self.actor))
        return self.allocation.client

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add placements and groups."""
        day, allocation = today(), self.allocation
        groups = Group.objects.visible_to(self.actor).filter(provider=allocation.provider_id).not_ended(day)
        placements = placements_under(allocation, self.actor)
        here = {row.group_id for row in placements if _lasts(row)}
        return super().get_context_data(
            allocation=allocation,
            is_over=allocation.ends_on is not None and allocation.ends_on < day,
            placements=[(row, may_place(self.actor, row.group, allocation) and _lasts(row)) for row in placements],
            rows=[
                (listed(row, is_own=True), row.group.pk in here, may_place(self.actor, row.group, allocation))
                for row in group_rows(list(groups.select_related("location")), self.actor, day)
            ],
            **kwargs,
        )


def _lasts(placement: Placement) -> bool:
    return placement.ends_on is None or placement.ends_on >= today()
