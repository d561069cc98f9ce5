"""Volunteers with what they lack, and how many hours they gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.functional import cached_property

from core.actors import Actor
from informal_care.enums import CareParameter, VolunteerStatus
from informal_care.models import Match, MatchReview, Volunteer, VolunteerHours
from informal_care.models.match import UNDER_WAY
from informal_care.rules.volunteering import Lack, Readiness, lacks
from informal_care.selectors.settings import care_setting


@dataclass(frozen=True)
class VolunteerRow:
    """A volunteer in a list, with what asks for attention."""

    volunteer: Volunteer
    lacks: Sequence[Lack]
    helps: int

    @cached_property
    def first_due(self) -> date:
        """The earliest day of what is lacking; what has no day comes last."""
        return min((one.due_on for one in self.lacks if one.due_on), default=date.max)


def readiness_of(volunteer: Volunteer) -> Readiness:
    """What says whether something is lacking. Without annotations of `with_readiness` it asks the database."""
    found: Any = volunteer
    if not hasattr(found, "vog_until"):
        found = Volunteer.objects.with_readiness().get(pk=volunteer.pk)
    return Readiness(
        status=volunteer.status,
        intake_on=volunteer.intake_on,
        vog_until=found.vog_until,
        talk_due_on=found.talk_due_on,
        paused_until=volunteer.paused_until,
    )


def lacks_of(volunteer: Volunteer, day: date) -> list[Lack]:
    """What one volunteer lacks."""
    return list(lacks(readiness_of(volunteer), day, warning_days=care_setting(CareParameter.VOG_WARNING_DAYS, day)))


def rows_of(volunteers: Iterable[Volunteer], day: date) -> list[VolunteerRow]:
    """Each with what is lacking and how many people it helps. Three queries, however many there are."""
    listed = list(volunteers)
    warning = care_setting(CareParameter.VOG_WARNING_DAYS, day)
    under_way = Match.objects.filter(status__in=UNDER_WAY, volunteer__in=[one.pk for one in listed])
    helping: dict[int, int] = {}
    for key in under_way.values_list("volunteer_id", flat=True):
        helping[key] = helping.get(key, 0) + 1
    return [
        VolunteerRow(one, list(lacks(readiness_of(one), day, warning_days=warning)), helping.get(one.pk, 0))
        for one in listed
    ]


def in_need_of_attention(actor: Actor, day: date) -> list[VolunteerRow]:
    """The volunteers of the own municipality who lack something, the earliest day first."""
    active = Volunteer.objects.visible_to(actor).exclude(status=VolunteerStatus.STOPPED).with_readiness()
    rows = [row for row in rows_of(active, day) if row.lacks]
    return sorted(rows, key=lambda row: (row.first_due, row.volunteer.search_name, row.volunteer.pk))


def reviews_due(actor: Actor, day: date) -> QuerySet[MatchReview]:
    """The evaluations of matches that are due."""
    rows = MatchReview.objects.visible_to(actor).filter(held_on=None, planned_on__lte=day, match__status="started")
    return rows.select_related("match__volunteer", "match__request").order_by("planned_on", "pk")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """The hours of one volunteer in a period."""

    volunteer: Volunteer
    hours: Decimal


def hours_between(actor: Actor, first: date, last: date) -> QuerySet[VolunteerHours]:
    """The hours that begin in the period, with whose they are, by volunteer."""
    rows = VolunteerHours.objects.visible_to(actor).filter(starts_on__gte=first, starts_on__lte=last)
    return rows.select_related("match__volunteer", "match__request").order_by(
        "match__volunteer__search_name", "match__volunteer_id", "starts_on", "pk"
    )


def hours_by_volunteer(rows: Iterable[VolunteerHours]) -> list[HoursRow]:
    """The sum for each volunteer, in the order of the rows."""
    sums: dict[Volunteer, Decimal] = {}
    for row in rows:
        sums[row.match.volunteer] = sums.get(row.match.volunteer, Decimal(0)) + row.hours
    return [HoursRow(volunteer, hours) for volunteer, hours in sums.items()]


def hours_of(volunteer: Volunteer) -> Decimal:
    """All hours that somebody gave."""
    found = VolunteerHours.objects.filter(match__volunteer=volunteer).aggregate(total=Sum("hours"))
    return found["total"] or Decimal(0)
