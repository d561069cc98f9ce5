from uuid import UUID

from audit.models import AuditEntry
from audit.querysets import AuditQuerySet


def entries_of_client(client: UUID) -> AuditQuerySet:
    """Who did or saw what of one client's file, newest first (NEN 7513; Wmo 2015 art. 5.3.2).

    The caller has checked that the actor may see the file of this client.
    """
    return AuditEntry.objects.of_client(client)
