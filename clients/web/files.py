"""The file of one client: overview, BSN and trail, and the forms about the person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView

from audit.selectors import entries_of_client
from clients.access import may_change_client, may_register_client, may_see_trail
from clients.forms import ClientChangeForm, ClientForm
from clients.models import Client
from clients.selectors import allocations_of, trail_lines
from clients.services import (
    change_client,
    record_reading,
    record_trail_reading,
    register_client,
)
from clients.web.refusals import differences, show_refusal, with_revision
from core.clock import today
from core.errors import Conflict
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404

TRAIL_PAGE = 50


@method_decorator(never_cache, name="dispatch")
class FilePage(ScopedMixin, DetailView[Client]):
    """A page of a client's file. Opening it stands in the trail."""

    queryset = Client.objects.select_related("municipality")
    context_object_name = "client"
    tab = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and record that it was read."""
        response = super().get(request, *args, **kwargs)
        self.record()
        return response

    def record(self) -> None:
        """Put the reading in the trail."""
        record_reading(actor=self.actor, client=self.object, parts=[self.tab])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tab=self.tab, may_change=may_change_client(self.actor, self.object), shown_bsn="", **kwargs
        )


class Overview(FilePage):
    """Who the client is, the client system and the allocations of now, at a glance."""

    template_name = "clients/overview.html"
    tab = "overzicht"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview_context(self.request, self.object), **kwargs)


def overview_context(request: HttpRequest, client: Client) -> dict[str, Any]:
    """What the overview shows beside the person."""
    day = today()
    return {
        "members": client.system.active_on(day).order_by("name"),
        "allocations": allocations_of(client, actor_of(request)).active_on(day),
    }


@require_POST
@never_cache
def show_bsn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the number once, after a press on the button; that stands in the trail."""
    actor = actor_of(request)
    client = scoped_or_404(Client.objects.select_related("municipality"), actor, public_id=public_id)
    record_reading(actor=actor, client=client, parts=["bsn"])
    context = {
        "client": client,
        "tab": Overview.tab,
        "may_change": may_change_client(actor, client),
        "shown_bsn": client.bsn,
        **overview_context(request, client),
    }
    return render(request, "clients/overview.html", context)


class Trail(FilePage):
    """Who opened or changed this file (NEN 7513). Looking at it is recorded too."""

    template_name = "clients/trail.html"
    tab = "spoor"

    def record(self) -> None:
        """Put the reading in the trail."""
        record_trail_reading(actor=self.actor, client=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allow(may=may_see_trail(self.actor, self.object))
        entries = entries_of_client(self.object.public_id)
        page = Paginator(entries, TRAIL_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, lines=list(trail_lines(page.object_list)), **kwargs)


@method_decorator(never_cache, name="dispatch")
class NewClient(FormView[ClientForm]):
    """Open a file for an inhabitant."""

    template_name = "clients/new.html"
    form_class = ClientForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        allow(may=may_register_client(actor_of(request)))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ClientForm) -> HttpResponse:
        try:
            client = register_client(actor=actor_of(self.request), **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, "Het dossier is gemaakt.")
        return redirect("clients:file", public_id=client.public_id)


@never_cache
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the person. When somebody else was first, what was typed stays and can be sent once more."""
    actor = actor_of(request)
    client = scoped_or_404(Client.objects.select_related("municipality"), actor, public_id=public_id)
    allow(may=may_change_client(actor, client))
    form = ClientChangeForm(request.POST or None, initial=_initial(client))
    context: dict[str, Any] = {"client": client, "tab": Overview.tab, "now_stored": [], "is_conflict": False}
    if request.method == "POST" and form.is_valid():
        try:
            change_client(actor=actor, client=client, revision=form.cleaned_data["revision"], **form.details())
        except ValidationError as error:
            show_refusal(form, error)
        except Conflict:
            client.refresh_from_db()
            context |= {"now_stored": differences(form, client), "is_conflict": True}
            form = ClientChangeForm(with_revision(request.POST, client.revision))
        else:
            messages.success(request, "De gegevens zijn opgeslagen.")
            return redirect("clients:file", public_id=client.public_id)
    elif request.method == "GET":
        record_reading(actor=actor, client=client, parts=[Overview.tab])
    status = 409 if context["is_conflict"] else 200
    return render(request, "clients/change.html", {**context, "form": form}, status=status)


def _initial(client: Client) -> dict[str, Any]:
    names = [name for name in ClientForm.Meta.fields if name != "bsn"]
    return {name: getattr(client, name) for name in [*names, "revision"]}
