"""Base classes of the forms about groups and placements."""

from typing import Any

from django.urls import reverse

from clients.models import Client
from clients.services import record_reading
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404
from delivery.access import may_manage_group, may_place
from delivery.models import Group, Placement


class GroupFormView(ServiceFormView):
    """A form about one group."""

    template_name = "delivery/form.html"
    group: Group

    def load(self) -> None:
        """The group, for who may send this form."""
        rows = Group.objects.select_related("provider", "location", "target_group")
        self.group = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=self.may())

    def may(self) -> bool:
        """Whether the actor may send this form."""
        return may_manage_group(self.actor, self.group)

    def back_url(self) -> str:
        """The page of the group."""
        return reverse("delivery:group", args=[self.group.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which group, and about whom it is."""
        return super().get_context_data(**{"group": self.group, "client": None} | kwargs)


class PlacementFormView(GroupFormView):
    """A form about one placement. Opening it stands in the trail of the client."""

    placement: Placement

    def load(self) -> None:
        """The placement with its client, for who may send this form."""
        rows = Placement.objects.select_related("group__provider", "group__location", "allocation__client")
        self.placement = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.group = self.placement.group
        allow(may=self.may())

    def may(self) -> bool:
        """Who may place this client."""
        return may_place(self.actor, self.group, self.placement.allocation)

    @property
    def client(self) -> Client:
        """Who is placed."""
        return self.placement.allocation.client

    def record_reading(self) -> None:
        """The page shows who is placed."""
        record_reading(actor=self.actor, client=self.client, parts=["plaatsing"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the placement."""
        return super().get_context_data(placement=self.placement, **{"client": self.client} | kwargs)
