"""Who may do what with client files. Which files somebody sees at all is `visible_to`."""

from clients.models import Allocation, Case, Client, Move
from clients.querysets import READS_FILES, READS_INTAKE
from core.actors import Actor
from organisations.enums import OrganisationKind, Role


def may_open_files(actor: Actor) -> bool:
    """Case workers and readers of a municipality, and care professionals of a provider, open files."""
    return actor.role in READS_FILES and actor.organisation_id is not None


def may_register_client(actor: Actor) -> bool:
    """A case worker opens a file for an inhabitant of the own municipality."""
    return (
        actor.role == Role.CASE_WORKER
        and actor.organisation_kind == OrganisationKind.MUNICIPALITY
        and actor.organisation_id is not None
    )


def may_change_client(actor: Actor, client: Client) -> bool:
    """A case worker of the client's municipality keeps the file and the client system."""
    return may_register_client(actor) and actor.organisation_id == client.municipality_id


def may_allocate(actor: Actor, client: Client) -> bool:
    """A case worker of the client's municipality allocates care, and ends an allocation."""
    return may_change_client(actor, client)


def may_end_allocation(actor: Actor, allocation: Allocation) -> bool:
    """A case worker of the municipality that allocated."""
    return may_register_client(actor) and actor.organisation_id == allocation.municipality_id


def may_start_delivery(actor: Actor, allocation: Allocation) -> bool:
    """A care professional of the provider that got the allocation says when delivery started."""
    return (
        actor.role == Role.CARE_PROFESSIONAL
        and actor.organisation_kind == OrganisationKind.PROVIDER
        and actor.organisation_id == allocation.provider_id
    )


def may_see_trail(actor: Actor, client: Client) -> bool:
    """A case worker of the client's municipality sees who opened or changed the file (Wmo 2015 art. 5.3.2)."""
    return may_change_client(actor, client)


def may_read_cases(actor: Actor, client: Client) -> bool:
    """Case workers and readers of the client's own municipality; never a provider."""
    return (
        actor.role in READS_INTAKE
        and actor.organisation_kind == OrganisationKind.MUNICIPALITY
        and actor.organisation_id == client.municipality_id
    )


def may_handle_case(actor: Actor, case: Case) -> bool:
    """A case worker of the municipality does the intake, from notification to decision."""
    return may_register_client(actor) and actor.organisation_id == case.municipality_id


def may_take_over(actor: Actor, move: Move) -> bool:
    """A case worker of the municipality that somebody moved to, when the client agreed."""
    return may_register_client(actor) and move.has_consent and actor.organisation_id == move.to_municipality_id


def may_stop_delivery(actor: Actor, allocation: Allocation) -> bool:
    """A care professional of the provider that got the allocation says when delivery stopped, and why."""
    return may_start_delivery(actor, allocation)
