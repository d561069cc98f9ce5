"""Counting for the figures of informal care: a few statements, however many carers and municipalities there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from core.querysets import holds_on
from informal_care.enums import Choosing, TaskStatus
from informal_care.models import BoardTask, Carer, CarerSignal, CarerType, Measurement, Support
from informal_care.rules.care_figures import Asked, Counted, Figure, Quarter, closed_quarters, figures_of
from informal_care.selectors.settings import least_people

CARER: Final = "carer__"
Row = Mapping[str, Any]
Keys = Sequence[int]


def figures_for(municipalities: Keys, year: int, day: date) -> dict[int, list[Figure]]:
    """By municipality what may be told of the quarters of `year` that are over on `day`. Eight queries."""
    quarters = closed_quarters(year, day)
    if not quarters:
        return {}
    least = least_people(day)
    return {key: figures_of(one, least) for key, one in count(municipalities, quarters, day).items()}


def count(municipalities: Keys, quarters: Sequence[Quarter], day: date) -> dict[int, Counted]:
    """By municipality everything that the figures are made of. These numbers stay inside."""
    first, last = quarters[0].first, quarters[-1].last
    found = {key: Counted(measured=dict.fromkeys(quarters, 0)) for key in municipalities}
    for row in _carers(municipalities, first, last):
        one = found[row["municipality"]]
        one.known, one.new = row["known"], row["new"]
    for row in _types(municipalities, first, last):
        found[row["carer__municipality"]].types[row["kind"]] = row["people"]
    for row in _supported(municipalities, first, last):
        found[row["municipality"]].supported = row["people"]
    for row in _asked(municipalities, first, last):
        hours = (row["hours_asked"] or Decimal(0), row["hours_used"] or Decimal(0))
        found[row["municipality"]].asked[row["kind"]] = Asked(row["people"], row["given"], *hours)
    of_day = {quarter.first: quarter for quarter in quarters}
    for row in _measured(municipalities, first, last):
        one, quarter = found[row["municipality"]], of_day[row["quarter"]]
        one.measured[quarter], one.heavy[quarter] = row["people"], row["heavy"]
    for row in _signals(municipalities, first, last, day):
        one = found[row["municipality"]]
        one.in_time, one.late, one.waiting = row["in_time"], row["late"], row["waiting"]
    for row in _tasks(municipalities, day):
        key = row["board__municipality"]
        found[key].tasks = {name: number for name, number in row.items() if name != "board__municipality"}
    return found


def _known(first: date, last: date, path: str = "") -> Q:
    """The condition that a carer was known, and cared, on some day from `first` up to and including `last`."""
    went_on = Q(**{f"{path}ended_on": None}) | Q(**{f"{path}ended_on__gte": first})
    return Q(**{f"{path}known_since__lte": last}) & went_on


def _grouped(rows: QuerySet[Any], *by: str, **numbers: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().values(*by).annotate(**numbers)
    return found


def _carers(municipalities: Keys, first: date, last: date) -> Iterable[Row]:
    rows = Carer.objects.filter(_known(first, last), municipality__in=municipalities)
    return _grouped(rows, "municipality", known=Count("pk"), new=Count("pk", filter=Q(known_since__gte=first)))


def _types(municipalities: Keys, first: date, last: date) -> Iterable[Row]:
    rows = CarerType.objects.filter(_known(first, last, CARER), carer__municipality__in=municipalities)
    return _grouped(rows, "carer__municipality", "kind", people=Count("pk"))


def _supported(municipalities: Keys, first: date, last: date) -> Iterable[Row]:
    held = Support.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last, carer=OuterRef("pk"))
    # Counting carers who have a record, and not the carers of all records: nothing has to be sorted.
    rows = Carer.objects.filter(_known(first, last), Exists(held), municipality__in=municipalities)
    return _grouped(rows, "municipality", people=Count("pk"))


def _asked(municipalities: Keys, first: date, last: date) -> Iterable[Row]:
    asked = Q(asked_on__range=(first, last))
    rows = Support.objects.filter(_known(first, last, CARER), asked, municipality__in=municipalities)
    given = Count("carer", distinct=True, filter=Q(starts_on__lte=last))
    hours = {"hours_asked": Sum("planned_hours"), "hours_used": Sum("used_hours")}
    return _grouped(rows, "municipality", "kind", people=Count("carer", distinct=True), given=given, **hours)


def _measured(municipalities: Keys, first: date, last: date) -> Iterable[Row]:
    """Who filled in a list in a quarter counts once there, and as heavily burdened when one of them said so."""
    rows = Measurement.objects.current().filter(
        _known(first, last, CARER), measured_on__range=(first, last), municipality__in=municipalities
    )
    heavy = Count("carer", distinct=True, filter=Q(is_heavy=True))
    by_quarter = rows.annotate(quarter=TruncQuarter("measured_on"))
    return _grouped(by_quarter, "municipality", "quarter", people=Count("carer", distinct=True), heavy=heavy)


def _signals(municipalities: Keys, first: date, last: date, day: date) -> Iterable[Row]:
    rows = CarerSignal.objects.filter(received_on__range=(first, last), municipality__in=municipalities)
    late = Q(taken_up_on__gt=F("due_on")) | Q(taken_up_on=None, due_on__lt=day)
    return _grouped(
        rows,
        "municipality",
        in_time=Count("pk", filter=Q(taken_up_on__lte=F("due_on"))),
        late=Count("pk", filter=late),
        waiting=Count("pk", filter=Q(taken_up_on=None, due_on__gte=day)),
    )


def _tasks(municipalities: Keys, day: date) -> Iterable[Row]:
    rows = BoardTask.objects.filter(holds_on(day, "board__"), board__municipality__in=municipalities)
    adopted = Q(choosing=Choosing.ADOPTED)
    numbers: dict[str, Any] = {status.value: Count("pk", filter=adopted & Q(status=status)) for status in TaskStatus}
    numbers["late"] = Count("pk", filter=adopted & ~Q(status=TaskStatus.DONE) & Q(due_on__lt=day))
    numbers["declined"] = Count("pk", filter=Q(choosing=Choosing.DECLINED))
    return _grouped(rows, "board__municipality", **numbers)
