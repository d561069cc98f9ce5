"""Allocations of one client: the list, a new one, its end, and the start of delivery."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clients.access import may_allocate, may_end_allocation, may_start_delivery
from clients.forms import AllocationForm, EndAllocationForm, StartForm, day_or_none
from clients.models import Allocation, Client
from clients.selectors import allocations_of
from clients.services import allocate, end_allocation, record_reading, record_start_of_delivery
from clients.web.files import FilePage
from clients.web.refusals import show_refusal
from contracts.models import ContractedProduct
from contracts.selectors import products_to_allocate
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404

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
                "may_start": may_start_delivery(self.actor, allocation)
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


@never_cache
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Allocate a product. All that is wrong is said at once, and what was typed stays."""
    actor = actor_of(request)
    client = scoped_or_404(Client.objects.select_related("municipality"), actor, public_id=public_id)
    allow(may=may_allocate(actor, client))
    day = day_or_none(request.POST.get("starts_on", "")) or today()
    form = AllocationForm(
        request.POST or None,
        products=ContractedProduct.objects.visible_to(actor),
        offers=products_to_allocate(client.municipality, day),
        initial={"starts_on": day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            allocation = allocate(actor=actor, client=client, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"Toewijzing {allocation.number} is gemaakt.")
            return redirect("clients:allocations", public_id=client.public_id)
    elif request.method == "GET":
        record_reading(actor=actor, client=client, parts=[TAB])
    return render(request, "clients/allocation_new.html", {"client": client, "tab": TAB, "form": form})


def _allocation(request: HttpRequest, public_id: UUID, allocation_id: UUID) -> Allocation:
    rows = Allocation.objects.select_related("client__municipality", "variant", "provider")
    return scoped_or_404(rows, actor_of(request), public_id=allocation_id, client__public_id=public_id)


@never_cache
def end(request: HttpRequest, public_id: UUID, allocation_id: UUID) -> HttpResponse:
    """End an allocation earlier."""
    actor = actor_of(request)
    allocation = _allocation(request, public_id, allocation_id)
    allow(may=may_end_allocation(actor, allocation))
    form = EndAllocationForm(request.POST or None, initial={"ends_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_allocation(actor=actor, allocation=allocation, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"Toewijzing {allocation.number} is beëindigd.")
            return redirect("clients:allocations", public_id=public_id)
    elif request.method == "GET":
        record_reading(actor=actor, client=allocation.client, parts=[TAB])
    context = {"client": allocation.client, "tab": TAB, "allocation": allocation, "form": form}
    return render(request, "clients/allocation_end.html", context)


@never_cache
def start(request: HttpRequest, public_id: UUID, allocation_id: UUID) -> HttpResponse:
    """The provider says when delivery started."""
    actor = actor_of(request)
    allocation = _allocation(request, public_id, allocation_id)
    allow(may=may_start_delivery(actor, allocation))
    form = StartForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            record_start_of_delivery(actor=actor, allocation=allocation, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "De start van de levering is vastgelegd.")
            return redirect("clients:allocations", public_id=public_id)
    elif request.method == "GET":
        record_reading(actor=actor, client=allocation.client, parts=[TAB])
    context = {"client": allocation.client, "tab": TAB, "allocation": allocation, "form": form}
    return render(request, "clients/allocation_start.html", context)
