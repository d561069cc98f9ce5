"""Findings and the whole inspection pack as files. Each stands in the trail."""

from collections.abc import Callable
from datetime import datetime, time
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from audit.enums import AuditEvent
from audit.services import Act, record, record_many
from compliance.access import may_judge_provider, may_see_compliance
from compliance.documents import Pack, findings_table, write_pack
from compliance.forms import PeriodForm
from compliance.models import Finding
from compliance.selectors.findings import findings_wanted
from compliance.selectors.overview import counting, watched_providers
from compliance.web.findings import asked
from compliance.web.scoping import versions_that_count
from core.actors import Actor
from core.calendar import add_months
from core.clock import AMSTERDAM, now, today
from core.sheets import CSV, XLSX, Table, write_csv, write_xlsx
from core.web.views import actor_of, allow
from organisations.models import CareProvider

ZIP: Final = "application/zip"
MONTHS: Final = 3
IN_MEMORY: Final = 4 << 20
"""Bytes of a download that stay in memory; what is larger goes to disk."""


@never_cache
@require_safe
def findings_csv(request: HttpRequest) -> FileResponse:
    """The list as it is narrowed, for any spreadsheet."""
    return _export(request, write_csv, "bevindingen.csv", CSV)


@never_cache
@require_safe
def findings_xlsx(request: HttpRequest) -> FileResponse:
    """The list as it is narrowed, for Excel."""
    return _export(request, write_xlsx, "bevindingen.xlsx", XLSX)


def _export(request: HttpRequest, write: Callable[[Table, IO[bytes]], None], name: str, kind: str) -> FileResponse:
    actor = actor_of(request)
    allow(may=may_see_compliance(actor))
    with counting(actor):
        _, wanted = asked(request, actor)
        rows = findings_wanted(actor, wanted) if wanted is not None else Finding.objects.none()
        answer = _file(lambda out: write(findings_table(rows), out), name, kind)
        record(actor=actor, event=AuditEvent.EXPORTED, target=Finding, fields=[name])
        _record_files(actor, rows)
    return answer


@method_decorator(never_cache, name="dispatch")
class InspectionPack(FormView[PeriodForm]):
    """Which product and period; the answer is the zip. Only who judges the provider gets it."""

    template_name = "compliance/inspection.html"
    form_class = PeriodForm
    provider: CareProvider

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The provider that the actor watches, for who judges it."""
        actor = actor_of(request)
        self.provider = get_object_or_404(watched_providers(actor), public_id=self.kwargs["provider_id"])
        allow(may=may_judge_provider(actor, self.provider))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The last months."""
        first = versions_that_count().in_force_on(today()).filter(is_fictional=False).first()
        return {"van": add_months(today(), -MONTHS), "tot": today(), "product": first and first.public_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the versions to choose from."""
        return super().get_form_kwargs() | {"versions": versions_that_count()}

    def form_valid(self, form: PeriodForm) -> Any:
        """Pack it."""
        actor, chosen = actor_of(self.request), form.cleaned_data
        day = chosen["bekend_op"]
        known_at = min(now(), datetime.combine(day, time.max, AMSTERDAM)) if day else now()
        pack = Pack(actor, self.provider, chosen["product"].variant, chosen["van"], chosen["tot"], known_at)
        with counting(actor):
            answer = _file(lambda out: write_pack(pack, out), f"inspectie-{chosen['van']}-{chosen['tot']}.zip", ZIP)
            record(actor=actor, event=AuditEvent.EXPORTED, target=self.provider, fields=["inspectiepakket"])
            _record_files(actor, pack.findings, pack.file_judgements)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose it is."""
        back = reverse("compliance:provider", args=[self.provider.public_id])
        return super().get_context_data(provider=self.provider, cancel_url=back, **kwargs)


def _record_files(actor: Actor, findings: Any, judgements: Any = ()) -> None:
    """A line in the trail of each client whose file something was exported of."""
    rows = findings.filter(allocation__isnull=False).select_related(None).select_related("allocation__client")
    acts = [
        Act(target=one, client=one.allocation.client.public_id, fields=[name])
        for name, some in (("bevinding", rows), ("oordeel", judgements))
        for one in some
    ]
    record_many(actor=actor, event=AuditEvent.EXPORTED, acts=acts)


def _file(write: Callable[[IO[bytes]], None], name: str, kind: str) -> FileResponse:
    """A download that is written whole first, on disk when it is large: half a file is never sent."""
    # The response closes the file, and closing removes it.
    content: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        write(content)
    except BaseException:
        content.close()
        raise
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)
