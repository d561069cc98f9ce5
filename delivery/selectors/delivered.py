"""What was delivered under an allocation."""

from datetime import date

from clients.models import Allocation
from core.actors import Actor
from delivery.enums import Presence
from delivery.models import ClientAttendance
from delivery.rules.delivered import Came, Stretch, delivered


def delivered_under(allocation: Allocation, actor: Actor, day: date) -> list[Stretch]:
    """How much was delivered up to and with `day`, by week, by month or in all: one query."""
    rows = ClientAttendance.objects.visible_to(actor).current().filter(allocation=allocation)
    facts = rows.order_by().values_list("session__held_on", "presence", "absence_reason")
    came = [Came(held_on, Presence(presence), reason) for held_on, presence, reason in facts]
    return delivered(allocation.period, allocation.volume, allocation.frequency, came, day)
