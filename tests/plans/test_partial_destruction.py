"""A request for destruction that was granted in part: chosen by one, approved by another, and nothing else goes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry, DestructionCertificate
from audit.services.sealing import seal
from audit.services.verifying import verify
from clients.models import (
    CarerTalk,
    Case,
    Client,
    Decision,
    Destruction,
    DestructionPart,
    DiscardedFile,
    Finding,
    Investigation,
    Letter,
    PersonalPlan,
    RightsRequest,
)
from clients.models.destruction import FilePart
from clients.selectors.file_parts import Part, parts_to_destroy
from clients.selectors.rights import retention_of
from clients.services.destruction import propose_destruction, withdraw_destruction
from clients.services.rights import carry_out_request
from core.actors import Actor
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.clients import intake
from tests.factories.clients import ClientFactory
from tests.plans.parts_of_file import *  # noqa: F403 - fixtures
from tests.plans.parts_of_file import EXPLANATION, approve, asked_in_part, gone, propose
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY
from tests.plans.whole_file import *  # noqa: F403 - fixtures
from tests.plans.whole_file import counts_of

pytestmark = pytest.mark.django_db

OF_ANSWERING = {"clients.rightsrequest", "clients.destruction", "clients.destructionpart"}


def test_what_can_go_are_parts_of_closed_cases(person: Client, karin: User, decided: Case, ended: Case) -> None:
    intake.notify(actor_of_user(karin), person)

    assert [(part.part, part.case) for part in parts_to_destroy(person)] == [
        (FilePart.PERSONAL_PLAN, decided),
        (FilePart.INVESTIGATION, decided),
        (FilePart.CARER_TALKS, decided),
        (FilePart.INVESTIGATION, ended),
        (FilePart.CARER_TALKS, ended),
        (FilePart.CASE, ended),
    ]


def test_upload_goes_with_its_plan_and_nothing_else_does(
    person: Client,
    decided: Case,
    officer: Actor,
    manager: Actor,
    django_capture_on_commit_callbacks: Any,
) -> None:
    stored = PersonalPlan.objects.get().file.name
    before, retention = counts_of(person), retention_of(person, TODAY)

    with django_capture_on_commit_callbacks(execute=True):
        certificate = approve(manager, propose(officer, person, Part(FilePart.PERSONAL_PLAN, decided)))

    found = gone(before, counts_of(person))
    assert {label: n for label, n in found.items() if label not in OF_ANSWERING} == {"clients.personalplan": 1}
    assert (certificate.ground, certificate.files, certificate.total) == ("partly", 1, 1)
    assert not default_storage.exists(stored or "")
    assert not DiscardedFile.objects.exists()
    assert retention_of(person, TODAY) == retention


def test_texts_of_the_investigation_go_and_decision_allocation_and_dates_stay(
    person: Client, decided: Case, officer: Actor, manager: Actor
) -> None:
    before = counts_of(person)
    dates = ("started_on", "conversation_on", "identity_checked_on", "identity_document", "reported_on")
    held = Investigation.objects.values(*dates).get()
    decision = Decision.objects.values().get()

    certificate = approve(manager, propose(officer, person, Part(FilePart.INVESTIGATION, decided)))

    investigation = Investigation.objects.get()
    assert (investigation.conclusion, investigation.place) == ("Vernietigd op verzoek.", "Vernietigd op verzoek.")
    assert investigation.plan_use == ""
    assert Investigation.objects.values(*dates).get() == held
    assert Decision.objects.values().get() == decision
    assert not Finding.objects.exists()
    assert set(Letter.objects.values_list("kind", flat=True)) == {"receipt", "decision"}
    assert CarerTalk.objects.exists()
    found = gone(before, counts_of(person))
    assert found.keys() - OF_ANSWERING == {
        "clients.finding",
        "clients.present",
        "clients.profileitem",
        "clients.letter",
    }
    rows = {row["model"]: row["rows"] for row in certificate.rows}
    assert rows == {**{label: found[label] for label in found.keys() - OF_ANSWERING}, "clients.investigation": 1}
    left = [part.part for part in parts_to_destroy(person)]
    assert left == [FilePart.PERSONAL_PLAN, FilePart.CARER_TALKS]


def test_whole_case_without_a_decision_goes_and_the_other_stays(
    person: Client, decided: Case, ended: Case, officer: Actor, manager: Actor
) -> None:
    parts = [Part(FilePart.CARER_TALKS, ended), Part(FilePart.CASE, ended), Part(FilePart.CARER_TALKS, decided)]

    approve(manager, propose(officer, person, *parts))

    assert list(person.cases.all()) == [decided]
    assert not CarerTalk.objects.exists()
    assert Decision.objects.count() == 1
    assert person.allocations.exists()


def test_request_trail_and_certificate_say_what_was_done(
    person: Client, decided: Case, officer: Actor, manager: Actor
) -> None:
    hashes = list(AuditEntry.objects.order_by("pk").values_list("hash", flat=True))
    parts = [Part(FilePart.PERSONAL_PLAN, decided), Part(FilePart.CARER_TALKS, decided)]

    certificate = approve(manager, propose(officer, person, *parts))

    request = RightsRequest.objects.get(kind="destruction")
    assert (request.outcome, request.ground, request.explanation) == ("partly", "law", EXPLANATION)
    assert request.handled_on == TODAY
    assert not request.is_open
    for words in ("Het persoonlijk plan, met de bijlage.", f"Zaak {decided.number}", "Verklaring 1."):
        assert words in request.handling
    entry = AuditEntry.objects.get(event=AuditEvent.DESTROYED)
    assert (entry.client, entry.target) == (person.public_id, certificate.public_id)
    names = [field["name"] for field in entry.fields]
    assert names == [f"sha256:{certificate.hash}", "carer_talks", "personal_plan"]
    assert list(AuditEntry.objects.order_by("pk").values_list("hash", flat=True))[: len(hashes)] == hashes
    seal()
    assert verify().is_whole
    certificate.refresh_from_db()
    assert certificate.is_whole
    said = " ".join(str(value) for value in DestructionCertificate.objects.values_list().get())
    for secret in (person.surname, str(person.public_id), str(decided.public_id), str(person.bsn)):
        assert secret not in said
    assert not Destruction.objects.exists()


@pytest.mark.parametrize("part", [FilePart.CASE, FilePart.PERSONAL_PLAN])
def test_what_the_law_keeps_or_is_not_there_cannot_be_proposed(
    person: Client, decided: Case, officer: Actor, part: FilePart
) -> None:
    PersonalPlan.objects.all().delete()

    with pytest.raises(ValidationError) as error:
        propose(officer, person, Part(part, decided))

    assert error.value.code == "part_kept"


def test_open_case_and_case_of_another_cannot_be_proposed(
    *, person: Client, karin: User, decided: Case, officer: Actor, zutphen: Any, zoe: User
) -> None:
    running = intake.notify(actor_of_user(karin), person)
    theirs = intake.notify(actor_of_user(zoe), ClientFactory.create(municipality=zutphen))
    Case.objects.filter(pk=theirs.pk).update(
        status="ended", ended_on=TODAY, end_reason="withdrawn", ended_at_step="notified"
    )
    for case in (running, intake.fresh(theirs)):
        with pytest.raises(ValidationError) as error:
            propose(officer, person, Part(FilePart.CASE, case))
        assert error.value.code == "part_kept"


@pytest.mark.parametrize(("outcome", "has_parts"), [("granted", True), ("partly", False)])
def test_extent_is_that_of_the_decision(
    *,
    person: Client,
    decided: Case,
    officer: Actor,
    on_day: Callable[[date], None],
    outcome: str,
    has_parts: bool,
) -> None:
    on_day(date(2027, 6, 1))
    asked = asked_in_part(officer, person, outcome)
    parts = [Part(FilePart.PERSONAL_PLAN, decided)] if has_parts else []

    with pytest.raises(ValidationError) as error:
        propose_destruction(actor=officer, client=person, request=asked, parts=parts)

    assert error.value.code == "not_granted"


def test_one_person_cannot_do_both_and_nobody_ticks_it_off(
    person: Client, decided: Case, officer: Actor, karin: User
) -> None:
    proposed = propose(officer, person, Part(FilePart.PERSONAL_PLAN, decided))
    request = RightsRequest.objects.get(kind="destruction")

    for actor in (officer, actor_of_user(karin)):
        with pytest.raises(PermissionDenied):
            approve(actor, proposed)
    with pytest.raises(ValidationError) as error:
        carry_out_request(actor=officer, request=request, revision=request.revision, handled_on=TODAY)

    assert error.value.code == "destroy_by_two"
    assert PersonalPlan.objects.exists()


def test_part_that_went_meanwhile_stops_the_approval(
    person: Client, decided: Case, officer: Actor, manager: Actor
) -> None:
    plan, talks = Part(FilePart.PERSONAL_PLAN, decided), Part(FilePart.CARER_TALKS, decided)
    proposed = propose(officer, person, plan, talks)
    PersonalPlan.objects.all().delete()

    with pytest.raises(ValidationError) as error:
        approve(manager, proposed)

    assert error.value.code == "part_kept"
    assert CarerTalk.objects.exists()


def test_proposal_can_be_withdrawn_and_made_again_and_is_done_once(
    person: Client, decided: Case, officer: Actor, manager: Actor
) -> None:
    plan = Part(FilePart.PERSONAL_PLAN, decided)
    proposed = propose(officer, person, plan)
    request = RightsRequest.objects.get(kind="destruction")
    withdraw_destruction(actor=manager, destruction=proposed)
    assert not DestructionPart.objects.exists()

    again = propose_destruction(actor=officer, client=person, request=request, parts=[plan])
    approve(manager, again)
    with pytest.raises(Conflict):
        approve(manager, again)
    request.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        propose_destruction(actor=officer, client=person, request=request, parts=[Part(FilePart.CARER_TALKS, decided)])
    assert error.value.code == "not_granted"


def test_when_a_row_cannot_go_nothing_goes(
    person: Client, decided: Case, officer: Actor, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = propose(officer, person, Part(FilePart.INVESTIGATION, decided))
    there = counts_of(person)

    def broken(**_: Any) -> None:
        raise RuntimeError("no certificate")

    monkeypatch.setattr("clients.services.destruction.certify_destruction", broken)
    with pytest.raises(RuntimeError, match="no certificate"):
        approve(manager, proposed)

    assert counts_of(person) == there
    assert Investigation.objects.get().conclusion != "Vernietigd op verzoek."


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_choice_takes_exactly_what_it_names(
    person: Client, ended: Case, officer: Actor, manager: Actor, data: st.DataObject
) -> None:
    """Whatever is chosen: decisions and allocations stay, what is not chosen can still be chosen."""
    with transaction.atomic():
        offered = parts_to_destroy(person)
        chosen = data.draw(st.lists(st.sampled_from(offered), min_size=1, unique_by=lambda part: part.key))
        kept = (Decision.objects.count(), person.allocations.count(), person.rights_requests.count())

        approve(manager, propose(officer, person, *chosen))

        left = {part.key for part in parts_to_destroy(person)}
        whole = {part.case.pk for part in chosen if part.part == FilePart.CASE}
        expected = {part.key for part in offered if part not in chosen and part.case.pk not in whole}
        assert left == expected
        assert (Decision.objects.count(), person.allocations.count(), person.rights_requests.count() - 1) == kept
        transaction.set_rollback(True)
