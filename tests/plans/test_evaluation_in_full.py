"""What goes before an evaluation and what is written down: requests, experiences, values so far, what changes."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEntry
from core.errors import Conflict
from plans.documents import evaluation_document, questions_document, questions_pdf
from plans.enums import Asker, Respondent
from plans.models import EvaluationRequest, Experience
from plans.selectors import measured_before
from plans.services.drafting import start_new_version
from plans.services.evaluations import complete_evaluation, start_evaluation
from plans.services.execution import start_execution
from plans.services.experiences import record_experiences, request_evaluation
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import ANSWERS, TODAY, agree, evaluate
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db


def ask(user, version, **other):
    given: dict[str, Any] = {
        "asked_by": Asker.CLIENT,
        "name": "Sanne de Vries",
        "asked_on": TODAY,
        "reason": "Ik ben vaker moe.",
    }
    return request_evaluation(actor=actor_of_user(user), plan=version.plan, **given | other)


@pytest.mark.parametrize("who", ["petra", "karin"])
def test_provider_and_case_worker_ask_for_an_evaluation(request, running, who):
    user = request.getfixturevalue(who)

    assert ask(user, running).recorded_by == user


@pytest.mark.parametrize("who", ["ruud", "hanna", "zoe", "mo", "wil", "bo"])
def test_others_do_not(request, running, who):
    with pytest.raises(PermissionDenied):
        ask(request.getfixturevalue(who), running)


def test_request_waits_until_an_evaluation_is_started(client, petra, karin, running):
    asked = ask(karin, running, asked_by=Asker.MUNICIPALITY, name="Karin Kok")
    page = sign_in(client, petra).get(reverse("home")).content.decode()
    plan = client.get(reverse("plans:detail", args=[running.public_id])).content.decode()

    evaluation = start_evaluation(actor=actor_of_user(petra), version=running, held_on=TODAY)

    assert "Om een evaluatie gevraagd (1)" in page
    assert "Ik ben vaker moe." in plan
    assert "Evaluatie vragen" not in plan
    asked.refresh_from_db()
    assert asked.evaluation == evaluation
    assert "Om een evaluatie gevraagd" not in client.get(reverse("home")).content.decode()
    assert evaluation_document(evaluation)["requests"][0]["name"] == "Karin Kok"


def test_second_request_and_one_beside_an_open_evaluation_are_refused(petra, running):
    ask(petra, running)
    with pytest.raises(Conflict, match="al om een evaluatie gevraagd"):
        ask(petra, running)
    start_evaluation(actor=actor_of_user(petra), version=running, held_on=TODAY)
    with pytest.raises(Conflict, match="al een evaluatie open"):
        ask(petra, running)


@pytest.mark.parametrize("other", [{"asked_on": TODAY + timedelta(days=1)}, {"name": " "}, {"reason": " "}])
def test_request_needs_who_why_and_a_day_that_came(petra, running, other):
    with pytest.raises(ValidationError):
        ask(petra, running, **other)


def test_only_a_plan_in_execution_is_evaluated_earlier(petra, agreed):
    with pytest.raises(ValidationError, match="in uitvoering"):
        ask(petra, agreed)


def test_request_is_asked_on_a_page(client, karin, running):
    url = reverse("plans:request_evaluation", args=[running.public_id])
    typed = {"asked_by": "system_member", "name": "Jan", "asked_on": "2026-03-02", "reason": "Moeder valt vaak."}

    response = sign_in(client, karin).post(url, typed)

    assert response.status_code == 302
    assert EvaluationRequest.objects.get().reason == "Moeder valt vaak."


def record(petra, evaluation, **answers):
    saved = record_experiences(
        actor=actor_of_user(petra), evaluation=evaluation, revision=evaluation.revision, answers=answers
    )
    saved.refresh_from_db()
    return saved


def test_experiences_are_kept_changed_and_taken_back(petra, open_evaluation):
    first = record(petra, open_evaluation, client=ANSWERS, carer=ANSWERS)
    second = record(petra, first, client=ANSWERS | {"satisfaction": 2})

    kept = Experience.objects.get()
    assert (kept.respondent, kept.satisfaction, kept.get_satisfaction_display()) == ("client", 2, "Ontevreden")
    assert second.revision == open_evaluation.revision + 2
    with pytest.raises(Conflict):
        record(petra, first, client=ANSWERS)


def test_experiences_of_a_complete_evaluation_stay(petra, evaluation):
    with pytest.raises(Conflict):
        record(petra, evaluation, client=ANSWERS)


def test_unknown_answers_are_no_answers(petra, open_evaluation):
    with pytest.raises(TypeError):
        record(petra, open_evaluation, client={"pk": 1})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("plans_experience_scale", {"satisfaction": 6}),
        ("plans_experience_scale", {"cooperation": 0}),
        ("plans_experience_respondent", {"respondent": "buur"}),
        ("plans_experience_respondent", {"respondent": "referrer"}),
        ("plans_experience_respondent", {"answered_how": "by_mail"}),
    ],
)
def test_database_refuses_other_answers(petra, open_evaluation, name, values):
    record(petra, open_evaluation, client=ANSWERS)

    refused_by(name, Experience.objects.update, **values)


def test_database_refuses_a_second_answer_and_a_second_or_empty_request(petra, running):
    ask(petra, running)
    twin = EvaluationRequest(plan=running.plan, asked_by="client", name="a", asked_on=TODAY, reason="b")
    refused_by("plans_evaluationrequest_one_open", twin.save)
    refused_by("plans_evaluationrequest_complete", EvaluationRequest.objects.update, reason="")
    refused_by("plans_evaluationrequest_complete", EvaluationRequest.objects.update, asked_by="nobody")
    evaluation = start_evaluation(actor=actor_of_user(petra), version=running, held_on=TODAY)
    record(petra, evaluation, client=ANSWERS)
    again = Experience(evaluation=evaluation, respondent="client", answered_how="together")
    refused_by("plans_experience_once", again.save)


def test_page_keeps_the_answers_of_each(client, petra, open_evaluation):
    url = reverse("plans:experiences", args=[open_evaluation.public_id])
    page = sign_in(client, petra).get(url).content.decode()
    typed = {
        "revision": open_evaluation.revision,
        "client-answered_how": "on_paper",
        "client-satisfaction": "5",
        "carer-answered_how": "together",
        "referrer-answered_how": "together",
        "referrer-cooperation": "3",
        "referrer-name": "Karin Kok",
    }

    response = client.post(url, typed)

    assert response.status_code == 302
    assert 'name="referrer-satisfaction"' not in page
    assert list(Experience.objects.values_list("respondent", "answered_how", "satisfaction", "cooperation")) == [
        ("client", "on_paper", 5, None),
        ("referrer", "together", None, 3),
    ]
    shown = client.get(response.headers["Location"]).content.decode()
    assert "heel tevreden" in shown
    assert "Karin Kok" in shown


def test_answers_typed_beside_somebody_else_are_not_lost(client, petra, open_evaluation):
    url = reverse("plans:experiences", args=[open_evaluation.public_id])
    typed = {"revision": open_evaluation.revision, "client-goes_well": "De muziek."}
    sign_in(client, petra).post(url, typed)

    response = client.post(url, typed | {"client-goes_well": "De tuin."})

    assert response.status_code == 409
    assert "De tuin." in response.content.decode()


def test_questions_on_paper_have_a_page_for_each_and_the_words_of_the_client(client, petra, open_evaluation):
    document = questions_document(open_evaluation)
    pages = [page.extract_text() for page in PdfReader(BytesIO(questions_pdf(document))).pages]

    assert "Ik wil weten waar ik aan toe ben." in pages[0]
    assert any(page.strip() and "Vragen aan de mantelzorger" in page for page in pages[1:])
    assert any("Vragen aan de verwijzer" in page for page in pages[1:])
    response = sign_in(client, petra).get(reverse("plans:questions_pdf", args=[open_evaluation.public_id]))
    assert response.headers["Content-Type"] == "application/pdf"
    assert AuditEntry.objects.filter(event="printed").count() == 1


def test_values_so_far_follow_a_goal_into_the_next_version(petra, running, on_day):
    first = evaluate(petra, running)
    following = agree(petra, start_new_version(actor=actor_of_user(petra), plan=running.plan))
    following = start_execution(actor=actor_of_user(petra), version=following)
    on_day(date(2026, 6, 1))
    second = evaluate(petra, following, complete=False)

    measured = measured_before(second)

    assert [[(one.day, one.value) for one in rows] for rows in measured.values()] == [[(first.held_on, Decimal(2))]]
    assert list(measured_before(first).values()) == [[]]


def test_form_shows_values_so_far_activities_and_what_was_asked(client, petra, running, on_day):
    evaluate(petra, running)
    on_day(date(2026, 6, 1))
    evaluation = evaluate(petra, running, complete=False, changes="Een dag meer.")

    page = sign_in(client, petra).get(reverse("plans:evaluation", args=[evaluation.public_id])).content.decode()

    for words in ("Eerder gemeten:", "Weekkaart doornemen", "De bus komt vaak te laat.", "Een dag meer.", "vaker moe"):
        assert words in page


def test_report_holds_what_changes_and_what_everybody_said(petra, running):
    evaluation = evaluate(petra, running, complete=False, changes="Een dag meer.")
    done = complete_evaluation(actor=actor_of_user(petra), evaluation=evaluation, revision=evaluation.revision)

    document = evaluation_document(done)

    assert document["evaluation"]["changes"] == "Een dag meer."
    assert document["experiences"][0] | {"name": ""} == {
        "who": "Cliënt",
        "name": "",
        "how": "Samen ingevuld",
        "satisfaction": "Tevreden",
        "cooperation": "Heel goed",
        "goes_well": "Het is gezellig.",
        "could_be_better": "De bus komt vaak te laat.",
    }


@pytest.mark.parametrize("respondent", list(Respondent))
def test_nobody_has_to_answer(petra, open_evaluation, respondent):
    assert record(petra, open_evaluation, **{respondent: ANSWERS | {"satisfaction": None}}).experiences.count() == 1
