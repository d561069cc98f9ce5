"""What follows from opening times, placements and rosters, as queries: which dagdelen are held, and who is in them.

Each condition is said once, and asked from two sides: of dagdelen, to find who has to be in them, and of the rows of
those who are, to find who no longer has to. The sides differ in the way to the dagdeel: `path`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractIsoWeekDay, ExtractMinute, Greatest, Least
from django.db.models.lookups import GreaterThan, LessThan

from clients.enums import ChangeReason
from delivery.models import ClosedDay, Leave, Opening, Session
from organisations.models import Employment
from plans.enums import Dagdeel, Weekday

WEEK: Final = len(Weekday)
COUNTING: Final = ["", *(reason for reason in ChangeReason.values if reason != ChangeReason.REMOVED)]
"""Allocations that were not taken back as if they had never been."""


def openings_ahead(openings: QuerySet[Opening], day: date, weeks: int) -> Iterator[QuerySet[Any, Any]]:
    """For each week from `day` on the openings that hold in it, with their `day`, without those of closed days."""
    for week in range(weeks):
        days = [day + timedelta(days=WEEK * week + number) for number in range(WEEK)]
        on = Case(
            *(When(weekday=one.isoweekday(), then=Value(one)) for one in days), default=None, output_field=DateField()
        )
        closed = ClosedDay.objects.filter(group=OuterRef("group"), day=OuterRef("day"))
        yield (
            openings.order_by()
            .annotate(day=on, opens_at=minute("opens"), closes_at=minute("closes"))
            .filter(_covers("", F("day")), _covers("group__", F("day")), ~Exists(closed))
        )


def held(sessions: QuerySet[Session]) -> QuerySet[Any, Any]:
    """Those of the dagdelen on which the group is open, with `opens_at` and `closes_at`."""
    way = "group__openings__"
    weekday = Cast(ExtractIsoWeekDay("held_on"), IntegerField())
    closed = ClosedDay.objects.filter(group=OuterRef("group"), day=OuterRef("held_on"))
    return (
        sessions.order_by()
        .annotate(weekday=weekday)
        .filter(
            _covers(way, F("held_on")),
            _covers("group__", F("held_on")),
            ~Exists(closed),
            **{f"{way}weekday": F("weekday"), f"{way}dagdeel": F("dagdeel")},
        )
        .annotate(opens_at=minute(f"{way}opens"), closes_at=minute(f"{way}closes"))
    )


def placed(path: str = "") -> Q:
    """Of dagdelen and placements of the group: those on which the client comes, under an allocation that is delivered.

    Delivery that stopped goes on again when somebody says so (iWmo 3.2, message 307), and nobody plans before.
    """
    way, day = f"{path}group__placements__", F(f"{path}held_on")
    allocation, client = f"{way}allocation__", f"{way}allocation__client__"
    return (
        _covers(way, day)
        & _covers(allocation, day)
        & _on(f"{way}moments", path)
        & Q(**{f"{allocation}change_reason__in": COUNTING})
        & (Q(**{f"{allocation}delivery_stopped_on": None}) | Q(**{f"{allocation}delivery_stopped_on__gte": day}))
        & (Q(**{f"{client}died_on": None}) | Q(**{f"{client}died_on__gte": day}))
    )


def rostered(path: str = "") -> Q:
    """Of dagdelen and lines of the roster of the group: those on which this person works, and is not on leave.

    Whose employment is over, or has to begin, does not work: what nobody took off the roster is so off it.
    """
    way, day = f"{path}group__roster__", F(f"{path}held_on")
    provider = OuterRef(f"{path}group__provider")
    on_day = _covers("", OuterRef(f"{path}held_on"))
    same = Q(professional=OuterRef(f"{way}professional")) | Q(helper=OuterRef(f"{way}helper"))
    employed = Employment.objects.filter(on_day, professional=OuterRef(f"{way}professional"), provider=provider)
    return (
        _covers(way, day)
        & _on(f"{way}moments", path)
        & Q(LessThan(work_starts(path), work_ends(path)))
        & ~Q(Exists(Leave.objects.filter(on_day, same, provider=provider)))
        & (Q(Exists(employed)) | Q(**{f"{way}helper__isnull": False}) & _covers(f"{way}helper__", day))
    )


def work_starts(path: str = "") -> Greatest:
    """From when a line of the roster has somebody work in a dagdeel."""
    start = f"{path}starts"
    return Greatest(Coalesce(F(f"{path}group__roster__starts"), F(start)), F(start))


def work_ends(path: str = "") -> Least:
    """Until when a line of the roster has somebody work in a dagdeel."""
    end = f"{path}ends"
    return Least(Coalesce(F(f"{path}group__roster__ends"), F(end)), F(end))


def minute(field: str) -> Any:
    """A column with a time of the day in minutes after midnight."""
    return Cast(ExtractHour(field) * 60 + ExtractMinute(field), IntegerField())


def _on(moments: str, path: str) -> Q:
    """Whether the dagdeel is among these moments: its bit, as `plans.rules.week` numbers them."""
    part = Case(
        *(When(**{f"{path}dagdeel": one.value}, then=Value(place)) for place, one in enumerate(Dagdeel)),
        output_field=IntegerField(),
    )
    place = (Cast(ExtractIsoWeekDay(f"{path}held_on"), IntegerField()) - 1) * len(Dagdeel) + part
    bit = Func(Value(1), place, template="(%(expressions)s)", arg_joiner=" << ", output_field=IntegerField())
    both = Func(F(moments), bit, template="(%(expressions)s)", arg_joiner=" & ", output_field=IntegerField())
    return Q(GreaterThan(both, 0))


def _covers(way: str, day: F) -> Q:
    return Q(**{f"{way}starts_on__lte": day}) & (Q(**{f"{way}ends_on": None}) | Q(**{f"{way}ends_on__gte": day}))
