"""Pages by where the last one ended, so that page five thousand costs what the first costs, and rows that come or go
meanwhile move nothing.
"""

from typing import Any, Final
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from rest_framework.exceptions import ErrorDetail
from rest_framework.pagination import BasePagination

from core.api.problems import InvalidQuery

AFTER: Final = "na"


class Cursor:
    """Where a page of this collection ended, as a text that only we can make."""

    def __init__(self, collection: str) -> None:
        self._signer = Signer(salt=f"core.api.paging.{collection}")

    def after(self, key: Any) -> str:
        """The text that leads to what comes after this primary key."""
        return self._signer.sign(key)

    def narrow(self, rows: QuerySet[Any], given: str | None) -> QuerySet[Any]:
        """The rows, in order, that come after; all of them without a text. Raises InvalidQuery for a wrong one."""
        rows = rows.order_by("pk")
        if given is None:
            return rows
        try:
            return rows.filter(pk__gt=int(self._signer.unsign(given)))
        except (BadSignature, ValueError):
            words = f"‘{AFTER}’ klopt niet. Neem het adres uit ‘volgende’ van de vorige bladzijde over."
            raise InvalidQuery({AFTER: [ErrorDetail(words, code="cursor")]}) from None


class KeysetPages(BasePagination):
    """What a page looks like, for the description of the API; pages themselves are made by the collection."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The rows, where the next ones are, and how many there are in all when that was asked for."""
        return {
            "type": "object",
            "required": ["resultaten", "volgende"],
            "properties": {
                "resultaten": schema,
                "volgende": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Het adres van de volgende bladzijde; null op de laatste.",
                },
                "totaal": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Hoeveel er in de hele lijst zijn; alleen met ‘metTotaal’.",
                },
            },
        }


def links(address: str, query: dict[str, str], after: str | None) -> dict[str, str]:
    """By relation (RFC 8288) the addresses of the first page, and of the next one when there is one."""
    kept = {name: value for name, value in query.items() if name != AFTER}
    found = {"first": _address(address, kept)}
    if after is not None:
        found["next"] = _address(address, kept | {AFTER: after})
    return found


def as_header(found: dict[str, str]) -> str:
    """The `Link` header (RFC 8288)."""
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in found.items())


def _address(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address
