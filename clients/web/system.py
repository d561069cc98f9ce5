"""The client system: the people around the client."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clients.access import may_change_client
from clients.forms import EndForm, MemberChangeForm, MemberForm
from clients.models import Client, ClientSystemMember
from clients.services import add_member, change_member, end_member, record_reading
from clients.web.files import FilePage
from clients.web.refusals import differences, show_refusal, with_revision
from core.clock import today
from core.errors import Conflict
from core.web.views import actor_of, allow, scoped_or_404

TAB = "clientsysteem"


class ClientSystem(FilePage):
    """Everybody around the client, those who left included."""

    template_name = "clients/system.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        members = list(self.object.system.order_by("name"))
        return super().get_context_data(
            members=[member for member in members if not member.ends_on or member.ends_on >= day],
            former=[member for member in members if member.ends_on and member.ends_on < day],
            **kwargs,
        )


def _client_to_change(request: HttpRequest, public_id: UUID) -> Client:
    actor = actor_of(request)
    client = scoped_or_404(Client.objects.select_related("municipality"), actor, public_id=public_id)
    allow(may=may_change_client(actor, client))
    return client


@never_cache
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add somebody."""
    client = _client_to_change(request, public_id)
    form = MemberForm(request.POST or None, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            add_member(actor=actor_of(request), client=client, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "De persoon is toegevoegd.")
            return redirect("clients:system", public_id=client.public_id)
    elif request.method == "GET":
        record_reading(actor=actor_of(request), client=client, parts=[TAB])
    return render(request, "clients/member_new.html", {"client": client, "tab": TAB, "form": form})


@never_cache
def change(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """Change somebody. When another was first, what was typed stays and can be sent once more."""
    client = _client_to_change(request, public_id)
    actor = actor_of(request)
    member = scoped_or_404(ClientSystemMember.objects.filter(client=client), actor, public_id=member_id)
    names = [*MemberForm.Meta.fields, "revision"]
    form = MemberChangeForm(request.POST or None, initial={name: getattr(member, name) for name in names})
    context: dict[str, Any] = {"client": client, "tab": TAB, "member": member}
    context |= {"now_stored": [], "is_conflict": False}
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in MemberForm.Meta.fields}
        try:
            change_member(actor=actor, member=member, revision=form.cleaned_data["revision"], **details)
        except ValidationError as error:
            show_refusal(form, error)
        except Conflict:
            member.refresh_from_db()
            context |= {"now_stored": differences(form, member), "is_conflict": True}
            form = MemberChangeForm(with_revision(request.POST, member.revision))
        else:
            messages.success(request, "De gegevens zijn opgeslagen.")
            return redirect("clients:system", public_id=client.public_id)
    elif request.method == "GET":
        record_reading(actor=actor, client=client, parts=[TAB])
    status = 409 if context["is_conflict"] else 200
    return render(request, "clients/member_change.html", {**context, "form": form}, status=status)


@never_cache
def end(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """Say until when somebody belongs to the client system."""
    client = _client_to_change(request, public_id)
    actor = actor_of(request)
    member = scoped_or_404(ClientSystemMember.objects.filter(client=client), actor, public_id=member_id)
    form = EndForm(request.POST or None, initial={"ends_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_member(actor=actor, member=member, ends_on=form.cleaned_data["ends_on"])
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "De einddatum is opgeslagen.")
            return redirect("clients:system", public_id=client.public_id)
    elif request.method == "GET":
        record_reading(actor=actor, client=client, parts=[TAB])
    context = {"client": client, "tab": TAB, "member": member, "form": form}
    return render(request, "clients/member_end.html", context)
