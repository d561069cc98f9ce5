"""Forms with which a planner says who comes to a group, and the page of it in a client's file."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from clients.models import Allocation, Client
from clients.services import record_list_reading, record_reading
from clients.web.files import FilePage
from core.clock import today
from core.web.views import allow, scoped_or_404
from delivery import services
from delivery.access import may_place, may_place_in, may_see_groups
from delivery.forms import ChangePlacementForm, EndPlacementForm, PlaceForm
from delivery.models import Group, Placement
from delivery.selectors import (
    Occupied,
    advice_on,
    allocations_to_place,
    group_rows,
    occupation,
    placements_under,
)
from delivery.web.base import GroupFormView, PlacementFormView
from delivery.web.presenting import counted, group_week, listed


class EffectFirst(GroupFormView):
    """A form of which people first see how full the group gets. Works without script: the same form is sent twice."""

    template_name = "delivery/place.html"
    submit_label = "Bekijk hoe vol de groep wordt"
    effect: Sequence[Occupied] = ()
    advice: Sequence[str] = ()

    def preview(self, form: Any) -> list[Occupied]:
        """How full the group would get; raises as `perform`."""
        raise NotImplementedError

    def advise(self, form: Any) -> list[str]:
        """What does not fit together, though nothing forbids it."""
        raise NotImplementedError

    def goes_on(self, form: Any) -> bool:
        """Only when people saw this very effect."""
        effect = self.preview(form)
        if form.was_seen(effect):
            return True
        self.effect, self.advice = effect, self.advise(form)
        return False

    def done_url(self, saved: Placement) -> str:
        """The week of the group as it is from then on."""
        return reverse("delivery:group", args=[self.group.public_id], query={"dag": saved.starts_on.isoformat()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the effect, and how full the group is now."""
        day = max(today(), self.group.starts_on)
        return super().get_context_data(
            effect=[counted(one, is_own=True) for one in self.effect],
            advice=self.advice,
            week=group_week(occupation(self.group, self.actor, day), is_own=True),
            shown=day,
            **kwargs,
        )


class Place(EffectFirst):
    """One of the clients of the provider comes to this group."""

    form_class = PlaceForm
    title = "Cliënt plaatsen"
    done = "De cliënt is geplaatst."
    only: Allocation | None = None
    chosen: Client | None = None
    """Of whom the effect is shown."""

    def may(self) -> bool:
        """Who says who comes to this group."""
        return may_place_in(self.actor, self.group)

    def record_reading(self) -> None:
        """The page names the clients to choose from."""
        record_list_reading(actor=self.actor)

    def get_initial(self) -> dict[str, Any]:
        """From today, or from when group and allocation begin."""
        begins = [today(), self.group.starts_on, *([self.only.starts_on] if self.only else [])]
        return {"starts_on": max(begins)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who there is to choose from."""
        offered = [] if self.only else allocations_to_place(self.group, self.actor, today())
        return super().get_form_kwargs() | {"allocations": offered, "only": self.only}

    def preview(self, form: PlaceForm) -> list[Occupied]:
        """With this client."""
        return services.preview_placement(actor=self.actor, group=self.group, **form.values)

    def advise(self, form: PlaceForm) -> list[str]:
        """By the volume that was allocated."""
        typed, self.chosen = form.cleaned_data, form.chosen.client
        return advice_on(form.chosen, typed["moments"], typed["starts_on"], without=None)

    def perform(self, form: PlaceForm) -> Placement:
        """Place the client."""
        return services.place_client(actor=self.actor, group=self.group, **form.values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add about whom it is, once that is chosen."""
        return super().get_context_data(**{"client": self.chosen} | kwargs)


class PlaceOne(Place):
    """This client comes to this group."""

    only: Allocation

    def load(self) -> None:
        """The allocation too."""
        super().load()
        rows = Allocation.objects.select_related("client", "variant").not_ended(today())
        self.only = scoped_or_404(rows, self.actor, public_id=self.kwargs["allocation_id"])
        allow(may=may_place(self.actor, self.group, self.only))

    def record_reading(self) -> None:
        """The page shows one client."""
        record_reading(actor=self.actor, client=self.only.client, parts=["plaatsing"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is."""
        return super().get_context_data(client=self.only.client, **kwargs)


class ChangePlacement(PlacementFormView, EffectFirst):
    """The client comes on other dagdelen."""

    template_name = EffectFirst.template_name
    form_class = ChangePlacementForm
    title = "Dagdelen wijzigen"
    done = "De dagdelen zijn gewijzigd."

    def stored(self) -> dict[str, Any]:
        """When the client comes now."""
        return {"moments": self.placement.moments, "revision": self.placement.revision}

    def preview(self, form: ChangePlacementForm) -> list[Occupied]:
        """With these dagdelen."""
        return services.preview_change(actor=self.actor, placement=self.placement, **form.values)

    def advise(self, form: ChangePlacementForm) -> list[str]:
        """By the volume that was allocated."""
        typed = form.cleaned_data
        return advice_on(self.placement.allocation, typed["moments"], typed["starts_on"], without=self.placement)

    def perform(self, form: ChangePlacementForm) -> Placement:
        """Change them."""
        return services.change_placement(actor=self.actor, placement=self.placement, **form.values)


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
