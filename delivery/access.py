"""Who may do what with groups, placements and attendance."""

from clients.access import is_provider_of
from clients.models import Allocation
from core.actors import Actor
from delivery.models import Group, Session
from organisations.access import actor_may
from organisations.enums import Action, OrganisationKind


def may_see_groups(actor: Actor) -> bool:
    """Who works at a provider, and who checks delivery for a municipality."""
    return actor_may(actor, Action.SEE_GROUPS)


def may_start_group(actor: Actor) -> bool:
    """Planners and quality officers of a provider say which groups it has."""
    return actor_may(actor, Action.MANAGE_GROUPS) and actor.organisation_kind == OrganisationKind.PROVIDER


def may_manage_group(actor: Actor, group: Group) -> bool:
    """Those of the provider whose group it is."""
    return may_start_group(actor) and group.provider_id == actor.organisation_id


def may_place_in(actor: Actor, group: Group) -> bool:
    """A planner of the provider whose group it is says who comes to it."""
    return actor_may(actor, Action.PLACE_CLIENTS) and group.provider_id == actor.organisation_id


def may_place(actor: Actor, group: Group, allocation: Allocation) -> bool:
    """A planner of the provider that delivers places its clients in its own groups."""
    return may_place_in(actor, group) and is_provider_of(actor, allocation)


def may_see_attendance(actor: Actor) -> bool:
    """Professionals and planners of a provider see today's groups, each those in which they work."""
    is_provider = actor.organisation_kind == OrganisationKind.PROVIDER
    return actor_may(actor, Action.RECORD_ATTENDANCE) and is_provider


def may_record_attendance(actor: Actor, session: Session) -> bool:
    """A planner in all groups of the provider; a professional where the professional is on the roster, or works."""
    return may_see_attendance(actor) and Session.objects.recorded_by(actor).filter(pk=session.pk).exists()


def may_make_rosters(actor: Actor) -> bool:
    """A planner of a provider says who works when, keeps its volunteers and trainees, and notes who is away."""
    return actor_may(actor, Action.MAKE_ROSTER) and actor.organisation_kind == OrganisationKind.PROVIDER


def may_roster_at(actor: Actor, provider_id: int) -> bool:
    """A planner of this very provider: the one whose group it is, or for which somebody works."""
    return may_make_rosters(actor) and provider_id == actor.organisation_id


def may_see_roster(actor: Actor, group: Group) -> bool:
    """Who works at the provider whose group it is; for whom else its people work is nobody's business."""
    return may_see_groups(actor) and group.provider_id == actor.organisation_id
