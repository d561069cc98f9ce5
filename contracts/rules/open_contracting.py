"""Rules of the Open Contracting Data Standard 1.1.5 that need no database."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

Json = dict[str, Any]

EXTENSIONS: Final = tuple(
    f"https://raw.githubusercontent.com/open-contracting-extensions/{name}/extension.json"
    for name in ("ocds_lots_extension/v1.1.5", "ocds_techniques_extension/master", "ocds_valueBreakdown_extension/main")
)
"""What the data has beside the standard itself: lots, the technique of a framework agreement, the parts of a value."""


def moment(day: date, *, end: bool = False) -> str:
    """A day as the standard wants its moments: the beginning of it, or the end, when no hour is known."""
    return f"{day.isoformat()}T{'23:59:59' if end else '00:00:00'}Z"


def period(starts_on: date, ends_on: date | None, most: date | None = None) -> Json:
    """A period. `most` is the last day after all extensions; the days count both ends."""
    found: Json = {"startDate": moment(starts_on)}
    if ends_on is not None:
        found |= {"endDate": moment(ends_on, end=True), "durationInDays": (ends_on - starts_on).days + 1}
    if most is not None:
        found["maxExtentDate"] = moment(most, end=True)
    return found


def contract_status(starts_on: date, ends_on: date | None, day: date) -> str:
    """Where a contract stands on `day`: a code of the list contractStatus."""
    if day < starts_on:
        return "pending"
    return "active" if ends_on is None or day <= ends_on else "terminated"


def merged(releases: Iterable[Json]) -> Json:
    """All releases of a process as one: what is said later goes before, and rows of a list are known by their id.

    The routine of the standard, as far as our releases need it: a list of rows without an id is replaced whole.
    """
    found: Json = {}
    for release in releases:
        found = _over(found, release)
    return found


def _over(old: Json, new: Json) -> Json:
    return old | {name: _value(old.get(name), value) for name, value in new.items()}


def _value(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return _over(old, new)
    if _has_ids(old) and _has_ids(new):
        rows = {row["id"]: row for row in old}
        rows |= {row["id"]: _over(rows.get(row["id"], {}), row) for row in new}
        return list(rows.values())
    return new


def _has_ids(value: Any) -> bool:
    rows: Sequence[Any] = value if isinstance(value, list) else ()
    return bool(rows) and all(isinstance(row, dict) and "id" in row for row in rows)
