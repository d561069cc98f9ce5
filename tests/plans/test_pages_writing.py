"""Forms of a plan: what is saved, what is refused, and that nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Allocation
from organisations.enums import Level
from plans.enums import PlanStatus
from plans.models import Goal, Plan, PlanVersion
from tests.cast import sign_in
from tests.factories.clients import MemberFactory
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import GOAL, professional_of

pytestmark = pytest.mark.django_db


def url(name: str, version: Any) -> str:
    return reverse(f"plans:{name}", args=[version.public_id])


def goal_data(version: PlanVersion, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a goal with one activity."""
    goal = {name: value for name, value in GOAL.items() if name != "has_consent"}
    rows = {
        "activities-TOTAL_FORMS": 3,
        "activities-INITIAL_FORMS": 0,
        "activities-0-description": "Samen de weekkaart lezen",
        "activities-0-times": 2,
        "activities-0-per": "week",
        "activities-0-is_in_group": "on",
        "activities-1-per": "week",
        "activities-1-is_in_group": "on",
        "activities-2-per": "week",
        "activities-2-is_in_group": "on",
    }
    typed = {"start_value": "1", "target_value": "2,5", "has_consent": "on", "revision": version.revision}
    return {key: str(value) for key, value in (goal | rows | typed | changes).items()}


# Start ------------------------------------------------------------------------------------------------


def test_plan_begins_with_a_responsible_professional(client: Browser, petra: User, allocation: Allocation):
    response = sign_in(client, petra).post(
        url("start", allocation),
        {
            "professional": str(professional_of(petra).public_id),
            "starts_on": "2026-03-01",
            "ends_on": "2026-12-31",
        },
    )

    version = PlanVersion.objects.get()
    assert response.headers["Location"] == url("detail", version)
    assert version.plan.responsibilities.get().professional == professional_of(petra)


def test_only_professionals_with_the_demanded_level_can_be_chosen(client: Browser, petra: User, allocation: Allocation):
    low = ProfessionalFactory.create(name="Bas Laag", provider=allocation.provider)
    QualificationFactory.create(professional=low, level=Level.MBO_2, verified=True)

    page = sign_in(client, petra).get(url("start", allocation)).content.decode()

    assert "Petra Linde" in page
    assert "Bas Laag" not in page
    assert "minstens niveau mbo 4" in page


def test_plan_outside_the_allocation_keeps_what_was_typed(client: Browser, petra: User, allocation: Allocation):
    page = sign_in(client, petra).post(
        url("start", allocation),
        {
            "professional": str(professional_of(petra).public_id),
            "starts_on": "2026-03-01",
            "ends_on": "2027-06-30",
        },
    )

    assert 'value="2027-06-30"' in page.content.decode()
    assert "valt buiten de toewijzing" in page.content.decode()
    assert not Plan.objects.exists()


def test_starting_twice_leads_to_the_plan_that_is_there(client: Browser, petra: User, draft: PlanVersion):
    response = sign_in(client, petra).get(url("start", draft.plan.allocation))

    assert response.headers["Location"] == url("detail", draft)


# Texts, goals and moments --------------------------------------------------------------------------------


def test_goal_is_added_with_the_activities_that_were_filled_in(client: Browser, petra: User, empty_draft: PlanVersion):
    sign_in(client, petra).post(url("add_goal", empty_draft), goal_data(empty_draft))

    goal = Goal.objects.get()
    assert str(goal.target_value) == "2.50"
    assert goal.has_consent
    assert [activity.frequency_text for activity in goal.activities.all()] == ["2 keer per week"]


def test_goal_may_be_saved_before_it_is_smart(client: Browser, petra: User, empty_draft: PlanVersion):
    data = goal_data(empty_draft, measure="", unit="", start_value="", target_value="", why_realistic="", due_on="")

    response = sign_in(client, petra).post(url("add_goal", empty_draft), data)

    assert response.status_code == 302
    page = client.get(url("detail", empty_draft)).content.decode()
    assert "Doel 1: leg uit waarom dit doel haalbaar is." in page
    assert url("change_goal", Goal.objects.get()) in page


def test_wrong_number_and_activity_without_frequency_keep_what_was_typed(
    client: Browser, petra: User, empty_draft: PlanVersion
):
    data = goal_data(empty_draft, target_value="veel", **{"activities-0-times": ""})

    page = sign_in(client, petra).post(url("add_goal", empty_draft), data).content.decode()

    assert 'value="veel"' in page
    assert "Samen de weekkaart lezen" in page
    assert "Vul een getal in, bijvoorbeeld 3 of 2,5." in page
    assert "Activiteit 1: Hoe vaak?: Vul ‘Hoe vaak?’ in." in page or "Activiteit 1:" in page
    assert not Goal.objects.exists()


def test_activity_that_is_ticked_away_is_removed(client: Browser, petra: User, draft: PlanVersion):
    goal = draft.goals.get()
    data = goal_data(draft, **{"activities-INITIAL_FORMS": 1, "activities-0-DELETE": "on"})

    sign_in(client, petra).post(url("change_goal", goal), data)

    assert not goal.activities.exists()


def test_goal_goes_after_a_question(client: Browser, petra: User, draft: PlanVersion):
    goal = draft.goals.get()
    page = sign_in(client, petra).get(url("remove_goal", goal)).content.decode()
    assert "Weet u zeker" in page

    client.post(url("remove_goal", goal), {"revision": draft.revision})

    assert not draft.goals.exists()


def test_conflict_keeps_the_typed_text_and_shows_the_stored_one(client: Browser, petra: User, empty_draft: PlanVersion):
    data = {"revision": empty_draft.revision, "starts_on": "2026-03-01", "ends_on": "2026-12-31"}
    sign_in(client, petra).post(url("change", empty_draft), data | {"situation": "Tekst van een collega."})

    response = client.post(url("change", empty_draft), data | {"situation": "Mijn lange tekst."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Iemand anders heeft dit plan gewijzigd" in page
    assert "Mijn lange tekst." in page
    assert "Nu opgeslagen: Tekst van een collega." in page
    empty_draft.refresh_from_db()
    assert f'name="revision" value="{empty_draft.revision}"' in page


def test_saving_again_after_a_conflict_goes_through(client: Browser, petra: User, empty_draft: PlanVersion):
    data = {"revision": empty_draft.revision, "starts_on": "2026-03-01", "ends_on": "2026-12-31"}
    sign_in(client, petra).post(url("change", empty_draft), data | {"situation": "Tekst van een collega."})
    empty_draft.refresh_from_db()

    client.post(
        url("change", empty_draft),
        data | {"situation": "Mijn tekst.", "revision": empty_draft.revision},
    )

    empty_draft.refresh_from_db()
    assert empty_draft.situation == "Mijn tekst."


def test_goal_conflict_keeps_activities_too(client: Browser, petra: User, draft: PlanVersion):
    goal = draft.goals.get()
    data = goal_data(draft, revision=draft.revision - 1, statement="Mijn nieuwe doel")

    response = sign_in(client, petra).post(url("change_goal", goal), data)

    assert response.status_code == 409
    assert "Mijn nieuwe doel" in response.content.decode()
    assert "Samen de weekkaart lezen" in response.content.decode()
    assert "Nu opgeslagen: Mevrouw komt op vaste dagen naar de groep." in response.content.decode()


def test_longer_interval_than_the_product_is_refused_at_its_field(client: Browser, petra: User, draft: PlanVersion):
    data = {"revision": draft.revision, "starts_on": "2026-03-01", "ends_on": "2026-12-31"}

    page = sign_in(client, petra).post(url("change", draft), data | {"evaluation_interval_months": "9"})

    assert "Evalueer uiterlijk na 6 maanden" in page.content.decode()
    assert 'href="#id_evaluation_interval_months"' in page.content.decode()


def test_evaluation_moments_are_replaced(client: Browser, petra: User, draft: PlanVersion):
    data = {"revision": draft.revision, "day_1": "", "day_2": "2026-07-01", "day_3": "2026-05-01"}

    sign_in(client, petra).post(url("moments", draft), data)

    days = list(draft.evaluation_moments.values_list("planned_on", flat=True))
    assert days == [date(2026, 5, 1), date(2026, 7, 1)]


def test_same_moment_twice_is_refused(client: Browser, petra: User, draft: PlanVersion):
    data = {"revision": draft.revision, "day_1": "2026-07-01", "day_2": "2026-07-01"}

    page = sign_in(client, petra).post(url("moments", draft), data).content.decode()

    assert "Deze datum staat er al." in page


# Agreement and execution ------------------------------------------------------------------------------------


def test_both_sides_agree_and_the_plan_is_agreed(client: Browser, petra: User, draft: PlanVersion):
    sign_in(client, petra)
    client.post(
        url("agree_for_client", draft),
        {
            "client-revision": draft.revision,
            "client-agreed_by": "client",
            "client-agreed_on": "2026-03-02",
        },
    )

    response = client.post(
        url("agree_as_professional", draft),
        {"professional-revision": draft.revision, "professional-agreed_on": "2026-03-02"},
    )

    draft.refresh_from_db()
    assert draft.status == PlanStatus.AGREED
    assert response.headers["Location"] == url("detail", draft)
    assert "S. de Vries" in client.get(url("detail", draft)).content.decode()


def test_somebody_of_the_client_system_agrees(client: Browser, petra: User, draft: PlanVersion):
    daughter = MemberFactory.create(client=draft.plan.allocation.client, name="Els de Vries")

    sign_in(client, petra).post(
        url("agree_for_client", draft),
        {
            "client-revision": draft.revision,
            "client-agreed_by": str(daughter.public_id),
            "client-why_not_client": "asked",
            "client-not_client_reason": "Mevrouw wil dat haar dochter tekent.",
            "client-agreed_on": "2026-03-02",
        },
    )

    agreement = draft.agreements.get()
    assert (agreement.name, agreement.agreed_as) == ("Els de Vries", "system_member")


def test_incomplete_plan_is_refused_with_everything_that_is_missing(
    client: Browser, petra: User, empty_draft: PlanVersion
):
    page = (
        sign_in(client, petra)
        .post(
            url("agree_for_client", empty_draft),
            {
                "client-revision": empty_draft.revision,
                "client-agreed_by": "client",
                "client-agreed_on": "2026-03-02",
            },
        )
        .content.decode()
    )

    assert "Er zijn 2 fouten in het formulier" in page
    assert "Het plan heeft nog geen doel" in page
    assert "Het plan heeft nog geen evaluatiemoment" in page


def test_agreement_to_a_plan_that_changed_meanwhile_is_a_conflict(client: Browser, petra: User, draft: PlanVersion):
    response = sign_in(client, petra).post(
        url("agree_for_client", draft),
        {
            "client-revision": draft.revision - 1,
            "client-agreed_by": "client",
            "client-agreed_on": "2026-03-02",
        },
    )

    assert response.status_code == 409
    assert not draft.agreements.exists()


def test_agreement_is_withdrawn_while_the_other_side_waits(client: Browser, petra: User, draft: PlanVersion):
    sign_in(client, petra).post(
        url("agree_for_client", draft),
        {
            "client-revision": draft.revision,
            "client-agreed_by": "client",
            "client-agreed_on": "2026-03-02",
        },
    )

    given = {"withdrawn_by": "client", "withdrawn_on": "2026-03-02", "reason": "Ik wil er nog over nadenken."}
    client.post(url("withdraw", draft.agreements.get()), given)

    assert not draft.agreements.standing().exists()
    assert "Ik wil er nog over nadenken." in client.get(url("detail", draft)).text


def test_execution_starts_and_a_new_version_begins(client: Browser, petra: User, agreed: PlanVersion):
    sign_in(client, petra).post(url("start_execution", agreed))
    agreed.refresh_from_db()
    assert agreed.status == PlanStatus.IN_EXECUTION

    goal = agreed.goals.get()
    assert str(goal.public_id) in client.get(url("new_version", agreed)).text
    client.post(url("new_version", agreed), {"keep": [str(goal.public_id)]})

    newest = agreed.plan.versions.get(number=2)
    assert newest.is_draft
    assert newest.goals.count() == 1


def test_get_does_not_start_the_execution(client: Browser, petra: User, agreed: PlanVersion):
    assert sign_in(client, petra).get(url("start_execution", agreed)).status_code == 405


def test_plan_ends_with_a_reason(client: Browser, petra: User, running: PlanVersion):
    page = sign_in(client, petra).post(url("end", running), {"reason": ""}).content.decode()
    assert "Vul ‘Waarom stopt het plan?’ in." in page

    client.post(url("end", running), {"reason": "Mevrouw verhuist."})

    running.refresh_from_db()
    assert running.status == PlanStatus.ENDED


def test_responsibility_is_handed_over(client: Browser, petra: User, running: PlanVersion):
    successor = ProfessionalFactory.create(name="Sien Nieuw", provider=running.plan.allocation.provider)
    QualificationFactory.create(professional=successor, level=Level.HBO, verified=True)

    sign_in(client, petra).post(
        url("hand_over", running), {"professional": str(successor.public_id), "from_on": "2026-04-01"}
    )

    assert running.plan.responsibilities.get(ends_on=None).professional == successor
