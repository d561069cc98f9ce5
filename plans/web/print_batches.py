"""Printing many plans together: choose, see how far it is, and download."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView

from audit.enums import AuditEvent
from audit.services import record
from core.clock import today
from core.errors import Conflict
from core.pdf import pdf_available
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from plans.access import may_print_plans
from plans.documents import zip_of
from plans.enums import BatchStatus, PlanStatus, PrintKind
from plans.forms.printing import PrintFilterForm, PrintForm
from plans.models import Plan, PrintBatch
from plans.rules import MOST_TO_PRINT
from plans.selectors import not_printed, plans_to_print, progress_of, readable_items
from plans.services.printing import cancel_printing, record_download, retry_printing, start_printing

SHOWN_BATCHES = 10
REFRESH_SECONDS = 3
BADGES = {BatchStatus.WAITING: "info", BatchStatus.DONE: "ok"}
ZIP = "application/zip"


@method_decorator(never_cache, name="dispatch")
class PrintPlans(ServiceFormView):
    """Which plans to print, and the batches of late."""

    template_name = "plans/print.html"
    form_class = PrintForm
    title = "Plannen afdrukken"
    submit_label = "Afdrukken als PDF"
    done = "De plannen worden afgedrukt."

    def load(self) -> None:
        """Only who reads plans goes on."""
        allow(may=may_print_plans(self.actor))
        filters = PrintFilterForm(self.request.GET or {"status": PlanStatus.IN_EXECUTION.value})
        self.filters = filters if filters.is_valid() else PrintFilterForm({"status": PlanStatus.IN_EXECUTION.value})
        self.filters.is_valid()
        chosen = self.filters.cleaned_data
        self.versions = plans_to_print(
            self.actor, status=chosen["status"] or PlanStatus.IN_EXECUTION, is_own=chosen["whose"] == "mijn"
        )

    def record_reading(self) -> None:
        """The page shows names."""
        record(actor=self.actor, event=AuditEvent.READ, target=Plan, fields=["plannen om af te drukken"])

    def perform(self, form: PrintForm) -> PrintBatch:
        """Have the chosen plans printed."""
        kind = PrintKind(form.cleaned_data["kind"])
        return start_printing(actor=self.actor, kind=kind, versions=_ids(self.request.POST.getlist("plan")))

    def back_url(self) -> str:
        """The work list."""
        return reverse("home")

    def done_url(self, saved: PrintBatch) -> str:
        """Where one sees how far it is."""
        return reverse("plans:print_batch", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be chosen, what was chosen, and the batches of late."""
        shown, total = list(self.versions[:MOST_TO_PRINT]), self.versions.count()
        is_sent = self.request.method == "POST"
        chosen = set(self.request.POST.getlist("plan"))
        batches = PrintBatch.objects.visible_to(self.actor)[:SHOWN_BATCHES]
        return super().get_context_data(
            filters=self.filters,
            rows=[(one, not is_sent or str(one.public_id) in chosen) for one in shown],
            total=total,
            most=MOST_TO_PRINT,
            batches=[(one, BADGES.get(BatchStatus(one.status), "neutral")) for one in batches],
            is_available=pdf_available(),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class PrintBatchPage(ScopedMixin, DetailView[PrintBatch]):
    """One batch: how far it is, what did not go, and the file. It renews itself while a worker is busy."""

    template_name = "plans/print_batch.html"
    queryset = PrintBatch.objects.all()
    slug_url_kwarg = "public_id"
    context_object_name = "batch"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Ask the browser to come back, without any script."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        if self.object.status == BatchStatus.WAITING:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers, and what did not go."""
        batch, progress = self.object, progress_of(self.object)
        return super().get_context_data(
            progress=progress,
            total_text=f"{progress.total} plannen",
            kept_hours=settings.PRINTS_KEPT_HOURS,
            not_printed=not_printed(batch),
            badge_kind=BADGES.get(BatchStatus(batch.status), "neutral"),
            **kwargs,
        )


@require_safe
@never_cache
def download_batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was printed and may still be read, in one zip."""
    actor = actor_of(request)
    batch = scoped_or_404(PrintBatch.objects.all(), actor, public_id=public_id)
    allow(may=may_print_plans(actor))
    if batch.status != BatchStatus.DONE:
        messages.error(request, "Dit bestand is er niet (meer). Druk de plannen opnieuw af.")
        return redirect("plans:print_batch", public_id=public_id)
    items = readable_items(batch, actor)
    gone = progress_of(batch).done - len(items)
    left_out = [f"Toewijzing {one.version.plan.allocation.number}: {one.fault}" for one in not_printed(batch)]
    if gone:
        left_out.append(f"Niet meer voor u te zien: {gone}.")
    record_download(actor=actor, batch=batch, items=items)
    content = zip_of(PrintKind(batch.kind), items, left_out)
    name = f"plannen-{today():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=ZIP, headers=headers)


@require_POST
@never_cache
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop, and throw away what was made."""
    return _do(request, public_id, cancel_printing, "Het afdrukken is gestopt. Wat er al was, is verwijderd.")


@require_POST
@never_cache
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Try again what failed."""
    return _do(request, public_id, retry_printing, "Wat mislukte, wordt opnieuw geprobeerd.")


def _do(request: HttpRequest, public_id: UUID, act: Callable[..., object], done: str) -> HttpResponse:
    actor = actor_of(request)
    batch = scoped_or_404(PrintBatch.objects.all(), actor, public_id=public_id)
    try:
        act(actor=actor, batch=batch)
        messages.success(request, done)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return redirect("plans:print_batch", public_id=public_id)


def _ids(texts: list[str]) -> set[UUID]:
    """The public ids that were sent; what is none is a plan that nobody sees."""
    try:
        return {UUID(text) for text in texts}
    except ValueError:
        raise ValidationError("Een of meer plannen bestaan niet. Kies opnieuw.", code="plans_not_seen") from None
