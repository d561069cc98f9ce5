"""Findings: the list, one with all that was written about it, and what there is to do for the work list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from audit.services import record
from compliance.access import may_answer_finding, may_judge_finding, may_see_compliance
from compliance.documents.findings import state_of, where
from compliance.enums import FindingState
from compliance.forms import FindingSearch
from compliance.models import Finding
from compliance.selectors.findings import Found, Wanted, codes_seen, findings_seen, findings_wanted, found, work_of
from compliance.selectors.overview import counting, watched_providers
from compliance.web.history import history, shown_step
from core.actors import Actor
from core.web.views import actor_of, allow, scoped_or_404
from organisations.enums import OrganisationKind
from products.enums import Consequence

AT_ONCE: Final = 50
WORK_SHOWN: Final = 20
SEVERITY: Final = {Consequence.BLOCK: "no", Consequence.FAULT: "no", Consequence.WARNING: "wait"}
STATES: Final = {FindingState.OPEN: "no", FindingState.MET_AGAIN: "ok", FindingState.WITHDRAWN: "neutral"}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its words and badges."""

    finding: Finding
    where: str
    """The group, or the number of the allocation."""
    client_name: str
    client_url: str
    state: str
    state_kind: str
    severity_kind: str
    is_late: bool
    is_fictional: bool


def shown(one: Found) -> Line:
    """The finding in words."""
    finding = one.finding
    state = state_of(finding)
    return Line(
        finding=finding,
        where=where(finding),
        client_name=one.client.name if one.client else "",
        client_url=reverse("clients:file", args=[one.client.public_id]) if one.client else "",
        state=str(state.label),
        state_kind=STATES[state],
        severity_kind=SEVERITY.get(Consequence(finding.severity), "neutral"),
        is_late=one.is_late,
        is_fictional=finding.requirement.version.is_fictional,
    )


def asked(request: HttpRequest, actor: Actor) -> tuple[FindingSearch, Wanted | None]:
    """The choices of the reader, and what they come to; None when something impossible was asked."""
    given = request.GET if set(request.GET) - {"page"} else {"toon": FindingState.OPEN.value}
    search = FindingSearch(given, providers=watched_providers(actor), codes=codes_seen(actor))
    if not search.is_valid():
        return search, None
    chosen = search.cleaned_data
    return search, Wanted(chosen["toon"], chosen["aanbieder"], chosen["eis"])


@never_cache
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """The findings that the actor sees. That files are among them stands in the trail."""
    actor = actor_of(request)
    allow(may=may_see_compliance(actor))
    with counting(actor):
        search, wanted = asked(request, actor)
        rows = findings_wanted(actor, wanted) if wanted is not None else Finding.objects.none()
        page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
        lines = [shown(one) for one in found(actor, page)]
    _record_files(actor, lines)
    context = {
        "search": search,
        "page_obj": page,
        "lines": lines,
        "query": request.GET.urlencode(),
        "is_own": actor.organisation_kind == OrganisationKind.PROVIDER,
    }
    return render(request, "compliance/findings.html", context)


@never_cache
@require_safe
def finding_detail(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """One finding: the requirement, what was measured, and all that people wrote about it."""
    actor = actor_of(request)
    with counting(actor):
        finding = scoped_or_404(findings_seen(actor), actor, public_id=finding_id)
        line = shown(next(found(actor, [finding])))
        steps = [shown_step(one) for one in finding.steps.select_related("written_by", "municipality")]
        is_own = actor.organisation_kind == OrganisationKind.PROVIDER
        involved = [str(one.municipality) for one in finding.involved.select_related("municipality")] if is_own else []
        context = {
            "line": line,
            "finding": finding,
            "requirement": finding.requirement,
            "events": history(finding, steps),
            "is_unwritten": not steps,
            "involved": involved,
            "may_answer": finding.withdrawn_at is None and may_answer_finding(actor, finding),
            "may_judge": finding.withdrawn_at is None and may_judge_finding(actor, finding),
        }
    record_finding(actor, finding)
    return render(request, "compliance/finding.html", context)


def record_finding(actor: Actor, finding: Finding) -> None:
    """That somebody read what is about a file stands in the trail of its client; a group is about nobody."""
    if finding.allocation is not None:
        client = finding.allocation.client.public_id
        record(actor=actor, event=AuditEvent.READ, target=finding, client=client, fields=["bevinding"])


def _record_files(actor: Actor, lines: Iterable[Line]) -> None:
    if any(line.finding.allocation_id is not None for line in lines):
        record(actor=actor, event=AuditEvent.READ, target=Finding, fields=["bevindingen"])


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody has to do about findings, as the work list shows it."""

    template: str
    state: FindingState
    lines: list[Line]
    total: int
    url: str


def finding_work(actor: Actor) -> Work | None:
    """The findings to answer, or to judge; None for who has none. That files are among them stands in the trail."""
    work = work_of(actor)
    if work is None:
        return None
    state, rows = work
    total = rows.count()
    lines = [shown(one) for one in found(actor, rows[:WORK_SHOWN])] if total else []
    _record_files(actor, lines)
    url = f"{reverse('compliance:findings')}?toon={state}"
    return Work("compliance/includes/work.html", state, lines, total, url) if lines else None
