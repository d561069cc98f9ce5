"""Pages on which a plan is evaluated."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from plans.models import Evaluation, PlanVersion
from tests.cast import sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import SCORES

pytestmark = pytest.mark.django_db


def url(evaluation: Evaluation) -> str:
    return reverse("plans:evaluation", args=[evaluation.public_id])


def typed(evaluation: Evaluation, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a whole evaluation."""
    return {
        "revision": evaluation.revision,
        "held_on": "2026-03-02",
        "effectiveness": "De vaste dagen helpen.",
        "wmo_fit": "yes",
        "wmo_reason": "Mevrouw redt zich met hulp.",
        "client_absence_reason": "",
        "report": "We gaan zo door.",
        "participants-TOTAL_FORMS": 3,
        "participants-INITIAL_FORMS": 0,
        "participants-0-name": "Sanne de Vries",
        "participants-0-kind": "client",
        "participants-0-contribution": "Het is gezellig.",
        "participants-1-name": "Petra Linde",
        "participants-1-kind": "professional",
        "participants-2-kind": "client",
        **{f"score-{name}": score for name, score in SCORES.items()},
        "goal-1-progress": "better",
        "goal-1-measured_value": "2",
        "goal-1-explanation": "Ze belt zelf.",
    } | changes


def test_evaluation_begins_from_the_plan(client: Browser, petra: User, running: PlanVersion):
    response = sign_in(client, petra).post(
        reverse("plans:start_evaluation", args=[running.public_id]), {"held_on": "2026-03-02"}
    )

    assert response.headers["Location"] == url(Evaluation.objects.get())


def test_draft_is_saved_with_parts_missing(client: Browser, petra: User, open_evaluation: Evaluation):
    data = typed(open_evaluation, report="", wmo_fit="", effectiveness="")

    response = sign_in(client, petra).post(url(open_evaluation), data | {"draft": ""})

    open_evaluation.refresh_from_db()
    assert response.status_code == 302
    assert open_evaluation.participants.count() == 2
    assert open_evaluation.goal_progress.get().explanation == "Ze belt zelf."
    assert not open_evaluation.is_complete


def test_complete_evaluation_moves_the_clock(client: Browser, petra: User, open_evaluation: Evaluation):
    sign_in(client, petra).post(url(open_evaluation), typed(open_evaluation) | {"complete": ""})

    open_evaluation.refresh_from_db()
    plan = open_evaluation.version.plan
    assert open_evaluation.is_complete
    assert f"{plan.next_evaluation_due_on}" == "2026-09-02"
    assert "Afgerond" in client.get(url(open_evaluation)).content.decode()


def test_incomplete_evaluation_is_saved_and_says_all_that_is_missing(
    client: Browser, petra: User, open_evaluation: Evaluation
):
    data = typed(open_evaluation, report="", **{"goal-1-progress": "", "goal-1-measured_value": ""})
    data["goal-1-explanation"] = ""

    page = sign_in(client, petra).post(url(open_evaluation), data | {"complete": ""}).content.decode()

    assert "Schrijf het verslag." in page
    assert 'href="#id_report"' in page
    assert "Vul de voortgang in bij doel 1." in page
    assert "Uw tekst is bewaard." in page
    open_evaluation.refresh_from_db()
    assert open_evaluation.effectiveness == "De vaste dagen helpen."
    assert f'name="revision" value="{open_evaluation.revision}"' in page


def test_each_missing_part_links_to_where_it_is_repaired(client: Browser, petra: User, open_evaluation: Evaluation):
    data = typed(open_evaluation, **{"goal-1-progress": "", "goal-1-measured_value": "", "goal-1-explanation": ""})
    data |= {"participants-0-name": "Wim de Vries", "participants-0-kind": "representative", "complete": ""}
    data |= {"participants-1-name": "", "participants-1-kind": "client", "client_absence_reason": "Ziek."}
    sign_in(client, petra)

    errors = {error.text: error.target for error in client.post(url(open_evaluation), data).context["errors"]}

    assert errors["Vul in welke professional erbij was."] == "id_participants-1-name"
    assert errors["Vul de voortgang in bij doel 1."] == "id_goal-1-progress_0"
    assert all(errors.values())
    open_evaluation.refresh_from_db()
    data |= {"revision": open_evaluation.revision, "participants-0-name": "Petra Linde"}
    data |= {"participants-0-kind": "professional"}
    errors = {error.text: error.target for error in client.post(url(open_evaluation), data).context["errors"]}
    missing = "Vul minstens één deelnemer in namens de cliënt of het cliëntsysteem."
    assert errors[missing] == "id_participants-1-name"


def test_form_without_rows_is_refused_and_not_an_error(client: Browser, petra: User, open_evaluation: Evaluation):
    assert sign_in(client, petra).post(url(open_evaluation), {"complete": ""}).status_code == 200


def test_only_as_many_empty_participants_as_needed(client: Browser, petra: User, open_evaluation: Evaluation):
    page = sign_in(client, petra).get(url(open_evaluation))
    at_first = page.context["participants"].total_form_count()
    client.post(url(open_evaluation), typed(open_evaluation) | {"draft": ""})

    assert at_first == 3
    assert client.get(url(open_evaluation)).context["participants"].total_form_count() == 3


def test_explanation_without_progress_is_not_lost(client: Browser, petra: User, open_evaluation: Evaluation):
    data = typed(open_evaluation, **{"goal-1-progress": ""})

    page = sign_in(client, petra).post(url(open_evaluation), data | {"draft": ""}).content.decode()

    assert "Ze belt zelf." in page
    assert "Kies hoe het met dit doel gaat." in page
    assert 'href="#id_goal-1-progress_0"' in page


def test_conflict_keeps_the_typed_report(client: Browser, petra: User, open_evaluation: Evaluation):
    sign_in(client, petra).post(url(open_evaluation), typed(open_evaluation, report="Eerst.") | {"draft": ""})

    response = client.post(url(open_evaluation), typed(open_evaluation, report="Daarna.") | {"draft": ""})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Daarna." in page
    assert "Nu opgeslagen: Eerst." in page
    assert "Het is gezellig." in page


def test_complete_evaluation_cannot_be_changed(client: Browser, petra: User, evaluation: Evaluation):
    response = sign_in(client, petra).post(url(evaluation), typed(evaluation) | {"draft": ""})

    assert response.status_code == 409


def test_municipality_reads_an_open_evaluation_without_a_form(
    client: Browser, karin: User, open_evaluation: Evaluation
):
    page = sign_in(client, karin).get(url(open_evaluation)).content.decode()

    assert "Concept opslaan" not in page
    assert client.post(url(open_evaluation), typed(open_evaluation)).status_code == 403


@pytest.mark.parametrize("name", ["mo", "zoe"])
def test_evaluation_does_not_exist_for_a_stranger(
    client: Browser, request: pytest.FixtureRequest, open_evaluation: Evaluation, name: str
):
    assert sign_in(client, request.getfixturevalue(name)).get(url(open_evaluation)).status_code == 404
