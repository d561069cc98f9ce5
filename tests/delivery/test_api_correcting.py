"""Putting right one row of attendance through the API: only over what the program saw."""

import json
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils.timezone import now

from audit.models import AuditEntry
from delivery.models import ClientAttendance, Receipt, Session, StaffAttendance
from organisations.enums import ApiScope
from tests.api import PURPOSE, asking, bearer, client_of, token_of
from tests.cast import sign_in

PATH = "/api/v1/aanwezigheden"
READ, WRITE = ApiScope.READ_ATTENDANCE.value, ApiScope.WRITE_ATTENDANCE.value
CAME = {"aanwezig": True, "gekomen": "09:00", "vertrokken": "11:30"}


@pytest.fixture
def program(morning):
    """A program of De Linde."""
    return client_of(morning.group.provider, READ, WRITE)


@pytest.fixture
def headers(program):
    return bearer(token_of(program))["headers"]


@pytest.fixture
def row(morning):
    return morning.client


def see(headers, row):
    """The row as it is shown, and its ETag."""
    answer = Browser().get(f"{PATH}/{getattr(row, 'public_id', row)}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json(), answer["ETag"]


def put(headers, row, mark, key="sleutel-1", query="", **body):
    given = {**headers, **({"if-match": mark} if mark else {}), **({"idempotency-key": key} if key else {})}
    path = f"{PATH}/{getattr(row, 'public_id', row)}{query}"
    return Browser().put(path, json.dumps(CAME | body), content_type="application/json", headers=given)


def close(morning):
    Session.objects.filter(pk=morning.session.pk).update(closed_at=now(), closed_by=morning.planner.user_id)


def places(response):
    return [
        (one["location"].get("pointer", one["location"].get("name")), one["code"]) for one in response.json()["errors"]
    ]


def test_what_was_seen_is_put_right_and_the_answer_has_the_next_mark(headers, row):
    _, mark = see(headers, row)
    answer = put(headers, row, mark)

    assert (answer.status_code, answer.json()) == (200, {"uuid": str(row.public_id)})
    shown, now_mark = see(headers, row)
    assert (shown["presentie"], shown["gekomen"], shown["vertrokken"]) == ("aanwezig", "09:00", "11:30")
    assert answer["ETag"] == now_mark != mark
    assert put(headers, row, now_mark, key="sleutel-2", vertrokken="11:00").status_code == 200
    row.refresh_from_db()
    assert row.left == 660


def test_who_comes_second_changes_nothing(headers, row):
    _, mark = see(headers, row)
    assert put(headers, row, mark).status_code == 200
    answer = put(headers, row, mark, key="sleutel-2", vertrokken="10:00")

    assert (answer.status_code, answer["Content-Type"]) == (412, "application/problem+json")
    assert answer.json()["title"] == "Intussen gewijzigd"
    row.refresh_from_db()
    assert row.left == 690
    # Nothing was kept of the key, so it can go along with what is made from the row as it is.
    assert put(headers, row, see(headers, row)[1], key="sleutel-2", vertrokken="10:00").status_code == 200


@pytest.mark.parametrize("mark", ["", "*"])
def test_without_a_mark_it_is_asked_for(headers, row, mark):
    answer = put(headers, row, mark)

    assert (answer.status_code, answer["Content-Type"]) == (428, "application/problem+json")
    assert "If-Match" in answer.json()["detail"]
    row.refresh_from_db()
    assert row.presence == "expected"


def test_weak_mark_is_no_match_and_one_of_more_is(headers, row):
    _, mark = see(headers, row)
    assert put(headers, row, f"W/{mark}").status_code == 412
    assert put(headers, row, f'"iets-anders", {mark}').status_code == 200


def test_sent_again_with_the_same_key_it_counts_once(headers, row):
    _, mark = see(headers, row)
    answers = [put(headers, row, mark) for _ in range(3)]

    assert [one.status_code for one in answers] == [200] * 3
    assert len({one.content for one in answers}) == len({one["ETag"] for one in answers}) == 1
    assert AuditEntry.objects.filter(target=row.public_id, event="changed").count() == 1
    assert put(headers, row, mark, vertrokken="10:00").status_code == 409
    assert "11:30" not in str(Receipt.objects.get().answer)


def test_looking_stores_nothing_and_needs_no_key(headers, row):
    _, mark = see(headers, row)
    answer = put(headers, row, mark, key="", query="?valideer=true")

    assert (answer.status_code, answer["ETag"]) == (200, mark)
    assert see(headers, row)[1] == mark
    assert not Receipt.objects.exists()
    assert put(headers, row, '"oud"', key="", query="?valideer=true").status_code == 412
    wrong = put(headers, row, mark, key="", query="?valideer=true", vertrokken="08:00")
    assert (wrong.status_code, places(wrong)) == (400, [("#", "left_before_arriving")])
    assert put(headers, row, mark, key="").status_code == 400


def test_closed_dagdeel_keeps_what_stood_there_and_asks_why(headers, row, morning):
    close(morning)
    _, mark = see(headers, row)
    answer = put(headers, row, mark)
    assert places(answer) == [("#/correctiereden", "correction_reason")]

    answer = put(headers, row, mark, correctiereden="Verkeerd overgenomen")
    assert answer.status_code == 200
    fresh = ClientAttendance.objects.current().get(allocation=row.allocation)
    assert (answer.json()["uuid"], fresh.correction_reason) == (str(fresh.public_id), "Verkeerd overgenomen")
    assert answer["ETag"] == see(headers, fresh)[1]
    former, former_mark = see(headers, row)
    assert (former["presentie"], former["vervangenOp"] is None) == ("verwacht", False)
    # The former row is not what it was, and cannot be put right any more.
    assert put(headers, row, mark, key="b", correctiereden="Nog eens").status_code == 412
    assert put(headers, row, former_mark, key="b", correctiereden="Nog eens").status_code == 409


def test_breaks_of_staff_stay_unless_they_are_sent(headers, morning):
    row = morning.staff
    _, mark = see(headers, row)
    assert put(headers, row, mark, pauzes=[{"van": "10:00", "tot": "10:15"}]).status_code == 200
    shown, mark = see(headers, row)
    assert shown["pauzes"] == [{"van": "10:00", "tot": "10:15"}]
    assert put(headers, row, mark, key="b", vertrokken="12:00").status_code == 200
    shown, mark = see(headers, row)
    assert (shown["vertrokken"], shown["pauzes"]) == ("12:00", [{"van": "10:00", "tot": "10:15"}])
    assert put(headers, row, mark, key="c", pauzes=[]).status_code == 200
    assert see(headers, row)[0]["pauzes"] == []
    assert places(put(headers, row, mark, key="d", reden="afgemeld")) == [("#/reden", "whose_cell")]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"pauzes": []}, ("#/pauzes", "whose_cell")),
        ({"gekomen": "laat"}, ("#/gekomen", "invalid")),
        ({"bsn": "999900006"}, ("#/", "unknown")),
        ({"aanwezig": False}, ("#", "no_times")),
    ],
)
def test_faults_say_where_and_change_nothing(headers, row, body, fault):
    _, mark = see(headers, row)
    answer = put(headers, row, mark, **body)

    assert answer.status_code == 400
    assert fault in places(answer)
    assert see(headers, row)[1] == mark


def test_trail_says_who_read_and_who_changed_and_for_what(headers, row, program):
    _, mark = see(headers, row)
    put(headers, row, mark)

    read, changed = AuditEntry.objects.filter(actor=program.public_id, event__in=["read", "changed"]).order_by("pk")
    assert (read.event, read.client) == ("read", row.allocation.client.public_id)
    assert (changed.target, changed.role) == (row.public_id, "planner")
    assert {"name": "purpose", "new": PURPOSE} in changed.fields


def test_only_the_provider_with_the_scope_writes(headers, row, apeldoorn, het_anker, karin):
    _, mark = see(headers, row)
    assert put(asking(het_anker, READ, WRITE)["headers"], row, mark).status_code == 404
    assert put(asking(row.session.group.provider, READ)["headers"], row, mark).status_code == 403
    assert put(asking(apeldoorn, READ)["headers"], row, mark).status_code == 403
    assert put({}, row, mark).status_code == 401
    assert sign_in(Browser(), karin).put(f"{PATH}/{row.public_id}", "{}").status_code == 401
    assert put(headers, uuid4(), mark).status_code == 404


def test_municipality_reads_a_row_of_its_inhabitant_and_none_of_staff(row, morning, apeldoorn, zutphen):
    assert Browser().get(f"{PATH}/{row.public_id}", headers=asking(apeldoorn, READ)["headers"]).status_code == 200
    for whose, key in ((zutphen, row.public_id), (apeldoorn, morning.staff.public_id)):
        assert Browser().get(f"{PATH}/{key}", headers=asking(whose, READ)["headers"]).status_code == 404


def test_unseen_state_is_not_asked_for_twice(headers, row):
    _, mark = see(headers, row)
    again = Browser().get(f"{PATH}/{row.public_id}", headers=headers | {"if-none-match": mark})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_closed", [False, True])
def test_of_two_writers_at_once_one_is_refused_and_none_is_lost(morning, program, row, is_closed):
    if is_closed:
        close(morning)
    headers = bearer(token_of(program))["headers"]
    for number in range(5):
        current = ClientAttendance.objects.current().get(allocation=row.allocation)
        _, mark = see(headers, current)
        begin = Barrier(2)
        answers: dict[str, int] = {}

        def work(left, *, current=current, mark=mark, number=number, begin=begin, answers=answers):
            begin.wait()
            try:
                why = {"correctiereden": "Verkeerd overgenomen"}
                answers[left] = put(headers, current, mark, f"{number}-{left}", vertrokken=left, **why).status_code
            finally:
                connection.close()

        lefts = (f"10:{number:02}", f"11:{number:02}")
        threads = [Thread(target=work, args=[left]) for left in lefts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert sorted(answers.values()) == [200, 412]
        stands = ClientAttendance.objects.current().get(allocation=row.allocation)
        shown, _ = see(headers, stands)
        assert answers[shown["vertrokken"]] == 200
    assert StaffAttendance.objects.exists()
