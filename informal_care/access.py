"""Who may do what around informal care."""

from core.actors import Actor
from informal_care.models import (
    AppreciationApplication,
    AppreciationScheme,
    Board,
    BoardTask,
    Carer,
    CarerSignal,
    CouncilVacancy,
    FindingPlace,
    HelpRequest,
    PanelMember,
    Poll,
    SupportOffer,
    Volunteer,
)
from organisations.access import actor_may
from organisations.enums import Action, OrganisationKind


def may_see_boards(actor: Actor) -> bool:
    """Who directs a board or does something on one reads it; which ones follows from their scope."""
    return actor_may(actor, Action.SEE_BOARDS)


def may_direct_boards(actor: Actor) -> bool:
    """The coordinator of a municipality sets up its boards."""
    return actor_may(actor, Action.DIRECT_BOARDS)


def may_direct(actor: Actor, board: Board) -> bool:
    """The coordinator of the municipality that the board is of chooses what is taken on, and by whom."""
    return may_direct_boards(actor) and actor.organisation_id == board.municipality_id


def may_read_report(actor: Actor, board: Board) -> bool:
    """Who reads boards for the municipality that the board is of reads what the council gets; a partner does not."""
    return may_see_boards(actor) and actor.organisation_id == board.municipality_id


def may_work_on(actor: Actor, task: BoardTask) -> bool:
    """Who does the task tells how far it is; the municipality that directs may too."""
    is_own = actor_may(actor, Action.WORK_ON_BOARDS) and actor.organisation_id == task.owner_id
    return is_own or may_direct(actor, task.board)


def may_see_carers(actor: Actor) -> bool:
    """Who works with carers for a municipality sees those of it. A coordinator opens no file of a client by that."""
    return actor_may(actor, Action.SEE_CARERS)


def may_keep_carers(actor: Actor) -> bool:
    """Who works with carers for a municipality registers them, with their permission."""
    return actor_may(actor, Action.KEEP_CARERS)


def may_keep_carer(actor: Actor, carer: Carer) -> bool:
    """Who works with carers for the carer's own municipality keeps what is known of them."""
    return may_keep_carers(actor) and actor.organisation_id == carer.municipality_id


def may_keep_finding_places(actor: Actor) -> bool:
    """The coordinator of a municipality keeps where carers are found, and what was agreed there."""
    return actor_may(actor, Action.KEEP_FINDING_PLACES)


def may_keep_place(actor: Actor, place: FindingPlace) -> bool:
    """The coordinator of the place's own municipality keeps it."""
    return may_keep_finding_places(actor) and actor.organisation_id == place.municipality_id


def may_signal_carers(actor: Actor) -> bool:
    """Partners, care professionals and who works with carers tell that caring becomes too much for somebody."""
    return actor_may(actor, Action.SIGNAL_CARERS)


def may_handle_signals(actor: Actor) -> bool:
    """Who works with carers for a municipality takes signals up."""
    return actor_may(actor, Action.KEEP_CARERS)


def may_handle_signal(actor: Actor, signal: CarerSignal) -> bool:
    """Who works with carers for the municipality that received it takes it up."""
    return may_handle_signals(actor) and actor.organisation_id == signal.municipality_id


def may_ask_carers(actor: Actor) -> bool:
    """The coordinator of a municipality asks its panel, and tells which councils look for members."""
    return actor_may(actor, Action.ASK_CARERS)


def may_ask_for(actor: Actor, row: PanelMember | Poll | CouncilVacancy) -> bool:
    """The coordinator does so for the own municipality."""
    return may_ask_carers(actor) and actor.organisation_id == row.municipality_id


def may_keep_volunteers(actor: Actor) -> bool:
    """The coordinator of a municipality keeps its volunteers, and decides who helps whom."""
    return actor_may(actor, Action.KEEP_VOLUNTEERS)


def may_keep_volunteer(actor: Actor, volunteer: Volunteer) -> bool:
    """The coordinator of the volunteer's municipality."""
    return may_keep_volunteers(actor) and actor.organisation_id == volunteer.municipality_id


def may_see_requests(actor: Actor) -> bool:
    """Who works with carers for a municipality sees what is asked there."""
    return actor_may(actor, Action.SEE_CARERS)


def may_ask_for_help(actor: Actor) -> bool:
    """Who works with carers for a municipality asks for a volunteer. For a client, only who sees that file."""
    return actor_may(actor, Action.KEEP_CARERS)


def may_change_request(actor: Actor, asked: HelpRequest) -> bool:
    """Who works with carers for the municipality where it was asked."""
    return may_ask_for_help(actor) and actor.organisation_id == asked.municipality_id


def may_match(actor: Actor, asked: HelpRequest) -> bool:
    """The coordinator of the municipality where it was asked decides who helps."""
    return may_keep_volunteers(actor) and actor.organisation_id == asked.municipality_id


def may_see_carers_of_client(actor: Actor) -> bool:
    """Who cares for a client is for who works with carers at the municipality, and for who reads the plan at the
    provider. Which clients and which carers follows from their scopes.
    """
    is_provider = actor.organisation_kind == OrganisationKind.PROVIDER
    return actor_may(actor, Action.READ_PLANS) if is_provider else may_see_carers(actor)


def may_see_carer_trail(actor: Actor, carer: Carer) -> bool:
    """Who saw or changed what is known of a carer: for who handles trails in the carer's own municipality."""
    return actor_may(actor, Action.SEE_TRAIL) and may_keep_carer(actor, carer)


def may_keep_social_map(actor: Actor) -> bool:
    """The coordinator of a municipality keeps what stands on its social map."""
    return actor_may(actor, Action.KEEP_SOCIAL_MAP)


def may_keep_offer(actor: Actor, offer: SupportOffer) -> bool:
    """The coordinator of the municipality that keeps this help."""
    return may_keep_social_map(actor) and actor.organisation_id == offer.municipality_id


def may_give_appreciation(actor: Actor) -> bool:
    """Who works with carers for a municipality handles its appreciation (Wmo 2015 art. 2.1.6)."""
    return actor_may(actor, Action.GIVE_APPRECIATION)


def may_give_for(actor: Actor, row: AppreciationScheme | AppreciationApplication) -> bool:
    """They do so for the own municipality."""
    return may_give_appreciation(actor) and actor.organisation_id == row.municipality_id


def may_keep_schemes(actor: Actor) -> bool:
    """The coordinator says each year what there is and how much; a case worker applies and decides within it."""
    return may_ask_carers(actor)


def may_see_care_figures(actor: Actor) -> bool:
    """The coordinator and the manager of a municipality see figures about carers there, and no person by them."""
    return actor_may(actor, Action.SEE_CARE_FIGURES)
