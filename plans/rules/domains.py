"""Which domains of life a product asks goals for, and which of them the goals of a plan cover."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plans.enums import GoalDomain
from products.enums import RuleKind
from products.rules import RequirementLike, RequirementReference, parse
from products.rules.demands import GoalDomainDemand


@dataclass(frozen=True, slots=True)
class DomainCover:
    """One domain: the goals that are about it, by number, and the requirements that ask for it."""

    domain: str
    goals: tuple[int, ...]
    requirements: tuple[RequirementReference, ...]

    @property
    def label(self) -> str:
        """The domain in words."""
        return str(GoalDomain(self.domain).label)

    @property
    def is_missing(self) -> bool:
        """Whether the product asks for it and no goal is about it."""
        return bool(self.requirements) and not self.goals


def domains_asked(requirements: Iterable[RequirementLike]) -> dict[str, tuple[RequirementReference, ...]]:
    """By domain every requirement that asks for a goal in it, both in the order of the requirements.

    Source: product sheet Begeleiding Groep Duurzaam, assignment, paragraphs 1 and 3 (BGD-OP-01 and 08 to 13).
    """
    asked: dict[str, tuple[RequirementReference, ...]] = {}
    for one in requirements:
        if one.rule_kind != RuleKind.GOAL_DOMAIN:
            continue
        demand = parse(one.rule_kind, one.rule_value)
        if isinstance(demand, GoalDomainDemand):
            why = RequirementReference(one.code, one.statement, one.source)
            asked[demand.domain] = (*asked.get(demand.domain, ()), why)
    return asked


def domain_cover(
    goals: Iterable[tuple[int, str]], asked: Mapping[str, Sequence[RequirementReference]]
) -> tuple[DomainCover, ...]:
    """Each domain that is asked for or has a goal: those that are asked first, in the order of the product.

    `goals` are numbers of goals, each with its domain.
    """
    found: dict[str, list[int]] = {}
    for position, domain in goals:
        found.setdefault(domain, []).append(position)
    order = [*asked, *(domain for domain in GoalDomain.values if domain in found and domain not in asked)]
    return tuple(
        DomainCover(domain, tuple(sorted(found.get(domain, ()))), tuple(asked.get(domain, ()))) for domain in order
    )
