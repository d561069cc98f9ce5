"""`bin/load`: what it reads off a page and what it calls lost. The run itself is a step of `.ci/run`."""

import threading

import pytest

from bin.tools import environment, load
from bin.tools.environment import SetupError
from bin.tools.load import verify
from bin.tools.load.browser import Browser, Refused
from bin.tools.load.ledger import KINDS, Ledger
from clients.models import Client
from tests.cast import sign_in
from tests.factories.clients import AllocationFactory, ClientFactory


@pytest.fixture
def browser():
    """One that never gets to the network."""
    return Browser("http://127.0.0.1:1", Ledger())


@pytest.fixture
def person(apeldoorn):
    """A client of Karin's municipality."""
    return ClientFactory.create(municipality=apeldoorn)


def kept(**rows):
    """A ledger with these writes only."""
    return {kind: {} for kind in KINDS} | rows


@pytest.mark.django_db
def test_form_is_read_as_a_browser_would_send_it(client, karin, person, browser):
    sign_in(client, karin)
    page = client.get(f"/clienten/{person.public_id}/wijzigen").content.decode()

    form = browser._find(page, "/clienten/x/wijzigen", "revision")

    assert form.values["surname"] == person.surname
    assert form.values["birth_date"] == person.birth_date.isoformat()
    assert form.values["sex"] == person.sex
    assert form.values["revision"] == str(person.revision)
    answer = client.post(f"/clienten/{person.public_id}/wijzigen", {**form.values, "phone": "0612345678"})
    assert answer.status_code == 302
    assert Client.objects.get(pk=person.pk).phone == "0612345678"
    with pytest.raises(Refused):
        browser._find(page, "/clienten/x/wijzigen", "report")
    assert len(browser.ledger.faults) == 1


def test_server_that_does_not_answer_is_a_fault_without_ids(browser):
    with pytest.raises(Refused):
        browser.get("/clienten/0d7ad5d6-7fd0-4c24-9a3c-6c0d7d8e8f3b?x=1")

    assert browser.ledger.faults == ["sign in: GET /clienten/<id>: ConnectionRefusedError"]


@pytest.mark.django_db
def test_every_write_that_is_not_there_is_named(person):
    allocation = AllocationFactory.create()
    key, other = str(person.public_id), "00000000-0000-4000-8000-000000000000"

    right = kept(phones={key: person.phone}, allocated={str(allocation.client.public_id): 1}, shared={key: 0})
    assert list(verify._faults(right)) == []

    for rows, words in (
        ({"registered": {other: "Lastx"}}, "is not there"),
        ({"registered": {key: person.surname}}, "without a trail"),
        ({"phones": {key: "0600000000"}}, "last change"),
        ({"shared": {key: 1}}, "was changed 0 times, and 1 times"),
        ({"allocated": {key: 1}}, "has not 1 allocation"),
        ({"plans": {other: ""}}, "last text of plan"),
        ({"evaluations": {other: ""}}, "last report"),
    ):
        assert any(words in fault for fault in verify._faults(kept(**rows)))
    ClientFactory.create(surname="Lastabc")
    assert list(verify._faults(kept())) == ["1 clients are stored, 0 were answered with success"]


def test_ledger_counts_what_many_do_at_once():
    ledger = Ledger()

    def work():
        for _ in range(200):
            ledger.took("list", 0.5)
            ledger.count("shared", "x")
            ledger.conflict("list")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ledger.requests == ledger.written()["shared"]["x"] == 1600
    assert ledger.rows() == [
        {"act": "list", "done": 1600, "conflicts": 1600, "errors": 0, "median": 0.5, "p95": 0.5, "worst": 0.5}
    ]


@pytest.mark.parametrize("wrong", [["--users", "1"], ["--seconds", "0"], ["--users", "many"], ["x"]])
def test_load_refuses_what_it_does_not_know(wrong, capfd):
    with pytest.raises(SystemExit) as refused:
        load.main(wrong)

    assert refused.value.code == 2
    assert "usage: bin/load" in capfd.readouterr().err


def test_load_says_what_it_lacks(monkeypatch):
    monkeypatch.setattr(environment, "prepare", lambda *locks: None)
    monkeypatch.setattr(environment, "which", lambda *names: "")

    with pytest.raises(SetupError, match="redis-server"):
        load.main([])


@pytest.mark.parametrize("fault", ["client x is not there", ""])
def test_anything_wrong_ends_with_one(fault, capfd):
    ledger = Ledger()
    ledger.took("list", 0.1)
    found = {"checked": 3, "faults": [fault] if fault else [], "entries": 9, "is_whole": True}
    wanted = load._parse(["--users", "2", "--seconds", "2", "--json"])

    assert load._tell(ledger, found, [], 2.0, wanted) == (1 if fault else 0)

    said = capfd.readouterr().out
    assert ("WRONG: client x" in said) is bool(fault)
    assert f'"ok": {"false" if fault else "true"}' in said.splitlines()[-1]
