"""What purchasers and providers have to do about contracts, for the work list."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.selectors.work import WorkLine, in_order, work_on_contracts
from core.actors import Actor
from core.clock import today
from delivery.selectors.spending_work import work_on_spending

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Work:
    """The lines of the work list, the most urgent first, and how many there are in all."""

    template: str
    lines: list[WorkLine]
    total: int
    day: date


def contract_work(actor: Actor) -> Work | None:
    """What there is to do about contracts; None for who has nothing. It is about no client."""
    day = today()
    lines = in_order(work_on_contracts(actor, day) + work_on_spending(actor, day))
    return Work("delivery/includes/contract_work.html", lines[:SHOWN], len(lines), day) if lines else None
