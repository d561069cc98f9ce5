"""What a plan and an evaluation must hold, and when the next evaluation is due: pure functions over values.

Every number and every list of demands comes in as `Terms`: what the product version in force demands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError

from core.calendar import add_months
from core.periods import Period
from organisations.enums import Level
from organisations.rules import meets
from plans.enums import AgreedAs, ParticipantKind
from products.rules import Terms

CLIENT_SIDE: Final = {ParticipantKind.CLIENT, ParticipantKind.REPRESENTATIVE, ParticipantKind.SYSTEM_MEMBER}


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


@dataclass(frozen=True, slots=True)
class EvaluationContent:
    """Everything that a complete evaluation holds."""

    held_on: date
    first_agreed_on: date | None
    participants: tuple[str, ...]
    goals_to_judge: tuple[int, ...]
    goals_judged: tuple[int, ...]
    effectiveness: str
    report: str
    wmo_fit: str
    wmo_reason: str
    client_absence_reason: str


def _missing(message: str, code: str, **params: object) -> ValidationError:
    return ValidationError(message, code=code, params=params)


# SMART ------------------------------------------------------------------------------------------------


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


# The plan ---------------------------------------------------------------------------------------------


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


# People -----------------------------------------------------------------------------------------------


def check_responsible(*, name: str, is_employed: bool, level: str | None, demanded: str | None, day: date) -> None:
    """Somebody may be finally responsible on `day` when employed and proven at the demanded level.

    Unknown or unverified is not met. Source: product sheet Duurzaam, demands on content, point 3.
    Raises `ValidationError` with code `not_employed` or `level_too_low`, both when both are so.
    """
    params = {"name": name, "day": f"{day:%d-%m-%Y}"}
    found = []
    if not is_employed:
        found.append(
            ValidationError(
                "%(name)s werkt op %(day)s niet bij deze aanbieder. Kies iemand anders.",
                code="not_employed",
                params=params,
            )
        )
    if demanded is not None and not meets(level, demanded):
        found.append(
            ValidationError(
                "%(name)s heeft op %(day)s geen gecontroleerd diploma op niveau %(level)s of hoger. "
                "Laat het diploma controleren bij Medewerkers, of kies een andere eindverantwoordelijke.",
                code="level_too_low",
                params=params | {"level": Level(demanded).label},
            )
        )
    if found:
        raise ValidationError(found)


def check_agreement_day(agreed_on: date, *, earliest: date, today: date) -> None:
    """Nobody agrees in the future, nor before there was anything to plan: the clock starts on this day.

    `earliest` is the day on which the care was allocated, or on which it begins when that is earlier.
    """
    fault = None
    if agreed_on > today:
        fault = ValidationError("Vul een datum in tot en met vandaag.", code="agreed_in_future")
    elif agreed_on < earliest:
        fault = ValidationError(
            "Op die dag was de zorg nog niet toegewezen. Vul een datum in vanaf %(earliest)s.",
            code="agreed_before_allocation",
            params={"earliest": f"{earliest:%d-%m-%Y}"},
        )
    if fault:
        raise ValidationError({"agreed_on": fault})


def check_client_side(*, agreed_as: str, has_member: bool, is_representative: bool, holds_on_day: bool) -> None:
    """For the client's side agrees the client, or somebody of the client system in the role that they have."""
    if agreed_as == AgreedAs.CLIENT:
        return
    fault = None
    if not has_member:
        fault = ("Kies wie er akkoord geeft.", "member_missing")
    elif not holds_on_day:
        fault = ("Deze persoon hoorde op die dag niet bij het cliëntsysteem.", "member_not_active")
    elif agreed_as == AgreedAs.REPRESENTATIVE and not is_representative:
        fault = (
            "Deze persoon is geen vertegenwoordiger. Kies een ander of leg de grond vast.",
            "not_representative",
        )
    if fault:
        raise ValidationError({"member": ValidationError(fault[0], code=fault[1])})


# The evaluation ---------------------------------------------------------------------------------------


def missing_for_completion(content: EvaluationContent, terms: Terms, today: date) -> list[ValidationError]:
    """What an evaluation still lacks before it counts, all of it at once; empty when nothing.

    Source: product sheet Duurzaam, demands on content, points 4 and 5 (with client or client system, on
    progress and effectiveness, with a report) and the assignment (does the need still fit the Wmo).
    """
    present = set(content.participants)
    unjudged = sorted(set(content.goals_to_judge) - set(content.goals_judged))
    wanted: Sequence[tuple[bool, str, str]] = [
        (
            content.held_on <= today,
            "De evaluatie is nog niet gehouden: de datum ligt na vandaag.",
            "held_in_future",
        ),
        (
            content.first_agreed_on is None or content.held_on >= content.first_agreed_on,
            "De datum van de evaluatie ligt voor het akkoord met het plan. Verbeter de datum.",
            "held_before_agreement",
        ),
        (
            bool(present & CLIENT_SIDE),
            "Vul minstens één deelnemer in namens de cliënt of het cliëntsysteem.",
            "no_client_side",
        ),
        (
            ParticipantKind.CLIENT in present or bool(content.client_absence_reason.strip()),
            "De cliënt was er niet bij. Vul in waarom.",
            "no_absence_reason",
        ),
        (
            ParticipantKind.PROFESSIONAL in present,
            "Vul in welke professional erbij was.",
            "no_professional",
        ),
        (
            not unjudged,
            f"Vul de voortgang in bij doel {', '.join(map(str, unjudged))}.",
            "goal_without_progress",
        ),
        (bool(content.effectiveness.strip()), "Vul in of de begeleiding helpt.", "no_effectiveness"),
        (bool(content.report.strip()), "Schrijf het verslag.", "no_report"),
        (bool(content.wmo_fit), "Beantwoord of de hulpvraag nog past bij de Wmo.", "no_wmo_answer"),
        (bool(content.wmo_reason.strip()), "Leg het antwoord over de Wmo uit.", "no_wmo_reason"),
    ]
    return [ValidationError(message, code=code) for is_there, message, code in wanted if not is_there]


# The clock --------------------------------------------------------------------------------------------


def effective_interval(chosen: int | None, terms: Terms) -> int | None:
    """Months between evaluations: the shorter of the product's and the plan's own; None when neither asks."""
    return min((months for months in (chosen, terms.evaluation_interval_months) if months), default=None)


def clock_start(*, agreed_on: date | None, delivery_started_on: date | None, evaluated_on: date | None) -> date | None:
    """From which day the interval counts: the last complete evaluation, else agreement or start of delivery.

    When both of the latter are known the earlier one counts (our reading of the sheet, which names neither).
    """
    if evaluated_on is not None:
        return evaluated_on
    return min((day for day in (agreed_on, delivery_started_on) if day is not None), default=None)


def evaluation_due_on(start: date | None, interval_months: int | None) -> date | None:
    """The last day for the next evaluation: calendar months after the start, on its month's last day if need be."""
    if start is None or interval_months is None:
        return None
    return add_months(start, interval_months)
