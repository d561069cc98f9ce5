"""Placements: who comes to a group, and what one more would mean."""

from datetime import date

from django.db.models import QuerySet

from clients.enums import Frequency
from clients.models import Allocation
from core.actors import Actor
from core.periods import Period
from delivery.models import Group, Placement
from delivery.rules import Placed, most_at_once
from delivery.selectors.groups import Occupied, hours_of
from plans.rules.week import Week, week_advice


def placements_in(group: Group, actor: Actor, day: date) -> list[Placement]:
    """Who is placed in the group on `day` or later, of those whose file the actor sees, by name."""
    rows = Placement.objects.visible_to(actor).filter(group=group).not_ended(day)
    return list(
        rows.select_related("allocation__client", "allocation__variant").order_by(
            "allocation__client__search_name", "starts_on", "pk"
        )
    )


def number_hidden(group: Group, actor: Actor, day: date) -> int:
    """How many clients are placed in the group on `day` or later whose file the actor does not see."""
    counted = Placement.objects.counted_for(actor).filter(group=group).not_ended(day)
    seen = Placement.objects.visible_to(actor).filter(group=group).not_ended(day).order_by()
    return counted.exclude(pk__in=seen.values("pk")).order_by().values("allocation__client").distinct().count()


def placements_under(allocation: Allocation, actor: Actor) -> list[Placement]:
    """Where the client comes, or came, under this allocation; the latest first."""
    rows = Placement.objects.visible_to(actor).filter(allocation=allocation)
    return list(rows.select_related("group__location").order_by("-starts_on", "pk"))


def allocations_to_place(group: Group, actor: Actor, day: date) -> QuerySet[Allocation]:
    """Allocations to the provider of the group, not ended on `day`, that have no placement in it yet; by name."""
    placed = Placement.objects.filter(group=group).not_ended(day)
    rows = Allocation.objects.visible_to(actor).filter(provider=group.provider_id).not_ended(day)
    return (
        rows.exclude(pk__in=placed.values("allocation"))
        .select_related("client", "variant")
        .order_by("client__search_name", "pk")
    )


def others_in(group: Group, allocation: Allocation, period: Period) -> list[Placed]:
    """Who comes to the group in a period, or later, under other allocations."""
    rows = group.placements.not_ended(period.starts_on).exclude(allocation=allocation)
    return [Placed(row.period, row.moments) for row in rows]


def effect_of(placement: Placement) -> list[Occupied]:
    """How full the group gets at most on each dagdeel of this placement, the client included."""
    group, period = placement.group, placement.period
    most = most_at_once(Placed(period, placement.moments), others_in(group, placement.allocation, period))
    hours = hours_of(group, period.starts_on)
    return [Occupied(one, most[one.moment], group.capacity) for one in hours if one.moment in most]


def advice_on(allocation: Allocation, moments: Week, day: date, *, without: Placement | None) -> list[str]:
    """What of these dagdelen does not fit the allocation, as advice.

    Those on which the client comes to other groups on `day` count too; `without` is a placement that they replace.
    """
    others = Placement.objects.filter(allocation=allocation).active_on(day)
    if without is not None:
        others = others.exclude(pk=without.pk)
    attends = Week(moments.moments.union(*(row.moments.moments for row in others)))
    is_weekly = allocation.frequency == Frequency.WEEK
    return week_advice(attends, (), allocated_per_week=allocation.volume if is_weekly else None)
