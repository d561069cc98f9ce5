"""Who may do what with a plan."""

from core.actors import Actor
from organisations.enums import OrganisationKind, Role
from plans.models import Plan


def may_read_plan(actor: Actor, plan: Plan) -> bool:
    """The municipality that allocated and the provider that delivers read the plan."""
    if actor.role not in {Role.CASE_WORKER, Role.MUNICIPAL_READER, Role.CARE_PROFESSIONAL}:
        return False
    allocation = plan.allocation
    return actor.organisation_id is not None and actor.organisation_id in {
        allocation.municipality_id,
        allocation.provider_id,
    }


def may_write_plan(actor: Actor, plan: Plan) -> bool:
    """Care professionals of the provider that delivers write the plan and its evaluations."""
    return may_start_plan(actor, plan.allocation.provider_id)


def may_start_plan(actor: Actor, provider_id: int) -> bool:
    """Care professionals of the provider to which the client was allocated start a plan."""
    return (
        actor.role == Role.CARE_PROFESSIONAL
        and actor.organisation_kind == OrganisationKind.PROVIDER
        and actor.organisation_id == provider_id
    )
