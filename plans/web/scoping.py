"""Getting what a page is about, within the scope of who asks, and noting that it was read."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest

from audit.enums import AuditEvent
from audit.services import record
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from plans.access import may_close_plan, may_write_plan
from plans.models import Agreement, Evaluation, Goal, PlanVersion

M = TypeVar("M", bound=Model)

ALLOCATION_PARTS = ("client", "municipality", "provider", "variant")


def version_of(request: HttpRequest, public_id: UUID) -> PlanVersion:
    """The version of a plan with this public id; 404 outside the scope."""
    return _version(request, public_id=public_id)


def writable_version(request: HttpRequest, public_id: UUID) -> PlanVersion:
    """The version, for somebody who may write the plan; 403 otherwise."""
    return _writable(request, version_of(request, public_id))


def closable_version(request: HttpRequest, public_id: UUID) -> PlanVersion:
    """The version, for somebody who may still close the plan, also after the allocation; 403 otherwise."""
    version = version_of(request, public_id)
    allow(may=may_close_plan(actor_of(request), version.plan))
    return version


def writable_goal(request: HttpRequest, public_id: UUID) -> Goal:
    """The goal with its version, for somebody who may write the plan."""
    version = _writable(request, _version(request, goals__public_id=public_id))
    goal = version.goals.get(public_id=public_id)
    goal.version = version
    return goal


def agreement_of(request: HttpRequest, public_id: UUID) -> Agreement:
    """The agreement with its version; 404 outside the scope."""
    version = _version(request, agreements__public_id=public_id)
    agreement = version.agreements.get(public_id=public_id)
    agreement.version = version
    return agreement


def writable_agreement(request: HttpRequest, public_id: UUID) -> Agreement:
    """The agreement with its version, for somebody who may write the plan; 403 otherwise."""
    agreement = agreement_of(request, public_id)
    _writable(request, agreement.version)
    return agreement


def evaluation_of(request: HttpRequest, public_id: UUID) -> Evaluation:
    """The evaluation with its version; 404 outside the scope."""
    rows = Evaluation.objects.select_related(*(f"version__plan__allocation__{part}" for part in ALLOCATION_PARTS))
    return scoped_or_404(rows, actor_of(request), public_id=public_id)


def record_reading(request: HttpRequest, version: PlanVersion, target: Model | None = None) -> None:
    """Note in the trail that the file of this client was read (NEN 7513): once for each page."""
    record_event(request, AuditEvent.READ, version, target)


def record_event(request: HttpRequest, event: AuditEvent, version: PlanVersion, target: Model | None = None) -> None:
    """Note what was done with a plan, or with a part of it that has a public id."""
    record(
        actor=actor_of(request),
        event=event,
        target=target or version,
        client=version.plan.allocation.client.public_id,
    )


def _version(request: HttpRequest, **lookup: UUID) -> PlanVersion:
    rows = PlanVersion.objects.select_related(*(f"plan__allocation__{part}" for part in ALLOCATION_PARTS))
    return scoped_or_404(rows, actor_of(request), **lookup)


def _writable(request: HttpRequest, version: PlanVersion) -> PlanVersion:
    allow(may=may_write_plan(actor_of(request), version.plan, today()))
    return version
