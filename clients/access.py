"""Who may do what with client files. Which files somebody sees at all is `visible_to`."""

from datetime import date
from uuid import UUID

from clients.enums import OpeningGround
from clients.models import Allocation, Case, Client, Destruction, FileOpening, Move
from core.actors import Actor
from organisations.access import actor_may
from organisations.enums import Action, OrganisationKind


def may_open_files(actor: Actor) -> bool:
    """Case workers and readers of a municipality, people of a provider, and a supervisor open files."""
    return actor_may(actor, Action.READ_FILES)


def may_open_file(actor: Actor, client: Client) -> bool:
    """Whether this file is one that the actor sees. Services ask it; a page got the file through its scope."""
    return Client.objects.visible_to(actor).filter(pk=client.pk).exists()


def may_search_by_bsn(actor: Actor) -> bool:
    """Whoever keeps or reads files in daily work looks a client up by BSN; a supervisor opens a file first."""
    return actor_may(actor, Action.SEARCH_BY_BSN)


def may_register_client(actor: Actor) -> bool:
    """A case worker opens a file for an inhabitant of the own municipality."""
    return actor_may(actor, Action.KEEP_FILES)


def may_import(actor: Actor) -> bool:
    """A case worker puts the clients and allocations of the own municipality in from a spreadsheet."""
    return actor_may(actor, Action.IMPORT_CLIENTS)


def may_change_client(actor: Actor, client: Client) -> bool:
    """A case worker of the client's municipality keeps the file and the client system."""
    return actor_may(actor, Action.KEEP_FILES) and actor.organisation_id == client.municipality_id


def may_allocate(actor: Actor, client: Client) -> bool:
    """A case worker of the client's municipality allocates care."""
    return actor_may(actor, Action.ALLOCATE) and actor.organisation_id == client.municipality_id


def may_end_allocation(actor: Actor, allocation: Allocation) -> bool:
    """A case worker of the municipality that allocated."""
    return actor_may(actor, Action.ALLOCATE) and actor.organisation_id == allocation.municipality_id


def may_start_delivery(actor: Actor, allocation: Allocation, day: date) -> bool:
    """A care professional of the provider that got the allocation says when delivery started, while it lasts."""
    return actor_may(actor, Action.START_DELIVERY) and provider_writes(actor, allocation, day)


def provider_writes(actor: Actor, allocation: Allocation, day: date) -> bool:
    """The provider writes while its allocation lasts, or has yet to begin; afterwards it only reads."""
    return is_provider_of(actor, allocation) and (allocation.ends_on is None or day <= allocation.ends_on)


def is_provider_of(actor: Actor, allocation: Allocation) -> bool:
    """Whether the actor acts for the provider that got the allocation."""
    return actor.organisation_kind == OrganisationKind.PROVIDER and actor.organisation_id == allocation.provider_id


def may_see_team(actor: Actor) -> bool:
    """Everybody at a provider who reads files sees who else is in the treatment team; a municipality does not."""
    return may_open_files(actor) and actor.organisation_kind == OrganisationKind.PROVIDER


def may_assign_treatment(actor: Actor) -> bool:
    """A planner or quality officer of the provider says who treats its clients."""
    return actor_may(actor, Action.ASSIGN_TREATMENT)


def may_see_trail(actor: Actor, client: Client) -> bool:
    """A case worker or privacy officer of the client's municipality sees who opened or changed the file.

    Wmo 2015 art. 5.3.2; NEN 7513.
    """
    return actor_may(actor, Action.SEE_TRAIL) and actor.organisation_id == client.municipality_id


def may_read_cases(actor: Actor, client: Client) -> bool:
    """Case workers and readers of the client's own municipality; never a provider."""
    return actor_may(actor, Action.READ_INTAKE) and actor.organisation_id == client.municipality_id


def may_do_intake(actor: Actor) -> bool:
    """A case worker of a municipality does the intake there, and takes over who comes to live in it."""
    return actor_may(actor, Action.DO_INTAKE)


def may_notify(actor: Actor, client: Client) -> bool:
    """A case worker of the client's municipality takes a notification."""
    return actor_may(actor, Action.DO_INTAKE) and actor.organisation_id == client.municipality_id


def may_handle_case(actor: Actor, case: Case) -> bool:
    """A case worker of the municipality does the intake, from notification to decision."""
    return actor_may(actor, Action.DO_INTAKE) and actor.organisation_id == case.municipality_id


def may_decide(actor: Actor, case: Case) -> bool:
    """A case worker of the municipality takes the decision."""
    return actor_may(actor, Action.DECIDE) and actor.organisation_id == case.municipality_id


def may_take_over(actor: Actor, move: Move) -> bool:
    """A case worker of the municipality that somebody moved to, when the client agreed."""
    return actor_may(actor, Action.DO_INTAKE) and move.has_consent and actor.organisation_id == move.to_municipality_id


def may_stop_delivery(actor: Actor, allocation: Allocation) -> bool:
    """A care professional of the provider says when delivery stopped, and why; after the allocation too."""
    return actor_may(actor, Action.START_DELIVERY) and is_provider_of(actor, allocation)


def may_break_the_glass(actor: Actor) -> bool:
    """A care professional opens a file of the own provider without a treatment relation, with a reason."""
    return actor_may(actor, Action.BREAK_THE_GLASS)


def may_open_for_supervision(actor: Actor) -> bool:
    """A supervisor opens a file with a reason, and reads only (Wmo 2015 art. 6.1)."""
    return actor_may(actor, Action.OPEN_FOR_SUPERVISION)


def may_open_in_emergency(actor: Actor) -> bool:
    """A technical administrator who acts for nobody opens a file when something is broken, with a reason."""
    return actor.organisation_id is None and actor.user_id is not None and actor_may(actor, Action.OPEN_IN_EMERGENCY)


def ground_of(actor: Actor) -> OpeningGround | None:
    """On what ground the actor may open a file that is not among the own clients; None when on none."""
    if may_break_the_glass(actor):
        return OpeningGround.BREAK_GLASS
    if may_open_for_supervision(actor):
        return OpeningGround.SUPERVISION
    return OpeningGround.EMERGENCY if may_open_in_emergency(actor) else None


def may_review_openings(actor: Actor) -> bool:
    """The quality officer of a provider, and the privacy officer of a municipality; which ones is `visible_to`."""
    return actor_may(actor, Action.REVIEW_OPENINGS)


def may_review_opening(actor: Actor, opening: FileOpening) -> bool:
    """Nobody reviews what they opened themselves."""
    return may_review_openings(actor) and opening.user_id != actor.user_id


def may_see_conspicuous_access(actor: Actor) -> bool:
    """The privacy officer of a municipality sees where access to files stands out (NEN 7513)."""
    return actor_may(actor, Action.SEE_CONSPICUOUS_ACCESS)


def may_review_signal(actor: Actor, person: UUID) -> bool:
    """Nobody says of themselves that what they did was all right."""
    return may_see_conspicuous_access(actor) and actor.user_uuid != person


def may_shield(actor: Actor) -> bool:
    """A case worker for the municipality, a quality officer for the provider: in files that they see."""
    return actor_may(actor, Action.SHIELD_FILE)


def may_handle_rights(actor: Actor, client: Client) -> bool:
    """A case worker or privacy officer of the client's municipality answers what is asked about the file.

    Wmo 2015 art. 5.3.2 and 5.3.5. They also propose to destroy it.
    """
    return actor_may(actor, Action.HANDLE_RIGHTS_REQUESTS) and actor.organisation_id == client.municipality_id


def may_see_destructions(actor: Actor) -> bool:
    """A privacy officer or a manager of a municipality sees which files are to be destroyed."""
    return actor_may(actor, Action.APPROVE_DESTRUCTION)


def may_approve_destruction(actor: Actor, destruction: Destruction) -> bool:
    """A privacy officer or a manager of the client's municipality, and never the one who proposed it."""
    return (
        may_see_destructions(actor)
        and actor.organisation_id == destruction.client.municipality_id
        and actor.user_id != destruction.proposed_by_id
    )
