"""Who may do what with the product book. Reading is for everybody: the book is public."""

from core.actors import Actor
from organisations.access import actor_may
from organisations.enums import Action
from products.models import ProductVersion, Requirement
from products.transitions import OPEN, may_become


def may_manage_products(actor: Actor) -> bool:
    """A purchaser of the region keeps the product book; nobody else does."""
    return actor_may(actor, Action.MANAGE_PRODUCTS)


def may_change_requirement(actor: Actor, requirement: Requirement) -> bool:
    """A purchaser may, as long as the version is not adopted."""
    return may_manage_products(actor) and requirement.version.status in OPEN


def may_bring_to(actor: Actor, version: ProductVersion, status: str) -> bool:
    """A purchaser may take each step that the life of a version allows."""
    return may_manage_products(actor) and may_become(version.status, status)
