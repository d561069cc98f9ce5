"""How the chain is computed. Pure: the same columns always give the same hash."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

LANES = 32
"""Transactions that can write at the same moment without waiting. More lanes cost a few look-ups, no more."""

GENESIS = "0" * 64
"""Stands where the first entry of a lane would name the one before it."""

PURPOSE = "purpose"
"""Among the fields of an entry, under this name stands for what a program acted: nobody can ask it afterwards."""

HASHED_COLUMNS = (
    "lane",
    "position",
    "at",
    "event",
    "actor",
    "actor_label",
    "organisation",
    "organisation_label",
    "role",
    "target_label",
    "target",
    "client",
    "address",
    "request_id",
    "fields",
)

CERTIFIED_COLUMNS = (
    "public_id",
    "organisation",
    "organisation_label",
    "number",
    "ground",
    "proposed_on",
    "proposed_by",
    "proposed_by_label",
    "approved_by",
    "approved_by_label",
    "destroyed_at",
    "rows",
    "files",
)

Plain = str | int | bool | None


def entry_hash(previous_hash: str, columns: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the hash of the entry before and all columns of this one.

    The text is JSON with a fixed order and no blanks, so it is the same on every database; moments are
    written in UTC.
    """
    return _hash_of([previous_hash, *(_canonical(columns[name]) for name in HASHED_COLUMNS)])


def certificate_hash(columns: Mapping[str, Any]) -> str:
    """SHA-256 in hex over all that a certificate of destruction says, written in the same way as an entry."""
    return _hash_of([_canonical(columns[name]) for name in CERTIFIED_COLUMNS])


def _hash_of(content: list[Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def clean_text(value: str, longest: int | None = None) -> str:
    """The text without what a database cannot hold (NUL, half a surrogate pair), cut at `longest`."""
    kept = value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return kept if longest is None else kept[:longest]


def plain(value: Any) -> Plain:
    """The value as it may stand in JSON on both databases: text, whole number, yes or no, or nothing."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        # JSON numbers above 2**53 do not come back the same everywhere.
        return value if abs(value) <= 2**53 else str(value)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return moment.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return clean_text(str(value))


def changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, *, shown: frozenset[str]
) -> list[dict[str, Plain]]:
    """Which fields differ, in the order in which they are declared; values only of those in `shown`.

    Without `old` it is a new row: the fields that are filled. Without `new` it is gone: the same.
    """
    names = list(dict.fromkeys([*(old or {}), *(new or {})]))
    entries: list[dict[str, Plain]] = []
    for name in names:
        if old is not None and new is not None:
            if name not in old or name not in new or old[name] == new[name]:
                continue
        elif (old or new or {})[name] in (None, "", [], {}):
            continue
        entry: dict[str, Plain] = {"name": name}
        if name in shown:
            if old is not None:
                entry["old"] = plain(old[name])
            if new is not None:
                entry["new"] = plain(new[name])
        entries.append(entry)
    return entries
