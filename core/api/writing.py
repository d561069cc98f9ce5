"""Writing answers: JSON for one page, a line of JSON or of CSV for each row of a whole collection."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from itertools import islice
from typing import Any, Final

import orjson
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework.renderers import BaseRenderer

from core.api.shapes import Answer, Shape
from core.sheets import harmless

NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
OPTIONS: Final = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
TOGETHER: Final = 500
"""Rows that go out in one piece."""


def as_json(answer: Any) -> bytes:
    """The answer as JSON. Moments are in UTC with a Z (NL API Design Rules, date-time/timezone)."""
    return orjson.dumps(answer, default=_others, option=OPTIONS)


class JsonRenderer(BaseRenderer):
    """JSON, the form of every answer unless a client asks for a whole collection."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        """The bytes; none for an answer without content."""
        return b"" if data is None else as_json(data)


class NdjsonRenderer(JsonRenderer):
    """A whole collection, a line for each row."""

    media_type = NDJSON
    format = "ndjson"


class CsvRenderer(JsonRenderer):
    """A whole collection as a table."""

    media_type = CSV
    format = "csv"


def whole(media_type: str, shape: Shape, rows: QuerySet[Any], day: date | None) -> StreamingHttpResponse:
    """All rows in this form, read while they are sent."""
    answers = shape.stream(rows, day)
    if media_type == CSV:
        return StreamingHttpResponse(_pieces(_table(shape.flat_names, answers)), content_type=f"{CSV}; charset=utf-8")
    return StreamingHttpResponse(_pieces(as_json(answer) + b"\n" for answer in answers), content_type=NDJSON)


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    while some := b"".join(islice(lines, TOGETHER)):
        yield some


def _table(names: Sequence[tuple[str, ...]], answers: Iterator[Answer]) -> Iterator[bytes]:
    """RFC 4180, with the names of the columns first. Lists do not fit in a table and are left out."""
    yield _line(".".join(name) for name in names)
    for answer in answers:
        yield _line(harmless(_text(_at(answer, name))) for name in names)


def _line(cells: Iterable[str]) -> bytes:
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _at(answer: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        answer = None if answer is None else answer[name]
    return answer


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else as_json(value).decode().strip('"')


def _others(value: Any) -> Any:
    """Words that are translated when they are read, and lists of a kind of their own."""
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    return str(value)
