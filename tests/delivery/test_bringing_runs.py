"""A sheet with attendance on its way in: its pages, its workers, and what becomes of what was sent."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from clients.enums import ImportStatus
from core.clock import now
from core.errors import Conflict
from delivery import tasks
from delivery.models import AttendanceRun, ClientAttendance, Session
from delivery.services import bringing, floor
from delivery.services.bringing import sending
from organisations.models import Membership
from tests.cast import actor_of_user, sign_in
from tests.delivery.attending import expect
from tests.delivery.sheets import came, faults_of, sent, sheet
from tests.plans.story import allocate

LIST = reverse("delivery:import_attendance")


@pytest.fixture
def second(morning):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    expect(morning.session, other)
    return other


@pytest.fixture
def by_worker(monkeypatch):
    """Everything is too large to be done in the request."""
    monkeypatch.setattr(sending, "AT_ONCE", 0)


def url(name, run):
    return reverse(f"delivery:{name}", args=[run.public_id])


def fresh(run):
    return AttendanceRun.objects.get(pk=run.pk)


def later(**time):
    return time_machine.travel(now() + timedelta(**time), tick=False)


def present():
    return ClientAttendance.objects.filter(presence="present").count()


# Pages -----------------------------------------------------------------------------------------------------


def test_pages_store_once_and_only_when_somebody_says_so(morning, wil, second):
    browser = sign_in(Browser(), wil)
    page = browser.post(
        LIST, {"sheet": sheet(came(morning.allocation), came(second, Gekomen="x"), came(99))}, follow=True
    )
    text = page.content.decode()
    run = AttendanceRun.objects.get()
    assert "De ene goede rij opslaan" in text
    assert "Schrijf de tijd als uren en minuten" in text
    assert "Dit toewijzingsnummer kennen wij niet" in text
    assert (run.rows, run.stored, run.fault_count, present()) == (3, 1, 2, 0)

    for _ in range(2):
        answer = browser.post(url("confirm_attendance", run), {"welke": "goede"}, follow=True)
    assert "intussen verder of gestopt" in answer.content.decode()
    assert "1 rij is" in answer.content.decode()
    assert (present(), Session.objects.get(pk=morning.session.pk).revision) == (1, 2)
    done = fresh(run)
    assert (done.status, done.content, done.stored, done.fault_count) == ("done", None, 1, 2)
    assert faults_of(done) == [(3, "Gekomen", "no_time"), (4, "Toewijzing", "no_allocation")]
    csv = browser.get(url("attendance_faults", run)).content.decode()
    assert "4;Toewijzing;" in csv


def test_sheet_in_which_nothing_is_right_ends_at_once(morning):
    run = sent(morning.planner, came(99))
    assert (run.status, run.content, run.fault_count) == ("refused", None, 1)


def test_sheet_of_what_stands_there_has_nothing_to_store(morning, wil):
    first = sent(morning.planner, came(morning.allocation))
    bringing.confirm_sheet(actor=morning.planner, run=first, takes_good=False)
    run = sent(morning.planner, came(morning.allocation))
    page = sign_in(Browser(), wil).get(url("attendance_run", run)).content.decode()
    assert "staat al in zorgregio" in page
    assert "opslaan</button>" not in page


def test_all_of_a_sheet_with_faults_is_not_stored(morning):
    run = sent(morning.planner, came(morning.allocation), came(99))
    with pytest.raises(Conflict) as conflict:
        bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
    assert conflict.value.code == "import_faults"
    assert fresh(run).status == "checked"


def test_file_that_is_no_sheet_is_refused_in_the_form(morning, wil):
    browser = sign_in(Browser(), wil)
    page = browser.post(LIST, {"sheet": sheet({}, header=["Groep"])})
    assert "Deze kolommen ontbreken" in page.content.decode()
    assert not AttendanceRun.objects.exists()


def test_cancelling_throws_away_and_restarting_waits_for_its_turn(morning, wil):
    run = sent(morning.planner, came(morning.allocation))
    browser = sign_in(Browser(), wil)
    answer = browser.post(url("restart_attendance", run), follow=True)
    assert "intussen verder" in answer.content.decode()
    answer = browser.post(url("cancel_attendance", run), follow=True)
    assert "Er is niets opgeslagen" in answer.content.decode()
    assert (fresh(run).status, fresh(run).content) == ("cancelled", None)


def test_template_is_for_who_records(morning, wil, karin):
    address = reverse("delivery:attendance_template")
    assert sign_in(Browser(), wil).get(address)["Content-Disposition"].endswith('"sjabloon-aanwezigheid.xlsx"')
    assert sign_in(Browser(), karin).get(address).status_code == 403


def test_professional_sees_the_own_sheets_and_a_planner_all(morning, petra, wil):
    mine, theirs = sent(morning.petra, came(morning.allocation)), sent(morning.planner, came(morning.allocation))
    browser = sign_in(Browser(), petra)
    assert browser.get(url("attendance_run", mine)).status_code == 200
    assert browser.get(url("attendance_run", theirs)).status_code == 404
    assert sign_in(Browser(), wil).get(url("attendance_run", mine)).status_code == 200


def test_only_who_records_sends(morning, karin, hanna):
    for user in (karin, hanna):
        with pytest.raises(PermissionDenied):
            bringing.send_sheet(actor=actor_of_user(user), upload=sheet(came(morning.allocation)))


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_whatever_the_number(morning, wil, count, django_assert_max_num_queries):
    for _ in range(count):
        sent(morning.planner, came(99))
    browser = sign_in(Browser(), wil)
    browser.get(LIST)
    with django_assert_max_num_queries(12):
        page = browser.get(LIST)
    assert page.content.decode().count("Er staan fouten in") == count


# Workers ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("by_worker")
def test_large_sheet_is_done_by_a_worker_and_its_page_comes_back(
    morning, wil, client, django_capture_on_commit_callbacks
):
    run = sent(morning.planner, came(morning.allocation))
    assert run.status == "uploaded"
    page = sign_in(client, wil).get(url("attendance_run", run))
    assert page["Refresh"] == "3"
    assert "Voortgang van de controle" in page.content.decode()

    tasks.check_sheet(run.pk)
    assert (fresh(run).status, present()) == ("checked", 0)
    with django_capture_on_commit_callbacks(execute=True):
        bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
    assert (fresh(run).status, fresh(run).content, present()) == ("done", None, 1)


@pytest.mark.usefixtures("by_worker")
def test_message_that_comes_twice_does_nothing(morning):
    run = sent(morning.planner, came(morning.allocation))
    tasks.check_sheet(run.pk)
    bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
    tasks.take_sheet(run.pk)
    lines = AuditEntry.objects.count()

    tasks.take_sheet(run.pk)
    tasks.check_sheet(run.pk)

    assert (present(), AuditEntry.objects.count()) == (1, lines)


@pytest.mark.usefixtures("by_worker")
@pytest.mark.parametrize("is_confirmed", [False, True])
def test_killed_worker_leaves_a_sheet_that_is_taken_up_again(morning, is_confirmed, django_capture_on_commit_callbacks):
    run = sent(morning.planner, came(morning.allocation))
    if is_confirmed:
        tasks.check_sheet(run.pk)
        bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
    sending.RUNS.claim(run.pk, ImportStatus.IMPORTING if is_confirmed else ImportStatus.CHECKING)
    assert bringing.resume_sheets() == []
    connection.run_on_commit.clear()  # the messages of before got lost

    with later(minutes=7), django_capture_on_commit_callbacks(execute=True):
        tasks.resume_sheets()

    assert fresh(run).status == ("done" if is_confirmed else "checked")
    assert present() == int(is_confirmed)


@pytest.mark.usefixtures("by_worker")
def test_worker_that_breaks_off_leaves_nothing_half(morning, second, monkeypatch):
    run = sent(morning.planner, came(morning.allocation), came(second))
    tasks.check_sheet(run.pk)
    bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=True)
    monkeypatch.setattr("delivery.services.bringing.taking.CHUNK", 1)
    broken = []

    def breaks(*arguments):
        broken.append(arguments)
        if len(broken) == 2:
            raise OperationalError("gone")
        return write(*arguments)

    write = floor.write_rows
    with monkeypatch.context() as patch:
        patch.setattr("delivery.services.bringing.taking.write_rows", breaks)
        with pytest.raises(OperationalError):
            bringing.take_sheet(run.pk)
    assert (fresh(run).status, present(), len(broken)) == ("confirmed", 0, 2)

    bringing.take_sheet(run.pk)
    assert (fresh(run).status, present()) == ("done", 2)


def test_what_went_wrong_meanwhile_stores_nothing_of_all_and_the_rest_of_the_good(morning, second, by_worker):
    for takes_good, status, count in ((False, "refused", 0), (True, "done", 1)):
        Session.objects.filter(pk=morning.session.pk).update(cancelled_reason="")
        run = sent(morning.planner, came(morning.allocation), came(second))
        tasks.check_sheet(run.pk)
        bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=takes_good)
        type(second).objects.filter(pk=second.pk).update(ends_on=morning.session.held_on - timedelta(days=1))
        tasks.take_sheet(run.pk)
        assert (fresh(run).status, fresh(run).fault_count, present()) == (status, 1, count)
        type(second).objects.filter(pk=second.pk).update(ends_on=second.ends_on)


@pytest.mark.usefixtures("by_worker")
def test_who_left_meanwhile_stores_nothing(morning, wil):
    run = sent(morning.planner, came(morning.allocation))
    tasks.check_sheet(run.pk)
    bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
    Membership.objects.filter(user=wil).update(ends_on=morning.session.held_on - timedelta(days=1))

    with pytest.raises(PermissionDenied):
        bringing.take_sheet(run.pk)
    assert (fresh(run).status, present()) == ("failed", 0)


def test_what_was_sent_is_encrypted_and_gone_after_a_day(morning):
    run = sent(morning.planner, came(morning.allocation))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, file_name, faults FROM delivery_attendancerun")
        assert all(value.startswith("v1:") for value in cursor.fetchone())
    tasks.remove_sheets()
    assert fresh(run).content
    with later(days=1, minutes=1):
        assert bringing.remove_old_sheets() == 1
    assert (fresh(run).status, fresh(run).content) == ("expired", None)


def test_constraints_of_a_run_hold_behind_the_services_back(morning):
    same = AttendanceRun.objects.filter(pk=sent(morning.planner, came(morning.allocation)).pk)
    for wrong, name in (
        ({"status": "elsewhere"}, "delivery_attendancerun_status"),
        ({"status": "done"}, "delivery_attendancerun_file_gone"),
        ({"source": "fax"}, "delivery_attendancerun_sender"),
        ({"source": "api"}, "delivery_attendancerun_sender"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            same.update(**wrong)


def test_what_was_sent_and_stored_stands_in_the_trail(morning):
    run = sent(morning.planner, came(morning.allocation))
    bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
    events = AuditEntry.objects.filter(target=run.public_id).order_by("pk").values_list("event", flat=True)
    assert list(events) == ["created", "changed", "changed", "changed"]


def test_statements_of_a_sheet_do_not_grow_with_its_rows(morning):
    counts = []
    for size in (5, 25):
        people = [
            allocate(morning.allocation.municipality, morning.group.provider, surname=f"N{n}") for n in range(size)
        ]
        rows = [came(one) for one in people]
        with CaptureQueriesContext(connection) as queries:
            run = sent(morning.planner, *rows)
            bringing.confirm_sheet(actor=morning.planner, run=run, takes_good=False)
        assert fresh(run).stored == size
        counts.append(len(queries))
    assert counts[1] <= counts[0], counts
