"""Pages of volunteers, requests and matches, as the coordinator goes through them."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from informal_care.models import Carer, HelpRequest, Match, Volunteer
from informal_care.services.volunteer_hours import record_hours
from informal_care.services.volunteers import record_talk
from informal_care.web.volunteer_work import volunteer_work
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import ClientFactory
from tests.informal_care.volunteer_story import (
    TODAY,
    available,
    chosen_for,
    registered,
    request_of,
    started_from,
)


def url(name, *rows):
    return reverse(f"informal_care:{name}", args=[row.public_id for row in rows])


def read(client, name, *rows):
    answer = client.get(url(name, *rows))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_registering_to_start_in_the_browser(client, ilse, on_day, coordinator):
    on_day(TODAY)
    Volunteer.objects.filter(pk=registered(coordinator).pk).delete()
    sign_in(client, ilse)
    who = {"name": "Joke", "postcode": "7311ab", "kind": "lasting", "recruited_by": "self", "registered_on": TODAY}
    client.post(url("volunteer_new"), who)
    joke = Volunteer.objects.get()
    assert "Intake te doen" in read(client, "volunteers")

    intake = {"intake_on": TODAY, "tasks": ["company"], "moments": ["1-morning"], "max_nearness": 2, "revision": 1}
    assert client.post(url("volunteer_intake", joke), intake).status_code == 302
    assert "VOG ontbreekt" in read(client, "volunteer", joke)
    to_available = {"status": "available", "revision": 2}
    assert "geen geldige VOG" in client.post(url("volunteer_status", joke), to_available).content.decode()
    client.post(url("volunteer_certificate", joke), {"issued_on": date(2026, 2, 1), "seen_on": TODAY})
    assert client.post(url("volunteer_status", joke), to_available).status_code == 302

    wanted = {
        "asked_for": "Een mevrouw",
        "contact": "Dochter",
        "postcode": "7311 CD",
        "duration": "lasting",
        "tasks": ["company"],
        "moments": ["1-morning", "2-morning"],
    }
    client.post(url("help_request_new"), wanted)
    asked = HelpRequest.objects.get()
    page = read(client, "candidates", asked)
    assert "Kan op maandagochtend." in page
    assert "Kan niet op dinsdagochtend." in page
    client.post(url("propose_volunteer", asked, joke))
    match = Match.objects.get()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("match_choose", {"moments": ["1-morning"], "note": "Past."}),
        ("match_acquaintance", {"met_on": TODAY, "volunteer_agrees": "ja", "asker_agrees": "ja"}),
        ("match_start", {"started_on": TODAY, "review_on": date(2026, 4, 1)}),
    ]
    for revision, (name, values) in enumerate(steps, start=1):
        assert client.post(url(name, match), values | {"revision": revision}).status_code == 302
    client.post(url("match_hours", match), {"day": TODAY, "is_week": "dag", "hours": "1,5"})
    assert "1,5 uur" in read(client, "match", match)
    match.refresh_from_db()
    assert match.status == "started"


def test_proposal_that_does_not_fit_says_why(client, ilse, coordinator, asked):
    joke = available(coordinator, intake={"tasks": ["garden"]})
    sign_in(client, ilse)
    answer = client.post(url("propose_volunteer", asked, joke), follow=True)
    assert "Doet niets van wat wordt gevraagd." in answer.content.decode()
    assert not Match.objects.exists()


def test_choice_that_somebody_made_first_gives_back_what_was_typed(client, ilse, chosen):
    sign_in(client, ilse)
    answer = client.post(url("match_choose", chosen), {"moments": ["1-morning"], "note": "Mijn reden.", "revision": 1})
    assert answer.status_code == 409
    assert "Mijn reden." in answer.content.decode()


def test_case_worker_asks_for_a_client_and_does_not_match(client, karin, apeldoorn, joke):
    subject = ClientFactory.create(municipality=apeldoorn, surname="Overgaag")
    sign_in(client, karin)
    assert "Overgaag" in read(client, "help_request_of_client", subject)
    wanted = {
        "asked_for": "Een meneer",
        "contact": "Karin",
        "postcode": "7311 CD",
        "duration": "once",
        "tasks": ["company"],
        "moments": ["1-morning"],
    }
    client.post(url("help_request_of_client", subject), wanted)
    asked = HelpRequest.objects.get()
    assert asked.client == subject
    assert "Wie past hierbij" not in read(client, "help_request", asked)
    assert client.get(url("candidates", asked)).status_code == 403
    assert client.get(url("volunteer", joke)).status_code == 404


def test_coordinator_reads_no_name_of_a_client(client, karin, ilse, apeldoorn, on_day):
    on_day(TODAY)
    subject = ClientFactory.create(municipality=apeldoorn, surname="Overgaag")
    asked = request_of(actor_of_user(karin))
    HelpRequest.objects.update(client=subject)
    sign_in(client, ilse)
    for page in (read(client, "help_request", asked), read(client, "candidates", asked), read(client, "help_requests")):
        assert "Overgaag" not in page


def test_every_page_about_a_volunteer_stands_in_the_trail(client, ilse, started, joke):
    sign_in(client, ilse)
    for name, rows in (
        ("volunteer", [joke]),
        ("volunteer_intake", [joke]),
        ("match", [started]),
        ("help_request", [started.request]),
    ):
        before = AuditEntry.objects.filter(event="read").count()
        read(client, name, *rows)
        assert AuditEntry.objects.filter(event="read").count() == before + 1
    assert AuditEntry.objects.filter(event="read", client=joke.public_id).count() == 3


def test_hours_add_up_on_the_page_and_in_the_sheet(client, ilse, coordinator, started):
    record_hours(actor=coordinator, matched=started, day=TODAY, is_week=False, hours=Decimal("1.25"))
    sign_in(client, ilse)
    assert "1,25 uur" in read(client, "volunteer_hours")
    assert "Er zijn geen uren" in client.get(f"{url('volunteer_hours')}?van=2026-03-03").content.decode()
    with zipfile.ZipFile(io.BytesIO(client.get(url("volunteer_hours_sheet")).content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Joke van Vliet" in sheet
    assert "<v>1.25</v>" in sheet
    assert AuditEntry.objects.filter(event="exported", target_label="informal_care.volunteerhours").exists()


def test_work_list_tells_what_is_due(client, ilse, karin, joke, coordinator):
    assert volunteer_work(coordinator) is None
    record_talk(actor=coordinator, volunteer=joke, held_on=TODAY, note="Goed.", next_on=date(2026, 3, 3))
    assert volunteer_work(actor_of_user(karin)) is None
    registered(coordinator, name="Cor")
    sign_in(client, ilse)
    page = client.get(reverse("home")).content.decode()
    assert "Vrijwilligers (1)" in page
    assert "Intake te doen" in page


@pytest.mark.parametrize("name", ["volunteers", "help_requests", "volunteer_hours", "candidates"])
def test_lists_ask_the_same_number_of_queries_however_long(client, ilse, coordinator, on_day, name):
    on_day(TODAY)
    first = request_of(coordinator)
    counts = []
    sign_in(client, ilse)
    for people in (["Aad"], ["Bep", "Cor"]):
        for who in people:
            one = available(coordinator, name=who)
            match = started_from(coordinator, chosen_for(coordinator, request_of(coordinator), one))
            record_hours(actor=coordinator, matched=match, day=TODAY, is_week=False, hours=Decimal(1))
        with CaptureQueriesContext(connection) as seen:
            read(client, name, *([first] if name == "candidates" else []))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_carer_of_another_municipality_is_not_there(client, ilse, apeldoorn, zutphen):
    known = {"name": "Ria", "search_name": "ria", "known_since": TODAY, "consent_on": TODAY}
    mine, theirs = (Carer.objects.create(municipality=place, **known) for place in (apeldoorn, zutphen))
    sign_in(client, ilse)
    assert "Voor Ria." in read(client, "help_request_of_carer", mine)
    assert client.get(url("help_request_of_carer", theirs)).status_code == 404
