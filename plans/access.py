"""Who may do what with a plan."""

from datetime import date

from clients.access import is_provider_of, may_open_in_emergency, provider_writes
from clients.models import Allocation
from core.actors import Actor
from organisations.access import actor_may
from organisations.enums import Action, OrganisationKind
from plans.models import Plan, PlanTemplate


def may_read_plans(actor: Actor) -> bool:
    """The municipality and the provider read plans; a planner does not, for the content is not needed there."""
    return actor_may(actor, Action.READ_PLANS)


def may_read_plan(actor: Actor, plan: Plan) -> bool:
    """The municipality that allocated and the provider that delivers; a supervisor whatever was opened."""
    return (may_read_plans(actor) or may_open_in_emergency(actor)) and _is_party(actor, plan.allocation)


def may_print_plans(actor: Actor) -> bool:
    """Who reads plans as a user of a municipality or provider may print many together."""
    kinds = {OrganisationKind.MUNICIPALITY, OrganisationKind.PROVIDER}
    return actor.user_id is not None and may_read_plans(actor) and actor.organisation_kind in kinds


def may_write_plan(actor: Actor, plan: Plan, day: date) -> bool:
    """Care professionals of the provider write the plan and its evaluations, as long as the allocation lasts."""
    return may_start_plan(actor, plan.allocation, day)


def may_close_plan(actor: Actor, plan: Plan) -> bool:
    """After that they may still end the plan and complete an evaluation, as long as they see the file."""
    return actor_may(actor, Action.WRITE_PLANS) and is_provider_of(actor, plan.allocation)


def may_request_evaluation(actor: Actor, plan: Plan, day: date) -> bool:
    """A care professional of the provider, or a case worker of the municipality: for whoever asked them."""
    is_case_worker = actor_may(actor, Action.ALLOCATE) and actor.organisation_id == plan.allocation.municipality_id
    return is_case_worker or may_write_plan(actor, plan, day)


def may_start_plan(actor: Actor, allocation: Allocation, day: date) -> bool:
    """Care professionals of the provider to which the client was allocated start a plan."""
    return actor_may(actor, Action.WRITE_PLANS) and provider_writes(actor, allocation, day)


def may_keep_templates(actor: Actor) -> bool:
    """Care professionals, planners and quality officers of a provider keep the templates of its plans."""
    return actor_may(actor, Action.KEEP_TEMPLATES) and actor.organisation_kind == OrganisationKind.PROVIDER


def may_change_template(actor: Actor, template: PlanTemplate) -> bool:
    """Only those of the own provider; what comes with the software is copied first."""
    return may_keep_templates(actor) and template.provider_id == actor.organisation_id


def may_keep_results(actor: Actor, allocation: Allocation) -> bool:
    """A case worker of the municipality that allocated says what was agreed in the conversation."""
    return actor_may(actor, Action.KEEP_RESULTS) and actor.organisation_id == allocation.municipality_id


def _is_party(actor: Actor, allocation: Allocation) -> bool:
    match actor.organisation_kind:
        case OrganisationKind.MUNICIPALITY:
            return bool(actor.organisation_id == allocation.municipality_id)
        case OrganisationKind.PROVIDER:
            return is_provider_of(actor, allocation)
        case _:
            return True
