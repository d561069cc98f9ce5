"""Two people in one plan: what the second sees of the first, and what is stored in the end."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from core.web.conflicts import THEIRS
from core.web.sent import BEGUN, TAKE
from plans.models import Evaluation, PlanVersion
from plans.services.drafting import change_plan
from plans.services.evaluations import change_evaluation
from plans.services.goals import change_goal, remove_goal
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import ACTIVITY
from tests.plans.test_pages_writing import goal_data

pytestmark = pytest.mark.django_db

THEIR_TEXT = "Mevrouw woont sinds kort bij haar zoon."


def url(name: str, row: Any) -> str:
    return reverse(f"plans:{name}", args=[row.public_id])


def begun_of(response: Any) -> str:
    begun: str = response.context["form"].fields["revision"].widget.begun
    return begun


def choices_of(response: Any) -> dict[str, Any]:
    return {choice.key: choice for choice in response.context["form"].clash.choices}


def test_plan_names_who_saved_and_leaves_alone_what_only_the_writer_changed(
    client: Browser, petra: User, karin: User, draft: PlanVersion
):
    browser = sign_in(client, petra)
    begun = begun_of(browser.get(url("change", draft)))
    data = {"revision": draft.revision, "starts_on": "2026-03-01", "ends_on": "2026-12-31", BEGUN: begun}
    typed = data | {"situation": draft.situation, "needed_support": "Mijn nieuwe tekst.", "attends": "1-morning"}
    values = {"situation": THEIR_TEXT}
    change_plan(actor=actor_of_user(petra), version=draft, revision=draft.revision, values=values)

    response = browser.post(url("change", draft), typed)

    assert response.status_code == 409
    [choice] = choices_of(response).values()
    assert (choice.key, choice.takes_theirs) == ("situation", True)
    assert "U zelf, in een ander venster, sloeg op: 2 maart 2026" in response.content.decode()
    draft.refresh_from_db()
    again = typed | {"revision": draft.revision, choice.name: THEIRS}
    browser.post(url("change", draft), again)
    draft.refresh_from_db()
    assert (draft.situation, draft.needed_support, str(draft.attends)) == (
        THEIR_TEXT,
        "Mijn nieuwe tekst.",
        "maandagochtend",
    )


def test_goal_shows_both_lists_of_activities_and_takes_over_the_stored_one(
    client: Browser, petra: User, draft: PlanVersion
):
    goal = draft.goals.get()
    data = goal_data(draft, statement="Mijn nieuwe doel")
    cooking = ACTIVITY | {"description": "Samen koken"}
    change_goal(
        actor=actor_of_user(petra), goal=goal, revision=draft.revision, values={"unit": "keer"}, activities=[cooking]
    )
    browser = sign_in(client, petra)

    response = browser.post(url("change_goal", goal), data)

    choices = choices_of(response)
    assert {"statement", "unit", "activities"} <= set(choices)
    both = [
        "".join(piece.text for piece in side) for side in (choices["activities"].mine, choices["activities"].theirs)
    ]
    assert both[0] == "Samen de weekkaart lezen; Hoe vaak? 2; Per: per week; Dit gebeurt in de groep: ja"
    assert both[1].startswith("Samen koken; Hoe vaak? 1; Per: per dagdeel; Door wie? vaste begeleider")
    draft.refresh_from_db()
    browser.post(
        url("change_goal", goal),
        data | {"revision": draft.revision, f"{TAKE}activities": THEIRS, f"{TAKE}unit": "eigen"},
    )
    goal.refresh_from_db()
    assert (goal.statement, goal.unit) == ("Mijn nieuwe doel", "dagdelen per week")
    assert [one.description for one in goal.activities.all()] == ["Samen koken"]


def test_evaluation_shows_the_texts_of_both_per_goal_too(client: Browser, petra: User, open_evaluation: Evaluation):
    goal = open_evaluation.version.goals.get()
    progress = [{"goal": goal, "progress": "better", "measured_value": 2, "explanation": "Ze belt zelf."}]
    people = [{"kind": "client", "name": "Sanne", "contribution": ""}]
    change_evaluation(
        actor=actor_of_user(petra),
        evaluation=open_evaluation,
        revision=open_evaluation.revision,
        values={"report": "Verslag van een collega."},
        progress=progress,
        participants=people,
    )
    browser = sign_in(client, petra)
    typed = {
        "revision": open_evaluation.revision,
        "held_on": "2026-03-02",
        "report": "Mijn verslag.",
        "goal-1-progress": "same",
        "goal-1-explanation": "Het ging niet.",
        "participants-TOTAL_FORMS": 1,
        "participants-INITIAL_FORMS": 0,
        "participants-0-name": "Petra",
        "participants-0-kind": "professional",
    }

    response = browser.post(url("evaluation", open_evaluation), typed)

    assert response.status_code == 409
    choices = choices_of(response)
    assert {"report", "goal-1-progress", "goal-1-explanation", "participants"} <= set(choices)
    assert choices["goal-1-progress"].label == "Doel 1: voortgang op doel 1"
    open_evaluation.refresh_from_db()
    again = typed | {"revision": open_evaluation.revision, "draft": ""}
    again |= {f"{TAKE}{key}": THEIRS for key in ("goal-1-progress", "goal-1-measured_value", "participants")}
    browser.post(url("evaluation", open_evaluation), again)
    open_evaluation.refresh_from_db()
    row = open_evaluation.goal_progress.get()
    assert row.measured_value == 2
    assert (open_evaluation.report, row.progress, row.explanation) == (
        "Mijn verslag.",
        "better",
        "Het ging niet.",
    )
    assert [person.name for person in open_evaluation.participants.all()] == ["Sanne"]


def test_text_about_a_goal_that_went_meanwhile_comes_back(client: Browser, petra: User, draft: PlanVersion):
    goal = draft.goals.get()
    remove_goal(actor=actor_of_user(petra), goal=goal, revision=draft.revision)

    response = sign_in(client, petra).post(url("change_goal", goal), goal_data(draft, statement="Lang getypt"))

    assert response.status_code == 404
    page = response.content.decode()
    assert "Lang getypt" in page
    assert "Wat u invulde" in page
