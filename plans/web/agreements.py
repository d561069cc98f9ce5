"""The page on which both sides agree to a plan."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from clients.models import ClientSystemMember
from core.clock import today
from core.web.views import actor_of
from plans.enums import Party
from plans.forms import ClientAgreementForm, ProfessionalAgreementForm, RevisionForm
from plans.services.agreements import agree_as_professional, agree_for_client, withdraw_agreement
from plans.web.base import VersionFormView
from plans.web.presenting import plan_page
from plans.web.scoping import writable_agreement


class AgreePage(VersionFormView):
    """The whole plan, what it still lacks, and a form for each side that has not agreed yet.

    Each side has an address of its own; the page without a side only shows.
    """

    template_name = "plans/agree.html"
    title = "Akkoord met het plan"
    party: ClassVar[Party | None] = None

    def get_form(self, form_class: Any = None) -> RevisionForm:
        """The form of the side that this address is for."""
        data = self.request.POST if self.request.method == "POST" else None
        return self._form_of(self.party or Party.CLIENT, data)

    def stored(self) -> dict[str, Any]:
        """The revision that is stored."""
        return {"revision": self.version.revision}

    def done_url(self, saved: object) -> str:
        """Stay here until both have agreed; then the plan is agreed and its own page shows it."""
        self.version.refresh_from_db(fields=["status"])
        name = "plans:agree" if self.version.is_draft else "plans:detail"
        return reverse(name, args=[self.version.public_id])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page while there is something to agree to."""
        if not self.version.is_draft:
            return redirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan as on its own page, and the forms."""
        forms = {party: self._form_of(party) for party in Party} | ({self.party: kwargs["form"]} if self.party else {})
        return super().get_context_data(
            page=plan_page(self.version, self.actor, today()),
            client_form=forms[Party.CLIENT],
            professional_form=forms[Party.PROFESSIONAL],
            **kwargs,
        )

    def _form_of(self, party: Party, data: Any = None) -> RevisionForm:
        initial = {"revision": self.version.revision, "agreed_on": today()}
        if party == Party.PROFESSIONAL:
            return ProfessionalAgreementForm(data, initial=initial, prefix="professional")
        client = self.version.plan.allocation.client
        members = ClientSystemMember.objects.active_on(today()).filter(client=client)
        return ClientAgreementForm(data, initial=initial, prefix="client", client_name=client.name, members=members)


class AgreeForClient(AgreePage):
    """The client's side agrees."""

    party = Party.CLIENT
    done = "Het akkoord van de cliënt is vastgelegd."

    def perform(self, form: ClientAgreementForm) -> object:
        """Record the agreement."""
        return agree_for_client(
            actor=self.actor,
            version=self.version,
            revision=form.cleaned_data["revision"],
            agreed_as=form.agreed_as,
            member=form.member,
            agreed_on=form.cleaned_data["agreed_on"],
        )


class AgreeAsProfessional(AgreePage):
    """The responsible professional agrees."""

    party = Party.PROFESSIONAL
    done = "Uw akkoord is vastgelegd."

    def perform(self, form: ProfessionalAgreementForm) -> object:
        """Record the agreement."""
        return agree_as_professional(actor=self.actor, version=self.version, **form.cleaned_data)


@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back an agreement while the plan is a draft."""
    agreement = writable_agreement(request, public_id)
    withdraw_agreement(actor=actor_of(request), agreement=agreement)
    messages.success(request, f"Akkoord ingetrokken: {agreement.get_agreed_as_display().lower()}.")
    return redirect("plans:agree", agreement.version.public_id)
