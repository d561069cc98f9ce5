"""The tab "Rechten" of a file: what the client asked about it, and until when it is kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.enums import AuditEvent
from audit.services import record
from clients.access import may_handle_rights, may_open_files
from clients.documents.file_copy import FileCopy
from clients.documents.rights import decision_letter_pdf
from clients.enums import RightsKind, RightsOutcome
from clients.forms.rights import CarryOutForm, PartsForm, RightsDecisionForm, RightsRequestForm
from clients.models import Client, Destruction, RightsRequest
from clients.rules.rights import is_for_two
from clients.selectors.file_parts import parts_to_destroy
from clients.selectors.rights import files_to_answer_for, requests_of, retention_of
from clients.services.destruction import propose_destruction
from clients.services.rights import carry_out_request, decide_request, register_request
from clients.web.files import FileFormView, FilePage
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.web.downloads import UNAVAILABLE, ZIP, document_response
from core.web.views import actor_of, allow

TAB = "rechten"
BADGES = {
    "": ("Nog te beslissen", "wait"),
    RightsOutcome.GRANTED: ("Toegewezen", "ok"),
    RightsOutcome.PARTLY: ("Voor een deel toegewezen", "info"),
    RightsOutcome.REFUSED: ("Afgewezen", "no"),
    RightsOutcome.WITHDRAWN: ("Ingetrokken", "neutral"),
}


class Rights(FilePage):
    """What was asked about the file, what was answered, and until when the file is kept."""

    template_name = "clients/rights.html"
    tab = TAB

    def get_queryset(self) -> Any:
        """A privacy officer opens no files, but does answer what clients ask about them."""
        return files_to_answer_for(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        rows = [
            {
                "request": row,
                "badge": BADGES[row.outcome],
                "days_left": row.days_left(day),
                "may_copy": row.kind == RightsKind.COPY and row.is_granted,
                "may_propose": row.kind == RightsKind.DESTRUCTION and row.outcome == RightsOutcome.GRANTED,
                "may_choose": row.is_open
                and row.kind == RightsKind.DESTRUCTION
                and row.outcome == RightsOutcome.PARTLY,
                "may_carry_out": row.is_decided and row.is_open and not is_for_two(row.kind, row.outcome),
            }
            for row in requests_of(self.object)
        ]
        return super().get_context_data(
            rows=rows,
            retention=retention_of(self.object, day),
            proposal=getattr(self.object, "destruction", None),
            opens_files=may_open_files(self.actor),
            **kwargs,
        )


class RightsFormView(FileFormView):
    """A form about a request; the privacy officer may send it too."""

    template_name = "clients/rights_form.html"
    tab = TAB
    tab_label = "Rechten"
    back = "clients:rights"

    def load(self) -> None:
        """The client, for who answers what is asked about the file."""
        self.client = get_object_or_404(files_to_answer_for(self.actor), public_id=self.kwargs["public_id"])
        allow(may=self.may())

    def may(self) -> bool:
        """Whoever answers requests about this file."""
        return may_handle_rights(self.actor, self.client)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the other pages of the file are there for this user."""
        return super().get_context_data(opens_files=may_open_files(self.actor), **kwargs)


class NewRequest(RightsFormView):
    """Register a request."""

    form_class = RightsRequestForm
    title = "Verzoek vastleggen"
    submit_label = "Vastleggen"
    done = "Het verzoek is vastgelegd."

    def get_initial(self) -> dict[str, Any]:
        """Today, by the client."""
        return {"received_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The representatives to choose from."""
        members = self.client.system.exclude(representation="").order_by("name")
        return super().get_form_kwargs() | {"members": members}

    def perform(self, form: RightsRequestForm) -> RightsRequest:
        """Register it."""
        return register_request(actor=self.actor, client=self.client, **form.cleaned_data)


class RequestFormView(RightsFormView):
    """A form about a request that is there."""

    form_class: Any
    asked: RightsRequest

    def load(self) -> None:
        """The request too."""
        super().load()
        self.asked = _request_of(self.client, self.kwargs["request_id"])

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return {name: getattr(self.asked, name) for name in self.form_class.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the request."""
        return super().get_context_data(asked=self.asked, **kwargs)


class DecideRequest(RequestFormView):
    """Answer a request."""

    form_class: Any = RightsDecisionForm
    title = "Besluit op het verzoek"
    submit_label = "Besluit vastleggen"
    done = "Het besluit is vastgelegd. U kunt nu de brief afdrukken."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The grounds that fit this kind of request."""
        return super().get_form_kwargs() | {"kind": self.asked.kind}

    def perform(self, form: RightsDecisionForm) -> RightsRequest:
        """Decide."""
        return decide_request(actor=self.actor, request=self.asked, **form.cleaned_data)


class CarryOutRequest(RequestFormView):
    """Say that what was granted has been done."""

    form_class: Any = CarryOutForm
    title = "Verzoek uitgevoerd"
    done = "Vastgelegd wat er is gedaan."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"handled_on": today()}

    def perform(self, form: CarryOutForm) -> RightsRequest:
        """Keep it."""
        return carry_out_request(actor=self.actor, request=self.asked, **form.cleaned_data)


class ChooseParts(RequestFormView):
    """Choose what goes, when a request for destruction was granted in part; somebody else approves it.

    That it was is up to the service.
    """

    form_class: Any = PartsForm
    title = "Kies wat er vernietigd wordt"
    submit_label = "Voorstellen"
    done = "Het voorstel staat klaar. Iemand anders keurt het goed of trekt het in."

    def stored(self) -> dict[str, Any]:
        """Nothing is chosen beforehand."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What there is to choose from."""
        return super().get_form_kwargs() | {"parts": parts_to_destroy(self.client)}

    def perform(self, form: PartsForm) -> Destruction:
        """Propose it."""
        return propose_destruction(actor=self.actor, client=self.client, request=self.asked, **form.cleaned_data)


@never_cache
@require_safe
def copy_pdf(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    """The whole file on paper, for a request that was granted."""
    client, _ = _granted_copy(request, public_id, request_id)
    response = document_response(request, FileCopy(client, today()).as_pdf, "dossier.pdf")
    return _recorded(actor_of(request), response, AuditEvent.EXPORTED, client, "pdf")


@never_cache
@require_safe
def copy_zip(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    """The whole file as PDF and JSON, with every upload, for a request that was granted."""
    client, _ = _granted_copy(request, public_id, request_id)
    response = document_response(request, FileCopy(client, today()).as_zip, "dossier.zip", ZIP)
    return _recorded(actor_of(request), response, AuditEvent.EXPORTED, client, "zip")


@never_cache
@require_safe
def decision_letter(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    """The letter with the answer."""
    client = _client_of(request, public_id)
    asked = _request_of(client, request_id)
    if not asked.is_decided or asked.outcome == RightsOutcome.WITHDRAWN:
        raise Http404
    response = document_response(request, lambda: decision_letter_pdf(client, asked), "besluit-op-verzoek.pdf")
    return _recorded(actor_of(request), response, AuditEvent.PRINTED, client, "besluit")


@never_cache
@require_POST
def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose to destroy the file: because its retention is over."""
    return _propose(request, _client_of(request, public_id))


@never_cache
@require_POST
def propose_on_request(request: HttpRequest, public_id: UUID, request_id: UUID) -> HttpResponse:
    """Propose to destroy the file: on a request that was granted."""
    client = _client_of(request, public_id)
    return _propose(request, client, _request_of(client, request_id))


def _propose(request: HttpRequest, client: Client, asked: RightsRequest | None = None) -> HttpResponse:
    try:
        propose_destruction(actor=actor_of(request), client=client, request=asked)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, "Het voorstel staat klaar. Iemand anders keurt het goed of trekt het in.")
    return redirect(reverse("clients:rights", args=[client.public_id]))


def _client_of(request: HttpRequest, public_id: UUID) -> Client:
    client: Client = get_object_or_404(files_to_answer_for(actor_of(request)), public_id=public_id)
    allow(may=may_handle_rights(actor_of(request), client))
    return client


def _request_of(client: Client, request_id: UUID) -> RightsRequest:
    asked: RightsRequest = get_object_or_404(requests_of(client), public_id=request_id)
    asked.client = client
    return asked


def _granted_copy(request: HttpRequest, public_id: UUID, request_id: UUID) -> tuple[Client, RightsRequest]:
    client = _client_of(request, public_id)
    asked = _request_of(client, request_id)
    if asked.kind != RightsKind.COPY or not asked.is_granted:
        raise Http404
    return client, asked


def _recorded(actor: Actor, response: HttpResponse, event: AuditEvent, client: Client, part: str) -> HttpResponse:
    if response.status_code != UNAVAILABLE:
        record(actor=actor, event=event, target=client, client=client.public_id, fields=[part])
    return response
