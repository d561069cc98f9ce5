"""Seals: the heads of all lanes, written down in lane 0."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.selectors import Head, heads
from audit.services.chain import append
from audit.services.recording import Act, columns_of
from core.actors import Actor

SEAL_LANE = 0


@transaction.atomic
def seal() -> AuditEntry:
    """Write the heads of all lanes into lane 0, so that cutting off the end of a lane shows."""
    columns = columns_of(Actor.system("verzegeling"), AuditEvent.SEALED, Act(target=AuditEntry))
    columns["fields"] = [
        {"name": f"lane {head.lane}", "position": head.position, "hash": head.hash} for head in heads()
    ]
    return append([columns], lane=SEAL_LANE)[0]


def sealed_heads(fields: Iterable[Mapping[str, Any]]) -> Iterator[Head]:
    """The heads in the fields of a seal; what does not look like one is passed over, for its hash tells."""
    for field in fields:
        lane = str(field.get("name", "")).removeprefix("lane ")
        if lane.isdecimal() and isinstance(field.get("position"), int):
            yield Head(int(lane), field["position"], str(field.get("hash")))
