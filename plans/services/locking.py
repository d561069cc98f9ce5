"""Every writer of a plan takes the lock on its plan row first; two people at once come one after the other."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from core.actors import Actor
from core.errors import Conflict
from plans.access import may_write_plan
from plans.models import Plan, PlanVersion


def lock_plan(actor: Actor, plan_id: int) -> Plan:
    """The plan, locked until the transaction ends, when the actor may write it; `PermissionDenied` otherwise."""
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("allocation__client", "allocation__variant")
        .get(pk=plan_id)
    )
    if not may_write_plan(actor, plan):
        raise PermissionDenied
    return plan


def lock_version(actor: Actor, version: PlanVersion, revision: int | None = None) -> PlanVersion:
    """The version as it stands now, under the lock of its plan.

    With a `revision`, raises `Conflict` when somebody else changed the version since it was read.
    """
    plan = lock_plan(actor, version.plan_id)
    current = PlanVersion.objects.get(pk=version.pk)
    current.plan = plan
    if revision is not None and current.revision != revision:
        raise Conflict(
            "Iemand anders heeft dit plan gewijzigd terwijl u bezig was. "
            "Bekijk wat er nu staat, pas uw tekst aan en sla opnieuw op.",
            code="plan_changed",
        )
    return current


def client_of(plan: Plan) -> UUID:
    """Whose file the plan belongs to."""
    return plan.allocation.client.public_id
