"""Which files are to be destroyed, the second of the two steps, and the certificates that stay."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from audit.enums import AuditEvent
from audit.models import DestructionCertificate
from audit.services import record
from clients.access import may_approve_destruction, may_handle_rights, may_see_destructions
from clients.documents.rights import certificate_pdf
from clients.forms.rights import ApproveDestructionForm
from clients.models import Client, Destruction
from clients.rules.rights import retained_until
from clients.selectors.file_parts import parts_of
from clients.selectors.rights import certificates_of, files_due, proposals_of, retention_term
from clients.selectors.whole_file import parts_of_file, stored_files_of
from clients.services.destruction import approve_destruction, withdraw_destruction
from clients.services.reading import record_reading
from core.clock import AMSTERDAM, today
from core.errors import Conflict
from core.web.downloads import UNAVAILABLE, document_response
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404

PAGE_SIZE = 50


@method_decorator(never_cache, name="dispatch")
class Destructions(TemplateView):
    """What waits for approval, which files are due, and what was destroyed."""

    template_name = "clients/destructions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor, day = actor_of(self.request), today()
        allow(may=may_see_destructions(actor))
        page = Paginator(files_due(actor, day), PAGE_SIZE).get_page(self.request.GET.get("page"))
        proposals = list(proposals_of(actor)[:PAGE_SIZE])
        if proposals or page.object_list:
            record(actor=actor, event=AuditEvent.READ, target=Client, fields=["vernietiging"])
        term = retention_term(day)
        return super().get_context_data(
            proposals=proposals,
            page_obj=page,
            due=[
                {
                    "client": client,
                    "until": term and retained_until(client.last_changed_at.astimezone(AMSTERDAM).date(), term),
                    "may_propose": may_handle_rights(actor, client),
                }
                for client in page.object_list
            ],
            certificates=certificates_of(actor),
            **kwargs,
        )


class ApproveDestruction(ServiceFormView):
    """What would be destroyed, and on what ground; the second person approves or takes the proposal back."""

    template_name = "clients/destruction.html"
    form_class = ApproveDestructionForm
    title = "Voorstel tot vernietiging"
    submit_label = "Goedkeuren en vernietigen"
    done = "Vernietigd. Verklaring {.number} staat hieronder."
    destruction: Destruction

    def load(self) -> None:
        """The proposal, for the municipality whose file it is."""
        rows = Destruction.objects.select_related("client__municipality", "proposed_by", "request")
        self.destruction = scoped_or_404(rows, self.actor, public_id=self.kwargs["destruction_id"])
        allow(may=may_see_destructions(self.actor))
        if self.request.method == "POST":
            allow(may=may_approve_destruction(self.actor, self.destruction))

    def record_reading(self) -> None:
        """The page says whose file it is."""
        record_reading(actor=self.actor, client=self.destruction.client, parts=["vernietiging"])

    def stored(self) -> dict[str, Any]:
        """Over which revision one approves."""
        return {"revision": self.destruction.revision}

    def perform(self, form: ApproveDestructionForm) -> DestructionCertificate:
        """Approve, and carry out."""
        return approve_destruction(
            actor=self.actor, destruction=self.destruction, revision=form.cleaned_data["revision"]
        )

    def back_url(self) -> str:
        """The list."""
        return reverse("clients:destructions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what there is to destroy, and who may say yes."""
        client, parts = self.destruction.client, parts_of(self.destruction)
        counts = (
            [] if parts else [(str(m._meta.verbose_name_plural), rows.count()) for m, rows in parts_of_file(client)]
        )
        return super().get_context_data(
            destruction=self.destruction,
            client=client,
            parts=parts,
            counts=[(kind, count) for kind, count in counts if count],
            files=len(stored_files_of(client)),
            may_approve=may_approve_destruction(self.actor, self.destruction),
            is_own=self.actor.user_id == self.destruction.proposed_by_id,
            **kwargs,
        )


@never_cache
@require_POST
def withdraw(request: HttpRequest, destruction_id: UUID) -> HttpResponse:
    """Take a proposal back; the file stays."""
    actor = actor_of(request)
    rows = Destruction.objects.select_related("client")
    destruction = scoped_or_404(rows, actor, public_id=destruction_id)
    try:
        withdraw_destruction(actor=actor, destruction=destruction)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, "Het voorstel is ingetrokken. Het dossier blijft bewaard.")
    if may_see_destructions(actor):
        return redirect("clients:destructions")
    return redirect("clients:rights", public_id=destruction.client.public_id)


@never_cache
@require_safe
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """The certificate of a file that was destroyed, on paper."""
    actor = actor_of(request)
    row = scoped_or_404(DestructionCertificate.objects.all(), actor, public_id=certificate_id)
    allow(may=may_see_destructions(actor))
    response = document_response(request, lambda: certificate_pdf(row), f"verklaring-van-vernietiging-{row.number}.pdf")
    if response.status_code != UNAVAILABLE:
        record(actor=actor, event=AuditEvent.PRINTED, target=row)
    return response
