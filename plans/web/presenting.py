"""What the pages of a plan show: the version with its parts, what is missing, and what one may do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.urls import reverse

from core.actors import Actor
from plans.access import may_close_plan, may_request_evaluation, may_write_plan
from plans.enums import PlanStatus, WmoFit
from plans.models import (
    AgreedResult,
    CareContact,
    Evaluation,
    EvaluationMoment,
    EvaluationRequest,
    Goal,
    PlanVersion,
    Responsibility,
    WlzTrack,
)
from plans.rules import Advice, DomainCover, WeekPicture, domain_cover, domains_asked
from plans.selectors import (
    AgreementsOf,
    Lapse,
    ScoreInWords,
    TrendView,
    advice_on,
    advice_on_week,
    agreements_of,
    content_from,
    faults_in,
    in_words,
    interval_of,
    lapse_of,
    measurements_of,
    product_version_of,
    results_of,
    start_need,
    terms_for,
    trend_view,
    week_of,
)
from products.enums import RequirementCategory
from products.models import ProductVersion, Requirement
from products.rules import terms_from

SOON_DAYS = 42
STATUS_KINDS = {
    PlanStatus.DRAFT: "wait",
    PlanStatus.AGREED: "info",
    PlanStatus.IN_EXECUTION: "ok",
    PlanStatus.ENDED: "neutral",
}
WMO_KINDS = {WmoFit.YES: "ok", WmoFit.DOUBT: "wait", WmoFit.NO: "no"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A short label with a kind: ok, wait, no, info or neutral."""

    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing, and the page on which to fill it in; no page for who may not."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something that one may do now: a link to a page, or a button that does it at once."""

    label: str
    url: str
    is_post: bool = False
    kind: str = "secondary"
    closes: bool = False
    """Whether it closes the plan: that stays possible after the end of the allocation."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list of versions."""

    version: PlanVersion
    status: Badge
    former: int | None = None
    """Number of the version before it."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal, and what would make it clearer, for who may still change it."""

    goal: Goal
    advice: Sequence[Advice]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result that was agreed in the conversation, and the numbers of the goals that are about it."""

    result: AgreedResult
    goals: Sequence[int]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A version of a plan as its pages show it."""

    status: Badge
    due: Badge | None
    goals: Sequence[GoalLine]
    domains: Sequence[DomainCover]
    results: Sequence[ResultLine]
    week: WeekPicture | None
    week_advice: Sequence[str]
    moments: Sequence[EvaluationMoment]
    agreements: AgreementsOf
    responsible: Responsibility | None
    responsibilities: Sequence[Responsibility]
    lapse: Lapse | None
    versions: Sequence[VersionLine]
    evaluations: Sequence[Evaluation]
    product_version: ProductVersion
    requirements: Sequence[Requirement]
    interval_months: int | None
    needed: Sequence[ScoreInWords]
    is_carried_over: bool
    """Whether nobody looked at what is needed for this version yet."""
    trend: TrendView | None
    contacts: Sequence[CareContact]
    requests: Sequence[EvaluationRequest]
    tracks: Sequence[WlzTrack]
    missing: Sequence[Missing]
    may_change: bool
    may_withdraw: bool
    may_hand_over: bool
    is_responsible: bool
    actions: Sequence[Action]

    @property
    def missing_domains(self) -> Sequence[DomainCover]:
        """Those that the product asks for and no goal is about."""
        return [cover for cover in self.domains if cover.is_missing]


def plan_page(version: PlanVersion, actor: Actor, day: date) -> PlanPage:
    """Everything that the pages of this version show, in a fixed number of queries."""
    plan = version.plan
    may_write = may_write_plan(actor, plan, day)
    versions = list(plan.versions.order_by("-number"))
    responsibilities = list(plan.responsibilities.select_related("professional").order_by("-starts_on"))
    evaluations = list(
        Evaluation.objects.filter(version__plan=plan).select_related("version").order_by("-held_on", "-pk")
    )
    product_version = product_version_of(version)
    requirements = list(product_version.requirements.all())
    terms = terms_from(requirements)
    moments = list(version.evaluation_moments.order_by("planned_on"))
    goals = list(
        version.goals.select_related("continues__version", "template", "result").prefetch_related("activities")
    )
    responsible = _holding(responsibilities, max(day, version.starts_on))
    waiting = list(plan.evaluation_requests.waiting()) if version.status == PlanStatus.IN_EXECUTION else []
    faults: Sequence[ValidationError] = ()
    if version.is_draft:
        # Asked are the terms of today: nearly always those of the version at hand, for versions do not overlap.
        asked = terms if product_version.period.contains(day) else terms_for(plan, day)
        faults = faults_in(version, content_from(version, goals, moments), asked)
    may_change = may_write and version.is_draft
    agreements = agreements_of(version)
    need = start_need(version)
    return PlanPage(
        status=status_badge(version),
        due=due_badge(days_left(plan.next_evaluation_due_on, day)),
        goals=[GoalLine(goal, advice_on(goal) if may_change else ()) for goal in goals],
        domains=domain_cover([(goal.position, goal.domain) for goal in goals], domains_asked(requirements)),
        results=[
            ResultLine(result, [goal.position for goal in goals if goal.result_id == result.pk])
            for result in results_of(plan)
        ],
        week=week_of(version, goals),
        week_advice=advice_on_week(version, goals) if may_change else (),
        moments=moments,
        agreements=agreements,
        responsible=responsible,
        responsibilities=responsibilities,
        lapse=lapse_of(version, day),
        versions=[
            VersionLine(other, status_badge(other), former.number if former else None)
            for other, former in zip(versions, [*versions[1:], None], strict=False)
        ],
        evaluations=evaluations,
        product_version=product_version,
        requirements=[one for one in requirements if one.category == RequirementCategory.CONTENT],
        interval_months=interval_of(version, terms),
        needed=in_words(need.scores),
        is_carried_over=need.is_carried_over,
        trend=trend_view(measurements_of(plan)),
        contacts=list(plan.contacts.active_on(day)),
        requests=waiting,
        tracks=list(plan.wlz_tracks.select_related("owner")),
        missing=missing_with_links(version, goals, faults, may_write=may_write),
        may_change=may_change,
        may_withdraw=may_write and version.status != PlanStatus.ENDED,
        may_hand_over=may_write and version.status != PlanStatus.ENDED,
        is_responsible=responsible is not None and responsible.professional.user_id == actor.user_id,
        actions=[
            *(
                action
                for action in _actions(
                    version, versions, evaluations, is_ready=not faults, is_withdrawn=bool(agreements.withdrawn)
                )
                if may_write or (action.closes and may_close_plan(actor, plan))
            ),
            *_asking(version, evaluations, waiting, may=may_request_evaluation(actor, plan, day)),
        ],
    )


def status_badge(version: PlanVersion) -> Badge:
    """The status in words and colour."""
    return Badge(str(version.get_status_display()), STATUS_KINDS[PlanStatus(version.status)])


def days_left(due_on: date | None, day: date) -> int | None:
    """How many days are left; below zero when it is too late, None without a last day."""
    return None if due_on is None else (due_on - day).days


def due_badge(left: int | None) -> Badge | None:
    """The number of days that are left, in words and colour."""
    if left is None:
        return None
    if left < 0:
        return Badge(f"{_days(-left)} te laat", "no")
    if left == 0:
        return Badge("Uiterlijk vandaag", "wait")
    return Badge(f"Nog {_days(left)}", "wait" if left <= SOON_DAYS else "neutral")


def missing_with_links(
    version: PlanVersion, goals: Sequence[Goal], faults: Sequence[ValidationError], *, may_write: bool
) -> list[Missing]:
    """Each fault as a line that leads to the page on which it can be mended."""
    by_position = {goal.position: goal for goal in goals}
    lines = []
    for fault in faults:
        url = ""
        if may_write and version.is_draft:
            goal = by_position.get((fault.params or {}).get("goal", 0))
            if goal is not None:
                url = reverse("plans:change_goal", args=[goal.public_id])
            else:
                url = reverse(_page_for(fault.code), args=[version.public_id])
        lines.append(Missing(" ".join(fault.messages), url))
    return lines


def _page_for(code: str | None) -> str:
    if code == "no_goals":
        return "plans:add_goal"
    if code and "moment" in code:
        return "plans:moments"
    return "plans:change"


def _actions(
    version: PlanVersion,
    versions: Sequence[PlanVersion],
    evaluations: Sequence[Evaluation],
    *,
    is_ready: bool,
    is_withdrawn: bool,
) -> list[Action]:
    def link(label: str, name: str, *, is_post: bool = False, kind: str = "secondary", closes: bool = False) -> Action:
        return Action(label, reverse(f"plans:{name}", args=[version.public_id]), is_post, kind, closes)

    has_draft = any(other.is_draft for other in versions)
    if version.status == PlanStatus.DRAFT:
        return [
            link("Akkoord geven", "agree", kind="primary" if is_ready else "secondary"),
            link("Plan beëindigen", "end", kind="subtle", closes=True),
        ]
    actions = []
    if version.status == PlanStatus.AGREED and not is_withdrawn:
        actions.append(link("Uitvoering starten", "start_execution", is_post=True, kind="primary"))
    if version.status == PlanStatus.IN_EXECUTION:
        begun = next((one for one in evaluations if one.version_id == version.pk and not one.is_complete), None)
        actions.append(
            Action(
                "Verder met evaluatie", reverse("plans:evaluation", args=[begun.public_id]), kind="primary", closes=True
            )
            if begun
            else link("Evalueren", "start_evaluation", kind="primary")
        )
    if not has_draft and version.pk == versions[0].pk:
        actions.append(link("Nieuwe versie maken", "new_version", kind="primary" if is_withdrawn else "secondary"))
    if version.status != PlanStatus.ENDED:
        actions.append(link("Plan beëindigen", "end", kind="subtle", closes=True))
    return actions


def _asking(
    version: PlanVersion, evaluations: Sequence[Evaluation], waiting: Sequence[EvaluationRequest], *, may: bool
) -> list[Action]:
    """Asking for an evaluation, when the plan is carried out and nobody has asked or begun yet."""
    is_open = any(not one.is_complete for one in evaluations)
    if not may or waiting or is_open or version.status != PlanStatus.IN_EXECUTION:
        return []
    return [Action("Evaluatie vragen", reverse("plans:request_evaluation", args=[version.public_id]), kind="subtle")]


def _holding(rows: Sequence[Responsibility], day: date) -> Responsibility | None:
    return next((row for row in rows if row.period.contains(day)), None)


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dagen"
