"""The dated facts on which checks rest, read from the rooms below: a fixed number of queries, whatever the number."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, Model, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce

from compliance.rules.dated import Fact, Facts, always, at_or_above, highest, since
from compliance.rules.timeline import Demand
from core.periods import Period
from organisations.models import Employment, PersonalCareCompetence, Qualification
from organisations.rules import rank
from plans.enums import PlanParameter, PlanStatus
from plans.models import IndicatorScore, PlanSetting
from products.enums import Indicator
from products.models import ProductVariant, ProductVersion
from products.selectors import terms_of, versions_by_variant

M = TypeVar("M", bound=Model)
V = TypeVar("V")


def read_facts(
    *,
    professionals: Iterable[int] | None = None,
    clients: Iterable[int] | None = None,
) -> Facts:
    """All facts as they are known now, or only those about these people: seven queries."""
    workers = _workers(None if professionals is None else list(professionals))
    return Facts(
        demands=_demands(),
        levels=[fact for one in workers for fact in highest(one.key, one.employed, one.levels)],
        competences=[fact for one in workers for fact in always(one.key, one.employed, one.competent)],
        care=_care(None if clients is None else list(clients)),
    )


def _demands() -> list[Fact[Demand]]:
    versions = versions_by_variant(ProductVariant.objects.all())
    every = [version for rows in versions.values() for version in rows]
    prefetch_related_objects(every, "requirements")
    return [_fact(version.variant_id, version.period, _demand(version)) for version in every]


def _demand(version: ProductVersion) -> Demand:
    terms = terms_of(version)
    return Demand(
        terms.max_clients_per_professional, rank(terms.min_level_execution) if terms.min_level_execution else 0
    )


class _Worker(NamedTuple):
    """Somebody at a provider: when employed there, which levels were proven when, and when competence was."""

    key: tuple[int, int]
    employed: list[Period]
    levels: list[tuple[Period, int]]
    competent: list[Period]


def _workers(people: list[int] | None) -> list[_Worker]:
    employed: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for job in _of(Employment.objects.order_by(), people):
        employed[job.professional_id, job.provider_id].append(job.period)
    levels: dict[int, list[tuple[Period, int]]] = defaultdict(list)
    for proof in _of(Qualification.objects.filter(verified_on__isnull=False).order_by(), people):
        counts_from = max(proof.starts_on, proof.verified_on or proof.starts_on)
        if proof.ends_on is None or counts_from <= proof.ends_on:
            levels[proof.professional_id].append((Period(counts_from, proof.ends_on), rank(proof.level)))
    competent: dict[int, list[Period]] = defaultdict(list)
    for competence in _of(PersonalCareCompetence.objects.order_by(), people):
        competent[competence.professional_id].append(competence.period)
    return [_Worker(key, jobs, levels[key[0]], competent[key[0]]) for key, jobs in employed.items()]


def _care(clients: list[int] | None) -> list[Fact[bool]]:
    """The score that the provider measured last counts, at or above the one that is set for that day.

    It counts from the start of the version of the plan, or from a complete evaluation; a draft is no plan yet. Without
    any score nobody said that care is needed.
    """
    rows: Any = IndicatorScore.objects.measured().filter(indicator=Indicator.PERSONAL_CARE_NEED)
    rows = rows.filter(Q(evaluation=None) | Q(evaluation__completed_at__isnull=False))
    rows = rows.exclude(version__status=PlanStatus.DRAFT)
    if clients is not None:
        rows = rows.filter(version__plan__allocation__client__in=clients)
    measured: dict[tuple[int, int], dict[date, int]] = defaultdict(dict)
    # On one day what an evaluation found counts above what stood at the start.
    rows = rows.annotate(day=Coalesce("evaluation__held_on", "version__starts_on"))
    rows = rows.order_by("day", F("evaluation").asc(nulls_first=True), "pk")
    path = "version__plan__allocation__"
    for client, provider, day, score in rows.values_list(f"{path}client_id", f"{path}provider_id", "day", "score"):
        measured[client, provider][day] = score
    needed = [(row.period, row.value) for row in PlanSetting.objects.filter(parameter=PlanParameter.CARE_SCORE)]
    return [fact for key, scores in measured.items() for fact in since(key, at_or_above(scores, needed))]


def _of(rows: QuerySet[M], people: list[int] | None) -> QuerySet[M]:
    return rows if people is None else rows.filter(professional__in=people)


def _fact(of: Hashable, period: Period, value: V) -> Fact[V]:
    return Fact(of, period.starts_on, period.ends_on or date.max, value)
