"""Workers, messages that get lost, two at a time, and what becomes of the file."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from clients import tasks
from clients.enums import ImportStatus
from clients.models import Allocation, Client, ImportRun
from clients.services import importing
from clients.services.importing import running
from clients.services.importing.runs import progress_key
from core.clock import now
from core.errors import Conflict
from organisations.enums import Role
from organisations.models import Membership
from tests.cast import actor_of_user, member, sign_in
from tests.clients.sheets import NUMBERS, as_csv, as_xlsx, checked, counts_of, imported, person, upload, with_care


@pytest.fixture(autouse=True)
def _contract(product):
    """De Linde has a contract."""


def confirmed(worker, *rows):
    run = checked(worker, as_csv(rows or [with_care(0)]))
    return importing.confirm_import(actor=worker, run=run, wakes_worker=False)


def later(**time):
    return time_machine.travel(now() + timedelta(**time), tick=False)


def test_messages_do_the_work_once_the_file_is_stored(worker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = importing.start_import(actor=worker, upload=upload(as_csv([with_care(0)])))
    run = ImportRun.objects.get()
    assert (run.status, Client.objects.count()) == ("checked", 0)

    with django_capture_on_commit_callbacks(execute=True):
        importing.confirm_import(actor=worker, run=run)
    run.refresh_from_db()
    assert (run.status, Client.objects.count(), run.confirmed_by_id) == ("done", 1, worker.user_id)


def test_message_that_comes_twice_does_nothing(worker):
    run = confirmed(worker)
    tasks.perform_import(run.pk)
    lines = AuditEntry.objects.count()

    tasks.perform_import(run.pk)
    tasks.check_import(run.pk)

    assert (Client.objects.count(), AuditEntry.objects.count()) == (1, lines)


def test_file_is_encrypted_and_goes_with_the_import(worker):
    run = checked(worker, as_csv([person(0)]), "Jánsen.csv")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, file_name, faults FROM clients_importrun")
        row = cursor.fetchone()
    assert all(value.startswith("v1:") for value in row[:2])
    assert run.file_name == "Jánsen.csv"

    importing.confirm_import(actor=worker, run=run, wakes_worker=False)
    importing.perform_import(run.pk)

    assert ImportRun.objects.get().content is None


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_killed_worker_leaves_a_run_that_is_taken_up_again(worker, is_confirmed, django_capture_on_commit_callbacks):
    if is_confirmed:
        run = confirmed(worker)
        running.RUNS.claim(run.pk, ImportStatus.IMPORTING)
    else:
        run = importing.start_import(actor=worker, upload=upload(as_csv([person(0)])), wakes_worker=False)
        running.RUNS.claim(run.pk, ImportStatus.CHECKING)
    run.refresh_from_db()
    assert not importing.may_restart(run)
    assert importing.resume_imports() == []
    with pytest.raises(Conflict):
        importing.restart_import(actor=worker, run=run)

    with later(minutes=7), django_capture_on_commit_callbacks(execute=True):
        assert importing.may_restart(run)
        tasks.resume_imports()

    run.refresh_from_db()
    assert run.status == ("done" if is_confirmed else "checked")


def test_worker_that_comes_back_from_the_dead_finds_the_run_taken(worker, monkeypatch):
    run = confirmed(worker)
    work = running._plan

    def slow(*arguments, **named):
        ImportRun.objects.filter(pk=run.pk).update(claimed_at=now() + timedelta(minutes=7))
        return work(*arguments, **named)

    monkeypatch.setattr(running.RUNS, "held", lambda run: None)
    importing.perform_import(run.pk)

    assert not Client.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr(running, "_plan", slow)
    other = checked(worker, as_csv([person(5)]))
    assert other.status == "checked"


def test_lost_message_is_sent_again(worker, django_capture_on_commit_callbacks):
    run = importing.start_import(actor=worker, upload=upload(as_csv([person(0)])), wakes_worker=False)

    with later(minutes=7), django_capture_on_commit_callbacks(execute=True):
        assert [one.pk for one in importing.resume_imports()] == [run.pk]

    assert ImportRun.objects.get().status == "checked"


def test_busy_database_lets_the_run_be_taken_again(worker, monkeypatch):
    run = confirmed(worker)

    def busy(*_, **__):
        raise OperationalError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(running, "write", busy)
        with pytest.raises(OperationalError):
            importing.perform_import(run.pk)

    run.refresh_from_db()
    assert run.status == "confirmed"
    importing.perform_import(run.pk)
    assert Client.objects.count() == 1


def test_second_import_of_the_municipality_is_refused_with_the_reason(worker, zoe):
    confirmed(worker)
    second = checked(worker, as_csv([person(1)]))

    with pytest.raises(Conflict, match="al een ander bestand"):
        importing.confirm_import(actor=worker, run=second, wakes_worker=False)

    second.refresh_from_db()
    assert second.status == "checked"
    assert confirmed(actor_of_user(zoe), person(2)).status == "confirmed"


def test_colleague_may_confirm_and_stands_in_the_trail(worker, apeldoorn):
    run = checked(worker, as_csv([person(0)]))
    colleague = actor_of_user(member("Kees Collega", apeldoorn, Role.CASE_WORKER))

    importing.confirm_import(actor=colleague, run=run, wakes_worker=False)
    importing.perform_import(run.pk)

    assert AuditEntry.objects.get(target=Client.objects.get().public_id).actor_label == "Kees Collega"


def test_who_left_meanwhile_imports_nothing(worker, karin):
    run = confirmed(worker)
    Membership.objects.filter(user=karin).update(ends_on=date(2026, 2, 28))

    with pytest.raises(PermissionDenied):
        importing.perform_import(run.pk)

    run.refresh_from_db()
    assert (run.status, Client.objects.count()) == ("failed", 0)


def test_file_that_nobody_imports_is_gone_after_a_day(worker):
    run = checked(worker, as_csv([person(0)]))
    tasks.remove_import_files()
    run.refresh_from_db()
    assert run.content

    with later(days=1, minutes=1):
        assert importing.remove_old_files() == 1
        assert importing.remove_old_files() == 0

    run = ImportRun.objects.get()
    assert (run.status, run.content) == ("expired", None)
    with pytest.raises(Conflict):
        importing.confirm_import(actor=worker, run=run)


def test_cancelled_run_keeps_no_file(worker):
    run = importing.cancel_import(actor=worker, run=checked(worker, as_csv([person(0)])))

    run.refresh_from_db()
    assert (run.status, run.content) == ("cancelled", None)
    with pytest.raises(Conflict):
        importing.cancel_import(actor=worker, run=run)


def test_progress_is_there_for_others_while_the_transaction_is_open(worker, karin, client, monkeypatch):
    run = confirmed(worker, *(with_care(number) for number in range(6)))
    seen = []
    monkeypatch.setattr("clients.services.importing.planning.CHUNK", 2)
    monkeypatch.setattr("clients.services.importing.planning.in_chunks.__defaults__", (2,))

    importing.perform_import(run.pk, lambda done, total: seen.append((done, total, importing.progress_of(run))))

    assert [100 * done // total for done, total, _ in seen] == [shown for _, _, shown in seen]
    assert [shown for _, _, shown in seen] == sorted(shown for _, _, shown in seen)
    assert (len(seen), seen[-1][2], importing.progress_of(run)) == (9, 100, 0)


def test_page_of_a_run_at_work_shows_how_far_it_is_and_comes_back(worker, karin, client):
    run = confirmed(worker)
    running.RUNS.claim(run.pk, ImportStatus.IMPORTING)
    cache.set(progress_key(run), 40)

    page = sign_in(client, karin).get(reverse("clients:import_run", args=[run.public_id]))

    assert page["Refresh"] == "3"
    assert '<progress class="zr-progress__bar" max="100" value="40"' in page.content.decode()


@pytest.mark.parametrize("size", [40, 400])
def test_number_of_queries_does_not_grow_within_a_piece(worker, size):
    """Up to `CHUNK` rows the same queries, but for the pieces in which SQLite takes new rows."""
    run = confirmed(worker, *(with_care(number) for number in range(size)))

    with CaptureQueriesContext(connection) as queries:
        importing.perform_import(run.pk)

    kinds = [query["sql"].partition(" ")[0] for query in queries]
    assert kinds.count("SELECT") <= 20
    assert kinds.count("UPDATE") == 2
    if connection.vendor == "postgresql":
        assert kinds.count("INSERT") == 5  # clients, allocations, and the trail of both and of the run


def test_constraints_of_a_run_hold_behind_the_services_back(worker):
    run = checked(worker, as_csv([person(0)]))
    same = ImportRun.objects.filter(pk=run.pk)
    for wrong, name in (
        ({"status": "elsewhere"}, "clients_importrun_status"),
        ({"status": "done"}, "clients_importrun_file_gone"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            same.update(**wrong)
    confirmed(worker, person(1))
    with pytest.raises(IntegrityError), transaction.atomic():  # clients_importrun_one_at_a_time
        same.update(status="importing")


def run_command(tmp_path, content, *more, name="clienten.csv", email="karin@zorgregio.example", code="0200"):
    file = tmp_path / name
    file.write_bytes(content)
    call_command("import_clients", str(file), "--municipality", code, "--user", email, *more)


def test_command_imports(worker, tmp_path, capsys):
    run_command(tmp_path, as_xlsx([with_care(0), person(1)]), name="clienten.xlsx")

    out, err = capsys.readouterr()
    assert out == "Imported: clients 2 new, 0 changed, 0 unchanged; allocations 1 new, 0 unchanged; 2 rows.\n"
    assert err.splitlines()[0] == "100% checking"
    assert err.splitlines()[-1] == "100% importing"
    assert Allocation.objects.count() == 1


def test_command_with_dry_run_writes_nothing(worker, tmp_path, capsys):
    run_command(tmp_path, as_csv([with_care(0)]), "--dry-run")

    assert "clients 1 new" in capsys.readouterr().out
    assert (Client.objects.count(), ImportRun.objects.get().content) == (0, None)


def test_command_says_all_faults_and_ends_with_one(worker, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        run_command(tmp_path, as_csv([person(0, Postcode="x"), person(1, Achternaam="")]))

    assert ended.value.code == 1
    err = capsys.readouterr().err
    assert "rij 2, Postcode: Deze postcode klopt niet." in err
    assert "rij 3, Achternaam: Vul dit vak in" in err
    assert "2 faults. Nothing was imported." in err
    assert not any(number in err for number in NUMBERS[:2])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "ruud@zorgregio.example"}, "no case worker"),
        ({"email": "niemand@zorgregio.example"}, "no case worker"),
        ({"code": "9999"}, "no municipality"),
        ({"code": "0301"}, "no case worker"),
    ],
)
@pytest.mark.usefixtures("worker", "ruud", "zutphen")
def test_command_is_for_case_workers_only(tmp_path, given, words):
    with pytest.raises(CommandError, match=words):
        run_command(tmp_path, as_csv([person(0)]), **given)


def test_command_names_a_file_that_is_not_there_or_no_sheet(worker, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(
            "import_clients", str(tmp_path / "niets"), "--municipality", "0200", "--user", "karin@zorgregio.example"
        )
    with pytest.raises(CommandError, match="Dit soort bestand kan niet"):
        run_command(tmp_path, b"\x00\x01")


def test_same_file_twice_by_command_and_page_changes_nothing(worker, tmp_path):
    content = as_csv([with_care(0)])
    run_command(tmp_path, content)

    assert counts_of(imported(worker, content)) == (0, 0, 1, 0, 1)
