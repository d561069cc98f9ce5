"""What the requirements of one version demand together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from django.core.exceptions import ValidationError

from products.enums import REPEATABLE, Indicator, RuleKind
from products.rules import demands
from products.rules.demands import Demand, PlanContentDemand

PARAMETERS: Final[Mapping[RuleKind, type[Demand]]] = {
    RuleKind.MAX_CLIENTS_PER_PROFESSIONAL: demands.RatioDemand,
    RuleKind.MIN_LEVEL_EXECUTION: demands.ExecutionLevelDemand,
    RuleKind.MIN_LEVEL_RESPONSIBLE: demands.ResponsibleLevelDemand,
    RuleKind.EVALUATION_INTERVAL_MONTHS: demands.IntervalDemand,
    RuleKind.EVALUATION_REPORT: demands.ReportDemand,
    RuleKind.PLAN_AGREEMENT: demands.AgreementDemand,
    RuleKind.PLAN_CONTENT: demands.PlanContentDemand,
    RuleKind.GOAL_DOMAIN: demands.GoalDomainDemand,
    RuleKind.DELIVERED_IN_GROUP: demands.GroupDemand,
    RuleKind.VOLUNTEERS_BESIDE: demands.VolunteersDemand,
    RuleKind.LEVEL_MIX: demands.LevelMixDemand,
    RuleKind.CLIENT_PROFILE: demands.ClientProfileDemand,
    RuleKind.INDICATOR_TREND: demands.TrendDemand,
    RuleKind.PARTICIPATION: demands.ParticipationDemand,
    RuleKind.CARE_TEAM: demands.CareTeamDemand,
    RuleKind.WMO_QUESTION: demands.WmoQuestionDemand,
    RuleKind.WLZ_ACTION: demands.WlzActionDemand,
    RuleKind.TARGET_GROUP_EXPERIENCE: demands.ExperienceDemand,
    RuleKind.PERSONAL_CARE_COMPETENCE: demands.PersonalCareDemand,
    RuleKind.CONTINUOUS_COVER: demands.CoverDemand,
}

D = TypeVar("D", bound=Demand)


class RequirementLike(Protocol):
    """A requirement as the product book or a file holds it."""

    code: str
    statement: str
    source: str
    rule_kind: str
    rule_value: Any


class RequirementReference(NamedTuple):
    """The requirement behind a demand, so that a refusal can name it."""

    code: str
    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version demands, in one value. A demand that the version does not make is None, empty or False.

    Levels are values of `organisations.enums.Level`; goal domains those of `products.enums.DemandedDomain`, and
    indicators those of `products.enums.Indicator`.
    """

    max_clients_per_professional: int | None = None
    min_level_execution: str | None = None
    min_level_responsible: str | None = None
    evaluation_interval_months: int | None = None
    needs_evaluation_report: bool = False
    agreeing_parties: tuple[str, ...] = ()
    plan_content: PlanContentDemand | None = None
    goal_domains: tuple[str, ...] = ()
    wmo_question_each_evaluation: bool = False
    wlz_action_on: tuple[str, ...] = ()
    followed_indicators: tuple[str, ...] = ()
    requirement_of: Mapping[RuleKind, RequirementReference] = field(default_factory=dict, hash=False)
    requirement_of_domain: Mapping[str, RequirementReference] = field(default_factory=dict, hash=False)


def parse(kind: str, value: object) -> Demand:
    """The typed value of a rule.

    Raises ValidationError with one Dutch message per fault: `rule_value_shape`, `rule_value_unknown`,
    `rule_value_missing` or `rule_value_invalid`; `rule_kind` when there is no such kind.
    """
    if kind not in RuleKind.values:
        raise ValidationError(f"De regel ‘{kind}’ bestaat niet.", code="rule_kind")
    demand = PARAMETERS[RuleKind(kind)]
    if not isinstance(value, Mapping):
        raise ValidationError("De waarde van een regel bestaat uit namen met een waarde.", code="rule_value_shape")
    parts = {part.name: part for part in fields(demand)}
    faults = [
        ValidationError(f"‘{name}’ hoort niet bij deze regel. Haal het weg.", code="rule_value_unknown")
        for name in value
        if name not in parts
    ]
    read: dict[str, Any] = {}
    for name, part in parts.items():
        label = part.metadata["label"]
        if name not in value:
            faults.append(ValidationError(f"{label}: vul ‘{name}’ in.", code="rule_value_missing"))
            continue
        try:
            read[name] = part.metadata["reader"].read(value[name])
        except ValueError as error:
            faults.append(ValidationError(f"{label}: {error}", code="rule_value_invalid"))
    if faults:
        raise ValidationError(faults)
    return demand(**read)


def sentence(kind: str, value: object) -> str:
    """The demand in one Dutch sentence, such as 'Hoogstens … cliënten per professional'."""
    return parse(kind, value).sentence()


def terms_from(requirements: Iterable[RequirementLike]) -> Terms:
    """The demands of one version's requirements together.

    Raises ValidationError when a value cannot be read, or when a kind that a version may have once is
    there twice (`rule_twice`): nobody could say which number counts.
    """
    found: dict[RuleKind, list[tuple[Demand, RequirementReference]]] = {}
    for requirement in requirements:
        if not requirement.rule_kind:
            continue
        kind = RuleKind(requirement.rule_kind)
        reference = RequirementReference(requirement.code, requirement.statement, requirement.source)
        if kind in found and kind not in REPEATABLE:
            raise ValidationError(
                f"{found[kind][0][1].code} en {reference.code} gaan over dezelfde regel ({kind.label}). "
                "Laat er één staan.",
                code="rule_twice",
            )
        found.setdefault(kind, []).append((parse(kind, requirement.rule_value), reference))
    return _terms(found)


def _terms(found: Mapping[RuleKind, list[tuple[Demand, RequirementReference]]]) -> Terms:
    def all_of(demand: type[D]) -> list[tuple[D, RequirementReference]]:
        return [(one, why) for rows in found.values() for one, why in rows if isinstance(one, demand)]

    def only(demand: type[D]) -> D | None:
        rows = all_of(demand)
        return rows[0][0] if rows else None

    ratio = only(demands.RatioDemand)
    execution = only(demands.ExecutionLevelDemand)
    responsible = only(demands.ResponsibleLevelDemand)
    interval = only(demands.IntervalDemand)
    report = only(demands.ReportDemand)
    agreement = only(demands.AgreementDemand)
    wmo = only(demands.WmoQuestionDemand)
    wlz = only(demands.WlzActionDemand)
    # The first requirement that asks for a domain is the one that a refusal names.
    domains = {one.domain: why for one, why in reversed(all_of(demands.GoalDomainDemand))}
    in_order = dict.fromkeys(one.domain for one, _ in all_of(demands.GoalDomainDemand))
    followed = {name for one, _ in all_of(demands.TrendDemand) for name in one.indicators}
    return Terms(
        max_clients_per_professional=ratio.max if ratio else None,
        min_level_execution=execution.level if execution else None,
        min_level_responsible=responsible.level if responsible else None,
        evaluation_interval_months=interval.months if interval else None,
        needs_evaluation_report=report is not None and report.required,
        agreeing_parties=agreement.parties if agreement else (),
        plan_content=only(PlanContentDemand),
        goal_domains=tuple(in_order),
        wmo_question_each_evaluation=wmo is not None and wmo.each_evaluation,
        wlz_action_on=wlz.on if wlz else (),
        followed_indicators=tuple(name for name in Indicator.values if name in followed),
        requirement_of=MappingProxyType({kind: rows[0][1] for kind, rows in found.items()}),
        requirement_of_domain=MappingProxyType(domains),
    )
