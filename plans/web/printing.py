"""Plans and evaluation reports as PDF."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from core.pdf import PdfUnavailable
from core.web.views import actor_of, allow
from plans.access import may_read_plan
from plans.documents import (
    evaluation_document,
    evaluation_pdf,
    plan_document,
    plan_pdf,
    questions_document,
    questions_pdf,
)
from plans.web.scoping import evaluation_of, record_event, version_of

UNAVAILABLE = 503


@require_safe
def print_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF of a version: of an agreed one as it was agreed, of a draft as it is now."""
    version = version_of(request, public_id)
    allow(may=may_read_plan(actor_of(request), version.plan))
    document = version.agreed_document or plan_document(version)
    name = f"uitvoeringsplan-{version.plan.allocation.number}-versie-{version.number}.pdf"
    response = _pdf_or_explanation(request, plan_pdf, document, name)
    if response.status_code != UNAVAILABLE:
        record_event(request, AuditEvent.PRINTED, version)
    return response


@require_safe
def print_evaluation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF of an evaluation report."""
    evaluation = evaluation_of(request, public_id)
    version = evaluation.version
    allow(may=may_read_plan(actor_of(request), version.plan))
    name = f"evaluatie-{version.plan.allocation.number}-{evaluation.held_on:%Y-%m-%d}.pdf"
    response = _pdf_or_explanation(request, evaluation_pdf, evaluation_document(evaluation), name)
    if response.status_code != UNAVAILABLE:
        record_event(request, AuditEvent.PRINTED, version, evaluation)
    return response


@require_safe
def print_questions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The questions that are asked before an evaluation, to be answered on paper."""
    evaluation = evaluation_of(request, public_id)
    version = evaluation.version
    allow(may=may_read_plan(actor_of(request), version.plan))
    name = f"vragen-{version.plan.allocation.number}-{evaluation.held_on:%Y-%m-%d}.pdf"
    response = _pdf_or_explanation(request, questions_pdf, questions_document(evaluation), name)
    if response.status_code != UNAVAILABLE:
        record_event(request, AuditEvent.PRINTED, version, evaluation)
    return response


def _pdf_or_explanation(
    request: HttpRequest,
    make: Callable[[Mapping[str, Any]], bytes],
    document: Mapping[str, Any],
    name: str,
) -> HttpResponse:
    try:
        content = make(document)
    except PdfUnavailable as unavailable:
        return render(request, "pdf_unavailable.html", {"explanation": str(unavailable)}, status=UNAVAILABLE)
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
