from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import Q

from core.actors import Actor
from core.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from audit.models import AuditEntry, DestructionCertificate  # noqa: F401


class AuditQuerySet(ScopedQuerySet["AuditEntry"]):
    """Entries of the trail."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them for an administrator, none for anybody else; a client's own list is a selector."""
        return self.all() if actor.is_administrator else self.none()

    def of_client(self, client: UUID) -> Self:
        """Everything that was done to or seen of one client's file, newest first."""
        return self.filter(client=client).order_by("-at", "-id")

    def about(self, identifier: UUID) -> Self:
        """Entries in which this public id did something, underwent something, or is the client."""
        return self.filter(Q(actor=identifier) | Q(target=identifier) | Q(client=identifier))


class CertificateQuerySet(ScopedQuerySet["DestructionCertificate"]):
    """Certificates of destruction."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation on whose behalf the actor acts; what the role may do is asked beside it."""
        return self.none() if actor.organisation_uuid is None else self.filter(organisation=actor.organisation_uuid)
