"""Plans and evaluation reports as PDF, for professionals and for the client; and a plan for other software."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from core.clock import today
from core.pdf import PdfUnavailable
from core.web.views import actor_of, allow
from plans.access import may_read_plan
from plans.documents import (
    evaluation_document,
    evaluation_pdf,
    name_of_pdf,
    pdf_of,
    plan_bundle,
    questions_document,
    questions_pdf,
)
from plans.enums import PrintKind
from plans.models import Evaluation, PlanVersion
from plans.web.scoping import evaluation_of, record_event, version_of

UNAVAILABLE = 503
FHIR_JSON = "application/fhir+json; fhirVersion=4.3; charset=utf-8"


@require_safe
def print_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF of a version: of an agreed one as it was agreed, of a draft as it is now."""
    return _print(request, public_id, PrintKind.PLAN)


@require_safe
def print_evaluation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF of an evaluation report."""
    evaluation = evaluation_of(request, public_id)
    version = evaluation.version
    allow(may=may_read_plan(actor_of(request), version.plan))
    name = f"evaluatie-{version.plan.allocation.number}-{evaluation.held_on:%Y-%m-%d}.pdf"
    return printed(request, evaluation, partial(evaluation_pdf, evaluation_document(evaluation)), name)


@require_safe
def print_questions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The questions that are asked before an evaluation, to be answered on paper."""
    evaluation = evaluation_of(request, public_id)
    version = evaluation.version
    allow(may=may_read_plan(actor_of(request), version.plan))
    name = f"vragen-{version.plan.allocation.number}-{evaluation.held_on:%Y-%m-%d}.pdf"
    return printed(request, evaluation, partial(questions_pdf, questions_document(evaluation)), name)


@require_safe
def print_readable_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The readable version for the client, in large print."""
    return _print(request, public_id, PrintKind.READABLE)


@require_safe
def print_pictures(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The plan in pictures for the client: one page."""
    return _print(request, public_id, PrintKind.PICTURES)


@require_safe
def export_plan(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """The version as a FHIR R4B bundle, for other software; for who may print it."""
    version = version_of(request, public_id)
    allow(may=may_read_plan(actor_of(request), version.plan))
    record_event(request, AuditEvent.EXPORTED, version)
    name = f"uitvoeringsplan-{version.plan.allocation.number}-versie-{version.number}.fhir.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    bundle = plan_bundle(version, today())
    return JsonResponse(bundle, content_type=FHIR_JSON, headers=headers, json_dumps_params={"ensure_ascii": False})


def _print(request: HttpRequest, public_id: UUID, kind: PrintKind) -> HttpResponse:
    version = version_of(request, public_id)
    allow(may=may_read_plan(actor_of(request), version.plan))
    return printed(request, version, partial(pdf_of, kind, version, today()), name_of_pdf(kind, version))


def printed(
    request: HttpRequest, target: PlanVersion | Evaluation, make: Callable[[], bytes], name: str
) -> HttpResponse:
    """The PDF with a line in the trail; or, when none can be made here, a page that says why."""
    try:
        content = make()
    except PdfUnavailable as unavailable:
        return render(request, "pdf_unavailable.html", {"explanation": str(unavailable)}, status=UNAVAILABLE)
    version = target.version if isinstance(target, Evaluation) else target
    record_event(request, AuditEvent.PRINTED, version, target)
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
