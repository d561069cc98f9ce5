"""The floor in a browser without script, and what the script sends."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import TreatmentRelation
from delivery.models import ClientAttendance, Receipt, Session, StaffAttendance
from delivery.services import close_session, record_attendance
from tests.cast import sign_in
from tests.delivery.attending import HELD_ON, HERE, expect, helper_of, hold
from tests.plans.story import allocate


def url(name, session):
    return reverse(f"delivery:{name}", args=[session.public_id])


def fields_of(row, **typed):
    facts = {"presence": "present", "arrived": "09:00", "left": "11:40"} | typed
    if isinstance(row, ClientAttendance):
        facts = {"reason": "no_show"} | facts
    return {f"{row.public_id}-{name}": value for name, value in facts.items()}


@pytest.fixture
def browser(morning, petra):
    return sign_in(Browser(), petra)


@pytest.fixture
def closed(morning):
    stays = {morning.client.public_id: HERE, morning.staff.public_id: HERE}
    record_attendance(actor=morning.petra, session=morning.session, stays=stays)
    return close_session(actor=morning.petra, session=morning.session)


def test_the_floor_shows_everybody_with_what_was_planned(browser, morning):
    page = browser.get(url("session", morning.session)).content.decode()

    for text in (
        "S. de Vries",
        "Petra Linde",
        "Gepland: 9:00 tot 12:30",
        "Gepland: 9:00 tot 12:30, pauze 10:00 tot 10:15",
    ):
        assert text in page
    assert morning.allocation.client.birth_date.strftime("%Y") not in page, "the name, and nothing else of the file"


def test_a_form_without_script_writes_everything_at_once(browser, morning):
    typed = {
        "revision": 1,
        **fields_of(morning.client, presence="absent", arrived="", left="", reason="cancelled"),
        **fields_of(morning.staff, break_starts_0="10:00", break_ends_0="10:15"),
    }
    answer = browser.post(url("session", morning.session), typed, follow=True)

    assert "Opgeslagen." in answer.content.decode()
    row = ClientAttendance.objects.get()
    assert (row.presence, row.absence_reason) == ("absent", "cancelled")
    assert StaffAttendance.objects.get().breaks.filter(is_planned=False, starts=600, ends=615).exists()


def test_what_is_wrong_stands_beside_the_person_and_above(browser, morning):
    typed = {
        "revision": 1,
        **fields_of(morning.client, left="08:00"),
        **fields_of(morning.staff, break_starts_0="10:00"),
    }
    page = browser.post(url("session", morning.session), typed).content.decode()
    assert "Petra Linde, Pauze van" in page
    typed = {
        "revision": 1,
        **fields_of(morning.client, left="08:00"),
        **fields_of(morning.staff, arrived="23:00", left=""),
    }
    page = browser.post(url("session", morning.session), typed).content.decode()
    assert "S. de Vries, Vertrokken: Vertrokken om 8:00 is niet later dan gekomen om 9:00." in page
    assert "Petra Linde, Gekomen: Het is nog geen 23:00." in page
    assert not ClientAttendance.objects.exclude(presence="expected").exists()


def test_present_without_a_time_came_as_planned_and_the_rest_too(morning, petra, on_day):
    on_day(date(2026, 3, 3))
    browser = sign_in(Browser(), petra)
    typed = {
        "revision": 1,
        "gepland": "1",
        **fields_of(morning.client, arrived="", left=""),
        **fields_of(morning.staff, presence="expected", arrived="", left=""),
    }
    browser.post(url("session", morning.session), typed)
    assert {(row.arrived, row.left) for row in (ClientAttendance.objects.get(), StaffAttendance.objects.get())} == {
        (540, 750)
    }


def test_two_who_save_lose_nothing(browser, morning):
    record_attendance(actor=morning.planner, session=morning.session, stays={morning.client.public_id: HERE})
    typed = {"revision": 1, **fields_of(morning.client, left="11:00"), **fields_of(morning.staff)}

    answer = browser.post(url("session", morning.session), typed)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Iemand anders legde intussen ook iets vast" in page
    assert 'name="revision" value="2"' in page


def tap(browser, row, key, seen=None, **typed):
    facts = {"sleutel": key, "rij": row.public_id, "gezien": (seen or row.recorded_at).isoformat()}
    return browser.post(url("session_tap", row.session), facts | fields_of(row, **typed), HTTP_X_CONCEPT="tik")


def test_a_tap_counts_once(browser, morning):
    key = str(uuid4())
    first = tap(browser, morning.client, key)
    again = tap(browser, morning.client, key)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Session.objects.get().revision == 2
    assert Receipt.objects.get().answer == first.json()
    assert tap(browser, morning.client, key, left="11:30").status_code == 409, "another content under the same key"


def test_a_tap_over_what_a_colleague_wrote_is_told(browser, morning):
    seen = morning.client.recorded_at
    record_attendance(actor=morning.planner, session=morning.session, stays={morning.client.public_id: HERE})
    ClientAttendance.objects.update(recorded_at=seen.replace(year=2025))

    late = tap(browser, morning.client, "a", seen=seen, left="11:00")
    assert late.status_code == 409
    assert "collega" in late.json()["uitleg"]
    gone = tap(browser, hold_elsewhere(morning), "b")
    assert gone.status_code == 409


def hold_elsewhere(morning):
    row = expect(hold(morning.group, held_on=date(2026, 2, 23)), morning.allocation)
    row.session = morning.session
    return row


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"left": "08:00"}, 422),
        ({"arrived": "x"}, 422),
        ({"presence": "perhaps"}, 422),
        ({"rij": "x"}, 422),
        ({"sleutel": ""}, 422),
    ],
)
def test_a_tap_that_cannot_be_says_why(browser, morning, typed, status):
    facts = {"sleutel": "k", "rij": morning.client.public_id, "gezien": morning.client.recorded_at.isoformat()}
    own = {name: typed[name] for name in typed if name in facts}
    rest = fields_of(morning.client, **{name: typed[name] for name in typed if name not in facts})
    answer = browser.post(url("session_tap", morning.session), facts | rest | own)
    assert answer.status_code == status
    assert answer.json()["uitleg"]
    assert not Receipt.objects.exists()


def test_closing_names_who_is_missing_and_takes_what_nobody_knows(browser, morning):
    page = browser.post(url("session_close", morning.session), {"revision": 1}).content.decode()
    assert "S. de Vries: Kies aanwezig of niet gekomen." in page
    gone = {morning.client.public_id: HERE, morning.staff.public_id: HERE}
    gone[morning.client.public_id] = type(HERE)(HERE.presence, 540)
    record_attendance(actor=morning.petra, session=morning.session, stays=gone)

    page = browser.get(url("session_close", morning.session)).content.decode()
    assert "Van wie weet u niet hoe laat die wegging?" in page
    typed = {"revision": 2, "unknown": [str(morning.client.public_id)]}
    answer = browser.post(url("session_close", morning.session), typed, follow=True)

    page = answer.content.decode()
    assert "Het dagdeel is afgesloten." in page
    assert "weet niet" in page


def test_a_correction_shows_what_was_and_what_is(browser, morning, closed):
    typed = {"revision": closed.revision, **fields_of(morning.client, left="11:00"), **fields_of(morning.staff)}
    page = browser.post(url("session_correct", closed), typed | {"reason": ""}).content.decode()
    assert "Waarom corrigeert u dit?" in page
    answer = browser.post(url("session_correct", closed), typed | {"reason": "Verkeerd gelezen."}, follow=True)
    assert "De correctie is vastgelegd." in answer.content.decode()
    assert "Verkeerd gelezen." in answer.content.decode()

    page = browser.get(url("session_correct", closed)).content.decode()

    assert "Wat er eerder stond" in page
    assert "11:40" in page


def test_somebody_is_added_by_choice(browser, morning):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    TreatmentRelation.objects.filter(client=other.client).delete()
    page = browser.get(url("session_client", morning.session)).content.decode()
    assert "Bos" not in page, "somebody whom Petra does not treat and who does not come here"
    helper = helper_of(morning.group)
    answer = browser.post(
        url("session_staff", morning.session), {"person": str(helper.public_id), "arrived": "9:30"}, follow=True
    )
    assert "De medewerker staat erbij." in answer.content.decode()
    assert "Truus Vrij" in answer.content.decode()
    answer = browser.post(
        url("session_client", morning.session), {"allocation": str(other.public_id), "arrived": "9:30"}
    )
    assert "Kies een" in answer.content.decode()
    answer = browser.post(url("session_staff", morning.session), {"person": str(helper.public_id), "arrived": "23:30"})
    assert answer.status_code == 200


def test_a_handover_is_written_and_two_lose_nothing(browser, morning):
    address = url("session_handover", morning.session)
    browser.post(address, {"note": "De bus komt laat.", "was": ""})
    answer = browser.post(address, {"note": "Sleutel ligt in de kast.", "was": ""})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "De bus komt laat." in page
    assert 'name="was" value="De bus komt laat."' in page


def test_today_lists_who_is_in_and_what_is_not_closed(browser, morning):
    hold(morning.group, held_on=date(2026, 2, 23))
    page = browser.get(reverse("delivery:sessions")).content.decode()
    assert "Nu 0 van 1 cliënt" in page
    assert "Nog niet gezien:</strong> S. de Vries." in page
    assert "Nog af te sluiten" not in page, "Petra did not work that day"


def test_today_takes_the_same_number_of_queries(morning, wil):
    def counted():
        browser = sign_in(Browser(), wil)
        browser.get(reverse("delivery:sessions"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("delivery:sessions"))
        return len(queries)

    one = counted()
    for dagdeel, starts in (("afternoon", 780), ("evening", 1080)):
        session = hold(morning.group, held_on=HELD_ON, dagdeel=dagdeel, starts=starts, ends=starts + 100)
        for name in ("Bos", "Dam"):
            expect(session, allocate(morning.allocation.municipality, morning.group.provider, surname=name + dagdeel))
    assert counted() == one
