"""Reads of the product book: which version is in force on a day, and what it demands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from core.actors import Actor
from core.clock import today
from core.periods import in_words
from organisations.enums import Level
from organisations.models import CareProvider, Region
from organisations.querysets import REGIONS_OF_PROVIDER
from products.enums import RequirementCategory, VersionStatus
from products.models import (
    ConsultedRequirement,
    MarketConsultation,
    ProductVariant,
    ProductVersion,
    Reaction,
    Requirement,
)
from products.rules import Terms, terms_from
from products.rules.consultation import Difference, Wording, differences

NO_DEMAND = "geen eis"


def version_in_force(variant: ProductVariant, day: date) -> ProductVersion:
    """The version of `variant` whose terms hold on `day`, in one query.

    Raises ValidationError with code `no_version_in_force` and a message that says what to do.
    """
    return version_among(versions_by_variant([variant]).get(variant.pk, []), variant, day)


def versions_by_variant(variants: Iterable[ProductVariant]) -> dict[int, list[ProductVersion]]:
    """By primary key of the variant all versions whose terms ever counted, oldest first: one query."""
    versions: dict[int, list[ProductVersion]] = {}
    counting = ProductVersion.objects.filter(
        variant__in=[variant.pk for variant in variants],
        status__in=[VersionStatus.ADOPTED, VersionStatus.WITHDRAWN],
    )
    for version in counting.order_by("starts_on"):
        versions.setdefault(version.variant_id, []).append(version)
    return versions


def version_among(versions: Sequence[ProductVersion], variant: ProductVariant, day: date) -> ProductVersion:
    """The one of these versions of `variant` that holds on `day`. Errors as of `version_in_force`."""
    version = next((one for one in versions if one.period.contains(day)), None)
    if version is None:
        raise ValidationError(_why_none(versions, variant, day), code="no_version_in_force")
    version.variant = variant
    return version


def terms_on(variant: ProductVariant, day: date) -> Terms:
    """What `variant` demands on `day`, in two queries. Errors as of `version_in_force`."""
    return terms_of(version_in_force(variant, day))


def terms_of(version: ProductVersion) -> Terms:
    """What this version demands, whatever its status; no query when its requirements were prefetched."""
    return terms_from(version.requirements.all())


def versions_in_force(day: date, variants: Iterable[ProductVariant] | None = None) -> dict[int, ProductVersion]:
    """By primary key of the variant the version that holds on `day`, with its requirements: two queries.

    `variants` limits the answer to these.
    """
    versions = ProductVersion.objects.in_force_on(day).prefetch_related("requirements")
    if variants is not None:
        versions = versions.filter(variant__in=[variant.pk for variant in variants])
    return {version.variant_id: version for version in versions}


def terms_of_variants(day: date) -> dict[int, Terms]:
    """By primary key of the variant its demands on `day`; variants without terms that day are left out."""
    return {variant: terms_of(version) for variant, version in versions_in_force(day).items()}


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What a reader wants to see first of a version, in words."""

    ratio: str
    execution: str
    responsible: str
    evaluation: str


def key_figures(terms: Terms) -> KeyFigures:
    """The figures of these terms in words; what is not demanded says so."""
    clients, months = terms.max_clients_per_professional, terms.evaluation_interval_months
    return KeyFigures(
        ratio=f"hoogstens {clients} {'cliënt' if clients == 1 else 'cliënten'}" if clients else NO_DEMAND,
        execution=_level(terms.min_level_execution),
        responsible=_level(terms.min_level_responsible),
        evaluation=NO_DEMAND if not months else "elke maand" if months == 1 else f"elke {months} maanden",
    )


def _level(level: str | None) -> str:
    return f"minstens {Level(level).label}" if level else NO_DEMAND


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with the version and its figures on one day; without both when nothing holds that day."""

    variant: ProductVariant
    version: ProductVersion | None
    figures: KeyFigures | None


def product_rows(variants: Iterable[ProductVariant], day: date) -> list[ProductRow]:
    """The given products as they are on `day`: two queries, however many there are."""
    variants = list(variants)
    versions = versions_in_force(day, variants)
    return [
        ProductRow(variant, version, key_figures(terms_of(version)) if version else None)
        for variant in variants
        for version in [versions.get(variant.pk)]
    ]


@dataclass(frozen=True, slots=True)
class RequirementGroup:
    """The requirements of one part of the product sheet."""

    label: str
    requirements: list[Requirement]


def requirement_groups(version: ProductVersion) -> list[RequirementGroup]:
    """The requirements of a version by part of the sheet, in the order of the sheet: one query."""
    requirements = list(version.requirements.all())
    for requirement in requirements:
        requirement.version = version
    return [
        RequirementGroup(str(category.label), rows)
        for category in RequirementCategory
        if (rows := [one for one in requirements if one.category == category])
    ]


def _why_none(versions: Sequence[ProductVersion], variant: ProductVariant, day: date) -> str:
    """Why none of these, oldest first, holds on `day`, and what to do."""
    later = next((one for one in versions if one.starts_on > day), None)
    if later is not None:
        return (
            f"{variant} heeft op {in_words(day)} nog geen eisen. "
            f"Die gelden vanaf {in_words(later.starts_on)}. Kies een latere datum of een ander product."
        )
    ended = [(one.ends_on, one) for one in versions if one.ends_on is not None and one.ends_on < day]
    if ended:
        ends_on, last = max(ended, key=lambda pair: pair[0])
        gone = "ingetrokken" if last.status == VersionStatus.WITHDRAWN else "niet meer geldig"
        return (
            f"{variant} is {gone}: de eisen golden tot en met {in_words(ends_on)}. "
            "Kies een ander product, of een datum daarvoor."
        )
    return f"{variant} heeft nog geen vastgestelde eisen. Kies een ander product, of vraag het de inkoper."


def contracted_providers(region: Region) -> QuerySet[CareProvider]:
    """The providers with a contract in the region that has not ended, by name."""
    in_region = Q(**{REGIONS_OF_PROVIDER: region.pk})
    # In one filter: the contract that has not ended is the one in this region.
    rows = CareProvider.objects.filter(in_region, Q(contracts__ends_on=None) | Q(contracts__ends_on__gte=today()))
    return rows.distinct().order_by("name")


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be reacted to: a requirement of the draft, or with none the whole."""

    requirement: ConsultedRequirement | None
    reactions: list[Reaction]
    """Those that the reader may see."""
    number: int
    """How many there are of all providers."""


def topics_of(consultation: MarketConsultation, actor: Actor) -> list[Topic]:
    """The requirements on which a consultation asks, and the whole last, with the reactions that the actor sees.

    Three queries, however many there are.
    """
    seen: dict[int | None, list[Reaction]] = {}
    rows = consultation.reactions.all().visible_to(actor).select_related("provider", "written_by", "about")
    for reaction in rows.order_by("provider__name", "pk"):
        seen.setdefault(reaction.about_id, []).append(reaction)
    # Without the order of the model, by which rows would be counted apart.
    numbers = dict(consultation.reactions.order_by().values_list("about").annotate(number=Count("pk")))
    return [
        Topic(one, seen.get(one.pk if one else None, []), numbers.get(one.pk if one else None, 0))
        for one in (*consultation.requirements.all(), None)
    ]


def differences_of(consultation: MarketConsultation) -> list[Difference]:
    """Per requirement what became of the draft in the version as it is now: two queries."""
    return differences(
        [Wording(one.code, one.statement, one.rule) for one in consultation.requirements.all()],
        [Wording(one.code, one.statement, one.rule_sentence) for one in consultation.version.requirements.all()],
    )
