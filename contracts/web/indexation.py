"""Pages of indexations: prepared by one purchaser, looked at and approved by another, told in a letter per provider."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView

from contracts.access import may_approve_indexation, may_conclude_frameworks
from contracts.documents import rates_letter_pdf
from contracts.enums import RunStatus
from contracts.forms.indexation import IndexationForm
from contracts.models import IndexationRun
from contracts.selectors.indexing import lines_of, providers_of
from contracts.services import approve_indexation, prepare_indexation, withdraw_indexation
from contracts.web.base import PurchaserForm
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404


class IndexationList(ScopedMixin, ListView[IndexationRun]):
    """The indexations of the region."""

    queryset = IndexationRun.objects.select_related("framework", "prepared_by", "approved_by")
    template_name = "contracts/indexations.html"
    context_object_name = "runs"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """For purchasers."""
        allow(may=may_conclude_frameworks(self.actor))
        return super().get_queryset()


class IndexationDetail(ScopedMixin, DetailView[IndexationRun]):
    """What every rate becomes, and how that was worked out."""

    queryset = IndexationRun.objects.select_related("framework__region", "prepared_by", "approved_by")
    template_name = "contracts/indexation.html"
    context_object_name = "run"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines, the formulas, and who may do what."""
        run = self.object
        allow(may=may_conclude_frameworks(self.actor))
        lines, indices, is_open = lines_of(run), run.indices, run.status == RunStatus.PREPARED
        return super().get_context_data(
            lines=lines,
            providers=providers_of(lines) if run.status == RunStatus.APPROVED else [],
            formula=indices.formula(is_first_year=False),
            first_formula=indices.formula(is_first_year=True) if any(line.is_first_year for line in lines) else "",
            is_open=is_open,
            may_approve=is_open and may_approve_indexation(self.actor, run),
            **kwargs,
        )


class NewIndexation(PurchaserForm):
    """Prepare an indexation."""

    form_class = IndexationForm
    title, submit_label = "Nieuwe indexering", "Voorbereiden"
    done = "De indexering is voorbereid. Een collega keurt haar goed; tot dan verandert er niets."

    def load(self) -> None:
        """For purchasers."""
        allow(may=may_conclude_frameworks(self.actor))

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [*super().path(), ("Indexeringen", reverse("contracts:indexations"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which framework agreements there are."""
        return super().get_form_kwargs() | {"region": self.actor.organisation_id}

    def perform(self, form: IndexationForm) -> IndexationRun:
        """Prepare it."""
        return prepare_indexation(actor=self.actor, **form.wish())

    def done_url(self, saved: IndexationRun) -> str:
        """What it would change."""
        return reverse("contracts:indexation", args=[saved.public_id])


@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the rates change as they were prepared."""
    actor = actor_of(request)
    run = scoped_or_404(IndexationRun.objects.all(), actor, public_id=public_id)
    approve_indexation(actor=actor, run=run)
    messages.success(request, "De indexering is goedgekeurd. De brieven staan klaar.")
    return redirect("contracts:indexation", public_id=run.public_id)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go no further with an indexation."""
    actor = actor_of(request)
    run = scoped_or_404(IndexationRun.objects.all(), actor, public_id=public_id)
    withdraw_indexation(actor=actor, run=run)
    messages.success(request, "De indexering is ingetrokken.")
    return redirect("contracts:indexation", public_id=run.public_id)


@require_GET
def letter(request: HttpRequest, public_id: str, provider_id: str) -> HttpResponse:
    """The letter with the new rates of a provider."""
    actor = actor_of(request)
    rows = IndexationRun.objects.select_related("framework__region", "approved_by")
    run = scoped_or_404(rows, actor, public_id=public_id)
    allow(may=may_conclude_frameworks(actor))
    found = next((one for one in providers_of(lines_of(run)) if str(one.public_id) == str(provider_id)), None)
    if found is None or run.status != RunStatus.APPROVED:
        raise Http404
    response = HttpResponse(rates_letter_pdf(run, found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="tarieven-{run.starts_on:%Y-%m-%d}.pdf"'
    return response
