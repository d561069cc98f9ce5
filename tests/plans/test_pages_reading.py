"""Pages that show plans: the client's plans, a version, an evaluation."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.models import Allocation
from organisations.models import CareProvider, Municipality
from plans import urls
from plans.models import Evaluation, PlanVersion
from tests.cast import sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import allocate, draft_of

pytestmark = pytest.mark.django_db


def page_of(version: PlanVersion, name: str = "detail") -> str:
    return reverse(f"plans:{name}", args=[version.public_id])


def test_plan_page_shows_goal_activity_agreement_and_due_date(client: Browser, petra: User, running: PlanVersion):
    page = sign_in(client, petra).get(page_of(running)).content.decode()

    assert "Uitvoeringsplan van S. de Vries" in page
    assert "Van 1 naar 2,5 dagdelen per week" in page
    assert "1 keer per dagdeel" in page
    assert "In uitvoering" in page
    assert "2 september 2026" in page
    assert "Evalueren uiterlijk elke 6 maanden" in page


def test_draft_names_what_is_missing_with_links_to_where_to_fill_it_in(
    client: Browser, petra: User, empty_draft: PlanVersion
):
    page = sign_in(client, petra).get(page_of(empty_draft)).content.decode()

    assert "Het plan heeft nog geen doel" in page
    assert f'href="{page_of(empty_draft, "add_goal")}"' in page
    assert f'href="{page_of(empty_draft, "moments")}"' in page


def test_municipality_reads_the_plan_and_changes_nothing(client: Browser, karin: User, draft: PlanVersion):
    page = sign_in(client, karin).get(page_of(draft)).content.decode()

    assert "Uitvoeringsplan van S. de Vries" in page
    assert "Wijzigen" not in page
    assert "Akkoord geven" not in page
    assert client.get(page_of(draft, "change")).status_code == 403


@pytest.mark.parametrize("name", ["mo", "zoe", "nobody", "pim", "ilse"])
def test_plan_does_not_exist_for_a_stranger(
    client: Browser, request: pytest.FixtureRequest, draft: PlanVersion, name: str
):
    assert sign_in(client, request.getfixturevalue(name)).get(page_of(draft)).status_code == 404


def test_reading_a_plan_stands_in_the_trail_once(client: Browser, petra: User, draft: PlanVersion):
    sign_in(client, petra)
    before = AuditEntry.objects.filter(event=AuditEvent.READ).count()

    client.get(page_of(draft))

    entries = AuditEntry.objects.filter(event=AuditEvent.READ)
    assert entries.count() == before + 1
    assert entries.latest("pk").client == draft.plan.allocation.client.public_id


def test_plans_of_a_client_offer_to_begin_one(client: Browser, petra: User, allocation: Allocation):
    page = sign_in(client, petra).get(reverse("plans:of_client", args=[allocation.client.public_id]))

    assert reverse("plans:start", args=[allocation.public_id]) in page.content.decode()
    assert "Er is nog geen plan bij deze toewijzing" in page.content.decode()


def test_plans_of_a_client_show_a_plan_that_is_there(client: Browser, karin: User, running: PlanVersion):
    url = reverse("plans:of_client", args=[running.plan.allocation.client.public_id])
    page = sign_in(client, karin).get(url).content.decode()

    assert page_of(running) in page
    assert "In uitvoering" in page


def test_fictional_product_is_marked_on_the_plan_page(
    client: Browser, petra: User, apeldoorn: Municipality, de_linde: CareProvider, allocation: Allocation
):
    version = draft_of(petra, allocate(apeldoorn, de_linde, "bg-licht", surname="Licht"))

    assert "fictief" in sign_in(client, petra).get(page_of(version)).content.decode()


def test_evaluation_page_shows_the_report(client: Browser, karin: User, evaluation: Evaluation):
    page = sign_in(client, karin).get(reverse("plans:evaluation", args=[evaluation.public_id]))

    text = page.content.decode()
    assert "De vaste dagen geven rust." in text
    assert "Vooruitgang" in text
    assert "Het is gezellig." in text


def test_plan_page_asks_the_same_number_of_queries_with_one_and_with_three_goals(
    client: Browser, petra: User, apeldoorn: Municipality, de_linde: CareProvider, allocation: Allocation
):
    one = draft_of(petra, allocation, goals=1)
    three = draft_of(petra, allocate(apeldoorn, de_linde, surname="Drie"), goals=3)
    sign_in(client, petra).get(page_of(one))

    with CaptureQueriesContext(connection) as with_one:
        client.get(page_of(one))
    with CaptureQueriesContext(connection) as with_three:
        client.get(page_of(three))

    assert len(with_one) == len(with_three)
    assert len(with_one) <= (22 if connection.vendor == "postgresql" else 21)  # with the lock of the trail


@pytest.mark.parametrize("route", ["plans:detail", "plans:of_client", "plans:agree", "plans:change"])
def test_page_about_a_plan_is_marked_in_the_navigation(client: Browser, petra: User, draft: PlanVersion, route: str):
    about = draft.plan.allocation.client if route == "plans:of_client" else draft

    page = sign_in(client, petra).get(reverse(route, args=[about.public_id]))

    assert [link.label for link in page.context["navigation"] if link.is_current] == ["Cliënten"]


def test_every_route_of_a_plan_lies_in_a_section_of_the_navigation():
    sections = {section for *_, places in settings.NAVIGATION for section in places} | {"clienten"}

    own_links = {"sjablonen", "agenda"}  # the last is for programs
    found = {str(pattern.pattern).split("/", maxsplit=1)[0] for pattern in urls.urlpatterns}
    assert found - own_links <= sections
