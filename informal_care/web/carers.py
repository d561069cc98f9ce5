"""Pages about carers: the list, one carer, and the trail."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, ListView

from audit.selectors import entries_of_client
from clients.selectors.trail import by_person_and_day, person_days
from core.calendar import add_months
from core.clock import today
from core.web import remembered
from core.web.views import ScopedMixin, actor_of, allow
from informal_care.access import may_ask_carers, may_keep_carer, may_keep_carers, may_see_carer_trail, may_see_carers
from informal_care.forms.carers import CarerSearchForm
from informal_care.models import Carer, CarerSignal, Measurement
from informal_care.selectors.carers import carers_found, clients_named, plans_of
from informal_care.selectors.measurements import latest, trends_of
from informal_care.selectors.panel import panel_since
from informal_care.selectors.relief import relief_by_relation
from informal_care.services.carer_reading import (
    record_carer_list_reading,
    record_carer_reading,
    record_carer_search,
)

LIST = ("Mantelzorgers", "informal_care:carers")
SEARCH_KEY = "informal_care.carers"
PAGE_SIZE = 50
RELIEF_MONTHS = 12
"""Relief is shown of the last year."""


@method_decorator(never_cache, name="dispatch")
class CarerList(ScopedMixin, ListView[Carer]):
    """The carers of the own municipality. What was searched for comes from the session, never from the URL."""

    queryset = Carer.objects.all()
    template_name = "informal_care/carers.html"
    context_object_name = "carers"
    paginate_by = PAGE_SIZE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, and record that it was read."""
        allow(may=may_see_carers(self.actor))
        record_carer_list_reading(actor=self.actor)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Those that were searched for."""
        self.search = remembered.read(self.request, SEARCH_KEY)
        return carers_found(
            self.actor,
            name=self.search.get("naam", ""),
            kind=self.search.get("soort", ""),
            with_ended=bool(self.search.get("gestopt")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each carer with the last measurement, and the search."""
        found = super().get_context_data(**kwargs)
        return found | {
            "rows": [(carer, latest(carer.measured)) for carer in found["carers"]],
            "search_form": CarerSearchForm(initial=self.search),
            "is_narrowed": bool(self.search),
            "may_add": may_keep_carers(self.actor),
        }


@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Keep what was searched for in the session, and go to the list."""
    actor = actor_of(request)
    allow(may=may_see_carers(actor))
    if request.method == "POST":
        form = CarerSearchForm(request.POST)
        typed = (
            {name: str(value).strip() for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
        )
        if "wis" in request.POST or not typed:
            remembered.forget(request, SEARCH_KEY)
        else:
            remembered.keep(request, SEARCH_KEY, typed)
            record_carer_search(actor=actor, fields=sorted(typed))
    return redirect(LIST[1])


@method_decorator(never_cache, name="dispatch")
class CarerPage(ScopedMixin, DetailView[Carer]):
    """What is known of one carer. Opening it stands in the trail."""

    queryset = Carer.objects.select_related("municipality")
    template_name = "informal_care/carer.html"
    context_object_name = "carer"
    part = "mantelzorger"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and record that it was read."""
        response = super().get(request, *args, **kwargs)
        record_carer_reading(actor=self.actor, carer=self.object, parts=[self.part])
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add for whom they care, what was measured and what they get."""
        allow(may=may_see_carers(self.actor))
        carer, day = self.object, today()
        relations = list(carer.relations.all())
        clients = clients_named(self.actor, relations)
        since = add_months(day, -RELIEF_MONTHS)
        relief = relief_by_relation(relations, self.actor, since, day)
        measured = Measurement.objects.visible_to(self.actor).current().filter(carer=carer)
        return super().get_context_data(
            relations=[(one, clients.get(one.client_id or 0), relief[one.pk]) for one in relations],
            relief_since=since,
            permissions=carer.permissions.select_related("provider"),
            trends=trends_of(measured.select_related("instrument", "taken_by")),
            plans=plans_of(clients.values(), self.actor),
            signals=CarerSignal.objects.visible_to(self.actor).filter(carer=carer).order_by("-received_on", "-pk"),
            support=carer.support.select_related("given_by"),
            panel_since=panel_since(self.actor, carer),
            may_ask_panel=may_ask_carers(self.actor),
            may_keep=may_keep_carer(self.actor, carer),
            may_see_trail=may_see_carer_trail(self.actor, carer),
            day=day,
            **kwargs,
        )


class CarerTrail(CarerPage):
    """Who saw or changed what is known of a carer, per person and day. Looking at it is recorded too."""

    template_name = "informal_care/carer_trail.html"
    part = "spoor"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only the days."""
        allow(may=may_see_carer_trail(self.actor, self.object))
        page: Any = Paginator(by_person_and_day(entries_of_client(self.object.public_id)), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        context = {"page_obj": page, "days": list(person_days(page.object_list)), "carer": self.object}
        return context | kwargs


def carer_url(carer: Carer) -> str:
    """The page of a carer."""
    return reverse("informal_care:carer", args=[carer.public_id])
