from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Max

from audit.models import DestructionCertificate
from core.actors import Actor
from core.clock import now
from core.storing import store


class KindCount(TypedDict):
    """How many rows of one kind there were: the model, its name in words, and the number."""

    model: str
    kind: str
    rows: int


def certify_destruction(
    *,
    actor: Actor,
    ground: str,
    proposed_on: date,
    proposed_by: UUID,
    proposed_by_label: str,
    rows: Sequence[KindCount],
    files: int,
) -> DestructionCertificate:
    """Write the certificate of a file that `actor` lets destroy now, under the next number of the organisation.

    The caller holds the lock of the organisation and stands in the transaction of the destruction. Raises
    ValidationError `two_people` when one person did both steps.
    """
    if actor.organisation_uuid is None or actor.user_uuid is None:
        raise PermissionDenied
    numbers = DestructionCertificate.objects.filter(organisation=actor.organisation_uuid)
    certificate = DestructionCertificate(
        organisation=actor.organisation_uuid,
        organisation_label=actor.organisation_label,
        number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
        ground=ground,
        proposed_on=proposed_on,
        proposed_by=proposed_by,
        proposed_by_label=proposed_by_label,
        approved_by=actor.user_uuid,
        approved_by_label=actor.user_label,
        destroyed_at=now(),
        rows=list(rows),
        files=files,
    )
    certificate.hash = certificate.content_hash()
    store(certificate)
    return certificate
