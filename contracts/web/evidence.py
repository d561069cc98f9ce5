"""Pages of the documents of providers: handed in by the provider, checked by a purchaser."""

from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from contracts.access import may_check_evidence, may_conclude_frameworks, may_report, may_see_spending
from contracts.forms.reports import CheckForm, EvidenceForm
from contracts.models import Evidence
from contracts.selectors.evidence import standing
from contracts.services import add_evidence, check_evidence
from contracts.web.base import PurchaserForm
from core.clock import today
from core.web.downloads import stored_file
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404


class EvidenceList(ScopedMixin, ListView[Evidence]):
    """What counts now of each provider, and all that was handed in."""

    queryset = Evidence.objects.select_related("provider", "checked_by")
    template_name = "contracts/evidence.html"
    context_object_name = "documents"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """For purchasers and quality officers; by provider and kind, the newest first."""
        allow(may=may_see_spending(self.actor))
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what counts, and what the actor may do."""
        return super().get_context_data(
            standing=standing(self.actor, today()),
            may_add=may_report(self.actor),
            may_check=may_conclude_frameworks(self.actor),
            **kwargs,
        )


class NewEvidence(PurchaserForm):
    """Hand in a document."""

    form_class = EvidenceForm
    title, submit_label = "Bewijsstuk toevoegen", "Toevoegen"
    done = "Het bewijsstuk is toegevoegd. De inkoper controleert het."

    def load(self) -> None:
        """For quality officers of a provider."""
        allow(may=may_report(self.actor))

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [("Bewijsstukken", reverse("contracts:evidence"))]

    def perform(self, form: EvidenceForm) -> Evidence:
        """Hand it in."""
        return add_evidence(actor=self.actor, **form.wish())


class CheckEvidence(PurchaserForm):
    """Accept a document or say why not."""

    form_class = CheckForm
    title, submit_label = "Bewijsstuk controleren", "Vastleggen"
    done = "De controle is vastgelegd."
    evidence: Evidence

    def load(self) -> None:
        """The document, for a purchaser of a region that has a contract with the provider."""
        rows = Evidence.objects.select_related("provider")
        self.evidence = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_check_evidence(self.actor))
        self.about = f"{self.evidence}."

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [("Bewijsstukken", reverse("contracts:evidence"))]

    def perform(self, form: CheckForm) -> Evidence:
        """Keep it."""
        return check_evidence(actor=self.actor, evidence=self.evidence, **form.cleaned_data)


@require_safe
@never_cache
def download(request: HttpRequest, public_id: str) -> FileResponse:
    """Hand over the file to those who may see the document; it has no public address."""
    actor = actor_of(request)
    evidence = scoped_or_404(Evidence.objects.all(), actor, public_id=public_id)
    allow(may=may_see_spending(actor))
    return stored_file(evidence.file, evidence.file_name)
