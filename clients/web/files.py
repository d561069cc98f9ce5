"""The file of one client: overview, BSN and trail, and the forms about the person."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from clients.access import may_change_client, may_register_client
from clients.enums import ChangeReason
from clients.forms import ClientChangeForm, ClientForm
from clients.models import Client
from clients.selectors import allocations_of
from clients.selectors.deaths import undone_death
from clients.services import (
    change_client,
    record_reading,
    register_client,
)
from clients.web.autosaving import AutosavingFormView
from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404


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
    """Who the client is, the client system and the allocations of now and later, at a glance."""

    template_name = "clients/overview.html"
    tab = "overzicht"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview_context(self.request, self.object), **kwargs)


def overview_context(request: HttpRequest, client: Client) -> dict[str, Any]:
    """What the overview shows beside the person."""
    day = today()
    allocations = allocations_of(client, actor_of(request)).exclude(change_reason=ChangeReason.REMOVED)
    return {
        "members": client.system.active_on(day).order_by("name"),
        "allocations": allocations.exclude(ends_on__lt=day),
        "undone_death": undone_death(client) if may_change_client(actor_of(request), client) else None,
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


class NewClient(ServiceFormView):
    """Open a file for an inhabitant."""

    template_name = "clients/new.html"
    form_class = ClientForm
    title = "Nieuwe cliënt"
    submit_label = "Dossier maken"
    done = "Het dossier is gemaakt."

    def load(self) -> None:
        """There is nothing yet; only who may open a file goes on."""
        allow(may=may_register_client(self.actor))

    def perform(self, form: ClientForm) -> Client:
        """Open the file."""
        return register_client(actor=self.actor, **form.cleaned_data)

    def back_url(self) -> str:
        """The list."""
        return reverse("clients:list")

    def done_url(self, saved: Client) -> str:
        """The new file."""
        return reverse("clients:file", args=[saved.public_id])


class FileFormView(AutosavingFormView):
    """A form in the file of a client. Opening it stands in the trail."""

    template_name = "clients/form.html"
    tab = ""
    tab_label = ""
    """What the breadcrumbs call the page that the form belongs to; nothing for the file itself."""
    back: str
    client: Client

    def load(self) -> None:
        """The client, for who may change the file."""
        rows = Client.objects.select_related("municipality")
        self.client = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=self.may())

    def client_of_form(self) -> Client:
        """The client of the file."""
        return self.client

    def may(self) -> bool:
        """Whether the actor may send this form."""
        return may_change_client(self.actor, self.client)

    def record_reading(self) -> None:
        """The page shows the file of a client."""
        record_reading(actor=self.actor, client=self.client, parts=[self.tab])

    def back_url(self) -> str:
        """The page of the file that the form belongs to."""
        return reverse(self.back, args=[self.client.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose file it is, and where in it."""
        return super().get_context_data(client=self.client, tab=self.tab, tab_label=self.tab_label, **kwargs)


class ChangeClient(FileFormView):
    """Change the person."""

    form_class = ClientChangeForm
    title = "Gegevens wijzigen"
    done = "De gegevens zijn opgeslagen."
    tab = Overview.tab
    back = "clients:file"

    def stored(self) -> dict[str, Any]:
        """What is stored, by field; the BSN only when the page of the file is asked for it."""
        return {name: getattr(self.client, name) for name in ClientChangeForm.base_fields if name != "bsn"}

    def perform(self, form: ClientChangeForm) -> Client:
        """Change it."""
        return change_client(actor=self.actor, client=self.client, **form.details())
