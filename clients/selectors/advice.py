"""What to ask about a client, and which product the answers point to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clients.models import Investigation
from clients.rules.advice import Fit, Wish, best_of, weigh
from products.enums import ClientTrait, Consequence, Indicator, RequirementCategory, RuleKind, Trend
from products.models import ProductVariant, ProductVersion, Requirement
from products.selectors import versions_in_force

HARD = {Consequence.FAULT, Consequence.BLOCK}


@dataclass(frozen=True, slots=True)
class Question:
    """One trait to answer, in words."""

    trait: str
    label: str


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """How one product fits."""

    variant: ProductVariant
    version: ProductVersion
    fit: Fit


@dataclass(frozen=True, slots=True)
class Advice:
    """How each product fits, and the one that is advised; None when the answers do not point to one."""

    rows: tuple[AdviceRow, ...]
    advised: ProductVariant | None


def profile_questions(day: date) -> list[Question]:
    """The traits that the client requirements of the products in force on `day` ask about, in their order."""
    asked: dict[str, None] = {}
    for version in versions_in_force(day).values():
        for requirement in _of_client(version):
            asked |= dict.fromkeys(_traits(requirement))
    return [Question(trait, label_of(trait)) for trait in asked]


def label_of(trait: str) -> str:
    """A trait in words: one of the sheet, or how an indicator is expected to develop."""
    if trait in ClientTrait.values:
        return str(ClientTrait(trait).label).capitalize()
    indicator, _, trend = trait.partition(":")
    return f"De verwachting is dat dit {Trend(trend).label}: {Indicator(indicator).label}"


def advise(investigation: Investigation, day: date) -> Advice:
    """Weigh the client's profile against each product in force on `day`. Three queries."""
    return advice_for(dict(investigation.profile.values_list("trait", "answer")), day)


def advice_for(answers: Mapping[str, str], day: date) -> Advice:
    """As `advise`, with the answers given by trait."""
    versions = versions_in_force(day)
    variants = ProductVariant.objects.filter(pk__in=versions).order_by("position")
    rows = tuple(
        AdviceRow(variant, versions[variant.pk], weigh(_wishes(versions[variant.pk]), answers)) for variant in variants
    )
    best = best_of({row.variant.pk: row.fit for row in rows})
    return Advice(rows, next((row.variant for row in rows if row.variant.pk == best), None))


def _wishes(version: ProductVersion) -> Iterable[Wish]:
    for requirement in _of_client(version):
        yield Wish(
            requirement.code, requirement.statement, tuple(_traits(requirement)), requirement.consequence in HARD
        )


def _of_client(version: ProductVersion) -> list[Requirement]:
    return [
        requirement
        for requirement in version.requirements.all()
        if requirement.category == RequirementCategory.CLIENT and _traits(requirement)
    ]


def _traits(requirement: Requirement) -> list[str]:
    value = requirement.rule_value or {}
    if requirement.rule_kind == RuleKind.CLIENT_PROFILE:
        return [value["trait"]]
    if requirement.rule_kind == RuleKind.INDICATOR_TREND:
        return [f"{indicator}:{value['expected']}" for indicator in value["indicators"]]
    return []
