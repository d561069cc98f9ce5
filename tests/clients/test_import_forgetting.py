"""A person whose file is destroyed is in no file that waits to be imported, and in no list of faults."""

import pytest

from audit.models import AuditEntry
from clients import tasks
from clients.models import Client, ImportRun
from clients.services import importing, load_terms
from clients.services.destruction import approve_destruction, propose_destruction
from clients.services.importing import running
from clients.services.rights import decide_request, register_request
from core.clock import today
from tests.cast import actor_of_user
from tests.clients.sheets import NUMBERS, PERSON, as_csv, checked, imported, person, upload, with_care
from tests.factories.clients import ClientFactory


@pytest.fixture(autouse=True)
def _contract(product):
    """De Linde has a contract."""


@pytest.fixture
def known(worker) -> Client:
    """A client who came by an import, with number 0."""
    load_terms()
    imported(worker, as_csv([person(0, Achternaam="Geheimenberg")]))
    return Client.objects.get(surname="Geheimenberg")


@pytest.fixture
def destroy(vera, maud):
    """Have a file destroyed on request, by two people."""

    def carry_out(client):
        officer = actor_of_user(vera)
        asked = register_request(
            actor=officer, client=client, kind="destruction", received_on=today(), requested_by="client"
        )
        granted = decide_request(actor=officer, request=asked, revision=asked.revision, outcome="granted")
        proposed = propose_destruction(actor=officer, client=client, request=granted)
        return approve_destruction(actor=actor_of_user(maud), destruction=proposed, revision=proposed.revision)

    return carry_out


def sent(worker, content, name="clienten.csv"):
    return importing.start_import(actor=worker, upload=upload(content, name), wakes_worker=False)


def fresh(run):
    return ImportRun.objects.get(pk=run.pk)


def test_files_that_name_the_person_go_and_others_stay(worker, known, destroy):
    naming = [
        sent(worker, as_csv([with_care(1), person(0)])),
        checked(worker, as_csv([person(0)])),
        sent(worker, as_csv([{**PERSON, "BSN": NUMBERS[5], "Achternaam": "geheimenberg"}])),
        sent(worker, as_csv([{"BSN": "123", "Achternaam": "Geheimenberg", "Geboortedatum": "?"}])),
        sent(worker, b"no table of ours\n"),
    ]
    others = [
        sent(worker, as_csv([with_care(1)])),
        checked(worker, as_csv([person(2, Achternaam="Geheimenberg", Geboortedatum="18-5-1941")])),
    ]

    certificate = destroy(known)

    assert {(fresh(run).status, fresh(run).content, fresh(run).file_name) for run in naming} == {
        ("cancelled", None, "verwijderd")
    }
    assert [fresh(run).status for run in others] == ["uploaded", "checked"]
    assert all(fresh(run).content for run in others)
    assert {row["model"]: row["rows"] for row in certificate.rows}["clients.importrun"] == len(naming)
    for run in naming:
        line = AuditEntry.objects.filter(target=run.public_id).latest("pk")
        assert (line.actor_label, line.client) == ("Maud Manager", None)
    importing.check_import(others[0].pk)
    assert fresh(others[0]).status == "checked"


def test_file_of_another_municipality_stays(worker, known, destroy, zoe):
    theirs = sent(actor_of_user(zoe), as_csv([person(0)]))

    destroy(known)

    assert fresh(theirs).content


def test_worker_at_the_check_keeps_nothing(worker, known, destroy, monkeypatch):
    run = sent(worker, as_csv([person(0), {"BSN": NUMBERS[1]}]))
    plan = running._plan

    def meanwhile(*arguments, **options):
        found = plan(*arguments, **options)
        destroy(known)
        return found

    monkeypatch.setattr(running, "_plan", meanwhile)
    tasks.check_import(run.pk)

    held = fresh(run)
    assert (held.status, held.content, held.faults, held.rows) == ("cancelled", None, [], 0)


def test_worker_that_took_the_import_finds_nothing_to_import(worker, known, destroy, monkeypatch):
    run = checked(worker, as_csv([person(0, Straat="Nieuwstraat"), person(1)]))
    importing.confirm_import(actor=worker, run=run, wakes_worker=False)
    claim = running.RUNS.claim

    def meanwhile(*arguments):
        taken = claim(*arguments)
        destroy(known)
        return taken

    monkeypatch.setattr(running.RUNS, "claim", meanwhile)
    tasks.perform_import(run.pk)

    assert fresh(run).status == "cancelled"
    assert not Client.objects.exists()


def test_faults_about_the_person_go_and_others_stay(worker, known, destroy):
    rows = [with_care(0, Productcode="XX"), with_care(1, Productcode="XX"), {**PERSON, "Achternaam": ""}]
    run = checked(worker, as_csv(rows), "geheimenberg en anderen.csv")
    before = importing.kept_faults(run)
    assert {fault.row for fault in before} == {2, 3, 4}

    destroy(known)

    held = fresh(run)
    assert importing.kept_faults(held) == [fault for fault in before if fault.row != 2]
    assert (held.status, held.file_name, held.fault_count) == ("refused", "verwijderd", len(before))


def test_faults_of_an_earlier_release_go_all_for_nobody_knows_whose_they_are(worker, known, destroy):
    run = checked(worker, as_csv([with_care(1, Productcode="XX")]))
    whole = [0, "", "Iets over het hele bestand.", "sheet"]
    run.faults = [whole, *(fault.as_list()[:4] for fault in importing.kept_faults(run))]
    run.save(update_fields=["faults"])

    destroy(known)

    assert [fault.as_list()[:4] for fault in importing.kept_faults(fresh(run))] == [whole]


def test_person_without_a_number_is_found_by_name_and_birth_date(worker, apeldoorn, destroy):
    load_terms()
    unnumbered = ClientFactory.create(municipality=apeldoorn, bsn="", surname="Geheimenberg")
    run = sent(worker, as_csv([person(7, Achternaam="Geheimenberg")]))
    unread = checked(worker, as_csv([{**PERSON, "BSN": "13"}]))

    destroy(unnumbered)

    assert fresh(run).status == "cancelled"
    assert importing.kept_faults(fresh(unread))


def test_nothing_is_said_in_the_trail_when_no_import_holds_the_person(worker, known, destroy):
    other = sent(worker, as_csv([with_care(1)]))

    certificate = destroy(known)

    assert "clients.importrun" not in {row["model"] for row in certificate.rows}
    assert AuditEntry.objects.filter(target=other.public_id).count() == 1
