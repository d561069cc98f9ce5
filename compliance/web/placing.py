"""Forms with which a planner says who comes to a group. People first see what that means, and then store it."""

from typing import Any

from django.urls import reverse

from clients.models import Allocation, Client
from clients.services import record_list_reading, record_reading
from compliance.services.ahead import PlacingEffect, effect_of_moving, effect_of_placing
from compliance.web.presenting import in_series, marks_of
from core.clock import today
from core.web.views import allow, scoped_or_404
from delivery.access import may_place, may_place_in
from delivery.forms import ChangePlacementForm, PlaceForm
from delivery.models import Placement
from delivery.selectors import advice_on, allocations_to_place, occupation
from delivery.services import change_placement, place_client
from delivery.web.base import GroupFormView, PlacementFormView
from delivery.web.presenting import counted, group_week


class EffectFirst(GroupFormView):
    """A form of which people first see how full the group gets, and whether there are professionals enough.

    Works without script: the same form is sent twice.
    """

    template_name = "compliance/place.html"
    submit_label = "Bekijk wat dit betekent"
    effect: PlacingEffect | None = None
    advice: tuple[str, ...] = ()

    def look_ahead(self, form: Any) -> PlacingEffect:
        """What it would mean; raises as `perform`."""
        raise NotImplementedError

    def advise(self, form: Any) -> list[str]:
        """What does not fit together, though nothing forbids it."""
        raise NotImplementedError

    def goes_on(self, form: Any) -> bool:
        """Only when people saw this very effect."""
        effect = self.look_ahead(form)
        if form.was_seen([*effect.occupied, *marks_of(effect.short)]):
            return True
        self.effect, self.advice = effect, tuple(self.advise(form))
        return False

    def done_url(self, saved: Placement) -> str:
        """The week of the group as it is from then on."""
        return reverse("delivery:group", args=[self.group.public_id], query={"dag": saved.starts_on.isoformat()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the effect, and how full the group is now."""
        day = max(today(), self.group.starts_on)
        seen = self.effect
        return super().get_context_data(
            effect=[counted(one, is_own=True) for one in seen.occupied] if seen else [],
            short=in_series(seen.short) if seen else [],
            are_planned=seen is not None and seen.are_planned,
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

    def look_ahead(self, form: PlaceForm) -> PlacingEffect:
        """With this client."""
        return effect_of_placing(actor=self.actor, group=self.group, **form.values)

    def advise(self, form: PlaceForm) -> list[str]:
        """By the volume that was allocated."""
        typed, self.chosen = form.cleaned_data, form.chosen.client
        return advice_on(form.chosen, typed["moments"], typed["starts_on"], without=None)

    def perform(self, form: PlaceForm) -> Placement:
        """Place the client."""
        return place_client(actor=self.actor, group=self.group, **form.values)

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

    def look_ahead(self, form: ChangePlacementForm) -> PlacingEffect:
        """With these dagdelen."""
        return effect_of_moving(actor=self.actor, placement=self.placement, **form.values)

    def advise(self, form: ChangePlacementForm) -> list[str]:
        """By the volume that was allocated."""
        typed = form.cleaned_data
        return advice_on(self.placement.allocation, typed["moments"], typed["starts_on"], without=self.placement)

    def perform(self, form: ChangePlacementForm) -> Placement:
        """Change them."""
        return change_placement(actor=self.actor, placement=self.placement, **form.values)
