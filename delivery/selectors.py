"""Reads over groups and placements."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ImproperlyConfigured

from core.actors import Actor
from delivery.models import Group, Opening, Placement
from delivery.rules import Hours
from plans.enums import Dagdeel, PlanParameter, Weekday
from plans.rules.week import MOMENTS, Moment
from plans.selectors.settings import setting


def dagdeel_minutes(day: date) -> int:
    """How long a dagdeel may last at most on `day`, in minutes. Raises ImproperlyConfigured when nobody set it."""
    found = setting(PlanParameter.DAGDEEL_LENGTH, day)
    if found is None:
        raise ImproperlyConfigured("How long a dagdeel lasts is not set. Run `manage.py load_reminders`.")
    return found


def hours_of(group: Group, day: date) -> list[Hours]:
    """When the group is open in the week in which `day` lies, by the hours that hold on `day`: one query."""
    rows = group.openings.active_on(day)
    return sorted((_hours(row) for row in rows), key=lambda one: MOMENTS.index(one.moment))


def open_moments(group: Group, day: date) -> frozenset[Moment]:
    """The dagdelen of the week on which the group is open by the hours that hold on `day`."""
    return frozenset(one.moment for one in hours_of(group, day))


@dataclass(frozen=True, slots=True)
class Occupied:
    """One dagdeel of a group: when it is open, and how many of its places are taken."""

    hours: Hours
    placed: int
    capacity: int

    @property
    def free(self) -> int:
        """Places that are left; none when more are placed than fit."""
        return max(0, self.capacity - self.placed)


def occupation(group: Group, day: date) -> list[Occupied]:
    """How full the group is by dagdeel of the week on `day`, clients that the reader may not see included."""
    placed = [row.moments for row in Placement.objects.filter(group=group).active_on(day)]
    return [
        Occupied(one, sum(one.moment in moments for moments in placed), group.capacity) for one in hours_of(group, day)
    ]


def placements_in(group: Group, actor: Actor, day: date) -> list[Placement]:
    """Who is placed in the group on `day` or later, of those whose file the actor sees, by name."""
    rows = Placement.objects.visible_to(actor).filter(group=group).not_ended(day)
    return list(
        rows.select_related("allocation__client", "allocation__variant").order_by(
            "allocation__client__search_name", "starts_on", "pk"
        )
    )


def _hours(row: Opening) -> Hours:
    return Hours(Moment(Weekday(row.weekday), Dagdeel(row.dagdeel)), row.opens, row.closes)
