"""What is known of many files on a day, as the plain values that checks are given: a fixed number of queries.

Only what was true by that day, and written down by then where that is dated, counts. So what is said of a past day
stays the same when the plan changes later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.timezone import localdate

from clients.models import Allocation, ClientSystemMember, Investigation, ProfileItem
from compliance.rules.facts import (
    AgreedSide,
    EvaluationFacts,
    FileFacts,
    MemberFacts,
    PlanFacts,
    Responsible,
    TrackFacts,
    TraitFacts,
)
from compliance.rules.results import Evidence
from core.clock import AMSTERDAM
from core.models import PublicModel
from core.periods import Period
from core.querysets import holds_on
from delivery.models import Placement
from organisations.models import Employment, Qualification
from plans.models import CareContact, Evaluation, Plan, PlanVersion, Responsibility, WlzTrack
from plans.rules import IN_OFFICE, EvaluationContent, Person, Standing
from plans.selectors import content_from, progress_wanted_since

T = TypeVar("T")


def evidence_of(row: PublicModel) -> Evidence:
    """The row as a result names it."""
    return Evidence(row._meta.label, row.public_id)


def known_by(moment: datetime | None, day: date) -> bool:
    """Whether something was written down by the end of that day, by the clock of the Netherlands."""
    return moment is not None and localdate(moment, AMSTERDAM) <= day


@dataclass(frozen=True, slots=True)
class Care:
    """An allocation with the plan that was carried out under it, and since when care is given."""

    allocation: Allocation
    plan_id: int | None
    delivery_started_on: date | None
    plan: Plan | None = None


@dataclass(slots=True)
class Known:
    """All rows of some files, by what they belong to."""

    versions: dict[int, list[PlanVersion]] = field(default_factory=dict)
    evaluations: dict[int, list[Evaluation]] = field(default_factory=dict)
    responsible: dict[int, list[Responsible]] = field(default_factory=dict)
    tracks: dict[int, list[TrackFacts]] = field(default_factory=dict)
    contacts: dict[int, list[CareContact]] = field(default_factory=dict)
    members: dict[int, list[ClientSystemMember]] = field(default_factory=dict)
    traits: dict[int, Mapping[str, TraitFacts]] = field(default_factory=dict)
    placements: dict[int, list[Placement]] = field(default_factory=dict)
    quiet_before: date | None = None


def cares(allocations: Sequence[Allocation]) -> list[Care]:
    """Each allocation with its plan: its own, or that of the allocations that it replaced or that replaced it.

    A plan goes on under the allocation that takes the place of its own; so a past day is looked at with the plan that
    now stands under a later one. One query.
    """
    clients = {one.client_id for one in allocations}
    rows = Allocation.objects.filter(client__in=clients).select_related("plan").order_by("pk")
    by_id = {row.pk: row for row in rows}
    next_of = {row.replaces_id: row.pk for row in rows if row.replaces_id is not None}
    found = []
    for one in allocations:
        earlier = list(_chain(one.pk, lambda key: by_id[key].replaces_id))
        later = list(_chain(one.pk, next_of.get))
        plans = (getattr(by_id[key], "plan", None) for key in (*later, *earlier) if key in by_id)
        plan = next((plan for plan in plans if plan is not None), None)
        starts = [by_id[key].delivery_started_on for key in earlier]
        started_on = min((day for day in starts if day is not None), default=None)
        found.append(Care(one, plan.pk if plan else None, started_on, plan))
    return found


def known_of(found: Sequence[Care], day: date, *, with_intake: bool) -> Known:
    """Everything that the checks ask of these files. The number of queries does not depend on how many they are."""
    plans = [one.plan_id for one in found if one.plan_id is not None]
    allocations = [one.allocation.pk for one in found]
    clients = {one.allocation.client_id for one in found}
    versions = PlanVersion.objects.filter(plan__in=plans, agreed_on__lte=day).order_by("number")
    evaluations = Evaluation.objects.filter(version__plan__in=plans, held_on__lte=day).complete()
    members = ClientSystemMember.objects.filter(holds_on(day), client__in=clients)
    return Known(
        versions=_by(
            versions.prefetch_related("goals__activities", "evaluation_moments", "agreements", "scores"),
            lambda row: row.plan_id,
        ),
        evaluations=_by(
            evaluations.select_related("version")
            .prefetch_related("participants", "scores", "version__goals", "goal_progress__goal")
            .order_by("held_on", "pk"),
            lambda row: row.version.plan_id,
        ),
        responsible=_responsible(plans),
        tracks=_tracks(plans, day),
        contacts=_by(CareContact.objects.filter(holds_on(day), plan__in=plans), lambda row: row.plan_id),
        members=_by(members, lambda row: row.client_id),
        traits=_traits([one.allocation for one in found], day) if with_intake else {},
        placements=_by(
            Placement.objects.filter(holds_on(day), allocation__in=allocations), lambda row: row.allocation_id
        ),
        quiet_before=progress_wanted_since(day),
    )


def file_facts(care: Care, known: Known, day: date, since: date) -> FileFacts:
    """The file as it was known on `day`, looked at from `since`: no query."""
    allocation, plan_id = care.allocation, care.plan_id or 0
    agreed = [row for row in known.versions.get(plan_id, ()) if known_by(row.agreed_at, day)]
    current = _current(agreed, day)
    return FileFacts(
        day=day,
        since=since,
        row=evidence_of(allocation),
        starts_on=allocation.starts_on,
        delivery_started_on=care.delivery_started_on,
        first_agreed_on=min((row.agreed_on for row in agreed if row.agreed_on), default=None),
        plan=_plan(current, day) if current else None,
        responsible=tuple(known.responsible.get(plan_id, ())),
        evaluations=tuple(
            _evaluation(row) for row in known.evaluations.get(plan_id, ()) if known_by(row.completed_at, day)
        ),
        start_scores=next((scores for row in agreed if (scores := _start_scores(row))), {}),
        tracks=tuple(known.tracks.get(plan_id, ())),
        quiet_before=known.quiet_before,
        contacts=tuple(evidence_of(row) for row in known.contacts.get(plan_id, ())),
        nobody_else=_said_nobody_else(care.plan, day),
        members=tuple(_member(row) for row in known.members.get(allocation.client_id, ())),
        traits=known.traits.get(allocation.pk),
        placements=tuple(evidence_of(row) for row in known.placements.get(allocation.pk, ())),
    )


def _said_nobody_else(plan: Plan | None, day: date) -> Evidence | None:
    said = plan.nobody_else if plan else None
    return evidence_of(plan) if plan and said and said.contains(day) else None


def _current(agreed: Iterable[PlanVersion], day: date) -> PlanVersion | None:
    """The version that held on the day: the last that was started, or else agreed, and had not ended."""
    standing = [row for row in agreed if not known_by(row.ended_at, day)]
    return max(standing, key=lambda row: (known_by(row.started_at, day), row.number), default=None)


def _plan(version: PlanVersion, day: date) -> PlanFacts:
    goals = list(version.goals.all())
    return PlanFacts(
        row=evidence_of(version),
        content=content_from(version, goals, version.evaluation_moments.all()),
        goals=tuple(evidence_of(goal) for goal in goals),
        group_activities=tuple(
            evidence_of(activity) for goal in goals for activity in goal.activities.all() if activity.is_in_group
        ),
        agreements=tuple(
            AgreedSide(row.party, row.agreed_as, row.agreed_on, bool(row.not_client_reason), evidence_of(row))
            for row in version.agreements.all()
            if row.agreed_on <= day and known_by(row.recorded_at, day) and not _has_ended(row, day)
        ),
    )


def _has_ended(agreement: Any, day: date) -> bool:
    return agreement.ended_on is not None and agreement.ended_on <= day and known_by(agreement.ended_at, day)


def _evaluation(row: Evaluation) -> EvaluationFacts:
    scores = {score.indicator: score.score for score in row.scores.all()}
    return EvaluationFacts(
        row=evidence_of(row),
        content=EvaluationContent(
            held_on=row.held_on,
            first_agreed_on=None,
            participants=tuple(one.kind for one in row.participants.all()),
            goals_to_judge=tuple(goal.position for goal in row.version.goals.all()),
            goals_judged=tuple(one.goal.position for one in row.goal_progress.all()),
            effectiveness=row.effectiveness,
            report=row.report,
            wmo_fit=row.wmo_fit,
            wmo_reason=row.wmo_reason,
            client_absence_reason=row.client_absence_reason,
            indicators_scored=tuple(scores),
        ),
        chosen_interval=row.version.evaluation_interval_months,
        has_author=bool(row.author_name),
        scores=scores,
    )


def _start_scores(version: PlanVersion) -> dict[str, int]:
    rows = version.scores.all()
    return {row.indicator: row.score for row in rows if row.evaluation_id is None and not row.is_carried_over}


def _member(row: ClientSystemMember) -> MemberFacts:
    represents = row.is_representative or Person(row.name, row.relation, row.representation).represents
    return MemberFacts(evidence_of(row), represents=represents, is_by_office=row.relation in IN_OFFICE)


def _responsible(plans: Sequence[int]) -> dict[int, list[Responsible]]:
    """Who was responsible for these plans, with when they worked there and what was proven: three queries.

    That an account was closed later is not dated, and says nothing of the days before.
    """
    rows = list(Responsibility.objects.filter(plan__in=plans).select_related("plan__allocation").order_by("starts_on"))
    people = {row.professional_id for row in rows}
    providers = {row.plan.allocation.provider_id for row in rows}
    employed: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for work in Employment.objects.filter(professional__in=people, provider__in=providers):
        employed[work.professional_id, work.provider_id].append(work.period)
    proven: dict[int, list[tuple[str, Period]]] = defaultdict(list)
    for proof in Qualification.objects.filter(professional__in=people, verified_on__isnull=False):
        counts_from = max(proof.starts_on, proof.verified_on or proof.starts_on)
        if proof.ends_on is None or counts_from <= proof.ends_on:
            proven[proof.professional_id].append((proof.level, Period(counts_from, proof.ends_on)))
    found: dict[int, list[Responsible]] = defaultdict(list)
    for row in rows:
        at = row.professional_id, row.plan.allocation.provider_id
        standing = Standing(tuple(employed[at]), tuple(proven[row.professional_id]))
        found[row.plan_id].append(Responsible(row.period, standing, evidence_of(row)))
    return found


def _tracks(plans: Sequence[int], day: date) -> dict[int, list[TrackFacts]]:
    rows = WlzTrack.objects.filter(plan__in=plans, opened_on__lte=day).prefetch_related("steps").order_by("pk")
    found: dict[int, list[TrackFacts]] = defaultdict(list)
    for row in rows:
        taken = [one.taken_on for one in row.steps.all() if one.taken_on <= day and known_by(one.recorded_at, day)]
        ended_on = row.ended_on if row.ended_on is not None and row.ended_on <= day else None
        facts = TrackFacts(evidence_of(row), row.opened_on, ended_on, max([row.opened_on, *taken]))
        found[row.plan_id].append(facts)
    return found


def _traits(allocations: Sequence[Allocation], day: date) -> dict[int, Mapping[str, TraitFacts]]:
    """By allocation what the investigation before it says: that of its decision, or else the client's last one."""
    clients = {one.client_id for one in allocations}
    rows = Investigation.objects.filter(case__client__in=clients, started_on__lte=day).select_related("case")
    last: dict[int, Investigation] = {}
    by_case: dict[int, Investigation] = {}
    for row in rows.order_by("started_on", "pk"):
        last[row.case.client_id] = by_case[row.case_id] = row
    answers: dict[int, dict[str, TraitFacts]] = defaultdict(dict)
    for item in ProfileItem.objects.filter(investigation__case__client__in=clients):
        facts = TraitFacts(evidence_of(item), item.answer, bool(item.explanation.strip()))
        answers[item.investigation_id][item.trait] = facts
    found: dict[int, Mapping[str, TraitFacts]] = {}
    for one in allocations:
        case_id = one.decision.case_id if one.decision is not None else None
        investigation = by_case.get(case_id or 0) or last.get(one.client_id)
        if investigation is not None:
            found[one.pk] = answers[investigation.pk]
    return found


def _chain(key: int, step: Any) -> Iterator[int]:
    seen: set[int] = set()
    at: int | None = key
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = step(at)


def _by(rows: Iterable[T], key: Any) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
