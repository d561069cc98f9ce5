"""Proving the chain whole, in memory that does not grow with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from audit.enums import AuditEvent
from audit.models import APPEND_ONLY, AuditEntry
from audit.rules import GENESIS, HASHED_COLUMNS, entry_hash
from audit.selectors import Head, heads
from audit.services.sealing import SEAL_LANE, sealed_heads

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold; `entry_id` is None when the row is not there."""

    lane: int
    position: int
    entry_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the whole chain found."""

    entries: int
    lanes: int
    seals: int
    is_guarded: bool
    broken: Broken | None

    @property
    def is_whole(self) -> bool:
        """Nothing is broken, and the database still refuses changes."""
        return self.broken is None and self.is_guarded


def verify(kept: Iterable[Head] = ()) -> Verification:
    """Follow every lane from its first entry: hashes, places without gaps, and what the seals say.

    `kept` are heads that were written down outside the database: the only thing that shows the loss of
    entries after the last seal, or a chain that was computed anew from end to end.
    """
    # Fixed beforehand: a seal made meanwhile names entries that the reading of a lane may have missed.
    last_seal = _seals().order_by("-position").values_list("position", "fields").first()
    until, last_fields = last_seal or (0, [])
    kept = list(kept)
    lanes = {head.lane for head in [*heads(), *sealed_heads(last_fields), *kept]}
    entries, broken = 0, None
    for lane in sorted(lanes):
        promised = _merged(_sealed_in(lane, until), sorted(head_key(h) for h in kept if h.lane == lane))
        seen, broken = _follow(lane, promised)
        entries += seen
        if broken:
            break
    return Verification(
        entries=entries,
        lanes=len(lanes),
        seals=_seals().filter(position__lte=until).count(),
        is_guarded=is_guarded(),
        broken=broken,
    )


def is_guarded() -> bool:
    """Whether the triggers that refuse UPDATE and DELETE are in place and switched on."""
    return APPEND_ONLY.is_in_place(connection, AuditEntry._meta.db_table)


def head_key(head: Head) -> tuple[int, str, str]:
    """A promise about a lane: at this position stands this hash; and who says so."""
    return head.position, head.hash, "a kept head"


def _seals() -> Any:
    return AuditEntry.objects.filter(lane=SEAL_LANE, event=AuditEvent.SEALED)


def _sealed_in(lane: int, until: int) -> Iterator[tuple[int, str, str]]:
    rows = _seals().filter(position__lte=until).order_by("position").values_list("position", "fields")
    for position, fields in rows.iterator(CHUNK):
        for head in sealed_heads(fields):
            if head.lane == lane:
                yield head.position, head.hash, f"the seal at place {position}"


def _merged(sealed: Iterator[tuple[int, str, str]], kept: list[tuple[int, str, str]]) -> Iterator[tuple[int, str, str]]:
    for promise in sealed:
        while kept and kept[0][0] <= promise[0]:
            yield kept.pop(0)
        yield promise
    yield from kept


def _follow(lane: int, promised: Iterator[tuple[int, str, str]]) -> tuple[int, Broken | None]:
    """How many entries of the lane hold, and the first place that does not."""
    last = Head(lane, 0, GENESIS)
    promise = next(promised, None)
    rows = AuditEntry.objects.filter(lane=lane).order_by("position")
    for row in rows.values("id", "previous_hash", "hash", *HASHED_COLUMNS).iterator(CHUNK):
        place = last.position + 1
        if row["position"] != place:
            why = f"missing: the next one is at place {row['position']}"
            return last.position, Broken(lane, place, None, why)
        why = _fault(row, last)
        while not why and promise and promise[0] <= place:
            if promise[:2] != (place, row["hash"]):
                why = f"its hash is not the one in {promise[2]}"
            promise = next(promised, None)
        if why:
            return last.position, Broken(lane, place, row["id"], why)
        last = Head(lane, place, row["hash"])
    if promise:
        why = f"missing: {promise[2]} goes to place {promise[0]}"
        return last.position, Broken(lane, last.position + 1, None, why)
    return last.position, None


def _fault(row: Mapping[str, Any], last: Head) -> str:
    if row["previous_hash"] != last.hash:
        return "does not follow from the entry before it"
    if entry_hash(row["previous_hash"], row) != row["hash"]:
        return "its content does not match its hash"
    return ""
