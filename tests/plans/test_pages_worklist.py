"""The first page: what needs me."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.models import Allocation
from organisations.enums import Role
from organisations.models import CareProvider, Municipality
from plans.enums import WmoFit
from plans.models import Evaluation, PlanVersion
from plans.services.execution import start_execution
from plans.services.ladders import load_reminders
from plans.services.reminders import derive_reminders
from tests.cast import actor_of_user, member, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import agree, allocate, draft_of, evaluate

pytestmark = pytest.mark.django_db


def worklist(client: Browser, user: User) -> str:
    return sign_in(client, user).get(reverse("home")).content.decode()


def test_provider_sees_an_allocation_without_a_plan(client: Browser, petra: User, allocation: Allocation):
    page = worklist(client, petra)

    assert "Toewijzing zonder plan (1)" in page
    assert reverse("plans:of_client", args=[allocation.client.public_id]) in page


def test_name_of_the_client_leads_to_the_plans_and_the_action_says_whose_it_is(
    client: Browser, petra: User, agreed: PlanVersion
):
    person = agreed.plan.allocation.client

    page = worklist(client, petra)

    assert f'href="{reverse("plans:of_client", args=[person.public_id])}">{person.name}</a>' in page
    assert f'Plan openen<span class="zr-hidden"> van {person.name}</span></a>' in page


def test_provider_sees_drafts_and_agreed_plans(client: Browser, petra: User, agreed: PlanVersion):
    page = worklist(client, petra)

    assert "Vastgesteld, nog niet gestart (1)" in page
    assert reverse("plans:detail", args=[agreed.public_id]) in page


def test_evaluation_comes_up_six_weeks_before_its_last_day(
    client: Browser, petra: User, running: PlanVersion, on_day: Any
):
    assert "binnen zes weken" not in worklist(client, petra)

    on_day(date(2026, 8, 1))
    page = worklist(client, petra)

    assert "Evaluatie binnen zes weken (1)" in page
    assert "Nog 32 dagen" in page


def test_overdue_evaluation_is_named_to_provider_and_municipality(
    client: Browser, petra: User, karin: User, running: PlanVersion, on_day: Any
):
    on_day(date(2026, 9, 5))

    for user in (petra, karin):
        page = worklist(client, user)
        assert "Evaluatie te laat (1)" in page
        assert "3 dagen te laat" in page


def test_municipality_sees_doubt_about_the_wmo(client: Browser, petra: User, karin: User, running: PlanVersion):
    evaluation = evaluate(petra, running, wmo_fit=WmoFit.DOUBT)

    page = worklist(client, karin)

    assert "Twijfel of de Wmo nog past (1)" in page
    assert reverse("plans:evaluation", args=[evaluation.public_id]) in page


def test_open_evaluation_is_on_the_list(client: Browser, petra: User, open_evaluation: Evaluation):
    assert "Evaluatie nog niet afgerond (1)" in worklist(client, petra)


def test_stranger_sees_nothing_of_it(client: Browser, mo: User, zoe: User, running: PlanVersion):
    for user in (mo, zoe):
        page = worklist(client, user)
        assert "Vries" not in page
        assert "u bent helemaal bij" in page


def test_user_without_a_membership_gets_a_kind_empty_page(client: Browser, nobody: User):
    page = worklist(client, nobody)

    assert "U hoort nog bij geen organisatie" in page
    assert "Vraag uw beheerder om u toe te voegen." in page
    assert "Beheer</a>" not in page


def test_administrator_without_a_membership_is_led_to_the_admin_pages(client: Browser, ada: User):
    page = worklist(client, ada)

    assert "Als beheerder werkt u op de" in page
    assert 'href="/beheer/">Beheer</a>' in page
    assert not any(f">{label}</a>" in page for label in ("Cliënten", "Contracten", "Medewerkers"))


def test_purchaser_sees_products_that_are_not_adopted_yet(client: Browser, pim: User, book: None):
    from products.enums import VersionStatus
    from products.models import ProductVariant, ProductVersion

    draft = ProductVersion.objects.create(
        variant=ProductVariant.objects.get(code="bg-duurzaam"),
        number=9,
        status=VersionStatus.DRAFT,
        starts_on=date(2027, 1, 1),
        summary="Nieuw.",
        source="Proef.",
    )

    page = worklist(client, pim)

    assert "Begeleiding Groep Duurzaam, versie 9" in page
    assert reverse("products:version", args=[draft.public_id]) in page


def test_worklist_asks_the_same_number_of_queries_for_one_and_for_three_rows(
    client: Browser, petra: User, apeldoorn: Municipality, de_linde: CareProvider, allocation: Allocation
):
    def one_of_each(number: int) -> None:
        allocate(apeldoorn, de_linde, surname=f"Zonder {number}")
        draft_of(petra, allocate(apeldoorn, de_linde, surname=f"Concept {number}"))
        agree(petra, draft_of(petra, allocate(apeldoorn, de_linde, surname=f"Klaar {number}"), goals=1))
        version = agree(petra, draft_of(petra, allocate(apeldoorn, de_linde, surname=f"Bezig {number}"), goals=1))
        start_execution(actor=actor_of_user(petra), version=version)
        version.refresh_from_db()
        evaluate(petra, version, complete=False)

    one_of_each(1)
    worklist(client, petra)
    with CaptureQueriesContext(connection) as with_one:
        client.get(reverse("home"))
    one_of_each(2)
    one_of_each(3)
    with CaptureQueriesContext(connection) as with_three:
        page = client.get(reverse("home")).content.decode()

    assert "Plan in concept (3)" in page
    assert len(with_three) == len(with_one)
    assert len(with_one) <= 31  # on PostgreSQL one more than on SQLite: the trail takes a lane


def test_reading_the_worklist_stands_in_the_trail_once(client: Browser, petra: User, allocation: Allocation):
    worklist(client, petra)

    entry = AuditEntry.objects.get(event=AuditEvent.READ)
    assert entry.target_label == "plans.plan"
    assert entry.fields == [{"name": "werkvoorraad"}]


def test_accessibility_statement_is_open_to_everybody(client: Browser):
    response = client.get(reverse("toegankelijkheid"))

    assert response.status_code == 200
    assert "WCAG 2.2" in response.content.decode()


def test_planner_sees_whose_evaluation_needs_time_and_no_plan(client: Browser, wil: User, running: PlanVersion):
    load_reminders()
    derive_reminders(date(2026, 8, 20))

    page = worklist(client, wil)

    assert "Evaluatie in te plannen (1)" in page
    assert reverse("clients:file", args=[running.plan.allocation.client.public_id]) in page
    assert reverse("plans:detail", args=[running.public_id]) not in page


def test_planner_is_not_told_of_what_was_evaluated(
    client: Browser, wil: User, petra: User, running: PlanVersion, on_day: Any
):
    load_reminders()
    on_day(date(2026, 8, 20))
    derive_reminders(date(2026, 8, 20))
    evaluate(petra, running)
    derive_reminders(date(2026, 8, 20))

    assert "Evaluatie in te plannen" not in worklist(client, wil)


def test_contract_manager_sees_numbers_and_no_names(
    client: Browser, apeldoorn: Municipality, zutphen: Municipality, running: PlanVersion, on_day: Any
):
    cor = member("Cor Contractmanager", apeldoorn, Role.CONTRACT_MANAGER)
    stranger = member("Zara Contractmanager", zutphen, Role.CONTRACT_MANAGER)
    load_reminders()
    on_day(date(2026, 10, 1))
    derive_reminders(date(2026, 10, 1))

    page = worklist(client, cor)

    assert "Evaluaties die achterlopen" in page
    assert running.plan.allocation.provider.name in page
    assert "Vries" not in page
    assert "Evaluaties die achterlopen" not in worklist(client, stranger)
