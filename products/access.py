"""Who may do what with the product book. Reading is for everybody: the book is public."""

from core.actors import Actor
from organisations.access import actor_may
from organisations.enums import Action
from products.models import Invitation, MarketConsultation, ProductVersion
from products.transitions import OPEN, may_become


def may_manage_products(actor: Actor) -> bool:
    """A purchaser of the region keeps the product book; nobody else does."""
    return actor_may(actor, Action.MANAGE_PRODUCTS)


def may_change_requirements(actor: Actor, version: ProductVersion) -> bool:
    """A purchaser may, as long as the version is not adopted."""
    return may_manage_products(actor) and version.status in OPEN


def may_bring_to(actor: Actor, version: ProductVersion, status: str) -> bool:
    """A purchaser may take each step that the life of a version allows."""
    return may_manage_products(actor) and may_become(version.status, status)


def may_react(actor: Actor, consultation: MarketConsultation) -> bool:
    """A care professional or quality officer of a provider that was asked to react."""
    if not actor_may(actor, Action.REACT_TO_CONSULTATIONS):
        return False
    return Invitation.objects.filter(consultation=consultation, provider_id=actor.organisation_id).exists()


def may_answer_consultation(actor: Actor, consultation: MarketConsultation) -> bool:
    """A purchaser of the region that holds the consultation."""
    return may_manage_products(actor) and actor.organisation_id == consultation.region_id
