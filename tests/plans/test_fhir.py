"""A plan for other software: a FHIR R4B bundle, held against the published structure of each resource."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.careplan import CarePlan, CarePlanActivityDetail
from fhir.resources.R4B.careteam import CareTeam
from fhir.resources.R4B.goal import Goal as FhirGoal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.enums import Relation, Representation
from plans.documents import plan_bundle
from plans.documents.fhir_codes import (
    ACHIEVEMENT,
    ACTIVITY_STATUS,
    CARE_PLAN_STATUS,
    CARE_TEAM_STATUS,
    GENDERS,
    GOAL_STATUS,
    Stage,
)
from plans.documents.fhir_values import without_empty
from plans.enums import Per, PlanStatus, Progress
from plans.models import (
    Activity,
    Evaluation,
    PlanVersion,
)
from plans.rules import Week
from plans.services.drafting import start_new_version
from plans.services.execution import end_plan
from products.enums import Indicator
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import MemberFactory
from tests.plans.any_plan import ACTIVITIES, EVALUATIONS, GOALS, SCORED, TEXT, add
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import GOAL, TODAY, evaluate

pytestmark = pytest.mark.django_db

ACHIEVEMENTS = {
    *("in-progress", "improving", "worsening", "no-change", "achieved", "sustaining", "not-achieved", "no-progress"),
    "not-attainable",
}
"""Every code of the code system goal-achievement of R4B."""
SCHEDULE_UNITS = {"s", "min", "h", "d", "wk", "mo", "a"}
EVENT_TIMINGS = {"MORN", "AFT", "EVE"}


def checked(version: PlanVersion) -> dict[str, list[dict[str, Any]]]:
    """The resources of the bundle by kind, after each was held against its published structure."""
    bundle = plan_bundle(version, TODAY)
    as_sent = json.loads(json.dumps(bundle, ensure_ascii=False))
    Bundle.model_validate(as_sent)
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in as_sent["entry"]:
        one = entry["resource"]
        get_fhir_model_class(one["resourceType"]).model_validate(one)
        found.setdefault(one["resourceType"], []).append(one)
    known = {entry["fullUrl"] for entry in as_sent["entry"]}
    assert len(known) == len(as_sent["entry"])
    assert set(references_in(as_sent)) <= known
    return found


def references_in(value: Any) -> Iterator[str]:
    """Every reference in a resource."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "reference":
                yield part
            else:
                yield from references_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from references_in(part)


def allowed(model: Any, field: str) -> set[str]:
    """The codes of a required binding, as published."""
    return set(model.model_fields[field].json_schema_extra["enum_values"])


# Codes ---------------------------------------------------------------------------------------------------


def test_no_code_is_outside_the_required_bindings():
    assert set(CARE_PLAN_STATUS.values()) <= allowed(CarePlan, "status")
    assert set(GOAL_STATUS.values()) | {"completed"} <= allowed(FhirGoal, "lifecycleStatus")
    assert set(ACTIVITY_STATUS.values()) <= allowed(CarePlanActivityDetail, "status")
    assert set(CARE_TEAM_STATUS.values()) <= allowed(CareTeam, "status")
    assert set(GENDERS.values()) <= {"male", "female", "other", "unknown"}
    assert {one["coding"][0]["code"] for one in ACHIEVEMENT.values()} <= ACHIEVEMENTS
    for codes in (CARE_PLAN_STATUS, GOAL_STATUS, ACTIVITY_STATUS, CARE_TEAM_STATUS):
        assert set(codes) == set(Stage)


def test_what_is_empty_is_left_out_and_nothing_is_not_empty():
    given = {"a": "", "b": [], "c": {"d": [None, {"e": " "}]}, "f": 0, "g": False, "h": "x\x0by"}

    assert without_empty(given) == {"f": 0, "g": False, "h": "xy"}


# Each stage ----------------------------------------------------------------------------------------------


def test_draft_is_proposed(draft: PlanVersion):
    found = checked(draft)

    assert found["CarePlan"][0]["status"] == "draft"
    assert found["CarePlan"][0]["intent"] == "plan"
    assert found["Goal"][0]["lifecycleStatus"] == "proposed"
    assert "achievementStatus" not in found["Goal"][0]
    assert found["CareTeam"][0]["status"] == "proposed"


def test_empty_draft_is_a_plan_too(empty_draft: PlanVersion):
    found = checked(empty_draft)

    assert "Goal" not in found
    assert "activity" not in found["CarePlan"][0]


def test_agreed_and_running_plan_are_active(running: PlanVersion):
    found = checked(running)

    plan = found["CarePlan"][0]
    assert plan["status"] == "active"
    assert plan["created"] == "2026-03-02"
    assert plan["activity"][0]["detail"]["status"] == "in-progress"
    assert plan["activity"][0]["detail"]["scheduledString"] == "1 keer per dagdeel"
    assert plan["activity"][0]["detail"]["performer"] == [{"display": "vaste begeleider"}]
    assert found["Goal"][0]["achievementStatus"]["coding"][0]["code"] == "in-progress"
    assert [one["name"] for one in found["Organization"]] == ["De Linde", "Apeldoorn"]


@pytest.mark.parametrize(("stage", "status"), [("draft", "revoked"), ("running", "completed")])
def test_plan_that_ended_says_whether_it_was_ever_agreed(
    request: pytest.FixtureRequest, petra: User, stage: str, status: str
):
    version = request.getfixturevalue(stage)
    end_plan(actor=actor_of_user(petra), version=version, reason="De vraag is weg.")
    version.refresh_from_db()

    found = checked(version)

    assert found["CarePlan"][0]["status"] == status
    assert found["CareTeam"][0]["status"] == "inactive"
    assert any("De vraag is weg." in note["text"] for note in found["CarePlan"][0]["note"])


def test_new_version_names_the_one_it_takes_the_place_of(petra: User, running: PlanVersion):
    following = start_new_version(actor=actor_of_user(petra), plan=running.plan)

    replaced = checked(following)["CarePlan"][0]["replaces"]

    assert replaced == [
        {
            "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{running.public_id}"},
            "display": "Versie 1",
        }
    ]


# What is in it -------------------------------------------------------------------------------------------


def test_goal_has_its_target_words_and_measured_values(evaluation: Evaluation):
    found = checked(evaluation.version)

    goal = found["Goal"][0]
    assert goal["description"] == {"text": "Mevrouw komt op vaste dagen naar de groep."}
    assert goal["target"] == [
        {
            "measure": {"text": "Dagdelen per week waarop mevrouw er is"},
            "detailQuantity": {"value": 2.5, "unit": "dagdelen per week"},
            "dueDate": "2026-08-31",
        }
    ]
    assert goal["expressedBy"]["reference"] == f"urn:uuid:{found['Patient'][0]['id']}"
    assert goal["achievementStatus"]["coding"][0]["code"] == "improving"
    assert goal["outcomeReference"][0]["reference"] == f"urn:uuid:{found['Observation'][0]['id']}"
    assert found["Observation"][0]["valueQuantity"] == {"value": 2, "unit": "dagdelen per week"}
    assert any("Ik wil weten waar ik aan toe ben." in note["text"] for note in goal["note"])


def test_scores_and_answers_are_questionnaires(evaluation: Evaluation):
    found = checked(evaluation.version)

    by_kind = {one["questionnaire"].rpartition("/")[2]: one for one in found["QuestionnaireResponse"]}
    scored = {one["linkId"]: one["answer"][0]["valueCoding"] for one in by_kind["toezicht-en-nabijheid"]["item"]}
    assert scored.keys() == set(Indicator.values)
    assert scored["proximity"]["code"] == "3"
    answered = {one["linkId"]: one["answer"][0] for one in by_kind["ervaringen"]["item"]}
    assert answered["gaat-goed"] == {"valueString": "Het is gezellig."}
    assert by_kind["ervaringen"]["source"]["reference"] == f"urn:uuid:{found['Patient'][0]['id']}"


def test_evaluation_that_is_open_is_not_in_it(open_evaluation: Evaluation):
    assert "Encounter" not in checked(open_evaluation.version)


def test_goal_that_was_reached_is_completed(petra: User, running: PlanVersion):
    done = evaluate(petra, running)
    done.goal_progress.update(progress=Progress.REACHED)

    goal = checked(running)["Goal"][0]

    assert (goal["lifecycleStatus"], goal["achievementStatus"]["coding"][0]["code"]) == ("completed", "achieved")


def test_carers_and_representatives_are_related_persons(running: PlanVersion):
    client = running.plan.allocation.client
    MemberFactory.create(client=client, name="Jan Jansen-Naaste", is_informal_carer=True, relation=Relation.CHILD)
    MemberFactory.create(client=client, name="Mia Mentor", representation=Representation.MENTORSHIP, relation="15")
    MemberFactory.create(client=client, name="Bea Buur", relation=Relation.NEIGHBOUR)
    MemberFactory.create(client=client, name="Oud Adres", is_informal_carer=True, ends_on=TODAY - timedelta(days=1))

    found = checked(running)

    assert [one["name"][0]["text"] for one in found["RelatedPerson"]] == ["Jan Jansen-Naaste", "Mia Mentor"]
    assert found["RelatedPerson"][0]["relationship"][0]["coding"][0]["code"] == "16"
    roles = [one["role"][0]["text"] for one in found["CareTeam"][0]["participant"]]
    assert roles == ["Eindverantwoordelijke professional", "Mantelzorger", "Vertegenwoordiger"]


def test_number_address_and_telephone_are_never_in_it(running: PlanVersion):
    client = running.plan.allocation.client
    client.street, client.house_number, client.postcode, client.phone = "Kerkstraat", "12", "7311 AA", "0612345678"
    client.save()

    told = json.dumps(plan_bundle(running, TODAY), ensure_ascii=False)

    for hidden in (client.bsn, client.bsn_index, "Kerkstraat", "7311", "0612345678"):
        assert hidden
        assert hidden not in told


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], {}),
        (["1-morning", "4-morning"], {"dayOfWeek": ["mon", "thu"], "when": ["MORN"]}),
        (["1-morning", "1-afternoon"], {"dayOfWeek": ["mon"], "when": ["MORN", "AFT"]}),
        (["1-morning", "2-afternoon"], {}),  # Monday afternoon would be said as well
    ],
)
def test_days_are_codes_only_when_the_codes_say_no_more(draft: PlanVersion, codes: list[str], expected: dict[str, Any]):
    draft.goals.get().activities.update(times=2, per=Per.WEEK, moments=Week.of(*codes))

    timing = checked(draft)["CarePlan"][0]["activity"][0]["detail"]["scheduledTiming"]

    assert timing["repeat"] == {"frequency": 2, "period": 1, "periodUnit": "wk", **expected}
    assert timing["code"]["text"].startswith("2 keer per week")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.tuples(
        st.lists(st.tuples(GOALS, st.lists(ACTIVITIES, max_size=2)), max_size=4),
        SCORED,
        st.lists(EVALUATIONS, max_size=2),
    ),
    status=st.sampled_from(PlanStatus.values),
    texts=st.tuples(TEXT, TEXT, TEXT),
)
def test_any_plan_keeps_to_the_published_structure(
    draft: PlanVersion, content: Any, status: str, texts: tuple[str, str, str]
):
    with transaction.atomic():
        Activity.objects.filter(goal__version=draft).delete()
        add(draft, *content)
        version = PlanVersion.objects.get(pk=draft.pk)
        version.status = status
        version.situation, version.needed_support, version.taken_over = texts
        version.agreed_on = None if status == PlanStatus.DRAFT else TODAY

        found = checked(version)

        assert len(found.get("Goal", [])) == len(content[0])
        for goal in found.get("Goal", []):
            assert goal["lifecycleStatus"] in allowed(FhirGoal, "lifecycleStatus")
            for target in goal.get("target", []):
                assert "detailQuantity" not in target or target["measure"]["text"]  # gol-1
        for one in found["CarePlan"][0].get("activity", []):
            repeat = one["detail"].get("scheduledTiming", {}).get("repeat", {"periodUnit": "d"})
            assert repeat["periodUnit"] in SCHEDULE_UNITS
            assert set(repeat.get("when", ())) <= EVENT_TIMINGS
        assert plan_bundle(version, TODAY) == plan_bundle(version, TODAY)
        transaction.set_rollback(True)


@pytest.mark.parametrize("measure", ["", " ", "\x0f"])
def test_goal_without_words_for_its_measure_is_measured_by_the_goal_itself(evaluation: Evaluation, measure: str):
    evaluation.version.goals.update(measure=measure)

    found = checked(evaluation.version)

    assert {one["code"]["text"] for one in found["Observation"]} == {GOAL["statement"]}
    assert found["Goal"][0]["target"][0]["measure"]["text"] == GOAL["statement"]


def test_decimals_stay_numbers(draft: PlanVersion):
    draft.goals.update(target_value=Decimal("0.10"))

    assert checked(draft)["Goal"][0]["target"][0]["detailQuantity"]["value"] == pytest.approx(0.1)


# The download ----------------------------------------------------------------------------------------------


def test_download_is_fhir_and_stands_in_the_trail(client: Browser, karin: User, running: PlanVersion):
    response = sign_in(client, karin).get(reverse("plans:fhir", args=[running.public_id]))

    assert response.headers["Content-Type"].startswith("application/fhir+json")
    assert "Vries" not in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    Bundle.model_validate(response.json())
    entry = AuditEntry.objects.latest("pk")
    assert (entry.event, entry.target, entry.client) == (
        AuditEvent.EXPORTED,
        running.public_id,
        running.plan.allocation.client.public_id,
    )


def test_stranger_gets_nothing(client: Browser, mo: User, running: PlanVersion):
    assert sign_in(client, mo).get(reverse("plans:fhir", args=[running.public_id])).status_code == 404
