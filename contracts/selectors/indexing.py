"""Which rates an indexation changes, and which not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import FrameworkAgreement, IndexationLine, IndexationRun, Rate
from contracts.querysets import offered_on
from contracts.rules.indexation import Indices, indexed, is_first_year
from core.querysets import holds_on
from organisations.models import CareProvider


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rate becomes."""

    rate: Rate
    is_first_year: bool
    amount: Decimal


def proposals(framework: FrameworkAgreement, starts_on: date, indices: Indices) -> list[Proposal]:
    """What each rate under the framework agreement becomes on `starts_on`, by provider and product. Two queries.

    Left out is a product for which a rate was agreed already that begins on that day or later.
    """
    rows = (
        Rate.objects.active_on(starts_on)
        .filter(
            holds_on(starts_on, "contracted_product__contract__"),
            offered_on(starts_on, "contracted_product__"),
            contracted_product__contract__framework=framework,
        )
        .select_related("contracted_product__variant", "contracted_product__contract__provider")
        .order_by(
            "contracted_product__contract__provider__name",
            "contracted_product__contract__number",
            "contracted_product__variant__position",
            "pk",
        )
    )
    histories: dict[int, list[Rate]] = {}
    for rate in Rate.objects.filter(contracted_product__in=[row.contracted_product_id for row in rows]).select_related(
        "indexation", "corrects__indexation"
    ):
        histories.setdefault(rate.contracted_product_id, []).append(rate)
    found = []
    for rate in rows:
        history = [one for one in histories[rate.contracted_product_id] if one.superseded_at is None]
        if any(one.starts_on >= starts_on for one in history):
            continue
        first = is_first_year(price_since(history), starts_on)
        amount = indexed(rate.amount, indices.percentage(is_first_year=first))
        found.append(Proposal(rate, first, amount))
    return found


def price_since(history: Sequence[Rate]) -> date:
    """The first day of the last price that was agreed anew: what an indexation made of it is no new price."""
    agreed = [rate.starts_on for rate in history if not _is_indexed(rate)]
    return max(agreed) if agreed else min(rate.starts_on for rate in history)


def _is_indexed(rate: Rate) -> bool:
    """Whether an indexation made it, or made the one that it corrects."""
    return hasattr(rate, "indexation") or (rate.corrects is not None and hasattr(rate.corrects, "indexation"))


def lines_of(run: IndexationRun) -> list[IndexationLine]:
    """The lines of a run, by provider and product. One query."""
    return list(
        run.lines.select_related("rate__contracted_product__variant", "rate__contracted_product__contract__provider")
    )


def providers_of(lines: Sequence[IndexationLine]) -> list[CareProvider]:
    """The providers whose rates change, in the order of the lines."""
    found = {line.rate.contracted_product.contract.provider_id: line for line in lines}
    return [line.rate.contracted_product.contract.provider for line in found.values()]
