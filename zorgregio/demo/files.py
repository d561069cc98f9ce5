"""The demo's clients, and how far each of them has come: from allocation to evaluation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from clients.models import Allocation, Client, Decision
from clients.services.allocations import allocate, record_start_of_delivery
from clients.services.client_system import add_member
from clients.services.clients import register_client
from clients.services.treatment import assign_treatment
from contracts.models import ContractedProduct
from core.actors import Actor
from core.calendar import add_months
from core.clock import pretend
from core.clock import today as clock_today
from core.identifiers import is_test_bsn
from organisations.enums import Role
from organisations.models import Professional
from plans.enums import ParticipantKind, Progress
from plans.models import Evaluation, PlanVersion
from plans.rules import Week
from plans.selectors import interval_of
from plans.services.agreements import agree_as_professional
from plans.services.drafting import change_plan, set_evaluation_moments, start_plan
from plans.services.evaluations import change_evaluation, complete_evaluation, start_evaluation
from plans.services.execution import start_execution
from plans.services.experiences import record_experiences
from plans.services.goals import add_goal
from plans.services.indicators import score_start
from plans.services.results import set_agreed_results
from plans.services.wlz import record_wlz_step
from zorgregio.demo.agreeing import client_agrees, client_refuses
from zorgregio.demo.cases import tell_case
from zorgregio.demo.coordinating import tell_coordination, tell_hand_over
from zorgregio.demo.organisations import Cast

STAGES: Final = ["none", "incomplete", "draft", "waits", "agreed", "running", "evaluated"]


@dataclass(frozen=True, slots=True)
class Told:
    """What was written of one client's story."""

    client: Client
    version: PlanVersion | None = None
    evaluation: Evaluation | None = None


def test_bsns() -> Iterator[str]:
    """Valid BSNs of the official test range, in order."""
    return (bsn for number in range(999900000, 1000000000) if is_test_bsn(bsn := str(number)))


def tell(story: Mapping[str, Any], row: Mapping[str, Any], bsn: str, cast: Cast, today: date) -> Told | None:
    """Write one client's file as far as `row` says; None when there is a file with this BSN already."""
    worker = next(
        actor
        for key, actor in cast.actors.items()
        if actor.role == "case_worker" and story["accounts"][key]["municipality"] == row["municipality"]
    )
    if Client.objects.by_bsn(bsn).filter(municipality__cbs_code=row["municipality"]).exists():
        return None
    allocated = row.get("from", 0) - 7
    with pretend(today + timedelta(days=min(allocated, row["case"]["notified"]) if "case" in row else allocated)):
        client = _register(row, bsn, worker)
        _add_member(row, client, worker)
    decision = tell_case(story, row, client, worker, today) if "case" in row else None
    if "product" not in row:
        return Told(client)
    with pretend(today + timedelta(days=allocated)):
        allocation = _allocate(row, client, worker, cast, today, decision=decision)
        _put_in_team(row, allocation, cast)
        _agree_results(row, allocation, worker)
    if row["stage"] == "none":
        return Told(client)
    return _write_plan(story, row, allocation, cast, today)


def _register(row: Mapping[str, Any], bsn: str, worker: Actor) -> Client:
    street, number, postcode, city = row["address"]
    return register_client(
        actor=worker,
        bsn=bsn,
        initials=row["initials"],
        given_names=row["given_names"],
        prefix=row.get("prefix", ""),
        surname=row["surname"],
        birth_date=row["birth"],
        sex=row["sex"],
        street=street,
        house_number=number,
        postcode=postcode,
        city=city,
    )


def _add_member(row: Mapping[str, Any], client: Client, worker: Actor) -> None:
    if "member" not in row:
        return
    name, relation, representation, is_informal_carer = row["member"]
    add_member(
        actor=worker,
        client=client,
        name=name,
        relation=relation,
        representation=representation,
        is_informal_carer=is_informal_carer,
        starts_on=date(2020, 1, 1),
    )


def _allocate(
    row: Mapping[str, Any], client: Client, worker: Actor, cast: Cast, today: date, *, decision: Decision | None
) -> Allocation:
    starts_on = today + timedelta(days=row["from"])
    product = ContractedProduct.objects.get(
        variant__code=row["product"], contract__provider=cast.providers[row["provider"]]
    )
    return allocate(
        actor=worker,
        client=client,
        contracted_product=product,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=row["days"]),
        volume=row["volume"],
        decision=decision,
    )


def _put_in_team(row: Mapping[str, Any], allocation: Allocation, cast: Cast) -> None:
    """The planner of the provider says who treats the client: all of its professionals, or who `row` names."""
    of_provider = {key: actor for key, actor in cast.actors.items() if actor.organisation_id == allocation.provider_id}
    planner = next(actor for actor in of_provider.values() if actor.role == Role.PLANNER)
    professionals = [key for key, actor in of_provider.items() if actor.role == Role.CARE_PROFESSIONAL]
    for key in row.get("team", professionals):
        assign_treatment(actor=planner, client=allocation.client, user=cast.users[key], starts_on=clock_today())


def _write_plan(
    story: Mapping[str, Any],
    row: Mapping[str, Any],
    allocation: Allocation,
    cast: Cast,
    today: date,
) -> Told:
    stage = STAGES.index(row["stage"])
    actor = next(
        actor
        for actor in cast.actors.values()
        if actor.organisation_id == allocation.provider_id and _is_responsible(actor)
    )
    written_on = today + timedelta(days=row.get("agreed", row["from"]))
    with pretend(min(written_on, today)):
        version = _draft(story, row, allocation, actor, complete=stage >= STAGES.index("draft"))
        client_refuses(row, version, actor, min(written_on, today))
    if stage >= STAGES.index("waits"):
        with pretend(min(written_on, today)):
            version.refresh_from_db()
            client_agrees(row, version, actor, min(written_on, today))
    if stage >= STAGES.index("agreed"):
        with pretend(written_on):
            agree_as_professional(actor=actor, version=version, revision=version.revision, agreed_on=written_on)
    if stage >= STAGES.index("running"):
        with pretend(written_on):
            start_execution(actor=actor, version=version)
            record_start_of_delivery(actor=actor, allocation=allocation, on=written_on)
        tell_hand_over(row, version, actor, today)
    tell_coordination(row, version, actor, today)
    if stage < STAGES.index("evaluated"):
        return Told(allocation.client, version)
    answers = [(row["earlier"], "yes")] if "earlier" in row else []
    for days, fit in [*answers, (row["evaluated"], row.get("wmo_fit", "yes"))]:
        held_on = today + timedelta(days=days)
        with pretend(held_on):
            evaluation = evaluate(story, version, actor, held_on, wmo_fit=fit, scores=story["scores"][fit])
    for kind, days, note in row.get("wlz", ()):
        taken_on = today + timedelta(days=days)
        with pretend(taken_on):
            track = version.plan.wlz_tracks.get()
            record_wlz_step(actor=actor, track=track, kind=kind, taken_on=taken_on, note=note)
    return Told(allocation.client, version, evaluation)


def _agree_results(row: Mapping[str, Any], allocation: Allocation, worker: Actor) -> None:
    """What the municipality hands over of the conversation, where the story says so."""
    if "agreed_results" not in row:
        return
    rows = [{"domain": domain, "text": text} for domain, text in row["agreed_results"]]
    set_agreed_results(actor=worker, allocation=allocation, revision=allocation.revision, rows=rows)
    allocation.refresh_from_db()


def _is_responsible(actor: Actor) -> bool:
    """Whoever has a proven level above mbo 3 draws up the plans of the demo."""
    return Professional.objects.filter(
        user__isnull=False,
        name=actor.user_label,
        qualifications__level__in=["mbo4", "hbo"],
        qualifications__verified_on__isnull=False,
    ).exists()


def _draft(
    story: Mapping[str, Any], row: Mapping[str, Any], allocation: Allocation, actor: Actor, *, complete: bool
) -> PlanVersion:
    version = start_plan(
        actor=actor,
        allocation=allocation,
        professional=Professional.objects.get(user__isnull=False, name=actor.user_label),
        starts_on=allocation.starts_on,
        ends_on=allocation.ends_on,
    )
    version = change_plan(
        actor=actor,
        version=version,
        revision=version.revision,
        values={
            "situation": "Woont thuis met hulp van naasten. Overdag is er structuur en gezelschap nodig.",
            "needed_support": "Iemand in de buurt die bijstuurt; hulp bij eten en naar het toilet gaan.",
            "taken_over": "De begeleiding bewaakt de dagindeling.",
            "attends": Week.of(*story["week"][: allocation.volume]) if complete else Week(),
        },
    )
    version = score_start(
        actor=actor, version=version, revision=version.revision, scores=story["scores"]["start"] if complete else {}
    )
    for key in row["goals"]:
        template = dict(story["goals"][key])
        activities = [row | {"moments": Week.of(*row.get("moments", ()))} for row in template.pop("activities")]
        if not complete:
            template |= {"measure": "", "unit": "", "why_realistic": ""}
        due_on = min(add_months(allocation.starts_on, 12), allocation.ends_on or date.max)
        numbers = {name: Decimal(template[name]) for name in ("start_value", "target_value")}
        add_goal(
            actor=actor,
            version=version,
            revision=version.revision,
            values={**template, **numbers, "has_consent": complete, "due_on": due_on},
            activities=activities,
        )
        version.refresh_from_db()
    if complete:
        months = interval_of(version) or 6
        set_evaluation_moments(
            actor=actor, version=version, revision=version.revision, days=[add_months(version.starts_on, months)]
        )
        version.refresh_from_db()
    return version


def evaluate(
    story: Mapping[str, Any],
    version: PlanVersion,
    actor: Actor,
    held_on: date,
    *,
    wmo_fit: str,
    scores: Mapping[str, int],
) -> Evaluation:
    """Hold and complete an evaluation of a version in execution on `held_on`; return it."""
    evaluation = start_evaluation(actor=actor, version=version, held_on=held_on)
    client = version.plan.allocation.client
    texts = story["evaluation"]
    evaluation = record_experiences(
        actor=actor,
        evaluation=evaluation,
        revision=evaluation.revision,
        answers={kind: {"name": "", **answer} for kind, answer in story["experiences"].items()},
    )
    evaluation = change_evaluation(
        actor=actor,
        evaluation=evaluation,
        revision=evaluation.revision,
        values={
            "effectiveness": texts["effectiveness"],
            "report": texts["report"],
            "wmo_fit": wmo_fit,
            "wmo_reason": texts["wmo_reason"][wmo_fit],
        },
        participants=[
            {"kind": ParticipantKind.CLIENT, "name": client.name, "contribution": "Vertelde wat goed gaat."},
            *(
                {"kind": ParticipantKind.SYSTEM_MEMBER, "name": member.name, "contribution": "Ziet meer rust thuis."}
                for member in client.system.all()
            ),
            {"kind": ParticipantKind.PROFESSIONAL, "name": actor.user_label, "contribution": "Leidde het gesprek."},
        ],
        progress=[
            {
                "goal": goal,
                "progress": Progress.BETTER,
                "measured_value": goal.start_value,
                "explanation": "Het gaat de goede kant op.",
            }
            for goal in version.goals.all()
        ],
        scores=scores,
    )
    return complete_evaluation(actor=actor, evaluation=evaluation, revision=evaluation.revision)
