"""Plans whose responsible professional is not, or will not be, somebody who may be so. Nothing is stored.

Somebody falls away when the employment or the diploma ends, when the check of a diploma is withdrawn, or when the
account is closed. Who falls away is found among the few people who are responsible; which plans that touches is one
query, however many there are. Source: product sheet Duurzaam, demands on content, point 3 (BGD-IN-03).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When, prefetch_related_objects
from django.db.models.functions import Cast

from core.periods import ONE_DAY, Period
from core.querysets import holds_on
from organisations.models import Employment, Professional, Qualification
from plans.enums import PlanParameter, PlanStatus
from plans.models import PlanVersion, Responsibility
from plans.rules import Standing, unfit_periods
from plans.selectors.settings import setting
from products.models import ProductVariant
from products.selectors import terms_of, versions_by_variant

LIVE: Final = (PlanStatus.AGREED, PlanStatus.IN_EXECUTION)

LOOKS_BACK: Final = timedelta(days=5 * 365)
"""How far back the day is looked for on which somebody fell away who is not there now."""


@dataclass(frozen=True, slots=True)
class Lapses:
    """Who is responsible and may not be so: now, and from a day to come. Each row has `lapses_on`, its first day."""

    now: "QuerySet[Responsibility]"
    ahead: "QuerySet[Responsibility]"


@dataclass(frozen=True, slots=True)
class Lapse:
    """Who is missing as the responsible professional of one plan, from which day, and whether that is so already."""

    name: str
    lapses_on: date
    is_now: bool


@dataclass(frozen=True, slots=True)
class _Demand:
    """Which level some allocations demand of who is responsible, in a part of the time that is looked at."""

    of: Q
    level: str | None
    period: Period


def lapses_ahead_until(day: date) -> date:
    """The last day that is looked at from `day`: as many days ahead as is set, and none when nothing is."""
    return day + timedelta(days=setting(PlanParameter.LAPSE_DAYS, day) or 0)


def responsible_for(versions: QuerySet[PlanVersion], day: date) -> QuerySet[Responsibility]:
    """Who is responsible for the agreed and running ones among these versions, as long as the care lasts."""
    live = versions.filter(plan=OuterRef("plan"), status__in=LIVE).order_by()
    here = Q(plan__allocation__client__died_on=None, plan__allocation__client__moved_on=None)
    return Responsibility.objects.filter(Exists(live), here).exclude(plan__allocation__ends_on__lt=day)


def lapses(held: QuerySet[Responsibility], day: date, until: date) -> Lapses:
    """The lapses among these rows, from `day` up to and including `until`: a fixed number of queries.

    A plan whose responsible professional is missing now stands under `now` only.
    """
    until = max(day, until)
    alone = Q(~Exists(Responsibility.objects.filter(plan=OuterRef("plan"), starts_on__gt=OuterRef("starts_on"))))
    in_sight = held.filter(Q(starts_on__lte=until), Q(ends_on=None) | Q(ends_on__gte=day) | alone)
    people: dict[tuple[int, int], set[int]] = defaultdict(set)
    where = "plan__allocation__provider_id", "plan__allocation__variant_id"
    for professional, provider, variant in in_sight.order_by().values_list("professional_id", *where).distinct():
        people[professional, provider].add(variant)
    if not people:
        return Lapses(held.none(), held.none())
    demands = _demands({variant for variants in people.values() for variant in variants}, Period(day, until))
    now: list[tuple[date, Q]] = []
    ahead: list[tuple[date, Q]] = []
    for (professional, provider), standing in _standings(list(people)).items():
        for demand in (demand for variant in people[professional, provider] for demand in demands.get(variant, ())):
            of = Q(professional=professional, plan__allocation__provider=provider) & demand.of
            for unfit in _unfit(standing, demand, day):
                rows = of & Q(starts_on__lte=unfit.ends_on) & (Q(ends_on=None) | Q(ends_on__gte=unfit.starts_on))
                if unfit.starts_on <= day:
                    now.append((unfit.starts_on, rows))
                ahead.append((max(unfit.starts_on, day + ONE_DAY), rows))
    lapsed = _first_day(in_sight.filter(holds_on(day) | Q(alone, ends_on__lt=day)), now, Q(alone, ends_on__lt=day))
    coming = _first_day(in_sight, ahead, Q(alone, ends_on__gte=day, ends_on__lt=until))
    return Lapses(lapsed, coming.exclude(Exists(lapsed.filter(plan=OuterRef("plan")).order_by())))


def lapse_of(version: PlanVersion, day: date) -> Lapse | None:
    """The lapse of the plan of this version, when it is agreed or carried out and there is one in sight."""
    if version.status not in LIVE:
        return None
    held = responsible_for(PlanVersion.objects.filter(pk=version.pk), day).select_related("professional")
    found = lapses(held, day, lapses_ahead_until(day))
    for rows, is_now in ((found.now, True), (found.ahead, False)):
        row = rows.first()
        if row is not None:
            return Lapse(row.professional.name, lapses_on(row), is_now)
    return None


def lapses_on(row: Responsibility) -> date:
    """The first day, of a row of `Lapses`: not before somebody became responsible."""
    first: date = getattr(row, "lapses_on")  # noqa: B009 - an annotation
    return max(first, row.starts_on)


def _first_day(rows: QuerySet[Responsibility], found: list[tuple[date, Q]], ends: Q) -> QuerySet[Responsibility]:
    """Those that one of the conditions holds for, or that simply end, with their first day, the earliest first."""
    whens = [When(condition, then=Value(first)) for first, condition in sorted(found, key=lambda pair: pair[0])]
    after_the_end = When(ends, then=Cast(F("ends_on") + ONE_DAY, DateField()))
    return (
        rows.annotate(lapses_on=Case(*whens, after_the_end, output_field=DateField()))
        .filter(lapses_on__isnull=False)
        .order_by("lapses_on", "pk")
    )


def _unfit(standing: Standing, demand: _Demand, day: date) -> Iterator[Period]:
    """The days of the demand's time on which this person does not fit; those that go on from before begin there."""
    begins = demand.period.starts_on
    window = Period(begins - LOOKS_BACK if begins == day else begins, demand.period.ends_on)
    for unfit in unfit_periods(standing, demand.level, window):
        if unfit.ends_on is not None and unfit.ends_on >= begins:
            yield unfit


def _standings(pairs: list[tuple[int, int]]) -> dict[tuple[int, int], Standing]:
    people = {professional for professional, _ in pairs}
    employed: dict[tuple[int, int], list[Period]] = defaultdict(list)
    rows = Employment.objects.filter(professional__in=people, provider__in={provider for _, provider in pairs})
    for row in rows:
        employed[row.professional_id, row.provider_id].append(row.period)
    proven: dict[int, list[tuple[str, Period]]] = defaultdict(list)
    for proof in Qualification.objects.filter(professional__in=people, verified_on__isnull=False):
        counts_from = max(proof.starts_on, proof.verified_on or proof.starts_on)
        if proof.ends_on is None or counts_from <= proof.ends_on:
            proven[proof.professional_id].append((proof.level, Period(counts_from, proof.ends_on)))
    closed = set(
        Professional.objects.filter(pk__in=people, user__is_active=False).order_by().values_list("pk", flat=True)
    )
    return {
        pair: Standing(tuple(employed[pair]), tuple(proven[pair[0]]), is_closed=pair[0] in closed) for pair in pairs
    }


def _demands(variants: set[int], window: Period) -> dict[int, list[_Demand]]:
    """What each product demands in the window; without a version in force it is what held when the care began.

    See `plans.selectors.product_version_for`.
    """
    versions = versions_by_variant(ProductVariant.objects.filter(pk__in=variants))
    prefetch_related_objects([version for rows in versions.values() for version in rows], "requirements")
    demands: dict[int, list[_Demand]] = {}
    for variant, rows in versions.items():
        of = Q(plan__allocation__variant=variant)
        levels = [(version, terms_of(version).min_level_responsible) for version in rows]
        demands[variant] = [
            _Demand(of, level, shared) for version, level in levels if (shared := _shared(version.period, window))
        ]
        covered = Standing(employed=tuple(version.period for version in rows))
        demands[variant] += [
            _Demand(of & _begun_in(version.period), level, gap)
            for gap in unfit_periods(covered, None, window)
            for version, level in levels
        ]
    return demands


def _begun_in(period: Period) -> Q:
    begun = Q(plan__allocation__starts_on__gte=period.starts_on)
    return begun if period.ends_on is None else begun & Q(plan__allocation__starts_on__lte=period.ends_on)


def _shared(one: Period, window: Period) -> Period | None:
    if not one.overlaps(window):
        return None
    ends = [day for day in (one.ends_on, window.ends_on) if day is not None]
    return Period(max(one.starts_on, window.starts_on), min(ends, default=None))
