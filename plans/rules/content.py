"""What a plan must hold before both sides can agree to it.

Every number and every list of demands comes in as `Terms`: what the product version in force demands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError

from core.calendar import add_months
from core.periods import Period
from plans.rules.clock import effective_interval
from products.rules import Terms


@dataclass(frozen=True, slots=True)
class ActivityContent:
    """One activity: what is done, and how many times per span."""

    description: str
    times: int
    per: str


@dataclass(frozen=True, slots=True)
class GoalContent:
    """One goal with its SMART parts; what was not filled in yet is empty or None."""

    position: int
    domain: str
    statement: str
    measure: str
    unit: str
    start_value: Decimal | None
    target_value: Decimal | None
    client_words: str
    has_consent: bool
    why_realistic: str
    due_on: date | None
    activities: tuple[ActivityContent, ...]


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything that the two sides agree on."""

    period: Period
    goals: tuple[GoalContent, ...]
    evaluation_moments: tuple[date, ...]
    interval_months: int | None
    needed_support: str


def _missing(message: str, code: str, **params: object) -> ValidationError:
    return ValidationError(message, code=code, params=params)


def _is_measurable(goal: GoalContent) -> bool:
    return bool(goal.measure and goal.unit and goal.start_value is not None and goal.target_value is not None)


SMART: Final[dict[str, tuple[Callable[[GoalContent], bool], str]]] = {
    "specific": (
        lambda goal: bool(goal.statement.strip()),
        "Doel %(goal)s: beschrijf het doel.",
    ),
    "measurable": (
        _is_measurable,
        "Doel %(goal)s: vul in wat u meet, de eenheid, de beginwaarde en de streefwaarde.",
    ),
    "acceptable": (
        lambda goal: bool(goal.client_words.strip()) and goal.has_consent,
        "Doel %(goal)s: schrijf het doel in de woorden van de cliënt en vink aan dat de cliënt dit doel wil.",
    ),
    "realistic": (
        lambda goal: bool(goal.why_realistic.strip()),
        "Doel %(goal)s: leg uit waarom dit doel haalbaar is.",
    ),
    "time_bound": (
        lambda goal: goal.due_on is not None,
        "Doel %(goal)s: vul in wanneer het doel bereikt is.",
    ),
}
"""Each SMART part: whether a goal has it, and what to say when it has not."""


def _missing_in_goal(goal: GoalContent, period: Period, terms: Terms) -> list[ValidationError]:
    found = []
    demand = terms.plan_content
    for part in demand.smart if demand else ():
        is_present, message = SMART[part]
        if not is_present(goal):
            found.append(_missing(message, f"goal_not_{part}", goal=goal.position))
    if goal.due_on and not period.contains(goal.due_on):
        found.append(
            _missing(
                "Doel %(goal)s: de datum waarop het doel bereikt is, ligt buiten het plan (%(period)s).",
                "goal_outside_plan",
                goal=goal.position,
                period=period,
            )
        )
    if demand and len(goal.activities) < demand.activities_min:
        found.append(
            _missing(
                "Doel %(goal)s: voeg minstens %(number)s activiteit toe, met hoe vaak die gebeurt.",
                "goal_without_activity",
                goal=goal.position,
                number=demand.activities_min,
            )
        )
    return found


def missing_for_agreement(content: PlanContent, terms: Terms) -> list[ValidationError]:
    """What the plan still lacks before anybody can agree to it, all of it at once; empty when nothing.

    Source: product sheet Begeleiding Groep Duurzaam, demands on content, points 4 and 6, as far as the
    product version in force asks it. A plan without any goal is never a plan.
    """
    found = [] if content.goals else [_missing("Het plan heeft nog geen doel. Voeg een doel toe.", "no_goals")]
    for goal in content.goals:
        found.extend(_missing_in_goal(goal, content.period, terms))
    found.extend(_missing_in_moments(content, terms))
    found.extend(interval_faults(content.interval_months, terms))
    return found


def _missing_in_moments(content: PlanContent, terms: Terms) -> list[ValidationError]:
    moments, demand = sorted(content.evaluation_moments), terms.plan_content
    at_least = demand.evaluation_moments_min if demand else 0
    if len(moments) < at_least:
        return [
            _missing(
                "Het plan heeft nog geen evaluatiemoment. Vul minstens %(number)s datum in.",
                "no_evaluation_moment",
                number=at_least,
            )
        ]
    found = []
    outside = [day for day in moments if not content.period.contains(day)]
    if outside:
        found.append(
            _missing(
                "Het evaluatiemoment van %(day)s ligt buiten het plan (%(period)s).",
                "moment_outside_plan",
                day=f"{outside[0]:%d-%m-%Y}",
                period=content.period,
            )
        )
    interval = effective_interval(content.interval_months, terms)
    if moments and interval and moments[0] > add_months(content.period.starts_on, interval):
        found.append(
            _missing(
                "Het eerste evaluatiemoment is te laat: uiterlijk op %(day)s.",
                "first_moment_too_late",
                day=f"{add_months(content.period.starts_on, interval):%d-%m-%Y}",
            )
        )
    return found


def interval_faults(chosen: int | None, terms: Terms) -> list[ValidationError]:
    """A plan may choose a shorter interval than the product demands, never a longer one."""
    longest = terms.evaluation_interval_months
    if chosen is None or longest is None or chosen <= longest:
        return []
    return [
        _missing(
            "Evalueer uiterlijk na %(longest)s maanden. Korter mag, langer niet.",
            "interval_too_long",
            longest=longest,
        )
    ]


def period_faults(period: Period, allocated: Period) -> list[ValidationError]:
    """A plan lies within its allocation, also when that was ended earlier while the plan was being written."""
    if allocated.covers(period):
        return []
    return [
        _missing(
            "Het plan valt buiten de toewijzing (%(allocated)s). Pas de datums aan.",
            "plan_outside_allocation",
            allocated=allocated,
        )
    ]


def check_period_within(period: Period, allocated: Period) -> None:
    """A plan lies within its allocation; `ValidationError` (code `plan_outside_allocation`) otherwise."""
    faults = period_faults(period, allocated)
    if faults:
        raise ValidationError({"ends_on": faults})
