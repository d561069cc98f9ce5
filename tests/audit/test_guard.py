"""The database itself refuses to change or delete an entry, whatever way somebody takes."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from audit.enums import AuditEvent
from audit.models import APPEND_ONLY, AuditEntry
from audit.models.append_only import REFUSAL
from audit.services import record
from core.actors import Actor

pytestmark = pytest.mark.django_db
TABLE = "audit_auditentry"


@pytest.fixture
def entry():
    """An entry in the trail."""
    return record(actor=Actor.system("lezer"), event=AuditEvent.READ)


def execute(sql: str) -> None:
    """Raw SQL, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def save(entry):
    """Change an entry as any row is changed."""
    entry.actor_label = "ander"
    entry.save()


WAYS = {
    "save": save,
    "update": lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(role="x"),
    "bulk update": lambda entry: AuditEntry.objects.bulk_update([entry], ["role"]),
    "delete": lambda entry: entry.delete(),
    "delete many": lambda entry: AuditEntry.objects.all().delete(),
    "raw update": lambda entry: execute("UPDATE audit_auditentry SET hash = 'x'"),
    "raw delete": lambda entry: execute("DELETE FROM audit_auditentry"),
    "upsert": lambda entry: AuditEntry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["lane", "position"], update_fields=["role"]
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_change_is_refused(entry, way):
    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        way(entry)

    assert AuditEntry.objects.get().hash == entry.hash


@pytest.mark.postgresql
def test_truncate_is_refused(entry):
    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        execute(f"TRUNCATE {TABLE}")


@pytest.mark.sqlite
@pytest.mark.parametrize("column", ["id", "lane, position"])
def test_replace_is_refused(entry, column):
    columns = ", ".join(
        str(field.column) for field in AuditEntry._meta.concrete_fields if column == "id" or not field.primary_key
    )

    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        execute(f"INSERT OR REPLACE INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE}")  # noqa: S608


def test_same_place_cannot_be_taken_twice(entry):
    twin = AuditEntry(lane=entry.lane, position=entry.position, hash="x", previous_hash="y", event="read")

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_triggers_survive_a_later_migration_that_rebuilds_the_table():
    was = AuditEntry._meta.get_field("role")
    longer = models.CharField("rol", max_length=60, blank=True)
    longer.set_attributes_from_name("role")
    longer.model = AuditEntry

    try:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, was, longer, strict=True)
        assert APPEND_ONLY.is_in_place(connection, TABLE)
        entry = record(actor=Actor.system("lezer"), event=AuditEvent.READ)
        with pytest.raises(IntegrityError, match=REFUSAL):
            entry.delete()
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, longer, was, strict=True)


def test_constraint_is_the_same_after_deconstruction():
    _, args, kwargs = APPEND_ONLY.deconstruct()

    assert type(APPEND_ONLY)(*args, **kwargs) == APPEND_ONLY
    assert hash(APPEND_ONLY.clone()) == hash(APPEND_ONLY)
