"""The pages on which many plans are printed together."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.models import TreatmentRelation
from plans.enums import BatchStatus
from plans.models import PlanVersion, PrintBatch, PrintItem
from plans.services.printing import print_plans
from tests.cast import sign_in
from tests.plans.print_story import *  # noqa: F403 - fixtures
from tests.plans.print_story import start
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fast")]
PRINT = "/plannen/afdrukken"


def test_work_list_leads_to_printing_for_who_reads_plans(client: Browser, petra: User, versions: Any):
    assert PRINT in sign_in(client, petra).get(reverse("home")).content.decode()


def test_planner_sees_no_way_to_it(client: Browser, wil: User, versions: Any):
    assert PRINT not in sign_in(client, wil).get(reverse("home")).content.decode()
    assert client.get(PRINT).status_code == 403


def test_chosen_plans_are_printed_and_downloaded(
    client: Browser,
    petra: User,
    versions: list[PlanVersion],
    django_capture_on_commit_callbacks: Any,
):
    page = sign_in(client, petra).get(PRINT, {"status": "draft"}).content.decode()
    assert page.count('name="plan"') == 3
    assert AuditEntry.objects.latest("pk").event == AuditEvent.READ

    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(PRINT, {"kind": "plan", "plan": [str(one.public_id) for one in versions[:2]]})

    batch = PrintBatch.objects.get()
    assert sent.headers["Location"] == reverse("plans:print_batch", args=[batch.public_id])
    shown = client.get(sent.headers["Location"])
    assert "2 plannen zijn klaar." in shown.content.decode()
    assert "Refresh" not in shown.headers
    zipped = client.get(reverse("plans:print_zip", args=[batch.public_id]))
    assert len(ZipFile(BytesIO(zipped.content)).namelist()) == 2
    assert "no-store" in zipped.headers["Cache-Control"]
    exported = AuditEntry.objects.filter(event=AuditEvent.EXPORTED)
    assert {one.client for one in exported if one.client} == {
        one.plan.allocation.client.public_id for one in versions[:2]
    }


def test_nothing_that_was_ticked_is_lost_on_an_error(
    client: Browser,
    petra: User,
    versions: list[PlanVersion],
):
    start(petra, versions[:1])
    chosen = str(versions[1].public_id)

    page = sign_in(client, petra).post(f"{PRINT}?status=draft", {"kind": "readable", "plan": [chosen]})

    text = page.content.decode()
    assert "Er worden al plannen voor u afgedrukt." in text
    assert text.count(" checked>") == 1
    assert re.search(f'value="{chosen}"[^>]* checked>', text)
    assert re.search(r'value="readable"[^>]*checked', text)


@pytest.mark.parametrize(("chosen", "words"), [([], "Kies minstens één plan."), (["nonsense"], "bestaan niet")])
def test_choice_that_makes_no_sense_is_explained(
    client: Browser,
    petra: User,
    versions: Any,
    chosen: list[str],
    words: str,
):
    page = sign_in(client, petra).post(f"{PRINT}?status=draft", {"kind": "plan", "plan": chosen})

    assert words in page.content.decode()
    assert not PrintBatch.objects.exists()


def test_page_renews_itself_while_a_worker_is_busy(client: Browser, petra: User, versions: Any):
    batch = start(petra, versions)

    page = sign_in(client, petra).get(reverse("plans:print_batch", args=[batch.public_id]))

    assert page.headers["Refresh"] == "3"
    assert "0 van 3 plannen" in page.content.decode()
    assert 'aria-live="polite"' in page.content.decode()
    early = client.get(reverse("plans:print_zip", args=[batch.public_id]))
    assert early.status_code == 302


def test_what_went_wrong_is_named_and_left_out_of_the_file(
    client: Browser,
    petra: User,
    versions: list[PlanVersion],
):
    batch = start(petra, versions)
    TreatmentRelation.objects.filter(client=versions[0].plan.allocation.client).delete()
    print_plans(batch.pk)
    TreatmentRelation.objects.filter(client=versions[1].plan.allocation.client).delete()

    page = sign_in(client, petra).get(reverse("plans:print_batch", args=[batch.public_id])).content.decode()
    zipped = client.get(reverse("plans:print_zip", args=[batch.public_id]))

    assert "U ziet dit dossier niet meer." in page
    with ZipFile(BytesIO(zipped.content)) as archive:
        assert len(archive.namelist()) == 2
        told = archive.read("niet-in-dit-bestand.txt").decode()
    assert f"Toewijzing {versions[0].plan.allocation.number}: U ziet dit dossier niet meer." in told
    assert "Niet meer voor u te zien: 1." in told


def test_stop_and_try_again_are_buttons(client: Browser, petra: User, versions: list[PlanVersion]):
    batch = start(petra, versions)
    sign_in(client, petra)

    assert client.get(reverse("plans:print_cancel", args=[batch.public_id])).status_code == 405
    client.post(reverse("plans:print_cancel", args=[batch.public_id]))
    page = client.post(reverse("plans:print_retry", args=[batch.public_id]), follow=True).content.decode()

    batch.refresh_from_db()
    assert batch.status == BatchStatus.CANCELLED
    assert "Deze bundel is intussen klaar of gestopt." in page


@pytest.mark.parametrize("name", ["hanna", "karin", "mo"])
def test_batch_is_nobody_elses(
    client: Browser,
    petra: User,
    request: pytest.FixtureRequest,
    versions: Any,
    name: str,
):
    batch = start(petra, versions)
    sign_in(client, request.getfixturevalue(name))

    for route in ("print_batch", "print_zip"):
        assert client.get(reverse(f"plans:{route}", args=[batch.public_id])).status_code == 404


def test_number_of_queries_does_not_grow_with_plans(
    client: Browser,
    petra: User,
    versions: list[PlanVersion],
    django_assert_max_num_queries: Any,
):
    sign_in(client, petra)
    numbers = []
    for kept in (1, 3):
        PlanVersion.objects.update(status="draft")
        PlanVersion.objects.exclude(pk__in=[one.pk for one in versions[:kept]]).update(
            status="ended", ended_at="2026-03-02T12:00Z", end_reason="Klaar."
        )
        with django_assert_max_num_queries(60) as counted:
            client.get(PRINT, {"status": "draft"})
        numbers.append(len(counted))
        PlanVersion.objects.update(status="draft", ended_at=None, end_reason="")

    assert numbers[0] == numbers[1]


def test_zip_and_page_of_a_batch_take_as_many_queries_for_three_as_for_one(
    client: Browser,
    petra: User,
    versions: list[PlanVersion],
    django_assert_max_num_queries: Any,
):
    sign_in(client, petra)
    numbers = []
    for kept in (1, 3):
        PrintItem.objects.all().delete()
        PrintBatch.objects.all().delete()
        batch = start(petra, versions[:kept])
        print_plans(batch.pk)
        with django_assert_max_num_queries(60) as counted:
            client.get(reverse("plans:print_batch", args=[batch.public_id]))
            client.get(reverse("plans:print_zip", args=[batch.public_id]))
        numbers.append(len(counted))

    assert numbers[0] == numbers[1]
