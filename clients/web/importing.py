"""Import of clients and allocations: send a file, see what it would do, and have it done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView

from clients.access import may_import
from clients.enums import ImportStatus
from clients.forms import SheetForm
from clients.models import ImportRun
from clients.services import importing
from core.errors import Conflict
from core.uploads import CSV, XLSX, UploadKind
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404

SHOWN_RUNS = 10
SHOWN_FAULTS = 100
REFRESH_SECONDS = 3
BADGES = {
    ImportStatus.DONE: "ok",
    ImportStatus.REFUSED: "no",
    ImportStatus.FAILED: "no",
    ImportStatus.CHECKED: "wait",
    ImportStatus.CANCELLED: "neutral",
    ImportStatus.EXPIRED: "neutral",
}


class Import(ServiceFormView):
    """What an import is, the file to fill in, and the imports of late."""

    template_name = "clients/import.html"
    form_class = SheetForm
    title = "Cliënten importeren"
    submit_label = "Bestand controleren"
    done = "Het bestand is ontvangen. Er is nog niets geïmporteerd."

    def load(self) -> None:
        """There is nothing yet; only who may import goes on."""
        allow(may=may_import(self.actor))

    def perform(self, form: SheetForm) -> ImportRun:
        """Take it in."""
        return importing.start_import(actor=self.actor, upload=form.cleaned_data["sheet"])

    def back_url(self) -> str:
        """The list of clients."""
        return reverse("clients:list")

    def done_url(self, saved: ImportRun) -> str:
        """Where one sees what becomes of it."""
        return reverse("clients:import_run", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the imports of late."""
        runs = ImportRun.objects.visible_to(self.actor).select_related("user")[:SHOWN_RUNS]
        rows = [{"run": run, "kind": BADGES.get(ImportStatus(run.status), "info")} for run in runs]
        return super().get_context_data(rows=rows, **kwargs)


@method_decorator(never_cache, name="dispatch")
class ImportPage(ScopedMixin, DetailView[ImportRun]):
    """One import: how far it is, what is wrong with it, or what it did. It renews itself while a worker is busy."""

    template_name = "clients/import_run.html"
    queryset = ImportRun.objects.select_related("user", "confirmed_by", "municipality")
    slug_url_kwarg = "run_id"
    context_object_name = "run"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Ask the browser to come back, without any script."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        if context["is_at_work"]:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done with it."""
        run = self.object
        faults = importing.kept_faults(run)
        may_restart = importing.may_restart(run)
        return super().get_context_data(
            is_at_work=importing.is_at_work(run) and not may_restart,
            may_confirm=run.status == ImportStatus.CHECKED,
            may_restart=may_restart,
            may_cancel=importing.may_cancel(run),
            percentage=importing.progress_of(run),
            faults=faults[:SHOWN_FAULTS],
            has_more_faults=run.fault_count > SHOWN_FAULTS,
            badge_kind=BADGES.get(ImportStatus(run.status), "info"),
            is_nothing_new=not (run.clients_new or run.clients_changed or run.allocations_new),
            **kwargs,
        )


@require_POST
@never_cache
def confirm(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Have the checked file imported."""
    return _do(request, run_id, importing.confirm_import, "Het importeren is begonnen.")


@require_POST
@never_cache
def restart(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Begin again with a run that broke off."""
    return _do(request, run_id, importing.restart_import, "Wij beginnen opnieuw met dit bestand.")


@require_POST
@never_cache
def cancel(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Throw the file away."""
    return _do(request, run_id, importing.cancel_import, "Het bestand is verwijderd. Er is niets geïmporteerd.")


def _do(request: HttpRequest, run_id: UUID, act: Callable[..., object], done: str) -> HttpResponse:
    actor = actor_of(request)
    run = scoped_or_404(ImportRun.objects.all(), actor, public_id=run_id)
    try:
        act(actor=actor, run=run)
        messages.success(request, done)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    return redirect("clients:import_run", run_id=run_id)


@require_safe
@never_cache
def download_xlsx(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    actor = actor_of(request)
    allow(may=may_import(actor))
    return _file(importing.xlsx_template(actor), "sjabloon-clienten.xlsx", XLSX)


@require_safe
@never_cache
def download_csv(request: HttpRequest) -> HttpResponse:
    """The header as csv."""
    allow(may=may_import(actor_of(request)))
    return _file(importing.csv_template(), "sjabloon-clienten.csv", CSV)


@require_safe
@never_cache
def download_faults(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """All that is wrong with a file, by row."""
    run = scoped_or_404(ImportRun.objects.all(), actor_of(request), public_id=run_id)
    return _file(importing.faults_as_csv(importing.kept_faults(run)), "fouten.csv", CSV)


def _file(content: bytes, name: str, kind: UploadKind) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
