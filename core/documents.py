"""Documents as plain values: what is printed is kept as JSON, and has a fingerprint."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

Document = dict[str, Any]
"""A mapping that can be stored as JSON and holds every word that is printed; days are in ISO notation."""


def document_hash(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a document in its one canonical notation, as 64 hexadecimal digits."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def iso(day: date | None) -> str | None:
    """A day as it stands in a document."""
    return day.isoformat() if day else None


def with_dates(value: Any, name: str = "") -> Any:
    """The document as a template wants it: days as dates instead of text."""
    if isinstance(value, Mapping):
        return {key: with_dates(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [with_dates(part) for part in value]
    if isinstance(value, str) and (name.endswith("_on") or name == "birth_date"):
        return date.fromisoformat(value)
    return value
