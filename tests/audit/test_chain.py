"""The chain: how it grows, and that every kind of tampering is found and named."""

from collections.abc import Iterable

import pytest
from django.db import connection, transaction

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.rules import GENESIS, HASHED_COLUMNS, entry_hash
from audit.selectors import Head, heads
from audit.services import Act, record, record_many
from audit.services.sealing import seal
from audit.services.verifying import Broken, verify
from core.actors import Actor
from tests.audit_flush import drop_guard, restore_guard

pytestmark = pytest.mark.django_db
READER = Actor.system("lezer")


def write(count: int = 1) -> list[AuditEntry]:
    """Entries that follow each other in the lane of this transaction."""
    return [record(actor=READER, event=AuditEvent.READ, fields=[f"veld {number}"]) for number in range(count)]


def tamper(sql: str, *values: str | int) -> None:
    """Do to the table what the triggers forbid."""
    drop_guard()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    restore_guard()


def first_broken(kept: Iterable[Head] = ()) -> Broken:
    """The first place that is broken; that there is one is part of every test that asks."""
    found = verify(kept).broken
    assert found is not None
    return found


def test_entry_follows_from_the_one_before():
    first, second, third = write(3)

    assert first.previous_hash == GENESIS
    assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]
    assert [first.position, second.position, third.position] == [1, 2, 3]
    assert {entry.lane for entry in (first, second, third)} == {first.lane}


def test_whole_chain_is_found_whole():
    write(3)
    record_many(actor=READER, event=AuditEvent.EXPORTED, acts=[Act(fields=[str(n)]) for n in range(5)])
    seal()

    found = verify()

    assert found.is_whole
    assert (found.entries, found.seals) == (9, 1)


def test_empty_chain_is_whole():
    assert verify().is_whole
    assert heads() == []


def test_stored_entry_gives_the_same_hash():
    (entry,) = write()

    columns = AuditEntry.objects.values(*HASHED_COLUMNS).get(pk=entry.pk)

    assert entry_hash(entry.previous_hash, columns) == entry.hash


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "printed"),
        ("actor_label", "iemand anders"),
        ("role", "case_worker"),
        ("client", "6b0f1c2e-9a3e-4a55-8a39-0a4a5c8f8f10"),
        ("address", "10.0.0.1"),
        ("at", "2020-01-01 00:00:00"),
        ("fields", '[{"name": "veld 9"}]'),
    ],
)
def test_changed_value_is_found(column, value):
    entries = write(4)
    if column == "client" and connection.vendor == "sqlite":
        value = value.replace("-", "")

    tamper(f"UPDATE audit_auditentry SET {column} = %s WHERE id = %s", value, entries[1].pk)  # noqa: S608

    broken = first_broken()
    assert (broken.lane, broken.position, broken.entry_id) == (entries[1].lane, 2, entries[1].pk)
    assert "content" in broken.why


def test_deleted_row_in_the_middle_is_found():
    entries = write(4)

    tamper("DELETE FROM audit_auditentry WHERE id = %s", entries[2].pk)

    broken = first_broken()
    assert (broken.position, broken.entry_id) == (3, None)
    assert "missing" in broken.why


def test_deleted_first_row_is_found():
    entries = write(2)

    tamper("DELETE FROM audit_auditentry WHERE id = %s", entries[0].pk)

    assert first_broken().position == 1


def test_swapped_rows_are_found():
    entries = write(4)
    place = "UPDATE audit_auditentry SET position = %s WHERE id = %s"

    tamper(place, 99, entries[1].pk)
    tamper(place, 2, entries[2].pk)
    tamper(place, 3, entries[1].pk)

    broken = first_broken()
    assert (broken.position, broken.entry_id) == (2, entries[2].pk)


def test_changed_hash_is_found():
    entries = write(3)

    tamper("UPDATE audit_auditentry SET hash = %s WHERE id = %s", "f" * 64, entries[1].pk)

    assert first_broken().entry_id == entries[1].pk


def test_changed_row_with_a_new_hash_is_found_at_the_next_one():
    entries = write(3)
    columns = AuditEntry.objects.values(*HASHED_COLUMNS).get(pk=entries[1].pk) | {"actor_label": "ander"}
    forged = entry_hash(entries[0].hash, columns)

    change = "UPDATE audit_auditentry SET actor_label = 'ander', hash = %s WHERE id = %s"
    tamper(change, forged, entries[1].pk)

    broken = first_broken()
    assert (broken.position, broken.entry_id) == (3, entries[2].pk)
    assert "follow" in broken.why


def test_tail_cut_off_before_a_seal_is_found():
    entries = write(4)
    seal()
    after = entries[1].position

    tamper("DELETE FROM audit_auditentry WHERE lane = %s AND position > %s", entries[0].lane, after)

    if entries[0].lane == 0:
        # On SQLite the seal stands in the same lane and went with it: the heads kept elsewhere show it.
        assert verify().is_whole
        assert first_broken([Head(0, 4, entries[3].hash)]).position == 3
    else:
        assert (first_broken().lane, first_broken().position) == (entries[0].lane, 3)


def test_tail_of_another_lane_cut_off_before_a_seal_is_found():
    lane = put_in_lane(7, 3)
    seal()

    tamper("DELETE FROM audit_auditentry WHERE lane = 7 AND position > 1")

    broken = first_broken()
    assert (broken.lane, broken.position, broken.entry_id) == (7, 2, None)
    assert "seal" in broken.why
    assert lane[1].position == 2


def test_lane_that_is_gone_altogether_is_found():
    put_in_lane(7, 2)
    seal()

    tamper("DELETE FROM audit_auditentry WHERE lane = 7")

    assert (first_broken().lane, first_broken().position) == (7, 1)


def test_lane_that_was_computed_anew_is_found_by_the_seal():
    put_in_lane(7, 2)
    seal()

    tamper("DELETE FROM audit_auditentry WHERE lane = 7")
    put_in_lane(7, 2)

    broken = first_broken()
    assert (broken.lane, broken.position) == (7, 2)
    assert "seal" in broken.why


def test_chain_that_was_computed_anew_from_end_to_end_is_found_by_kept_heads():
    write(3)
    kept = heads()
    tamper("DELETE FROM audit_auditentry")
    write(3)

    assert verify().is_whole
    assert "kept" in first_broken(kept).why


def test_dropped_trigger_is_reported():
    write(2)
    drop_guard()

    found = verify()

    assert found.broken is None
    assert not found.is_whole
    restore_guard()
    assert verify().is_whole


def test_rollback_of_a_savepoint_leaves_no_row_and_no_gap():
    write(2)
    savepoint = transaction.savepoint()
    write(2)
    transaction.savepoint_rollback(savepoint)
    write(1)

    assert verify().is_whole
    assert AuditEntry.objects.count() == 3


@pytest.mark.parametrize("number", [1, 40])
def test_recording_costs_three_queries_at_most(number, django_assert_num_queries):
    write(1)

    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 2):
        record_many(actor=READER, event=AuditEvent.READ, acts=[Act() for _ in range(number)])


def put_in_lane(lane: int, count: int) -> list[AuditEntry]:
    """Entries in a lane of our choice, as another process would leave them."""
    from audit.services.chain import append
    from audit.services.recording import columns_of

    columns = [columns_of(READER, AuditEvent.READ, Act(fields=[str(number)])) for number in range(count)]
    return append(columns, lane=lane)
