"""Pages of the finding places."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404
from informal_care.access import may_keep_finding_places, may_keep_place, may_see_carers
from informal_care.forms.places import PlaceForm, PlacesContactForm, TrainingForm, VisitForm
from informal_care.models import FindingPlace, PlacesContact, PlaceTraining, PlaceVisit
from informal_care.selectors.places import places_contact, register_of, row_of
from informal_care.services.places import (
    FIELDS,
    add_place,
    change_place,
    name_places_contact,
    note_training,
    note_visit,
)

LIST = ("Vindplaatsen", "informal_care:places")
SHOWN = 20


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """All kinds, each with its places and what they lack; and who is there for all of them."""
    actor, day = actor_of(request), today()
    allow(may=may_see_carers(actor))
    context = {
        "kinds": register_of(actor, day),
        "contact": places_contact(actor.organisation_id, day),
        "may_keep": may_keep_finding_places(actor),
    }
    return render(request, "informal_care/places.html", context)


@require_safe
def place_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place: who is there, what was agreed, trainings and talks."""
    actor = actor_of(request)
    place = scoped_or_404(FindingPlace.objects.all(), actor, public_id=public_id)
    context = {
        "row": row_of(place, today()),
        "trainings": place.trainings.all()[:SHOWN],
        "visits": place.visits.select_related("by")[:SHOWN],
        "may_keep": may_keep_place(actor, place),
    }
    return render(request, "informal_care/place.html", context)


class PlaceFormView(ServiceFormView):
    """A form about one finding place, for who keeps it."""

    template_name = "form.html"
    place: FindingPlace

    def load(self) -> None:
        """The place, for its coordinator."""
        rows = FindingPlace.objects.select_related("municipality", "kind", "partner")
        self.place = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_keep_place(self.actor, self.place))

    def back_url(self) -> str:
        """The place."""
        return reverse("informal_care:place", args=[self.place.public_id])

    def path(self) -> list[Crumb]:
        """The pages above this one."""
        return [Crumb(LIST[0], reverse(LIST[1])), Crumb(self.place.name, self.back_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands."""
        return super().get_context_data(crumbs=[*self.path(), Crumb(self.title, "")], **kwargs)


class ListFormView(PlaceFormView):
    """A form under the list, for coordinators."""

    def load(self) -> None:
        """For coordinators."""
        allow(may=may_keep_finding_places(self.actor))

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def path(self) -> list[Crumb]:
        """Under the list."""
        return [Crumb(LIST[0], reverse(LIST[1]))]


class NewPlace(ListFormView):
    """Put a place in the register."""

    form_class = PlaceForm
    title, submit_label, done = "Nieuwe vindplaats", "Toevoegen", "De vindplaats staat in de lijst."

    def stored(self) -> dict[str, Any]:
        """Nothing yet."""
        return {"revision": 0}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Partners follow from the municipality."""
        return super().get_form_kwargs() | {"municipality_id": self.actor.organisation_id}

    def perform(self, form: PlaceForm) -> FindingPlace:
        """Add it."""
        return add_place(actor=self.actor, **form.values)

    def done_url(self, saved: FindingPlace) -> str:
        """The place."""
        return reverse("informal_care:place", args=[saved.public_id])


class ChangePlace(PlaceFormView):
    """Change what is known of a place."""

    form_class = PlaceForm
    title, done = "Vindplaats wijzigen", "De vindplaats is gewijzigd."

    def stored(self) -> dict[str, Any]:
        """What is known of it."""
        place = self.place
        values = {name: getattr(place, name) for name in (*FIELDS, "ended_on", "revision")}
        values["kind"] = values["kind"].public_id
        values["partner"] = values["partner"].public_id if values["partner"] else None
        return values

    def get_form_kwargs(self) -> dict[str, Any]:
        """Its own kind stays a choice."""
        return super().get_form_kwargs() | {"municipality_id": self.actor.organisation_id, "place": self.place}

    def perform(self, form: PlaceForm) -> FindingPlace:
        """Change it."""
        return change_place(actor=self.actor, place=self.place, **form.cleaned_data)


class NewTraining(PlaceFormView):
    """A training was given."""

    form_class = TrainingForm
    title, done = "Training vastleggen", "De training staat erbij."

    def perform(self, form: TrainingForm) -> PlaceTraining:
        """Keep it."""
        return note_training(actor=self.actor, place=self.place, **form.cleaned_data)


class NewVisit(PlaceFormView):
    """Somebody spoke with the place."""

    form_class = VisitForm
    title, done = "Contact vastleggen", "Het contact staat erbij."

    def perform(self, form: VisitForm) -> PlaceVisit:
        """Keep it."""
        return note_visit(actor=self.actor, place=self.place, **form.cleaned_data)


class NamePlacesContact(ListFormView):
    """Name the one person for all places."""

    form_class = PlacesContactForm
    title, done = "Contactpersoon voor alle vindplaatsen", "De contactpersoon is aangewezen."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the municipality."""
        return super().get_form_kwargs() | {"municipality_id": self.actor.organisation_id}

    def perform(self, form: PlacesContactForm) -> PlacesContact:
        """Name them."""
        return name_places_contact(actor=self.actor, **form.cleaned_data)
