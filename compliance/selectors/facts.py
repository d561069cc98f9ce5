"""What holds on a day for clients and for who works with them, read at once for many people and many days."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from datetime import date
from typing import Generic, TypeVar

from django.db.models import F, Q, prefetch_related_objects
from django.db.models.functions import Coalesce

from compliance.rules import Demand
from core.periods import Period
from organisations.models import Employment, PersonalCareCompetence, Qualification
from organisations.rules import rank
from plans.enums import PlanParameter, PlanStatus
from plans.models import IndicatorScore, PlanSetting
from products.enums import Indicator
from products.models import ProductVariant, ProductVersion
from products.selectors import terms_of, versions_by_variant

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Dated(Generic[K, V]):
    """Values that hold in a period, by key."""

    def __init__(self, rows: Iterable[tuple[K, date, date | None, V]]) -> None:
        self._rows: dict[K, list[tuple[Period, V]]] = defaultdict(list)
        for key, starts_on, ends_on, value in rows:
            self._rows[key].append((Period(starts_on, ends_on), value))

    def on(self, key: K, day: date) -> list[V]:
        """What holds for this key on `day`."""
        return [value for period, value in self._rows.get(key, ()) if period.contains(day)]


class ClientFacts:
    """What the products of clients demand, and who of them needs personal care, on any day."""

    def __init__(self, clients: Collection[int], variants: Collection[int]) -> None:
        self._demands: Dated[int, Demand] = Dated(_demands(variants))
        thresholds = PlanSetting.objects.filter(parameter=PlanParameter.CARE_SCORE)
        self._thresholds: Dated[str, int] = Dated(
            thresholds.values_list("parameter", "starts_on", "ends_on", "value").order_by()
        )
        self._scores = _scores(clients)
        self._demand_on: dict[tuple[int, date], Demand | None] = {}

    def demand(self, variant: int, day: date) -> Demand | None:
        """What the version of the product in force on `day` demands; None when there is none."""
        key = (variant, day)
        if key not in self._demand_on:
            self._demand_on[key] = next(iter(self._demands.on(variant, day)), None)
        return self._demand_on[key]

    def needs_care(self, client: int, provider: int, day: date) -> bool:
        """Whether the last score that the provider knew on `day` is one from which personal care is needed.

        It counts from the start of the version of the plan, or from a complete evaluation. Without any score nobody
        said that it is needed.
        """
        days, scores = self._scores.get((client, provider), ((), ()))
        place = bisect_right(days, day)
        if not place:
            return False
        threshold = self._thresholds.on(PlanParameter.CARE_SCORE, day)
        return bool(threshold) and scores[place - 1] >= threshold[0]


class StaffFacts:
    """What is proven of professionals, on any day, at any provider."""

    def __init__(self, professionals: Collection[int]) -> None:
        of_them = {"professional__in": professionals}
        verified = Qualification.objects.filter(verified_on__isnull=False, **of_them).order_by()
        self._levels: Dated[int, tuple[date, int]] = Dated(
            (who, starts_on, ends_on, (verified_on, rank(level)))
            for who, starts_on, ends_on, verified_on, level in verified.values_list(
                "professional_id", "starts_on", "ends_on", "verified_on", "level"
            )
            if verified_on is not None
        )
        employments = Employment.objects.filter(**of_them).order_by()
        self._employments: Dated[int, int] = Dated(
            employments.values_list("professional_id", "starts_on", "ends_on", "provider_id")
        )
        competences = PersonalCareCompetence.objects.filter(**of_them).order_by()
        self._competences: Dated[int, int] = Dated(
            competences.values_list("professional_id", "starts_on", "ends_on", "pk")
        )
        self._proven_on: dict[tuple[int, int, date], tuple[int, bool]] = {}

    def proven(self, professional: int, provider: int, day: date) -> tuple[int, bool]:
        """The highest level that is proven on `day`, as NLQF number, and whether competence in personal care is.

        0 and False for who is not employed by the provider on `day`: nothing of theirs counts there.
        """
        key = (professional, provider, day)
        if key not in self._proven_on:
            self._proven_on[key] = self._proven(professional, provider, day)
        return self._proven_on[key]

    def _proven(self, professional: int, provider: int, day: date) -> tuple[int, bool]:
        if provider not in self._employments.on(professional, day):
            return 0, False
        levels = [level for verified_on, level in self._levels.on(professional, day) if verified_on <= day]
        return max(levels, default=0), bool(self._competences.on(professional, day))


def _demands(variants: Collection[int]) -> Iterable[tuple[int, date, date | None, Demand]]:
    found = versions_by_variant(ProductVariant.objects.filter(pk__in=variants))
    versions: list[ProductVersion] = [one for rows in found.values() for one in rows]
    prefetch_related_objects(versions, "requirements")
    for version in versions:
        terms = terms_of(version)
        level = terms.min_level_execution
        demand = Demand(terms.max_clients_per_professional, rank(level) if level else 0)
        yield version.variant_id, version.starts_on, version.ends_on, demand


def _scores(clients: Collection[int]) -> dict[tuple[int, int], tuple[list[date], list[int]]]:
    """By client and provider the days on which personal care was scored, in order, and the scores.

    A draft is no plan yet, and an evaluation that is not complete no evaluation.
    """
    path = "version__plan__allocation__"
    rows = (
        IndicatorScore.objects.measured()
        .filter(Q(evaluation=None) | Q(evaluation__completed_at__isnull=False))
        .filter(indicator=Indicator.PERSONAL_CARE_NEED, **{f"{path}client__in": clients})
        .exclude(version__status=PlanStatus.DRAFT)
        .annotate(day=Coalesce("evaluation__held_on", "version__starts_on"))
        # On one day what an evaluation found counts above what stood at the start.
        .order_by("day", F("evaluation").asc(nulls_first=True), "pk")
    )
    found: dict[tuple[int, int], tuple[list[date], list[int]]] = {}
    for client, provider, day, score in rows.values_list(f"{path}client_id", f"{path}provider_id", "day", "score"):
        days, scores = found.setdefault((client, provider), ([], []))
        days.append(day)
        scores.append(score)
    return found
