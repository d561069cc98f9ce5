from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from audit.enums import WRITES, AuditEvent
from audit.models import AuditEntry
from audit.querysets import AuditQuerySet


def entries_of_client(client: UUID) -> AuditQuerySet:
    """Who did or saw what of one client's file, newest first (NEN 7513; Wmo 2015 art. 5.3.2).

    The caller has checked that the actor may see the file of this client.
    """
    return AuditEntry.objects.of_client(client)


def last_write(client: UUID, targets: Collection[UUID], parts: Collection[str] = ()) -> AuditEntry | None:
    """Who wrote last in these rows of a client's file, or took one of `parts` (labels of models) out of it.

    The caller has checked that the actor may see the file of this client.
    """
    rows = entries_of_client(client).filter(event__in=WRITES)
    return rows.filter(Q(target__in=targets) | Q(event=AuditEvent.DELETED, target_label__in=parts)).first()
