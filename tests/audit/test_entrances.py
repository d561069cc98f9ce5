"""The command, the nightly task and the admin pages of the trail."""

import json
import logging
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.services import record
from audit.tasks import verify_chain
from core.actors import Actor
from tests.audit_flush import drop_guard, restore_guard
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/beheer/audit/auditentry/"


def write(count: int) -> list[AuditEntry]:
    """Entries of one lane."""
    return [record(actor=Actor.system("lezer"), event=AuditEvent.READ) for _ in range(count)]


def break_row(entry: AuditEntry) -> None:
    """Change an entry past the triggers."""
    drop_guard()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET actor_label = 'Piet' WHERE id = %s", [entry.pk])
    restore_guard()


def run(*arguments, **options) -> tuple[str, str, int]:
    """What the command prints, and its exit code."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = int(end.code or 0)
    return out.getvalue(), err.getvalue(), code


def test_command_proves_a_whole_chain():
    write(3)

    out, err, code = run()

    assert "The trail is whole." in out
    assert (err, code) == ("", 0)


def test_command_names_the_first_broken_row():
    entries = write(3)
    break_row(entries[1])

    _, err, code = run()

    assert code == 1
    assert f"lane {entries[1].lane}, place 2 (row {entries[1].pk})" in err
    assert "Piet" not in err


def test_command_speaks_json():
    entries = write(2)
    break_row(entries[0])

    out, _, code = run("--json")

    answer = json.loads(out)
    assert code == 1
    assert answer["is_whole"] is False
    assert answer["broken"]["entry_id"] == entries[0].pk


def test_heads_kept_elsewhere_show_a_tail_that_was_cut_off(tmp_path):
    entries = write(3)
    file = tmp_path / "heads.json"
    file.write_text(run("--heads")[0])
    assert run("--against", str(file))[2] == 0
    drop_guard()
    AuditEntry.objects.filter(pk=entries[2].pk).delete()
    restore_guard()

    assert run()[2] == 0
    _, err, code = run("--against", str(file))

    assert code == 1
    assert "place 3" in err


@pytest.mark.parametrize("text", ["", "[1]", '[{"lane": 1}]'])
def test_file_that_holds_no_heads_is_refused(tmp_path, text):
    file = tmp_path / "heads.json"
    file.write_text(text)

    with pytest.raises(CommandError, match="does not hold heads"):
        run("--against", str(file))


def test_task_seals_and_is_silent_about_a_whole_chain(caplog):
    write(2)

    verify_chain()

    assert AuditEntry.objects.filter(event=AuditEvent.SEALED).count() == 1
    assert caplog.records == []


def test_task_logs_the_place_of_a_broken_row_and_not_its_content(caplog):
    entries = write(2)
    break_row(entries[1])

    verify_chain()

    (line,) = caplog.records
    assert line.levelno == logging.ERROR
    assert f"entry_id={entries[1].pk}" in line.getMessage()
    assert "Piet" not in line.getMessage()


@pytest.fixture
def admin_client(client):
    """Signed in as a superuser."""
    client.force_login(UserFactory.create(administrator=True))
    return client


def test_admin_lists_the_trail_and_writes_the_look_down(admin_client):
    write(1)

    response = admin_client.get(LIST)

    assert response.status_code == 200
    looked = AuditEntry.objects.latest("id")
    assert (looked.event, looked.target_label) == (AuditEvent.READ, "audit.auditentry")


@pytest.mark.parametrize("term", ["iemand", "192"])
def test_admin_search_takes_words(admin_client, term):
    assert admin_client.post(LIST, {"q": term}, follow=True).status_code == 200


def test_admin_search_takes_a_whole_public_id(admin_client):
    client = uuid4()
    record(actor=Actor.system("lezer van het dossier"), event=AuditEvent.READ, client=client)
    record(actor=Actor.system("lezer van een ander"), event=AuditEvent.READ, client=uuid4())

    page = admin_client.post(LIST, {"q": str(client)}, follow=True).text

    assert "lezer van het dossier" in page
    assert "lezer van een ander" not in page


def test_admin_shows_an_entry_and_changes_nothing(admin_client):
    client = uuid4()
    entry = record(actor=Actor.system("lezer"), event=AuditEvent.READ, client=client, fields=["naam"])

    page = admin_client.get(f"{LIST}{entry.pk}/change/")

    assert page.status_code == 200
    assert "naam" in page.text
    assert AuditEntry.objects.latest("id").client == client
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(f"{LIST}{entry.pk}/change/", {"role": "x"}).status_code == 403
    assert admin_client.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_admin_list_costs_the_same_for_every_length(admin_client, number, django_assert_max_num_queries):
    write(number)
    admin_client.get(LIST)

    with django_assert_max_num_queries(14):
        admin_client.get(LIST)
