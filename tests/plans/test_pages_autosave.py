"""What is typed in the long forms of a plan is kept, offered, taken up again and thrown away."""

from time import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from accounts.web.sessions import SEEN_AT
from audit.models import AuditEntry
from clients.models import Autosave
from clients.services.autosaves import keep_autosave
from plans.models import Evaluation, PlanVersion
from plans.services.drafting import change_plan
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import leave_autosave
from tests.plans.test_pages_writing import goal_data

pytestmark = pytest.mark.django_db

TEXT = "Half af: mevrouw wil vaker naar <buiten>."
SCRIPT = {"X-Concept": "bewaren"}


def url(name: str, row: Any) -> str:
    return reverse(f"plans:{name}", args=[row.public_id])


def plan_data(version: PlanVersion, **changes: Any) -> dict[str, Any]:
    period = {"starts_on": "2026-03-01", "ends_on": "2026-12-31"}
    return period | {"revision": version.revision, "situation": TEXT, "attends": ["1-morning", "2-morning"]} | changes


def keep(browser: Browser, version: PlanVersion, **changes: Any) -> Any:
    return browser.post(url("change", version), plan_data(version, **changes), headers=SCRIPT)


def test_script_keeps_what_is_typed_and_nothing_is_stored_in_the_plan(client: Browser, petra: User, draft: PlanVersion):
    response = keep(sign_in(client, petra), draft, starts_on="geen datum", csrfmiddlewaretoken="x")

    assert (response.status_code, list(response.json())) == (200, ["bewaard"])
    row = Autosave.objects.get()
    assert (row.form, row.target, row.user) == ("plans:change", draft.public_id, petra)
    assert ["situation", TEXT] in row.content
    assert [value for name, value in row.content if name == "attends"] == ["1-morning", "2-morning"]
    assert "csrfmiddlewaretoken" not in {name for name, _ in row.content}
    draft.refresh_from_db()
    assert draft.situation == "Mevrouw woont alleen."


def test_form_offers_the_text_and_shows_what_is_stored_until_somebody_goes_on(
    client: Browser, petra: User, draft: PlanVersion
):
    browser = sign_in(client, petra)
    keep(browser, draft)

    page = browser.get(url("change", draft)).content.decode()
    assert "Er is een concept van 2 maart 2026" in page
    assert escape(TEXT) not in page
    assert "data-kept" in page

    page = browser.get(url("change", draft), {"concept": "verder"}).content.decode()
    assert escape(TEXT) in page
    assert page.count(" checked") == 2
    assert "data-kept" not in page
    assert "U gaat verder met uw concept." in page


def test_going_on_shows_also_what_is_wrong_as_it_was_typed_and_says_nothing_of_it_yet(
    client: Browser, petra: User, empty_draft: PlanVersion
):
    browser = sign_in(client, petra)
    typed = goal_data(empty_draft, start_value="nul", **{"activities-1-description": "Sjoelen"})
    browser.post(url("add_goal", empty_draft), typed, headers=SCRIPT)

    page = browser.get(url("add_goal", empty_draft), {"concept": "verder"}).content.decode()

    assert 'value="nul"' in page
    assert 'value="Sjoelen"' in page
    assert "data-error-summary" not in page
    assert "Vul een getal in" not in page


def test_saving_the_form_removes_the_text_and_so_does_the_button(client: Browser, petra: User, draft: PlanVersion):
    browser = sign_in(client, petra)
    keep(browser, draft)
    browser.post(url("change", draft), plan_data(draft))
    draft.refresh_from_db()
    assert draft.situation == TEXT
    assert not Autosave.objects.exists()

    keep(browser, draft)
    response = browser.post(url("change", draft), {"concept": "weggooien"}, follow=True)

    assert "Het concept is weggegooid." in response.content.decode()
    assert not Autosave.objects.exists()


def test_refused_form_keeps_the_text_and_offers_nothing_beside_what_was_typed(
    client: Browser, petra: User, draft: PlanVersion
):
    browser = sign_in(client, petra)
    keep(browser, draft)

    page = browser.post(url("change", draft), plan_data(draft, starts_on="")).content.decode()

    assert Autosave.objects.exists()
    assert "data-kept" not in page


def test_going_on_after_somebody_saved_is_a_conflict_when_it_is_saved(client: Browser, petra: User, draft: PlanVersion):
    browser = sign_in(client, petra)
    begun = browser.get(url("change", draft)).context["form"].fields["revision"].widget.begun
    keep(browser, draft, begonnen=begun)
    values = {"situation": "Van een collega.", "taken_over": "Vervoer."}
    change_plan(actor=actor_of_user(petra), version=draft, revision=draft.revision, values=values)

    page = browser.get(url("change", draft), {"concept": "verder"})
    answer = browser.post(url("change", draft), plan_data(draft, begonnen=begun))

    assert f'name="revision" value="{draft.revision}"' in page.content.decode()
    assert f'name="begonnen" value="{escape(begun)}"' in page.content.decode()
    assert answer.status_code == 409
    ready = {choice.key: choice.takes_theirs for choice in answer.context["form"].clash.choices}
    assert ready == {"situation": False, "taken_over": True}


def test_nobody_else_is_offered_it_and_a_reader_keeps_nothing(
    client: Browser, petra: User, karin: User, draft: PlanVersion
):
    version = draft
    keep_autosave(
        actor=actor_of_user(karin),
        client=version.plan.allocation.client,
        form="plans:change",
        target=version.public_id,
        typed=[("situation", "Van de gemeente.")],
    )

    assert "data-kept" not in sign_in(client, petra).get(url("change", version)).content.decode()
    assert keep(sign_in(client, karin), version).status_code == 403
    assert Autosave.objects.count() == 1


def test_completed_or_not_an_evaluation_has_its_own_text(client: Browser, petra: User, open_evaluation: Evaluation):
    leave_autosave(petra, open_evaluation)
    browser = sign_in(client, petra)

    page = browser.get(url("evaluation", open_evaluation)).content.decode()
    assert "Er is een concept van" in page
    data = {"revision": open_evaluation.revision, "held_on": "2026-03-02", "complete": ""}
    rows = {"participants-TOTAL_FORMS": 0, "participants-INITIAL_FORMS": 0}
    response = browser.post(url("evaluation", open_evaluation), data | rows)

    # Too early to complete, but what was typed is saved.
    assert "Uw tekst is bewaard." in response.content.decode()
    assert not Autosave.objects.exists()


def test_forms_without_much_to_type_keep_nothing(client: Browser, petra: User, draft: PlanVersion):
    response = sign_in(client, petra).post(
        url("remove_goal", draft.goals.get()), {"revision": draft.revision}, headers=SCRIPT
    )

    assert response.status_code == 302
    assert not Autosave.objects.exists()


def test_too_long_a_text_is_refused_in_words(client: Browser, petra: User, draft: PlanVersion):
    response = keep(sign_in(client, petra), draft, situation="x" * 200_001)

    assert response.status_code == 422
    assert response.json() == {"uitleg": "Deze tekst is te lang om als concept te bewaren."}


def test_script_does_not_end_a_session_so_that_the_button_still_takes_the_text_along(
    client: Browser, petra: User, draft: PlanVersion
):
    browser = sign_in(client, petra)
    browser.get(url("change", draft))
    session = browser.session
    session[SEEN_AT] = int(time()) - settings.IDLE_MINUTES * 60 - 10_000_000
    session.save()

    assert keep(browser, draft).status_code == 401
    assert browser.get(url("change", draft), headers=SCRIPT).status_code == 401
    pushed = browser.post(url("change", draft), plan_data(draft))

    assert not Autosave.objects.exists()
    assert "niet kwijt" in pushed.content.decode()


def test_signed_out_script_is_sent_away_and_keeps_nothing(client: Browser, draft: PlanVersion):
    response = keep(client, draft)

    assert response.status_code == 302
    assert not Autosave.objects.exists()


def test_text_leaves_no_words_in_the_trail(client: Browser, petra: User, draft: PlanVersion):
    keep(sign_in(client, petra), draft)

    [line] = AuditEntry.objects.filter(target_label="clients.autosave")
    assert (line.event, line.client) == ("created", draft.plan.allocation.client.public_id)
    assert "buiten" not in str(line.fields)
