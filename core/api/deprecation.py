"""What will go: said in one place, and told in the description and in every answer that it is about.

`@retiring` stands on a view and names actions, or on a serializer and names fields. Answers then carry `Deprecation`
(RFC 9745), `Sunset` (RFC 8594) and a link to where it is explained; the description says `deprecated`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any, Final, TypeVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

SHORTEST: Final = timedelta(days=182)
C = TypeVar("C", bound=type[Any])


@dataclass(frozen=True, slots=True)
class Retirement:
    """Since when it should be used no more, the first day on which it may be gone, and where that is explained."""

    since: date
    ends: date
    about: str

    def __post_init__(self) -> None:
        """Refuse what would go too soon (rule transition-period; how long is our own choice)."""
        if self.ends < self.since + SHORTEST:
            raise ValueError("What retires is announced six months before it may go, or longer.")


def retiring(**names: Retirement) -> Callable[[C], C]:
    """Say which actions of a view, or which fields of a serializer, will go."""

    def declare(declared: C) -> C:
        declared.retiring = names
        if issubclass(declared, serializers.BaseSerializer):
            extend_schema_serializer(deprecate_fields=list(names))(declared)
        return declared

    return declare


def retirements_of(declared: Any) -> Mapping[str, Retirement]:
    """What a view or serializer said of its actions or fields."""
    found: Mapping[str, Retirement] = getattr(declared, "retiring", {})
    return found


def headers_of(retirements: Iterable[Retirement]) -> dict[str, str]:
    """The headers for all of them together: what was announced first, and what goes first. None for none."""
    those = list(retirements)
    if not those:
        return {}
    since, ends = (
        datetime.combine(day, time(), UTC) for day in (min(o.since for o in those), min(o.ends for o in those))
    )
    pages = dict.fromkeys(one.about for one in those)
    return {
        "Deprecation": f"@{int(since.timestamp())}",
        "Sunset": format_datetime(ends, usegmt=True),
        "Link": ", ".join(f'<{page}>; rel="deprecation"; type="text/html"' for page in pages),
    }
