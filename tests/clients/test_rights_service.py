"""What a client asks about the own file: the term, the answer, and what was done."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from clients.models import Destruction, DestructionPart, RightsRequest
from clients.services.rights import carry_out_request, decide_request, register_request
from core.constraints import as_validation_error
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.clients.intake import notify
from tests.factories.clients import MemberFactory

TODAY = date(2026, 3, 1)

pytestmark = pytest.mark.usefixtures("terms")


def ask(actor, person, kind="copy", **given):
    return register_request(
        actor=actor, client=person, **{"kind": kind, "received_on": TODAY, "requested_by": "client", **given}
    )


def answer(actor, asked, outcome="granted", **given):
    return decide_request(actor=actor, request=asked, revision=asked.revision, outcome=outcome, **given)


def code_of(error):
    faults = error.value.error_dict.values() if hasattr(error.value, "error_dict") else [error.value.error_list]
    return {fault.code for one in faults for fault in one}


@pytest.mark.parametrize(
    ("kind", "received_on", "due_on", "source"),
    [
        # Three months from 1 March is 1 June 2026, a Monday.
        ("destruction", date(2026, 3, 1), date(2026, 6, 1), "Wmo 2015 art. 5.3.5"),
        # 25 May 2026 is Whit Monday: on to Tuesday (Algemene termijnenwet art. 1).
        ("destruction", date(2026, 2, 25), date(2026, 5, 26), "Wmo 2015 art. 5.3.5"),
        # 28 February is a Saturday: on to Monday.
        ("copy", date(2026, 1, 31), date(2026, 3, 2), "AVG art. 12 lid 3"),
        ("correction", date(2026, 2, 27), date(2026, 3, 27), "AVG art. 12 lid 3"),
    ],
)
def test_request_has_a_last_day_by_the_law_of_its_kind(*, worker, person, kind, received_on, due_on, source):
    asked = ask(worker, person, kind, received_on=received_on, text="Het huisnummer is 12.")

    assert (asked.due_on, asked.due_source) == (due_on, source)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"received_on": date(2026, 3, 2)}, "received_in_future"),
        ({"requested_by": "representative"}, "representative_missing"),
        ({"kind": "correction"}, "correction_text"),
    ],
)
def test_request_that_cannot_be_is_refused(worker, person, given, code):
    with pytest.raises(ValidationError) as error:
        ask(worker, person, **given)

    assert code in code_of(error)
    assert not RightsRequest.objects.exists()


def test_representative_is_somebody_of_this_file(worker, person):
    with pytest.raises(ValidationError) as error:
        ask(worker, person, requested_by="representative", member=MemberFactory.create())

    assert code_of(error) == {"member_of_other"}


def test_request_is_answered_once(worker, person):
    asked = answer(worker, ask(worker, person))

    assert (asked.outcome, asked.decided_on, asked.decided_by_id) == ("granted", TODAY, worker.user_id)
    with pytest.raises(Conflict) as error:
        answer(worker, asked, "withdrawn")
    assert error.value.code == "rights_decided"


def test_refusal_names_a_ground_of_the_law(worker, person):
    asked = ask(worker, person, "destruction")

    with pytest.raises(ValidationError) as error:
        answer(worker, asked, "refused", ground="data_correct", explanation="Daarom.")
    assert code_of(error) == {"ground_strange"}

    refused = answer(worker, asked, "refused", ground="law", explanation="De belastingwet vraagt zeven jaar.")
    assert refused.get_ground_display() == "Een wet verbiedt dat wij de gegevens vernietigen"


def test_answer_over_an_older_state_is_a_conflict(worker, person):
    asked = ask(worker, person)
    answer(worker, asked)

    with pytest.raises(Conflict) as error:
        decide_request(actor=worker, request=asked, revision=1, outcome="granted")

    assert error.value.code == "rights_changed"


def test_what_was_granted_is_carried_out_once(worker, person):
    asked = answer(worker, ask(worker, person, "correction", text="Het huisnummer is 12."))

    done = carry_out_request(
        actor=worker, request=asked, revision=asked.revision, handled_on=TODAY, handling="Huisnummer verbeterd."
    )

    assert not done.is_open
    with pytest.raises(Conflict):
        carry_out_request(actor=worker, request=done, revision=done.revision, handled_on=TODAY)


def test_refused_request_is_not_carried_out(worker, person):
    asked = answer(worker, ask(worker, person), "refused", ground="too_young", explanation="Nog geen 12 jaar.")

    with pytest.raises(Conflict):
        carry_out_request(actor=worker, request=asked, revision=asked.revision, handled_on=TODAY)


def test_whole_destruction_is_not_ticked_off_by_one_person(worker, person):
    asked = answer(worker, ask(worker, person, "destruction"))

    with pytest.raises(ValidationError) as error:
        carry_out_request(actor=worker, request=asked, revision=asked.revision, handled_on=TODAY)

    assert code_of(error) == {"destroy_by_two"}


def test_privacy_officer_of_the_municipality_answers_too(vera, person):
    officer = actor_of_user(vera)

    assert answer(officer, ask(officer, person)).is_decided


@pytest.mark.parametrize("name", ["zoe", "ruud", "petra", "maud", "ilse", "pim", "ada", "nobody"])
def test_nobody_else_registers_or_answers(request, worker, person, allocation, name):
    asked = ask(worker, person)
    stranger = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        ask(stranger, person)
    with pytest.raises(PermissionDenied):
        answer(stranger, asked)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "other"}, "rights_choices"),
        ({"requested_by": "representative"}, "representative_missing"),
        ({"kind": "correction"}, "correction_text"),
        ({"due_on": date(2026, 2, 1)}, "rights_due"),
        ({"outcome": "granted"}, "rights_decision"),
        ({"ground": "law"}, "rights_decision"),
        ({"handled_on": TODAY}, "rights_handled"),
    ],
)
def test_rules_of_a_request_hold_in_the_database(worker, person, fields, code):
    ask(worker, person)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        RightsRequest.objects.update(**fields)

    explained = as_validation_error(refusal.value)
    assert explained is not None
    assert explained.code == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"approved_by": "proposer"}, "two_people"), ({"retained_until": TODAY}, "destruction_ground")],
)
def test_rules_of_a_proposal_to_destroy_hold_in_the_database(worker, karin, person, fields, code):
    asked = ask(worker, person, "destruction")
    Destruction.objects.create(client=person, ground="request", request=asked, proposed_by=karin)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Destruction.objects.update(**{name: karin if value == "proposer" else value for name, value in fields.items()})

    explained = as_validation_error(refusal.value)
    assert explained is not None
    assert explained.code == code


@pytest.mark.parametrize(("fields", "code"), [({"part": "decision"}, "destruction_part"), ({}, "part_twice")])
def test_rules_of_a_part_to_destroy_hold_in_the_database(worker, karin, person, fields, code):
    asked = ask(worker, person, "destruction")
    proposed = Destruction.objects.create(client=person, ground="request", request=asked, proposed_by=karin)
    same = {"destruction": proposed, "part": "personal_plan", "case": notify(worker, person)}
    DestructionPart.objects.create(**same)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        DestructionPart.objects.create(**{**same, **fields})

    explained = as_validation_error(refusal.value)
    assert explained is not None
    assert explained.code == code
