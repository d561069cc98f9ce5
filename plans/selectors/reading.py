"""Reads over one plan: its content, its terms, its people and its clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.timezone import localdate

from core.clock import AMSTERDAM
from core.periods import Period
from organisations.models import Professional
from organisations.selectors import employment_covers, proven_level
from plans import rules
from plans.enums import PlanStatus, Progress
from plans.models import AgreedResult, Evaluation, EvaluationMoment, Goal, Plan, PlanVersion, Responsibility
from products.models import ProductVersion
from products.rules import Terms
from products.selectors import terms_of, version_in_force


def product_version_for(plan: Plan, day: date) -> ProductVersion:
    """The product version whose terms hold for this plan on `day`.

    When the product has no version in force that day, an allocation made before runs on under the terms
    of the day on which it started (protocol product code lists: allocations outlive a withdrawn product).
    """
    allocation = plan.allocation
    try:
        return version_in_force(allocation.variant, day)
    except ValidationError:
        return version_in_force(allocation.variant, allocation.starts_on)


@dataclass(frozen=True, slots=True)
class Care:
    """The care that a plan is about: one allocation, or several of which each took the place of the one before."""

    period: Period
    delivery_started_on: date | None
    allocated_at: datetime


def care_of(plan: Plan) -> Care:
    """The care under the allocation of the plan and those that it replaces: no query when it replaces none."""
    first = plan.allocation
    started = [first.delivery_started_on]
    while first.replaces is not None:
        first = first.replaces
        started.append(first.delivery_started_on)
    return Care(
        period=Period(first.starts_on, plan.allocation.ends_on),
        delivery_started_on=min((day for day in started if day is not None), default=None),
        allocated_at=first.allocated_at,
    )


def terms_for(plan: Plan, day: date) -> Terms:
    """What the product demands of this plan on `day`."""
    return terms_of(product_version_for(plan, day))


def plan_content(version: PlanVersion) -> rules.PlanContent:
    """The content of a version as plain values, in three queries."""
    return content_from(version, version.goals.prefetch_related("activities"), version.evaluation_moments.all())


def content_from(version: PlanVersion, goals: Iterable[Goal], moments: Iterable[EvaluationMoment]) -> rules.PlanContent:
    """The content of a version whose goals, with their activities, and moments are at hand: no query."""
    return rules.PlanContent(
        period=version.period,
        goals=tuple(goal_content(goal) for goal in goals),
        evaluation_moments=tuple(moment.planned_on for moment in moments),
        interval_months=version.evaluation_interval_months,
        needed_support=version.needed_support,
    )


def goal_content(goal: Goal) -> rules.GoalContent:
    """A goal as plain values: no query when its activities are at hand."""
    return rules.GoalContent(
        position=goal.position,
        domain=goal.domain,
        statement=goal.statement,
        measure=goal.measure,
        unit=goal.unit,
        start_value=goal.start_value,
        target_value=goal.target_value,
        client_words=goal.client_words,
        has_consent=goal.has_consent,
        why_realistic=goal.why_realistic,
        due_on=goal.due_on,
        activities=tuple(
            rules.ActivityContent(activity.description, activity.times, activity.per)
            for activity in goal.activities.all()
        ),
    )


def missing_for_agreement(version: PlanVersion, day: date) -> list[ValidationError]:
    """What the version still lacks before anybody can agree to it on `day`; empty when nothing."""
    return faults_in(version, plan_content(version), terms_for(version.plan, day))


def faults_in(version: PlanVersion, content: rules.PlanContent, terms: Terms) -> list[ValidationError]:
    """As `missing_for_agreement`, with this content and by these terms: no query."""
    return [
        *rules.period_faults(version.period, care_of(version.plan).period),
        *rules.missing_for_agreement(content, terms),
    ]


def evaluation_content(evaluation: Evaluation) -> rules.EvaluationContent:
    """The content of an evaluation as plain values, in a few queries."""
    return rules.EvaluationContent(
        held_on=evaluation.held_on,
        first_agreed_on=first_agreed_on(evaluation.version.plan),
        participants=tuple(evaluation.participants.values_list("kind", flat=True)),
        goals_to_judge=tuple(evaluation.version.goals.values_list("position", flat=True)),
        goals_judged=tuple(evaluation.goal_progress.values_list("goal__position", flat=True)),
        effectiveness=evaluation.effectiveness,
        report=evaluation.report,
        wmo_fit=evaluation.wmo_fit,
        wmo_reason=evaluation.wmo_reason,
        client_absence_reason=evaluation.client_absence_reason,
        indicators_scored=tuple(evaluation.scores.values_list("indicator", flat=True)),
    )


def missing_for_completion(evaluation: Evaluation, day: date) -> list[ValidationError]:
    """What an evaluation still lacks before it counts; empty when nothing."""
    terms = terms_for(evaluation.version.plan, evaluation.held_on)
    return rules.missing_for_completion(evaluation_content(evaluation), terms, day)


def responsible_on(plan: Plan, day: date) -> Professional | None:
    """Who is finally responsible for the plan on `day`."""
    row = Responsibility.objects.active_on(day).filter(plan=plan).select_related("professional").first()
    return row.professional if row else None


def check_responsible(professional: Professional, plan: Plan, day: date) -> None:
    """Raise `ValidationError` when this professional cannot be finally responsible for the plan on `day`."""
    rules.check_responsible(
        name=professional.name,
        is_employed=employment_covers(professional, plan.allocation.provider_id, day),
        level=proven_level(professional, day),
        demanded=terms_for(plan, day).min_level_responsible,
        day=day,
        is_closed=professional.user is not None and not professional.user.is_active,
    )


def first_agreed_on(plan: Plan) -> date | None:
    """The day on which a version of the plan was agreed for the first time."""
    day: date | None = plan.versions.aggregate(first=Min("agreed_on"))["first"]
    return day


def earliest_agreement(plan: Plan) -> date:
    """The day on which the care was allocated, or on which it begins when that is earlier."""
    care = care_of(plan)
    return min(care.period.starts_on, localdate(care.allocated_at, AMSTERDAM))


def current_version(plan: Plan) -> PlanVersion | None:
    """The version that is carried out; else the agreed one, the draft, or the last that ended."""
    order = [PlanStatus.IN_EXECUTION, PlanStatus.AGREED, PlanStatus.DRAFT, PlanStatus.ENDED]
    newest_first = sorted(plan.versions.all(), key=lambda version: -version.number)
    return min(newest_first, key=lambda version: order.index(PlanStatus(version.status)), default=None)


def clock_of(plan: Plan, day: date) -> tuple[date | None, date | None]:
    """Where the evaluation clock of the plan starts and when it ends, by the terms in force on `day`."""
    agreed_on = first_agreed_on(plan)
    evaluated_on = Evaluation.objects.complete().filter(version__plan=plan).aggregate(last=Max("held_on"))["last"]
    start = rules.clock_start(
        agreed_on=agreed_on,
        delivery_started_on=care_of(plan).delivery_started_on,
        evaluated_on=evaluated_on,
    )
    version = current_version(plan)
    interval = rules.effective_interval(version.evaluation_interval_months if version else None, terms_for(plan, day))
    return start, rules.evaluation_due_on(start, interval)


def product_version_of(version: PlanVersion) -> ProductVersion:
    """The product version that holds on the first day of this version of a plan."""
    return product_version_for(version.plan, version.starts_on)


def interval_of(version: PlanVersion, terms: Terms | None = None) -> int | None:
    """Months between evaluations of this version: its own choice or the product's; None when neither asks.

    `terms` are those of `product_version_of`, for who has them at hand.
    """
    terms = terms or terms_for(version.plan, version.starts_on)
    return rules.effective_interval(version.evaluation_interval_months, terms)


def reached_goals(version: PlanVersion) -> set[int]:
    """Keys of the goals that were reached at the last complete evaluation of this version; none before that."""
    last = version.evaluations.complete().order_by("-held_on", "-pk").first()
    if last is None:
        return set()
    return set(last.goal_progress.filter(progress=Progress.REACHED).values_list("goal_id", flat=True))


def results_of(plan: Plan) -> list[AgreedResult]:
    """What was agreed in the conversation for the care that the plan is about, in the order of the agreements."""
    chain = [plan.allocation]
    while chain[-1].replaces is not None:
        chain.append(chain[-1].replaces)
    return list(AgreedResult.objects.filter(allocation__in=chain).order_by("allocation__allocated_at", "position"))
