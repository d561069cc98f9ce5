"""The constraints of the trail, each attacked behind the service's back."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.models.append_only import REFUSAL
from audit.services import record
from core.actors import Actor
from core.constraints import constraint_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    """The first entry of a lane."""
    return record(actor=Actor.system("proef"), event=AuditEvent.READ)


def copy_of(entry: AuditEntry, **changes: int) -> AuditEntry:
    columns = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    return AuditEntry(**(columns | {"id": None} | changes))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [("audit_auditentry_place", {}), ("audit_auditentry_position", {"position": 0})],
)
def test_place_in_a_lane_is_taken_once_and_counts_from_one(entry, constraint, changes):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        copy_of(entry, **changes).save(force_insert=True)

    found = constraint_of(refusal.value)
    # On SQLite the guard against INSERT OR REPLACE sees a taken place first.
    assert (found.name if found else "") == constraint or REFUSAL in str(refusal.value)


@pytest.mark.parametrize("write", [lambda rows: rows.update(role="x"), lambda rows: rows._raw_delete("default")])
def test_audit_auditentry_append_only_refuses_changes(entry, write):
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        write(AuditEntry.objects.filter(pk=entry.pk))
