"""Attendance through the API: all or nothing, once, every fault with its place, and every reading in the trail."""

import json
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.utils.timezone import now

from audit.models import AuditEntry
from clients.models import Allocation
from delivery.models import AttendanceRun, ClientAttendance, Receipt, Session, StaffAttendance
from delivery.rules.attending import Stay
from delivery.services import correct_attendance
from organisations.enums import ApiScope
from tests.api import PURPOSE, asking, bearer, client_of, token_of
from tests.cast import sign_in
from tests.delivery.attending import HERE, expect, hold
from tests.plans.story import allocate

PATH = "/api/v1/aanwezigheden"
READ, WRITE = ApiScope.READ_ATTENDANCE.value, ApiScope.WRITE_ATTENDANCE.value


@pytest.fixture
def program(morning):
    """A program of De Linde."""
    return client_of(morning.group.provider, READ, WRITE)


@pytest.fixture
def headers(program):
    return bearer(token_of(program))["headers"]


@pytest.fixture
def browser():
    return Browser(raise_request_exception=False)


def came(allocation, **fields):
    base = {"groep": "De Tuinkamer", "dag": "2026-03-02", "dagdeel": "ochtend", "aanwezig": True}
    number = allocation if isinstance(allocation, int) else allocation.number
    return {**base, "toewijzing": number, "gekomen": "09:00", "vertrokken": "11:30", **fields}


def worked(**fields):
    row = {**came(1), "medewerker": "Petra Linde", **fields}
    return {name: value for name, value in row.items() if name != "toewijzing"}


def send(browser, headers, *rows, key="sleutel-1", path=PATH, **more):
    given = {**headers, **({"idempotency-key": key} if key else {})}
    body = json.dumps({"aanwezigheden": list(rows)} | more)
    return browser.post(path, body, content_type="application/json", headers=given)


def places(response):
    """Where, and which fault."""
    errors = response.json()["errors"]
    return [(one["location"].get("pointer", one["location"].get("name")), one["code"]) for one in errors]


def present():
    return ClientAttendance.objects.filter(presence="present").count()


# Sending ---------------------------------------------------------------------------------------------------


def test_what_is_sent_is_stored_and_sent_again_it_counts_once(browser, headers, morning, program):
    rows = [came(morning.allocation), worked(pauzes=[{"van": "10:00", "tot": "10:15"}])]
    answers = [send(browser, headers, *rows) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert [one.json() for one in answers] == [{"ontvangen": 2, "opgeslagen": 2, "ongewijzigd": 0}] * 3
    assert (present(), Session.objects.get(pk=morning.session.pk).revision) == (1, 2)
    row = ClientAttendance.objects.get(presence="present")
    assert (row.arrived, row.left, row.recorded_by) == (540, 690, None)
    staff = StaffAttendance.objects.get(presence="present")
    assert list(staff.breaks.filter(is_planned=False).values_list("starts", "ends")) == [(600, 615)]
    run = AttendanceRun.objects.get()
    assert (run.sender, run.source, run.status, run.rows, run.stored) == (program.name, "api", "done", 2, 2)
    again = send(browser, headers, *rows, key="sleutel-2")
    assert again.json() == {"ontvangen": 2, "opgeslagen": 0, "ongewijzigd": 2}


def test_lost_answer_and_resend_give_one_row_also_when_the_first_broke_off(browser, headers, morning, monkeypatch):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    with monkeypatch.context() as patch:
        patch.setattr("delivery.services.bringing.taking.grown_together", lambda keys: 1 / 0)
        assert send(browser, headers, came(other)).status_code == 500
    assert not ClientAttendance.objects.filter(allocation=other).exists()
    assert not Receipt.objects.exists()
    assert not AttendanceRun.objects.exists()

    assert send(browser, headers, came(other)).json()["opgeslagen"] == 1
    assert send(browser, headers, came(other)).json()["opgeslagen"] == 1
    assert ClientAttendance.objects.filter(allocation=other).count() == 1


def test_a_key_is_for_one_content(browser, headers, morning):
    send(browser, headers, came(morning.allocation))
    answer = send(browser, headers, came(morning.allocation, vertrokken="11:00"))

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "al iets anders verstuurd" in answer.json()["detail"]
    assert ClientAttendance.objects.get(presence="present").left == 690


@pytest.mark.parametrize("key", ["", "a" * 65, "é"])
def test_without_a_good_key_nothing_is_stored(browser, headers, morning, key):
    answer = send(browser, headers, came(morning.allocation), key=key)

    assert answer.status_code == 400
    assert places(answer) == [("Idempotency-Key", "no_key")]
    assert answer.json()["errors"][0]["in"] == "header"
    assert present() == 0


def test_looking_stores_nothing_and_needs_no_key(browser, headers, morning):
    path = f"{PATH}?valideer=true"
    answer = send(browser, headers, came(morning.allocation), key="", path=path)
    assert (answer.status_code, answer.json()["opgeslagen"], present()) == (200, 1, 0)
    wrong = send(browser, headers, came(99), key="", path=path)
    assert (wrong.status_code, places(wrong)) == (400, [("#/aanwezigheden/0/toewijzing", "no_allocation")])
    assert not AttendanceRun.objects.exists()
    assert not Receipt.objects.exists()


def test_all_faults_come_at_once_each_with_its_place_and_nothing_is_stored(browser, headers, morning, program):
    rows = [
        came(morning.allocation),
        came(99),
        came(morning.allocation, vertrokken="8:99", groep=""),
        came(morning.allocation, vertrokken="08:00"),
        worked(gemeente="0200"),
        worked(medewerker="Niemand"),
        {**came(1), "bsn": "999900006"},
        "x",
    ]
    answer = send(browser, headers, *rows)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert places(answer) == [
        ("#/aanwezigheden/1/toewijzing", "no_allocation"),
        ("#/aanwezigheden/2/groep", "blank"),
        ("#/aanwezigheden/2/vertrokken", "invalid"),
        ("#/aanwezigheden/3", "line_twice"),
        ("#/aanwezigheden/4/gemeente", "whose_cell"),
        ("#/aanwezigheden/5/medewerker", "no_staff"),
        ("#/aanwezigheden/6", "unknown"),
        ("#/aanwezigheden/7", "invalid"),
    ]
    assert "999900006" not in answer.content.decode()
    assert present() == 0
    run = AttendanceRun.objects.get()
    assert (run.status, run.rows, run.stored, run.fault_count, run.content) == ("refused", 8, 0, 7, None)
    # What was refused may be sent again under the same key, mended.
    assert send(browser, headers, rows[0]).status_code == 200


@pytest.mark.parametrize(
    "body", ["[]", "{}", '{"aanwezigheden": []}', '{"aanwezigheden": {}}', '{"aanwezigheden": [1], "meer": 1}', "x", ""]
)
def test_what_has_no_list_is_refused(browser, headers, morning, body):
    given = {**headers, "idempotency-key": "a"}
    answer = browser.post(PATH, body, content_type="application/json", headers=given)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_too_much_at_once_is_refused(browser, headers, morning):
    answer = send(browser, headers, *[came(1)] * 2001)
    assert (answer.status_code, places(answer)) == (400, [("#/aanwezigheden", "too_many_lines")])
    given = {**headers, "idempotency-key": "a"}
    answer = browser.post(PATH, " " * (2 * 1024 * 1024 + 1), content_type="application/json", headers=given)
    assert answer.status_code == 413


def test_writing_is_for_the_scope_and_in_the_trail_with_its_purpose(browser, headers, morning, program, karin):
    send(browser, headers, came(morning.allocation))
    line = AuditEntry.objects.get(target_label="delivery.clientattendance")
    assert (line.actor, line.role, line.client) == (program.public_id, "planner", morning.allocation.client.public_id)
    assert {"name": "purpose", "new": PURPOSE} in line.fields

    reader = asking(morning.group.provider, READ)["headers"]
    assert send(browser, reader, came(morning.allocation), key="b").status_code == 403
    assert send(browser, {}, came(morning.allocation), key="b").status_code == 401
    assert send(sign_in(Browser(), karin), {}, came(morning.allocation), key="b").status_code == 401


def test_program_of_another_provider_finds_no_group_and_no_allocation(browser, morning, het_anker):
    theirs = asking(het_anker, READ, WRITE)["headers"]
    assert places(send(browser, theirs, came(morning.allocation))) == [("#/aanwezigheden/0/groep", "unknown_group")]
    assert browser.get(PATH, headers=theirs).json()["resultaten"] == []


def test_keys_of_two_programs_do_not_meet(browser, headers, morning):
    other = asking(morning.group.provider, WRITE)["headers"]
    send(browser, headers, came(morning.allocation))
    answer = send(browser, other, came(morning.allocation, vertrokken="11:00"))
    assert (answer.status_code, answer.json()["opgeslagen"]) == (200, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_store_one_row(morning, program):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    token = bearer(token_of(program))["headers"]
    begin, answers = Barrier(2), []

    def work():
        begin.wait()
        try:
            answers.append(send(Browser(), token, came(other)).json())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert answers == [{"ontvangen": 1, "opgeslagen": 1, "ongewijzigd": 0}] * 2
    assert ClientAttendance.objects.filter(allocation=other).count() == 1
    assert AttendanceRun.objects.count() == 1


# Reading ---------------------------------------------------------------------------------------------------


def read(browser, headers, **query):
    response = browser.get(PATH, query, headers=headers)
    assert response.status_code == 200, response.content
    return response.json()["resultaten"]


def test_clients_are_read_without_a_name_and_that_stands_in_their_trail(browser, headers, morning):
    send(browser, headers, came(morning.allocation))
    (row,) = read(browser, headers)

    names = ("dag", "dagdeel", "toewijzing", "gemeente", "presentie", "gekomen", "vertrokken")
    assert {name: row[name] for name in names} == {
        "dag": "2026-03-02",
        "dagdeel": "ochtend",
        "toewijzing": morning.allocation.number,
        "gemeente": morning.allocation.municipality.cbs_code,
        "presentie": "aanwezig",
        "gekomen": "09:00",
        "vertrokken": "11:30",
    }
    assert row["groep"] == {"uuid": str(morning.group.public_id), "naam": "De Tuinkamer"}
    assert (row["medewerker"], row["geplandVan"], row["geplandTot"], row["reden"]) == (None, "09:00", "12:30", None)
    assert "Vries" not in str(row)
    line = AuditEntry.objects.get(event="read")
    assert (line.client, line.fields[0]) == (morning.allocation.client.public_id, {"name": "aanwezigheid"})
    assert line.fields[1]["name"] == "purpose"


def test_staff_is_read_by_the_provider_alone(browser, headers, morning, apeldoorn):
    send(browser, headers, worked(pauzes=[{"van": "10:00", "tot": "10:15"}]))
    (row,) = read(browser, headers, soort="medewerkers")
    professional = morning.staff.professional
    assert row["medewerker"] == {"uuid": str(professional.public_id), "naam": "Petra Linde"}
    assert (row["werktAls"], row["toewijzing"]) == ("professional", None)
    assert row["pauzes"] == [{"van": "10:00", "tot": "10:15"}]
    assert not AuditEntry.objects.filter(event="read").exists()
    theirs = asking(apeldoorn, READ)["headers"]
    assert browser.get(PATH, {"soort": "medewerkers"}, headers=theirs).status_code == 403


def test_municipality_reads_its_own_inhabitants(browser, morning, apeldoorn, zutphen):
    theirs = allocate(zutphen, morning.group.provider, surname="Bos")
    expect(morning.session, theirs)
    (row,) = read(browser, asking(apeldoorn, READ)["headers"])
    assert row["toewijzing"] == morning.allocation.number
    (row,) = read(browser, asking(zutphen, READ)["headers"])
    assert row["toewijzing"] == theirs.number


def test_days_group_and_allocation_can_be_asked(browser, headers, morning):
    before = hold(morning.group, held_on=date(2026, 1, 5))
    expect(before, morning.allocation)
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    expect(morning.session, other)

    assert len(read(browser, headers)) == 2
    assert len(read(browser, headers, van="2026-01-01")) == 3
    assert [row["dag"] for row in read(browser, headers, totEnMet="2026-01-31")] == ["2026-01-05"]
    assert [row["toewijzing"] for row in read(browser, headers, toewijzing=other.number)] == [other.number]
    assert read(browser, headers, groep="00000000-0000-4000-8000-000000000000") == []


def test_what_was_known_on_a_day_stays_what_it_was_after_a_correction(browser, headers, morning):
    send(browser, headers, came(morning.allocation))
    Session.objects.filter(pk=morning.session.pk).update(closed_at=now(), closed_by=morning.planner.user_id)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        row = ClientAttendance.objects.get(presence="present")
        stay = Stay(HERE.presence, 540, 660)
        stays = {row.public_id: stay}
        correct_attendance(actor=morning.planner, session=morning.session, stays=stays, reason="Typefout")
        headers = asking(morning.group.provider, READ)["headers"]
        (then,) = read(browser, headers, peildatum="2026-03-02")
        (now_known,) = read(browser, headers)

    assert (then["vertrokken"], now_known["vertrokken"]) == ("11:30", "11:00")
    assert then["vervangenOp"] is not None
    assert read(browser, headers, peildatum="2026-02-20") == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["clienten", "medewerkers"])
def test_list_asks_the_same_whatever_the_number(headers, morning, count, kind, django_assert_max_num_queries):
    browser = Browser()
    for number in range(count):
        other = allocate(morning.allocation.municipality, morning.group.provider, surname=f"N{number}")
        expect(morning.session, other)
        session = hold(morning.group, held_on=date(2026, 2, 10 + number))
        StaffAttendance.objects.create(
            session=session, professional=morning.staff.professional, planned_starts=540, planned_ends=750
        )
    read(browser, headers)
    with django_assert_max_num_queries(11):
        assert len(read(browser, headers, soort=kind)) == count + 1


def test_pages_follow_each_other_and_show_what_was_asked(browser, headers, morning):
    others = [
        allocate(morning.allocation.municipality, morning.group.provider, surname=f"N{number}") for number in range(2)
    ]
    for other in others:
        expect(morning.session, other)
    query = {"aantal": 2, "velden": "toewijzing", "metTotaal": "true"}
    first = browser.get(PATH, query, headers=headers)
    assert [list(row) for row in first.json()["resultaten"]] == [["toewijzing"]] * 2
    assert first.json()["totaal"] == 3
    last = browser.get(first.json()["volgende"], headers=headers).json()
    seen = [row["toewijzing"] for row in first.json()["resultaten"] + last["resultaten"]]
    assert seen == [morning.allocation.number, *(other.number for other in others)]
    assert last["volgende"] is None
    same = browser.get(PATH, query, headers=headers | {"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    lines = AuditEntry.objects.filter(event="read")
    assert lines.count() == 5


def test_unknown_and_wrong_queries_are_refused_at_once(browser, headers, morning):
    answer = browser.get(PATH, {"naam": "x", "van": "gisteren", "soort": "alles"}, headers=headers)
    assert answer.status_code == 400
    assert {place for place, _ in places(answer)} == {"naam", "van", "soort"}


def test_ended_allocation_gives_a_clear_place(browser, headers, morning):
    Allocation.objects.filter(pk=morning.allocation.pk).update(ends_on=date(2026, 3, 1))
    answer = send(browser, headers, came(morning.allocation))
    assert places(answer) == [("#/aanwezigheden/0/toewijzing", "outside_allocation")]
