"""Of what programs can be told, and where that comes from. How they are told stands in the room of organisations."""

from typing import Any, Final

from clients.models import Allocation
from contracts.models import Contract
from contracts.querysets import published_on
from core.actors import Actor
from core.clock import today
from organisations.enums import WebhookTopic
from organisations.services import Source


def _contracts(actor: Actor) -> Any:
    return Contract.objects.filter(published_on(today())).visible_to(actor)


def _allocations(actor: Actor) -> Any:
    return Allocation.objects.visible_to(actor)


SOURCES: Final = (
    Source(
        topic=WebhookTopic.CONTRACT,
        model=Contract,
        path="/api/v1/contracten",
        ways={
            "contracts.contract": ("",),
            "contracts.contractedproduct": ("contracted_products__",),
            "contracts.allowedmunicipality": ("contracted_products__allowed__",),
            "contracts.rate": ("contracted_products__rates__",),
            "contracts.calloff": ("call_offs__",),
            "contracts.clause": ("clauses__",),
        },
        seen_by=_contracts,
    ),
    Source(
        topic=WebhookTopic.ALLOCATION,
        model=Allocation,
        path="/api/v1/toewijzingen",
        ways={"clients.allocation": ("",)},
        seen_by=_allocations,
    ),
)
"""An addendum is told of once it is adopted: then it writes the rows that are named here."""
