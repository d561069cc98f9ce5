"""Destruction of a whole file leaves no row of any room; and until when a file is kept."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry, DestructionCertificate
from audit.services.sealing import seal
from audit.services.verifying import verify
from clients.documents.rights import certificate_pdf
from clients.models import Client, Destruction, DiscardedFile, PersonalPlan
from clients.selectors.rights import files_due, retention_of
from clients.services.destruction import (
    approve_destruction,
    propose_destruction,
    remove_discarded_files,
    withdraw_destruction,
)
from core.actors import Actor
from core.errors import Conflict
from plans.models import Agreement
from tests.cast import actor_of_user
from tests.factories.clients import ClientFactory
from tests.marks import needs_pdf
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.whole_file import *  # noqa: F403 - fixtures
from tests.plans.whole_file import AFTER_CARE, LATER, TODAY, ask, counts_of, proposal
from tests.reference import lay_out_terms

pytestmark = pytest.mark.django_db


def age(client: Client, moment: str) -> None:
    """Make the trail of this client old, as somebody with all rights on the database could."""
    from audit.models import APPEND_ONLY
    from tests.audit_flush import drop_guard, restore_guard

    assert APPEND_ONLY
    drop_guard()
    AuditEntry.objects.filter(client=client.public_id).update(at=moment)
    restore_guard()


def test_file_is_kept_from_its_last_change_and_not_from_being_read_or_asked_about(
    person: Client, karin: User, on_day: Callable[[date], None]
) -> None:
    assert retention_of(person, TODAY).until == date(2041, 3, 2)
    on_day(AFTER_CARE)

    ask(actor_of_user(karin), person, "correction")

    assert retention_of(person, AFTER_CARE).last_changed_on == TODAY


def test_file_of_which_no_change_is_known_is_never_due(apeldoorn: Any, officer: Actor) -> None:
    lay_out_terms()
    loaded = ClientFactory.create(municipality=apeldoorn)

    assert retention_of(loaded, LATER).until is None
    assert not files_due(officer, LATER).exists()


def test_queue_holds_the_files_whose_term_is_over(person: Client, officer: Actor, zoe: User) -> None:
    assert list(files_due(officer, date(2041, 3, 2))) == []
    assert list(files_due(officer, date(2041, 3, 3))) == [person]
    assert list(files_due(actor_of_user(zoe), date(2041, 3, 3))) == []


def test_destruction_leaves_no_row_no_upload_and_a_whole_trail(
    person: Client,
    officer: Actor,
    manager: Actor,
    on_day: Callable[[date], None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)
    there, public_id = counts_of(person), person.public_id
    stored = [PersonalPlan.objects.get().file.name, Agreement.objects.exclude(scan="").get().scan.name]
    before = list(AuditEntry.objects.order_by("pk").values_list("hash", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        certificate = approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)

    assert counts_of(person) == {}
    assert not Client.objects.filter(public_id=public_id).exists()
    assert {kind["model"]: kind["rows"] for kind in certificate.rows} == there
    assert certificate.files == 2
    assert not any(default_storage.exists(name or "") for name in stored)
    assert not DiscardedFile.objects.exists()
    entries = AuditEntry.objects.order_by("pk")
    assert list(entries.values_list("hash", flat=True))[: len(before)] == before
    last = entries.get(event=AuditEvent.DESTROYED)
    assert (last.client, last.target) == (public_id, certificate.public_id)
    assert last.fields == [{"name": f"sha256:{certificate.hash}"}]
    seal()
    assert verify().is_whole


def test_nothing_of_the_person_stays_in_any_table(
    person: Client, officer: Actor, manager: Actor, on_day: Callable[[date], None]
) -> None:
    """Every column of every table is looked through: trail, certificate, sessions and what more there is."""
    on_day(AFTER_CARE)
    assert person.bsn_index
    secrets = ["Vries", "Sanne", "Jansen-Naaste", person.bsn, person.bsn_index, "Ze belt zelf.", "Dorpsstraat"]
    destruction = proposal(officer, person)

    approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our tables
            held = " ".join(str(value) for row in cursor.fetchall() for value in row)
            assert not [secret for secret in secrets if secret in held], table


def test_certificate_says_what_and_by_whom_and_not_of_whom(
    person: Client, officer: Actor, manager: Actor, on_day: Callable[[date], None]
) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)

    certificate = approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)

    certificate.refresh_from_db()
    assert (certificate.number, certificate.ground) == (1, "request")
    assert (certificate.proposed_by_label, certificate.approved_by_label) == ("Vera Privacy", "Maud Manager")
    assert certificate.is_whole
    certificate.files += 1
    assert not certificate.is_whole


@needs_pdf
def test_certificate_prints(person: Client, officer: Actor, manager: Actor, on_day: Callable[[date], None]) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)
    certificate = approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)

    text = " ".join(PdfReader(BytesIO(certificate_pdf(certificate))).pages[0].extract_text().split())

    assert "Verklaring van vernietiging 1" in text
    assert "Vera Privacy" in text
    assert person.surname not in text


def test_file_can_go_when_its_retention_is_over_and_not_before(
    person: Client, officer: Actor, manager: Actor, on_day: Callable[[date], None]
) -> None:
    on_day(AFTER_CARE)
    with pytest.raises(ValidationError) as error:
        propose_destruction(actor=officer, client=person)
    assert error.value.code == "not_due"

    on_day(LATER)
    destruction = propose_destruction(actor=officer, client=person)
    assert destruction.retained_until == date(2041, 3, 2)
    assert list(files_due(officer, LATER)) == []
    certificate = approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)
    assert certificate.ground == "retention"


def test_proposal_no_longer_holds_when_the_file_changed_since(
    person: Client, officer: Actor, manager: Actor, karin: User, on_day: Callable[[date], None]
) -> None:
    from clients.services import change_client

    on_day(LATER)
    destruction = propose_destruction(actor=officer, client=person)
    change_client(actor=actor_of_user(karin), client=person, revision=person.revision, phone="055 123")

    with pytest.raises(ValidationError) as error:
        approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)

    assert error.value.code == "not_due"
    assert Client.objects.filter(pk=person.pk).exists()


def test_file_stays_while_care_runs(person: Client, officer: Actor) -> None:
    with pytest.raises(ValidationError) as error:
        proposal(officer, person)

    assert error.value.code == "still_running"


def test_destruction_on_request_needs_a_granted_request(
    person: Client, officer: Actor, on_day: Callable[[date], None]
) -> None:
    on_day(AFTER_CARE)
    with pytest.raises(ValidationError) as error:
        propose_destruction(actor=officer, client=person, request=person.rights_requests.get())

    assert error.value.code == "not_granted"


def test_one_person_cannot_do_both_steps(
    person: Client, officer: Actor, vera: User, on_day: Callable[[date], None]
) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)

    with pytest.raises(PermissionDenied):
        approve_destruction(actor=officer, destruction=destruction, revision=destruction.revision)
    with pytest.raises(IntegrityError, match="clients_destruction_two_people"), transaction.atomic():
        Destruction.objects.update(approved_by=vera)

    assert Client.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("name", ["karin", "ruud", "zoe", "petra", "ilse", "pim", "ada"])
def test_nobody_else_approves(
    request: pytest.FixtureRequest, person: Client, officer: Actor, on_day: Callable[[date], None], name: str
) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)
    stranger = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        approve_destruction(actor=stranger, destruction=destruction, revision=destruction.revision)


def test_proposal_that_was_withdrawn_or_carried_out_is_gone_for_the_second(
    person: Client, officer: Actor, manager: Actor, on_day: Callable[[date], None]
) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)
    with pytest.raises(Conflict):
        propose_destruction(actor=officer, client=person)
    withdraw_destruction(actor=manager, destruction=destruction)

    with pytest.raises(Conflict) as error:
        approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)
    assert error.value.code == "proposal_gone"

    again = proposal_again(officer, person)
    approve_destruction(actor=manager, destruction=again, revision=again.revision)
    with pytest.raises(Conflict) as error:
        approve_destruction(actor=manager, destruction=again, revision=again.revision)
    assert error.value.code == "file_gone"


def proposal_again(actor: Actor, client: Client) -> Destruction:
    return propose_destruction(actor=actor, client=client, request=client.rights_requests.get(kind="destruction"))


def test_when_a_row_cannot_go_nothing_goes(
    person: Client, officer: Actor, manager: Actor, on_day: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(AFTER_CARE)
    destruction = proposal(officer, person)
    there = counts_of(person)

    def broken(**_: Any) -> None:
        raise RuntimeError("no certificate")

    monkeypatch.setattr("clients.services.destruction.certify_destruction", broken)
    with pytest.raises(RuntimeError, match="no certificate"):
        approve_destruction(actor=manager, destruction=destruction, revision=destruction.revision)

    assert counts_of(person) == there
    assert not DiscardedFile.objects.exists()
    assert not DestructionCertificate.objects.exists()


def test_upload_that_cannot_be_removed_now_goes_with_the_next_round(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    name = default_storage.save("personal-plans/rest", ContentFile(b"x"))
    DiscardedFile.objects.create(name=name)
    DiscardedFile.objects.create(name="personal-plans/was-never-there")

    def full(_: str) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage.__class__, "delete", lambda self, name: full(name))
        assert remove_discarded_files() == 0

    assert remove_discarded_files() == 2
    assert not default_storage.exists(name)
