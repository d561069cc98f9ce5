"""Pages on which both sides agree to a plan, on screen or on paper, or do not agree."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from clients.models import ClientSystemMember
from core.clock import today
from core.web.downloads import stored_file
from core.web.views import actor_of, allow
from plans.access import may_read_plan
from plans.enums import Party
from plans.forms import (
    ClientAgreementForm,
    PaperAgreementForm,
    ProfessionalAgreementForm,
    RefusalForm,
    RevisionForm,
    WithdrawForm,
)
from plans.models import Agreement
from plans.selectors import agreements_of, responsible_on
from plans.services.agreements import Paper, agree_as_professional, agree_for_client
from plans.services.withdrawing import refuse_plan, withdraw_agreement
from plans.web.base import VersionFormView
from plans.web.presenting import plan_page
from plans.web.scoping import agreement_of, record_event, writable_agreement


class AgreementFormView(VersionFormView):
    """A form about agreeing, which may name somebody of the client system."""

    def people(self) -> dict[str, Any]:
        """Who may act for the client's side today."""
        client = self.version.plan.allocation.client
        members = ClientSystemMember.objects.active_on(today()).filter(client=client)
        return {"client_name": client.name, "members": members}

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
            return redirect("plans:detail", self.version.public_id)
        return super().get(request, *args, **kwargs)


class AgreePage(AgreementFormView):
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
        return ClientAgreementForm(data, initial=initial, prefix="client", **self.people())


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
            agreed_on=form.cleaned_data["agreed_on"],
            **form.by_client_side,
        )


class AgreeAsProfessional(AgreePage):
    """The responsible professional agrees."""

    party = Party.PROFESSIONAL
    done = "Uw akkoord is vastgelegd."

    def perform(self, form: ProfessionalAgreementForm) -> object:
        """Record the agreement."""
        return agree_as_professional(actor=self.actor, version=self.version, **form.cleaned_data)


class AgreeOnPaper(AgreementFormView):
    """A side signed a print of the plan."""

    template_name = "plans/agree_on_paper.html"
    form_class = PaperAgreementForm
    title = "Akkoord op papier vastleggen"
    submit_label = "Akkoord vastleggen"
    done = "Het akkoord op papier is vastgelegd."

    def back_url(self) -> str:
        """The page on which both sides agree."""
        return reverse("plans:agree", args=[self.version.public_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who has not agreed yet."""
        given = agreements_of(self.version)
        responsible = responsible_on(self.version.plan, max(today(), self.version.starts_on))
        return {
            **super().get_form_kwargs(),
            **self.people(),
            "has_client": given.client is not None,
            "professional": responsible.name if responsible and given.professional is None else "",
        }

    def perform(self, form: PaperAgreementForm) -> object:
        """Record the agreement with its scan."""
        common: dict[str, Any] = {
            "actor": self.actor,
            "version": self.version,
            "revision": form.cleaned_data["revision"],
            "agreed_on": form.cleaned_data["agreed_on"],
            "paper": Paper(form.cleaned_data["scan"], form.cleaned_data["mark"]),
        }
        if form.is_of_professional:
            return agree_as_professional(**common)
        return agree_for_client(**common, **form.by_client_side)


class RefusePlan(AgreementFormView):
    """The client's side does not agree with the draft."""

    form_class = RefusalForm
    title = "Cliënt gaat niet akkoord"
    submit_label = "Vastleggen"
    done = "Vastgelegd dat de cliënt niet akkoord gaat. Pas het plan samen aan en vraag het opnieuw."

    def back_url(self) -> str:
        """The page on which both sides agree."""
        return reverse("plans:agree", args=[self.version.public_id])

    def done_url(self, saved: object) -> str:
        """The plan, to change it."""
        return reverse("plans:detail", args=[self.version.public_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who may refuse."""
        return super().get_form_kwargs() | self.people()

    def perform(self, form: RefusalForm) -> object:
        """Record the refusal."""
        return refuse_plan(
            actor=self.actor,
            version=self.version,
            revision=form.cleaned_data["revision"],
            member=form.member,
            refused_on=form.cleaned_data["refused_on"],
            reason=form.cleaned_data["reason"],
        )


class Withdraw(AgreementFormView):
    """A side takes its agreement back, also when the plan is already carried out."""

    template_name = "plans/withdraw.html"
    form_class = WithdrawForm
    title = "Akkoord intrekken"
    submit_label = "Akkoord intrekken"
    done = "Het akkoord is ingetrokken."
    agreement: Agreement

    def load(self) -> None:
        """The agreement, and its version."""
        self.agreement = writable_agreement(self.request, self.kwargs["public_id"])
        self.version = self.agreement.version

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, unless there is nothing to take back any more."""
        if self.agreement.ended_on is not None:
            return redirect("plans:detail", self.version.public_id)
        return super(AgreementFormView, self).get(request, *args, **kwargs)

    def stored(self) -> dict[str, Any]:
        """Nothing: what is there already is the agreement."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who may take it back."""
        return super().get_form_kwargs() | self.people()

    def get_form(self, form_class: Any = None) -> WithdrawForm:
        """The professional's own agreement is taken back by nobody else."""
        form: WithdrawForm = super().get_form(form_class)
        if self.agreement.party == Party.PROFESSIONAL:
            del form.fields["withdrawn_by"]
        return form

    def perform(self, form: WithdrawForm) -> object:
        """Take it back."""
        return withdraw_agreement(
            actor=self.actor,
            agreement=self.agreement,
            withdrawn_on=form.cleaned_data["withdrawn_on"],
            reason=form.cleaned_data["reason"],
            member=form.member if self.agreement.party == Party.CLIENT else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which agreement."""
        return super().get_context_data(agreement=self.agreement, **kwargs)


@require_safe
@never_cache
def agreement_scan(request: HttpRequest, public_id: UUID) -> FileResponse:
    """Hand over the scan of a signed plan to who may read the plan."""
    agreement = agreement_of(request, public_id)
    allow(may=may_read_plan(actor_of(request), agreement.version.plan))
    response = stored_file(agreement.scan, agreement.scan_name)
    record_event(request, AuditEvent.EXPORTED, agreement.version, agreement)
    return response
