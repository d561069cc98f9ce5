"""Attendance from a spreadsheet: looked through first, stored once somebody says so."""

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

from clients.enums import ImportStatus
from clients.forms import SheetForm
from clients.services import importing
from clients.web.importing import BADGES, REFRESH_SECONDS, SHOWN_FAULTS, SHOWN_RUNS
from core.errors import Conflict
from core.uploads import CSV, XLSX, UploadKind
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from delivery.access import may_see_attendance
from delivery.models import AttendanceRun
from delivery.services import bringing
from delivery.services.bringing.template import xlsx_template


class ImportAttendance(ServiceFormView):
    """What a sheet looks like, the file to send, and what was sent of late. Nothing is stored yet."""

    template_name = "delivery/import.html"
    form_class = SheetForm
    title = "Aanwezigheid importeren"
    submit_label = "Bestand controleren"
    done = "Het bestand is ontvangen. Er is nog niets opgeslagen."

    def load(self) -> None:
        """There is nothing yet; only who records attendance goes on."""
        allow(may=may_see_attendance(self.actor))

    def perform(self, form: SheetForm) -> AttendanceRun:
        """Take it in."""
        return bringing.send_sheet(actor=self.actor, upload=form.cleaned_data["sheet"])

    def back_url(self) -> str:
        """The dagdelen of today."""
        return reverse("delivery:sessions")

    def done_url(self, saved: AttendanceRun) -> str:
        """Where one sees what becomes of it."""
        return reverse("delivery:attendance_run", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was sent of late."""
        runs = AttendanceRun.objects.visible_to(self.actor).select_related("user", "api_client")[:SHOWN_RUNS]
        return super().get_context_data(rows=rows_of(runs), **kwargs)


def rows_of(runs: Any) -> list[dict[str, Any]]:
    """What came in, as a table shows it."""
    return [{"run": run, "kind": BADGES.get(ImportStatus(run.status), "info")} for run in runs]


@method_decorator(never_cache, name="dispatch")
class AttendanceRunPage(ScopedMixin, DetailView[AttendanceRun]):
    """What was sent: how far it is, what is wrong with it, or what it did. It renews itself while a worker is busy."""

    template_name = "delivery/import_run.html"
    queryset = AttendanceRun.objects.select_related("user", "api_client", "confirmed_by")
    slug_url_kwarg = "public_id"
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
        may_restart = importing.may_restart(run)
        faults = importing.kept_faults(run) if run.status not in {ImportStatus.UPLOADED, ImportStatus.CHECKING} else []
        return super().get_context_data(
            is_at_work=importing.is_at_work(run) and not may_restart,
            may_confirm=run.status == ImportStatus.CHECKED and run.stored > 0,
            may_restart=may_restart,
            may_cancel=importing.may_cancel(run),
            percentage=importing.progress_of(run),
            faults=faults[:SHOWN_FAULTS],
            has_more_faults=len(faults) > SHOWN_FAULTS,
            badge_kind=BADGES.get(ImportStatus(run.status), "info"),
            **kwargs,
        )


@require_POST
@never_cache
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Store what was looked through: what can be stored by now, or all or nothing. Pushed twice it counts once."""
    takes_good = request.POST.get("welke") == "goede"

    def act(*, actor: Any, run: AttendanceRun) -> None:
        bringing.confirm_sheet(actor=actor, run=run, takes_good=takes_good)

    return _do(request, public_id, act)


@require_POST
@never_cache
def restart(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin again with a sheet that broke off."""
    return _do(request, public_id, bringing.restart_sheet, "Wij beginnen opnieuw met dit bestand.")


@require_POST
@never_cache
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw away what was sent."""
    return _do(request, public_id, bringing.cancel_sheet, "Het bestand is verwijderd. Er is niets opgeslagen.")


def _do(request: HttpRequest, public_id: UUID, act: Callable[..., object], done: str = "") -> HttpResponse:
    actor = actor_of(request)
    run = scoped_or_404(AttendanceRun.objects.all(), actor, public_id=public_id)
    try:
        act(actor=actor, run=run)
        if done:
            messages.success(request, done)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    return redirect("delivery:attendance_run", public_id=public_id)


@require_safe
@never_cache
def download_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    actor = actor_of(request)
    allow(may=may_see_attendance(actor))
    return _file(xlsx_template(actor), "sjabloon-aanwezigheid.xlsx", XLSX)


@require_safe
@never_cache
def download_faults(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All that is wrong with what was sent, by row."""
    run = scoped_or_404(AttendanceRun.objects.all(), actor_of(request), public_id=public_id)
    return _file(importing.faults_as_csv(importing.kept_faults(run)), "fouten.csv", CSV)


def _file(content: bytes, name: str, kind: UploadKind) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
