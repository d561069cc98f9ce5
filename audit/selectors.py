from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a lane; position 0 when the lane is empty."""

    lane: int
    position: int
    hash: str


def heads() -> list[Head]:
    """The last entry of each lane, by lane. One look-up in the index per lane, whatever their length."""
    found: list[Head] = []
    rows = AuditEntry.objects.order_by("-lane", "-position").values_list("lane", "position", "hash")
    row = rows.first()
    while row:
        found.append(Head(*row))
        row = rows.filter(lane__lt=row[0]).first()
    return found[::-1]


Place = dict[int, int]
"""How far somebody has read the trail: by lane the position of the last entry. A lane that is not in it was empty."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written since a place: by label of the model the public ids, and until which place that is."""

    ids: Mapping[str, set[UUID]]
    place: Place
    is_all: bool
    """Whether there was no more."""


def place_now() -> Place:
    """The end of the trail as it is committed now."""
    return {head.lane: head.position for head in heads()}


def written_since(place: Place, labels: Collection[str], most: int) -> Written:
    """What was written to rows of these models since `place`, at most so many entries of the trail.

    Nothing is lost and nothing comes early while others write: a transaction holds its lane until it is committed, so
    within a lane the order of entries is the order of commits, which that of numbers or moments is not (ADR 2). Which
    of two lanes comes first does not matter to who asks for the rows as they are now.
    """
    end = place_now()
    between = Q()
    for lane, position in end.items():
        if position > place.get(lane, 0):
            between |= Q(lane=lane, position__gt=place.get(lane, 0), position__lte=position)
    ids: dict[str, set[UUID]] = defaultdict(set)
    if not between:
        return Written(ids, end, is_all=True)
    rows = AuditEntry.objects.filter(between, event__in=WRITES, target_label__in=labels, target__isnull=False)
    found = list(
        rows.order_by("lane", "position").values_list("lane", "position", "target_label", "target")[: most + 1]
    )
    for _, _, label, target in found[:most]:
        if target is not None:
            ids[label].add(target)
    if len(found) <= most:
        return Written(ids, end, is_all=True)
    last, position = found[most - 1][:2]
    read = {lane: end[lane] if lane < last else place.get(lane, 0) for lane in end if lane != last}
    return Written(ids, {**read, last: position}, is_all=False)
