"""Pages that show plans."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from audit.services import record
from clients.access import may_open_in_emergency
from clients.models import Allocation, Client
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from plans.access import may_keep_results, may_read_plan, may_read_plans, may_start_plan
from plans.documents import readable_context, readable_document
from plans.models import PlanVersion
from plans.selectors import changes_between
from plans.web.presenting import days_left, due_badge, plan_page, status_badge
from plans.web.scoping import record_reading, version_of


@never_cache
@require_safe
def plans_of_client(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The allocations of a client that the actor may see, each with its plan."""
    actor, day = actor_of(request), today()
    client = scoped_or_404(Client.objects.all(), actor, public_id=public_id)
    allow(may=may_read_plans(actor) or may_open_in_emergency(actor))
    allocations = (
        Allocation.objects.visible_to(actor)
        .filter(client=client)
        .select_related("variant", "provider", "plan")
        .prefetch_related("agreed_results", Prefetch("plan__versions", PlanVersion.objects.order_by("-number")))
    )
    record(actor=actor, event=AuditEvent.READ, target=client, client=client.public_id)
    rows = []
    for allocation in allocations:
        plan = getattr(allocation, "plan", None)
        versions = list(plan.versions.all()) if plan else []
        rows.append(
            {
                "allocation": allocation,
                "versions": [(version, status_badge(version)) for version in versions],
                "due_on": plan.next_evaluation_due_on if plan else None,
                "due": due_badge(days_left(plan.next_evaluation_due_on, day)) if plan else None,
                "results": list(allocation.agreed_results.all()),
                "may_keep_results": may_keep_results(actor, allocation),
                "may_start": plan is None and may_start_plan(actor, allocation, day),
            }
        )
    return render(request, "plans/of_client.html", {"client": client, "rows": rows})


@never_cache
@require_safe
def plan_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A version of a plan, whole."""
    version = version_of(request, public_id)
    actor = actor_of(request)
    allow(may=may_read_plan(actor, version.plan))
    record_reading(request, version)
    context = {
        "plan_version": version,
        "version_label": f"Versie {version.number}",
        "client": version.plan.allocation.client,
        "page": plan_page(version, actor, today()),
    }
    return render(request, "plans/detail.html", context)


@never_cache
@require_safe
def plan_changes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What changed in this version since an earlier one of the same plan: the one before it, or that of `met`."""
    version = version_of(request, public_id)
    allow(may=may_read_plan(actor_of(request), version.plan))
    earlier = list(version.plan.versions.filter(number__lt=version.number).order_by("number"))
    asked = request.GET.get("met", str(version.number - 1))
    former = next((one for one in earlier if str(one.number) == asked), None)
    if former is None and "met" in request.GET:
        raise Http404
    record_reading(request, version)
    context = {
        "plan_version": version,
        "version_label": f"Versie {version.number}",
        "client": version.plan.allocation.client,
        "changes": changes_between(former, version) if former else None,
        "earlier": earlier,
    }
    return render(request, "plans/changes.html", context)


@never_cache
@require_safe
def readable_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A version of a plan in plain words and large type, to read together with the client."""
    version = version_of(request, public_id)
    allow(may=may_read_plan(actor_of(request), version.plan))
    record_reading(request, version)
    context = {
        "plan_version": version,
        "version_label": f"Versie {version.number}",
        "client": version.plan.allocation.client,
        **readable_context(readable_document(version, today())),
    }
    return render(request, "plans/readable.html", context)
