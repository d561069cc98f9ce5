"""Searching by what may not stand in an address: by POST to `_zoek` (rules no-sensitive-uris, resource-operations)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from core.api.collections import CollectionViewSet, M
from core.api.queries import CollectionQuery, Query, read_body
from core.identifiers import search_key


class TextSearch(Query):
    """Words to look for."""

    tekst = serializers.CharField(
        required=False,
        max_length=100,
        help_text="Alle woorden hieruit staan erin; hoofdletters en accenten maken niet uit.",
    )


class SearchMixin(CollectionViewSet[M]):
    """A collection that can be searched: the answer is that of the list, and its pages are asked with the same body.

    `search_class` names what can be looked for, and `searched` on which column, beside the filters of the list.
    `search_texts` are the columns in which the words of `tekst` are looked for, all of a row together.
    """

    search_class: ClassVar[type[Query]]
    searched: ClassVar[Mapping[str, str]] = {}
    search_texts: ClassVar[tuple[str, ...]] = ()

    @property
    def query_class(self) -> type[Query]:
        """In the address of a search stand pages only."""
        return CollectionQuery if self.action == "search" else super().query_class

    @extend_schema(
        summary="Zoeken",
        description=(
            "Het antwoord is dat van de lijst. Zoek zo ook op wat niet in een adres mag staan. Stuur voor de volgende "
            "bladzijde dezelfde inhoud naar ‘volgende’. Wat u weglaat, telt niet mee."
        ),
    )
    @action(detail=False, methods=["post"], url_path="_zoek", url_name="search")
    def search(self, request: Request) -> Any:
        """A page of what was found."""
        self.query |= read_body(request.data, self.search_class)
        return self.list(request)

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that were searched for."""
        rows = super().narrow(rows)
        asked = {column: self.query[name] for name, column in self.searched.items() if name in self.query}
        if asked:
            rows = rows.filter(**asked)
        words = search_key(self.query.get("tekst", "")).split()
        return rows.filter(pk__in=self._with(words, rows)) if words else rows

    def _with(self, words: list[str], rows: QuerySet[M]) -> list[Any]:
        # Here and not in the database, where one knows no accents and the other no capitals beyond ASCII. Open
        # collections that are searched by words have a few thousand rows.
        texts = rows.values_list("pk", *self.search_texts)
        return [pk for pk, *text in texts if all(word in search_key(" ".join(text)) for word in words)]
