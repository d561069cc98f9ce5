"""Plans and evaluations in the API: what was agreed and what came of it, without a word that somebody wrote."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser

from audit.models import AuditEntry
from organisations.enums import ApiScope
from organisations.rules import scopes_for
from plans.models import Evaluation, Plan
from plans.services.execution import start_execution
from tests.api import asking, bearer, client_of, token_of
from tests.cast import actor_of_user
from tests.plans.story import TODAY, agree, allocate, draft_of, evaluate

pytestmark = pytest.mark.django_db

PLANS, EVALUATIONS = "/api/v1/uitvoeringsplannen", "/api/v1/evaluaties"
READ = {PLANS: ApiScope.READ_PLANS, EVALUATIONS: ApiScope.READ_EVALUATIONS}
BOTH = pytest.mark.parametrize("where", [PLANS, EVALUATIONS])


def get(sent, path, **query):
    response = Browser().get(path, query, **sent)
    assert response.status_code == 200, response.content
    return response.json()


def rows(sent, path, **query):
    return get(sent, path, **query)["resultaten"]


def row_of(where, evaluation):
    return evaluation if where == EVALUATIONS else evaluation.version.plan


@BOTH
@pytest.mark.parametrize(
    ("whose", "is_shown"), [("apeldoorn", True), ("de_linde", True), ("zutphen", False), ("het_anker", False)]
)
def test_provider_and_municipality_see_theirs(where, evaluation, whose, is_shown, request):
    key = str(row_of(where, evaluation).public_id)
    sent = asking(request.getfixturevalue(whose), READ[where])

    assert [row["uuid"] for row in rows(sent, where)] == ([key] if is_shown else [])
    assert Browser().get(f"{where}/{key}", **sent).status_code == (200 if is_shown else 404)


@BOTH
def test_another_scope_is_not_enough(where, evaluation, apeldoorn):
    others = [scope for scope in scopes_for(apeldoorn.kind) if scope != READ[where]]
    response = Browser().get(where, **asking(apeldoorn, *others))

    assert response.status_code == 403
    assert f'scope="{READ[where]}"' in response["WWW-Authenticate"]


def test_plan_says_what_was_agreed(evaluation, apeldoorn):
    plan, version, goal = evaluation.version.plan, evaluation.version, evaluation.version.goals.get()
    plan.refresh_from_db()
    row = get(asking(apeldoorn, ApiScope.READ_PLANS), f"{PLANS}/{plan.public_id}")

    assert row["client"] == str(plan.allocation.client.public_id)
    assert row["toewijzing"] == str(plan.allocation.public_id)
    assert row["evaluatieUiterlijkOp"] == plan.next_evaluation_due_on.isoformat()
    (shown,) = row["versies"]
    assert (shown["uuid"], shown["status"]) == (str(version.public_id), "in_execution")
    assert shown["vastgesteldOp"] == version.agreed_on.isoformat()
    assert shown["gestartOp"].endswith("Z")
    assert shown["doelen"] == [
        {
            "uuid": str(goal.public_id),
            "leefgebied": goal.domain,
            "teBereikenOp": goal.due_on.isoformat(),
            "gaatVerderMet": None,
        }
    ]
    moments = [moment.planned_on.isoformat() for moment in version.evaluation_moments.all()]
    assert [one["gepland"] for one in shown["evaluatiemomenten"]] == moments != []


def test_evaluation_says_how_far_each_goal_came(evaluation, de_linde):
    row = get(asking(de_linde, ApiScope.READ_EVALUATIONS), f"{EVALUATIONS}/{evaluation.public_id}")

    assert row["uitvoeringsplan"] == str(evaluation.version.plan.public_id)
    assert (row["gehoudenOp"], row["pastBijWmo"]) == (TODAY.isoformat(), "yes")
    goal = evaluation.version.goals.get()
    expected = {"doel": str(goal.public_id), "leefgebied": goal.domain, "voortgang": "better"}
    assert row["voortgang"] == [expected]


@BOTH
def test_nothing_that_somebody_wrote_goes_out(where, evaluation, apeldoorn):
    version, client = evaluation.version, evaluation.version.plan.allocation.client
    goal = version.goals.get()
    texts = [version.situation, version.needed_support, version.taken_over, goal.statement, goal.measure]
    texts += [goal.client_words, goal.why_realistic, evaluation.report, evaluation.effectiveness]
    texts += [evaluation.wmo_reason, evaluation.author_name]
    texts += [one.name for one in evaluation.participants.all()]
    texts += [one.explanation for one in evaluation.goal_progress.all()]
    texts += [client.bsn, client.surname, client.given_names, client.birth_date.isoformat()]
    assert sum(bool(text) for text in texts) > 12
    sent = asking(apeldoorn, READ[where])
    answered = json.dumps(get(sent, where)) + json.dumps(get(sent, f"{where}/{row_of(where, evaluation).public_id}"))

    assert [text for text in texts if text and text in answered] == []


def test_draft_and_unfinished_evaluation_stay_with_who_writes_them(petra, open_evaluation, de_linde):
    draft_key = str(draft_of(petra, allocate(open_evaluation.version.plan.allocation.municipality, de_linde)).public_id)

    shown = rows(asking(de_linde, ApiScope.READ_PLANS), PLANS)
    assert [len(row["versies"]) for row in shown] == [1, 0]
    assert draft_key not in json.dumps(shown)
    sent = asking(de_linde, ApiScope.READ_EVALUATIONS)
    assert rows(sent, EVALUATIONS) == []
    assert Browser().get(f"{EVALUATIONS}/{open_evaluation.public_id}", **sent).status_code == 404


def test_plan_on_a_day_has_the_version_that_holds_then(running, apeldoorn):
    running.ends_on = running.starts_on + timedelta(days=10)
    type(running).objects.filter(pk=running.pk).update(ends_on=running.ends_on)
    sent = asking(apeldoorn, ApiScope.READ_PLANS)

    days = (running.starts_on - timedelta(days=1), running.starts_on, running.ends_on, running.ends_on + timedelta(1))
    found = [rows(sent, PLANS, peildatum=day.isoformat()) for day in days]
    assert [[len(row["versies"]) for row in one] for one in found] == [[], [1], [1], []]


def test_evaluation_on_a_day_was_complete_then(evaluation, apeldoorn):
    sent = asking(apeldoorn, ApiScope.READ_EVALUATIONS)

    days = (TODAY - timedelta(days=1), TODAY)
    assert [len(rows(sent, EVALUATIONS, peildatum=day.isoformat())) for day in days] == [0, 1]


def test_filters_narrow(evaluation, petra, de_linde, apeldoorn):
    plan = evaluation.version.plan
    other = draft_of(petra, allocate(apeldoorn, de_linde)).plan.allocation
    sent = asking(de_linde, *READ.values())

    for where in READ:
        for name, ours, theirs in (
            ("toewijzing", plan.allocation.public_id, other.public_id),
            ("client", plan.allocation.client.public_id, other.client.public_id),
        ):
            key = str(row_of(where, evaluation).public_id)
            assert [row["uuid"] for row in rows(sent, where, **{name: ours})] == [key]
            assert key not in json.dumps(rows(sent, where, **{name: theirs}))
    assert len(rows(sent, EVALUATIONS, uitvoeringsplan=plan.public_id)) == 1
    assert rows(sent, EVALUATIONS, uitvoeringsplan=other.public_id) == []


@BOTH
def test_reading_is_in_the_trail_of_the_client(where, evaluation, de_linde):
    client = client_of(de_linde, READ[where])
    before = AuditEntry.objects.filter(event="read").count()
    get(bearer(token_of(client)), where)

    (entry,) = list(AuditEntry.objects.filter(event="read", actor=client.public_id))
    assert AuditEntry.objects.filter(event="read").count() == before + 1
    plan = evaluation.version.plan
    assert (entry.client, entry.target) == (plan.allocation.client.public_id, row_of(where, evaluation).public_id)
    assert (entry.role, [field["name"] for field in entry.fields]) == ("quality_officer", ["API", "purpose"])


@BOTH
@pytest.mark.parametrize("form", ["application/x-ndjson", "text/csv"])
def test_whole_collection_in_one_answer_is_not_given(where, evaluation, de_linde, form):
    sent = asking(de_linde, READ[where])
    sent["headers"]["accept"] = form

    assert Browser().get(where, **sent).status_code == 406


@pytest.mark.parametrize("count", [1, 3])
@BOTH
def test_list_asks_as_much_for_three_as_for_one(where, count, petra, allocation, django_assert_num_queries):
    municipality, provider = allocation.municipality, allocation.provider
    for one in [allocation, *(allocate(municipality, provider) for _ in range(count - 1))]:
        version = agree(petra, draft_of(petra, one, goals=2))
        start_execution(actor=actor_of_user(petra), version=version)
        version.refresh_from_db()
        evaluate(petra, version)
    assert (Plan.objects.count(), Evaluation.objects.count()) == (count, count)
    sent = asking(provider, READ[where])
    get(sent, where)
    with django_assert_num_queries(QUERIES[where]):
        assert len(rows(sent, where)) == count


OF_TRAIL = 1 if connection.vendor == "postgresql" else 0
"""PostgreSQL takes the place in the chain of the trail by a lock."""
QUERIES = {PLANS: 8 + OF_TRAIL, EVALUATIONS: 6 + OF_TRAIL}
