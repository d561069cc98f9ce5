"""Pages about coordination with other professionals around the client."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from clients.models import ClientSystemMember
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from plans.access import may_read_plan, may_write_plan
from plans.forms import ContactChangeForm, ContactForm, CoordinationForm
from plans.models import CareContact
from plans.rules import IN_OFFICE
from plans.selectors import current_version
from plans.services.coordination import add_contact, change_contact, record_coordination, state_nobody_else
from plans.web.base import VersionFormView
from plans.web.scoping import ALLOCATION_PARTS, record_reading, version_of, writable_version

NOTES_SHOWN = 50


@never_cache
@require_safe
def coordination(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who else is involved with the client, and what was agreed with them, the newest first."""
    version, actor, day = version_of(request, public_id), actor_of(request), today()
    plan = version.plan
    allow(may=may_read_plan(actor, plan))
    record_reading(request, version)
    contacts = list(plan.contacts.all())
    notes = plan.coordination_notes.select_related("contact", "member", "recorded_by")
    context = {
        "plan_version": version,
        "client": plan.allocation.client,
        "contacts": [row for row in contacts if row.ends_on is None or row.ends_on >= day],
        "former": [row for row in contacts if row.ends_on is not None and row.ends_on < day],
        "members": _in_office(plan.allocation.client_id),
        "nobody_else": plan.nobody_else if plan.nobody_else and plan.nobody_else.contains(day) else None,
        "notes": notes[:NOTES_SHOWN],
        "total": plan.coordination_notes.count(),
        "may_write": may_write_plan(actor, plan, day),
    }
    return render(request, "plans/coordination.html", context)


@require_POST
def nobody_else(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say expressly that no other professionals are involved."""
    version = writable_version(request, public_id)
    try:
        state_nobody_else(actor=actor_of(request), plan=version.plan)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Vastgelegd: er zijn geen andere professionals betrokken.")
    return redirect("plans:coordination", version.public_id)


class CoordinationFormView(VersionFormView):
    """A form about coordination, for who may write the plan."""

    def back_url(self) -> str:
        """The page on which it all stands."""
        return reverse("plans:coordination", args=[self.version.public_id])


class AddContact(CoordinationFormView):
    """Somebody is involved."""

    form_class = ContactForm
    title = "Betrokken professional toevoegen"
    submit_label = "Toevoegen"
    done = "De professional is toegevoegd."

    def get_initial(self) -> dict[str, Any]:
        """Only what the form itself begins with."""
        return {}

    def perform(self, form: ContactForm) -> object:
        """Add them."""
        return add_contact(actor=self.actor, plan=self.version.plan, values=form.cleaned_data)


class ChangeContact(CoordinationFormView):
    """What is known of somebody who is involved changes, or they are not involved any more."""

    form_class = ContactChangeForm
    title = "Betrokken professional wijzigen"
    done = "De gegevens zijn opgeslagen."
    contact: CareContact

    def load(self) -> None:
        """The contact, and the plan that it belongs to."""
        rows = CareContact.objects.select_related(*(f"plan__allocation__{part}" for part in ALLOCATION_PARTS))
        self.contact = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_write_plan(self.actor, self.contact.plan, today()))
        version = current_version(self.contact.plan)
        assert version is not None  # noqa: S101 - every plan has one
        version.plan = self.contact.plan
        self.version = version

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return {name: getattr(self.contact, name) for name in ContactChangeForm.base_fields}

    def perform(self, form: ContactChangeForm) -> object:
        """Change it."""
        return change_contact(
            actor=self.actor, contact=self.contact, revision=form.cleaned_data["revision"], values=form.values
        )


class AddNote(CoordinationFormView):
    """Something was discussed."""

    form_class = CoordinationForm
    title = "Afstemming vastleggen"
    submit_label = "Vastleggen"
    done = "De afstemming is vastgelegd."

    def get_initial(self) -> dict[str, Any]:
        """Only what the form itself begins with."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With whom there is to talk to."""
        plan = self.version.plan
        members = _in_office(plan.allocation.client_id)
        return super().get_form_kwargs() | {"contacts": plan.contacts.all(), "members": members}

    def perform(self, form: CoordinationForm) -> object:
        """Keep it."""
        return record_coordination(actor=self.actor, plan=self.version.plan, **form.values)


def _in_office(client_id: int) -> Any:
    """Who stands in the client system by office today."""
    return ClientSystemMember.objects.active_on(today()).filter(client=client_id, relation__in=IN_OFFICE)
