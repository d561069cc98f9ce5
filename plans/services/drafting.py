"""Drawing up a plan: the first draft, its text and moments, and the next version."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_open_file
from clients.models import Allocation
from clients.services.treatment import join_team
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from core.storing import store
from organisations.models import Professional
from plans.access import may_start_plan
from plans.enums import AgreementEnd, PlanStatus
from plans.models import EvaluationMoment, Goal, Plan, PlanTemplate, PlanVersion, Responsibility
from plans.rules import check_period_within, interval_faults
from plans.selectors import care_of, check_responsible, reached_goals, results_of, terms_for
from plans.services.beginning import (
    CHOSEN,
    carry_scores_over,
    copy_row,
    start_from_former,
    start_from_results,
    start_from_template,
    take_over_goals,
)
from plans.services.clock import set_clock
from plans.services.locking import client_of, lock_plan, lock_version
from plans.services.responsibility import cover_from
from plans.services.withdrawing import end_agreement

HEADER = ("starts_on", "ends_on", "attends", *CHOSEN)


@transaction.atomic
def start_plan(
    *,
    actor: Actor,
    allocation: Allocation,
    professional: Professional,
    starts_on: date,
    ends_on: date | None,
    begin_with: PlanTemplate | PlanVersion | None = None,
    with_results: bool = False,
) -> PlanVersion:
    """The first draft of the plan under an allocation, with who is finally responsible from its first day.

    It begins with a template, or with what is unfinished of an earlier plan of the client; with `with_results` it gets
    a goal for each result that was agreed in the conversation.

    Raises `PermissionDenied` outside the provider, `Conflict` when there is a plan already, and
    `ValidationError` when the period or the professional does not fit.
    """
    allocation = (
        Allocation.objects.select_for_update(of=("self",)).select_related("client", "variant").get(pk=allocation.pk)
    )
    if not (may_start_plan(actor, allocation, today()) and may_open_file(actor, allocation.client)):
        raise PermissionDenied
    if Plan.objects.filter(allocation=allocation).exists():
        raise Conflict("Er is al een plan bij deze toewijzing. Open dat plan.", code="plan_exists")
    check_period_within(Period(starts_on, ends_on), allocation.period)
    plan = Plan(allocation=allocation)
    check_responsible(professional, plan, starts_on)
    store(plan)
    version = PlanVersion(plan=plan, number=1, starts_on=starts_on, ends_on=ends_on)
    responsibility = Responsibility(plan=plan, professional=professional, starts_on=starts_on)
    store(version)
    store(responsibility)
    for row in (plan, version, responsibility):
        record(actor=actor, event=AuditEvent.CREATED, target=row, client=client_of(plan))
    if isinstance(begin_with, PlanTemplate):
        start_from_template(actor, version, begin_with)
    elif begin_with is not None:
        start_from_former(actor, version, begin_with, without=reached_goals(begin_with))
    if with_results:
        start_from_results(actor, version, results_of(plan))
    join_team(actor=actor, allocation=allocation, user_id=professional.user_id, from_on=starts_on)
    set_clock(actor, plan)
    return version


@transaction.atomic
def change_plan(*, actor: Actor, version: PlanVersion, revision: int, values: Mapping[str, Any]) -> PlanVersion:
    """The draft with its period, texts or interval changed; only the names in `values` change.

    An agreement that one side gave already lapses. Raises `Conflict`, `PermissionDenied`, `ValidationError`.
    """
    unknown = set(values) - set(HEADER)
    if unknown:
        raise TypeError(f"A plan has no {', '.join(sorted(unknown))}.")
    version = lock_version(actor, version, revision)
    before = snapshot(version)
    for name, value in values.items():
        setattr(version, name, value)
    check_period_within(version.period, care_of(version.plan).period)
    faults = interval_faults(version.evaluation_interval_months, terms_for(version.plan, version.starts_on))
    if faults:
        raise ValidationError({"evaluation_interval_months": faults})
    touch(actor, version)
    cover_from(actor, version)
    store(version)
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before, client=client_of(version.plan))
    return version


@transaction.atomic
def set_evaluation_moments(
    *, actor: Actor, version: PlanVersion, revision: int, days: Sequence[date]
) -> list[EvaluationMoment]:
    """The days on which the draft says that it will be evaluated; the given days replace the former ones."""
    version = lock_version(actor, version, revision)
    touch(actor, version)
    for moment in version.evaluation_moments.exclude(planned_on__in=days):
        record(actor=actor, event=AuditEvent.DELETED, target=moment, client=client_of(version.plan))
        moment.delete()
    present = set(version.evaluation_moments.values_list("planned_on", flat=True))
    for day in sorted(set(days) - present):
        moment = EvaluationMoment(version=version, planned_on=day)
        store(moment)
        record(actor=actor, event=AuditEvent.CREATED, target=moment, client=client_of(version.plan))
    store(version, "revision")
    return list(version.evaluation_moments.all())


@transaction.atomic
def start_new_version(*, actor: Actor, plan: Plan, without: Sequence[Goal] = ()) -> PlanVersion:
    """A draft that starts from the newest version: its texts, evaluation moments, and goals with activities.

    What is needed at its start is that of the last complete evaluation.

    The goals in `without` stay behind: those that are reached. Raises `Conflict` when there is a draft already.
    """
    plan = lock_plan(actor, plan.pk)
    newest = plan.versions.order_by("-number").first()
    if newest is None or newest.is_draft:
        raise Conflict("Er is al een concept van dit plan. Werk daarin verder.", code="draft_exists")
    version = PlanVersion(plan=plan, number=newest.number + 1, **{name: getattr(newest, name) for name in HEADER})
    store(version)
    record(actor=actor, event=AuditEvent.CREATED, target=version, client=client_of(plan))
    for moment in newest.evaluation_moments.all():
        copy_row(actor, moment, client_of(plan), version=version)
    take_over_goals(actor, version, newest, [goal.pk for goal in without])
    carry_scores_over(actor, version, newest)
    return version


def touch(actor: Actor, version: PlanVersion) -> None:
    """Mark that the content of a draft changes: what one side agreed to earlier no longer holds.

    The caller stores the version. Raises `Conflict` when the version is no draft any more.
    """
    if version.status != PlanStatus.DRAFT:
        raise Conflict(
            "Dit plan is al vastgesteld en verandert niet meer. Maak een nieuwe versie.",
            code="plan_not_draft",
        )
    version.revision += 1
    for agreement in version.agreements.standing():
        end_agreement(actor, version, agreement, AgreementEnd.CHANGED, today())
