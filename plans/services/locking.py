"""Every writer of a plan takes the lock on its plan row first; two people at once come one after the other."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from clients.access import may_open_file
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from plans.access import may_close_plan, may_write_plan
from plans.models import Evaluation, Plan, PlanVersion


def lock_plan(actor: Actor, plan_id: int, *, to_close: bool = False) -> Plan:
    """The plan, locked until the transaction ends, when the actor sees and may write it; else `PermissionDenied`.

    With `to_close` it is enough that the actor may still close it: after the end of the allocation.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("allocation__client", "allocation__variant")
        .get(pk=plan_id)
    )
    may = may_close_plan(actor, plan) if to_close else may_write_plan(actor, plan, today())
    if not (may and may_open_file(actor, plan.allocation.client)):
        raise PermissionDenied
    return plan


def lock_version(
    actor: Actor, version: PlanVersion, revision: int | None = None, *, to_close: bool = False
) -> PlanVersion:
    """The version as it stands now, under the lock of its plan; see `lock_plan` for `to_close`.

    With a `revision`, raises `Conflict` when somebody else changed the version since it was read.
    """
    plan = lock_plan(actor, version.plan_id, to_close=to_close)
    current = PlanVersion.objects.get(pk=version.pk)
    current.plan = plan
    if revision is not None and current.revision != revision:
        raise Conflict(
            "Iemand anders heeft dit plan gewijzigd terwijl u bezig was. "
            "Bekijk wat er nu staat, pas uw tekst aan en sla opnieuw op.",
            code="plan_changed",
        )
    return current


def lock_open_evaluation(actor: Actor, evaluation: Evaluation, revision: int) -> Evaluation:
    """The open evaluation as it stands now, under the lock of its plan, for who may close the plan.

    Raises `Conflict` when it was completed, or changed since it was read.
    """
    version = lock_version(actor, evaluation.version, to_close=True)
    current = Evaluation.objects.get(pk=evaluation.pk)
    current.version = version
    if current.is_complete:
        raise Conflict("Deze evaluatie is al afgerond en verandert niet meer.", code="evaluation_complete")
    if current.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze evaluatie gewijzigd terwijl u bezig was. "
            "Bekijk wat er nu staat, pas uw tekst aan en sla opnieuw op.",
            code="evaluation_changed",
        )
    return current


def client_of(plan: Plan) -> UUID:
    """Whose file the plan belongs to."""
    return plan.allocation.client.public_id
