"""The figures of spending ceilings: sums over what was allocated and delivered, and never a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet, Sum

from clients.enums import ChangeReason
from clients.models import Allocation
from contracts.enums import ContractParameter, Unit
from contracts.models import Rate, SpendingCeiling
from contracts.selectors.settings import limit
from core.acting import ADMINISTRATION, acting
from core.periods import ONE_DAY, Period
from delivery.enums import Presence
from delivery.models import ClientAttendance
from delivery.rules.spending import PER_DAGDEEL, Price, Spending, Volume, Worth, cents, reached, worth

CEILINGS = "allocation__contracted_product__contract__ceilings"
RATES = "allocation__contracted_product__rates"


@dataclass(frozen=True, slots=True)
class Prices:
    """What dagdelen cost: by rate, and by product in the days of each rate."""

    by_rate: Mapping[int, Fraction]
    by_product: Mapping[int, Sequence[Price]]


def spending_of(ceilings: Sequence[SpendingCeiling], day: date) -> dict[int, Spending]:
    """What was allocated and delivered under each ceiling as of `day`, and what to expect; by the key of the ceiling.

    `ceilings` come with their amounts. Six queries at most, whatever their number: the limit, the rates, the
    allocations summed per product and days, the dagdelen counted per rate and those counted in all, and for what passed
    the share at which to warn the dagdelen per day. Only sums come out, so the administration counts them; to whom they
    are shown is the business of the caller.
    """
    if not ceilings:
        return {}
    share = limit(ContractParameter.CEILING_WARNING, day)
    prices = _prices(ceilings)
    with acting(ADMINISTRATION):
        volumes = _volumes(ceilings)
        delivered = _delivered(_attended(ceilings, day), prices)
    found = {}
    for one in ceilings:
        done = delivered.get(one.pk, Worth())
        found[one.pk] = _figures(one, day, volumes.get(one.contract_id, ()), prices, done)
    passed = [one for one in ceilings if share is not None and found[one.pk].used >= share.value]
    if share is None or not passed:
        return found
    with acting(ADMINISTRATION):
        days = _by_day(_attended(passed, day), prices)
    for one in passed:
        wanted = Fraction(found[one.pk].ceiling) * share.value / 100
        found[one.pk] = replace(found[one.pk], reached_on=reached(days[one.pk], wanted))
    return found


def _figures(
    ceiling: SpendingCeiling, day: date, volumes: Sequence[Volume], prices: Prices, delivered: Worth
) -> Spending:
    allocated = worth(volumes, prices.by_product, ceiling.period)
    rest = Worth()
    if day < ceiling.last_day:
        to_come = Period(max(ceiling.starts_on, day + ONE_DAY), ceiling.last_day)
        rest = worth(volumes, prices.by_product, to_come)
    return Spending(
        ceiling=ceiling.amount_on(day).amount,
        allocated=cents(allocated.euros),
        delivered=cents(delivered.euros),
        expected=cents(delivered.euros + rest.euros),
        is_partial=allocated.is_partial or delivered.is_partial,
    )


def _prices(ceilings: Iterable[SpendingCeiling]) -> Prices:
    rows = Rate.objects.current().filter(contracted_product__contract__in={one.contract_id for one in ceilings})
    by_rate: dict[int, Fraction] = {}
    by_product: dict[int, list[Price]] = defaultdict(list)
    facts = ("pk", "contracted_product", "contracted_product__unit", "starts_on", "ends_on", "amount")
    for key, product, unit, starts_on, ends_on, amount in rows.order_by().values_list(*facts):
        per_dagdeel = amount * PER_DAGDEEL[Unit(unit)]
        by_rate[key] = Fraction(per_dagdeel)
        by_product[product].append(Price(Period(starts_on, ends_on), per_dagdeel))
    return Prices(by_rate, by_product)


def _volumes(ceilings: Sequence[SpendingCeiling]) -> dict[int, list[Volume]]:
    """By contract; allocations of equal days are one."""
    rows = (
        Allocation.objects.filter(contracted_product__contract__in={one.contract_id for one in ceilings})
        .exclude(ends_on__lt=min(one.starts_on for one in ceilings))
        .exclude(change_reason=ChangeReason.REMOVED)
        .order_by()
        .values_list("contracted_product__contract", "contracted_product", "frequency", "starts_on", "ends_on")
        .annotate(dagdelen=Sum("volume"))
    )
    found: dict[int, list[Volume]] = defaultdict(list)
    for contract, product, frequency, starts_on, ends_on, dagdelen in rows:
        found[contract].append(Volume(product, dagdelen, frequency, Period(starts_on, ends_on)))
    return found


def _attended(ceilings: Iterable[SpendingCeiling], day: date) -> QuerySet[ClientAttendance]:
    """To what clients came in the days of these ceilings, up to and with `day`; once for each of them."""
    held_on = F("session__held_on")
    in_days = {f"{CEILINGS}__starts_on__lte": held_on, f"{CEILINGS}__ends_on__gte": held_on}
    rows = ClientAttendance.objects.current().filter(presence=Presence.PRESENT, session__held_on__lte=day)
    return rows.filter(**{f"{CEILINGS}__in": [one.pk for one in ceilings]}, **in_days).order_by()


def _at_rate() -> Q:
    held_on = F("session__held_on")
    not_over = Q(**{f"{RATES}__ends_on": None}) | Q(**{f"{RATES}__ends_on__gte": held_on})
    return Q(**{f"{RATES}__superseded_at": None, f"{RATES}__starts_on__lte": held_on}) & not_over


def _delivered(rows: QuerySet[ClientAttendance], prices: Prices) -> dict[int, Worth]:
    priced: Counter[int] = Counter()
    euros: dict[int, Fraction] = defaultdict(Fraction)
    for ceiling, rate, number in rows.filter(_at_rate()).values_list(CEILINGS, RATES).annotate(number=Count("pk")):
        priced[ceiling] += number
        euros[ceiling] += prices.by_rate[rate] * number
    every = dict(rows.values_list(CEILINGS).annotate(number=Count("pk")))
    return {ceiling: Worth(euros[ceiling], priced[ceiling] < number) for ceiling, number in every.items()}


def _by_day(rows: QuerySet[ClientAttendance], prices: Prices) -> dict[int, list[tuple[date, Fraction]]]:
    facts = rows.filter(_at_rate()).values_list(CEILINGS, RATES, "session__held_on").annotate(number=Count("pk"))
    found: dict[int, list[tuple[date, Fraction]]] = defaultdict(list)
    for ceiling, rate, held_on, number in facts:
        found[ceiling].append((held_on, prices.by_rate[rate] * number))
    return found
