from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from audit.models import AuditEntry
from clients.models import Client
from clients.services import add_member, change_client, change_member, end_member, register_client
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.factories.clients import ClientFactory, MemberFactory

DETAILS: dict[str, Any] = {
    "bsn": "999900006",
    "initials": "J.",
    "given_names": "Jánneke",
    "surname": "Dál",
    "birth_date": date(1941, 5, 17),
    "postcode": "7311ab",
    "city": "Apeldoorn",
}


def codes(error):
    return {(field, fault.code) for field, faults in error.error_dict.items() for fault in faults}


def test_register_client_opens_a_file_in_the_own_municipality(worker, apeldoorn):
    client = register_client(actor=worker, **DETAILS | {"bsn": "9999.00.006"})

    stored = Client.objects.get()
    assert stored == client
    assert (stored.municipality, stored.bsn, stored.postcode) == (apeldoorn, "999900006", "7311 AB")
    assert stored.search_name == "dal janneke"


def test_register_client_leaves_no_personal_value_in_the_trail(worker, apeldoorn):
    client = register_client(actor=worker, **DETAILS)

    entry = AuditEntry.objects.get()
    assert (entry.event, entry.target, entry.client) == ("created", client.public_id, client.public_id)
    assert [field for field in entry.fields if len(field) > 1] == [{"name": "municipality", "new": apeldoorn.pk}]
    for value in ("999900006", "Dál", "dal", "1941", "7311"):
        assert value not in str(entry.fields)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("bsn", "123456789", "bsn_check"),
        ("bsn", "12345", "bsn_format"),
        ("birth_date", date(2026, 3, 2), "birth_date_future"),
        ("birth_date", None, "null"),
        ("postcode", "0123 AB", "postcode_format"),
        ("surname", "", "blank"),
        ("sex", "9", "invalid_choice"),
    ],
)
def test_register_client_refuses_bad_input(worker, field, value, code):
    with pytest.raises(ValidationError) as refusal:
        register_client(actor=worker, **DETAILS | {field: value})

    assert (field, code) in codes(refusal.value)
    assert not Client.objects.exists()
    assert not AuditEntry.objects.exists()


def test_register_client_says_all_faults_at_once_without_the_values(worker):
    with pytest.raises(ValidationError) as refusal:
        register_client(actor=worker, **DETAILS | {"bsn": "999900007", "birth_date": date(2030, 1, 1), "surname": ""})

    assert {field for field, _ in codes(refusal.value)} == {"bsn", "birth_date", "surname"}
    assert "999900007" not in str(refusal.value)
    assert "999900007" not in repr(refusal.value)


def test_register_client_refuses_a_second_file_with_the_same_bsn(worker, person):
    with pytest.raises(ValidationError) as refusal:
        register_client(actor=worker, **DETAILS)

    assert {code for _, code in codes(refusal.value)} == {"bsn_taken"}


def test_register_client_may_repeat_a_bsn_in_another_municipality(person, zoe):
    client = register_client(actor=actor_of_user(zoe), **DETAILS)

    assert client.municipality.name == "Zutphen"


@pytest.mark.parametrize("name", ["ruud", "ilse", "petra", "pim", "ada", "nobody"])
def test_register_client_is_for_case_workers(request, name):
    with pytest.raises(PermissionDenied):
        register_client(actor=actor_of_user(request.getfixturevalue(name)), **DETAILS)


def test_change_client_stores_and_keeps_the_rest(worker, person):
    change_client(actor=worker, client=person, revision=1, surname="Berg")

    person.refresh_from_db()
    assert (person.surname, person.search_name, person.bsn) == ("Berg", "berg van janneke", "999900006")
    entry = AuditEntry.objects.get()
    assert {field["name"] for field in entry.fields} == {"surname", "search_name", "revision"}
    assert "Berg" not in str(entry.fields)


def test_change_client_of_somebody_who_was_second_is_a_conflict(worker, person):
    change_client(actor=worker, client=person, revision=1, surname="Berg")

    with pytest.raises(Conflict):
        change_client(actor=worker, client=person, revision=1, surname="Dijk")

    person.refresh_from_db()
    assert person.surname == "Berg"


def test_change_client_moves_the_blind_index_with_the_bsn(worker, person):
    change_client(actor=worker, client=person, revision=1, bsn="999996770")

    assert Client.objects.all().by_bsn("999996770").get() == person
    assert not Client.objects.all().by_bsn("999900006").exists()


@pytest.mark.parametrize("name", ["zoe", "ruud", "petra", "pim"])
def test_change_client_is_for_case_workers_of_the_municipality(request, name, person, allocation):
    actor = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        change_client(actor=actor, client=person, revision=1, surname="Berg")
    with pytest.raises(PermissionDenied):
        add_member(actor=actor, client=person, name="Piet", relation="16", starts_on=date(2026, 1, 1))
    with pytest.raises(PermissionDenied):
        end_member(actor=actor, member=MemberFactory.create(client=person), ends_on=date(2026, 4, 1))


def test_bsn_is_encrypted_at_rest_and_found_by_its_index(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT bsn, bsn_index FROM clients_client")
        token, index = cursor.fetchone()

    assert "999900006" not in token
    assert token.startswith("v1:t1:")
    assert "999900006" not in index
    assert Client.objects.all().by_bsn("9999 00 006").get() == person
    assert not Client.objects.all().by_bsn("999996770").exists()


def test_client_shows_only_the_end_of_its_bsn(person):
    assert person.masked_bsn == "*****0006"


@pytest.mark.parametrize("text", ["dal", "DÁL", "jannek", "van dal", "Dal janneke", ""])
def test_named_finds_a_part_without_regard_to_case_or_accents(person, text):
    ClientFactory.create(surname="Öztürk")

    assert person in Client.objects.all().named(text)
    assert Client.objects.all().named("ozturk").get().surname == "Öztürk"


def test_add_change_and_end_member_stand_in_the_trail_of_the_client(worker, person):
    member = add_member(actor=worker, client=person, name="Piet", relation="16", starts_on=date(2026, 1, 1))
    member = change_member(actor=worker, member=member, revision=1, representation="08")
    member = end_member(actor=worker, member=member, ends_on=date(2026, 4, 1))

    assert (member.is_representative, member.ends_on) == (True, date(2026, 4, 1))
    trail = AuditEntry.objects.filter(client=person.public_id, target=member.public_id).order_by("position")
    assert [entry.event for entry in trail] == ["created", "changed", "changed"]
    assert "Piet" not in str([entry.fields for entry in trail])


def test_change_member_of_somebody_who_was_second_is_a_conflict(worker, person):
    member = MemberFactory.create(client=person)
    change_member(actor=worker, member=member, revision=1, phone="0612345678")

    with pytest.raises(Conflict):
        change_member(actor=worker, member=member, revision=1, phone="0687654321")


def test_end_member_refuses_an_end_before_the_start(worker, person):
    with pytest.raises(ValidationError) as refusal:
        end_member(actor=worker, member=MemberFactory.create(client=person), ends_on=date(2020, 1, 1))

    assert ("__all__", "period_order") in codes(refusal.value)
