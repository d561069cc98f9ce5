"""Base of resources that are lists of rows: pages, sparse answers, a day to look at, whole collections, 304."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from core.api.deprecation import Retirement, retirements_of
from core.api.paging import Cursor, KeysetPages, as_header, links
from core.api.problems import InvalidQuery, PreconditionRequired
from core.api.queries import CollectionQuery, FieldsQuery, Query
from core.api.shapes import Answer, Found, Shape, shape_of
from core.api.sharing import SharedView
from core.api.views import ScopedReadOnlyViewSet
from core.api.writing import CSV, NDJSON, CsvRenderer, JsonRenderer, NdjsonRenderer, as_json, whole
from core.clock import today
from core.querysets import holds_on

M = TypeVar("M", bound=Model)


class CollectionViewSet(ScopedReadOnlyViewSet[M]):
    """A list of rows and one of its rows, read as `shapes` does: the number of queries is fixed, and small.

    `filters` says by name of a query parameter on which column it is looked for. A row of `detail_serializer_class` may
    show more than one of a list.
    """

    pagination_class = KeysetPages
    marks_answers = True
    filters: ClassVar[Mapping[str, str]] = {}
    detail_serializer_class: ClassVar[type[serializers.Serializer[Any]] | None] = None
    query_classes: ClassVar[dict[str, type[Query]]] = {"list": CollectionQuery, "retrieve": FieldsQuery}

    def get_renderers(self) -> Any:
        """Whole collections come as lines or as a table too."""
        return [JsonRenderer(), *([NdjsonRenderer(), CsvRenderer()] if self.action == "list" else [])]

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that fit the query."""
        return rows.filter(**{column: self.query[name] for name, column in self.filters.items() if name in self.query})

    @property
    def day(self) -> date | None:
        """The day that was asked for; None for every day."""
        return self.query.get("peildatum")

    def get_serializer_class(self) -> Any:
        """One row may show more than those of a list."""
        detail = self.detail_serializer_class if self.action == "retrieve" else None
        return detail or self.serializer_class

    @property
    def wanted(self) -> tuple[str, ...]:
        """The fields that were asked for; none when all are. Raises InvalidQuery for one that is not there."""
        return _wanted(self.query.get("velden"), self.get_serializer_class())

    @property
    def shape(self) -> Shape:
        """What is read and shown, with only the fields that were asked for."""
        return shape_of(self.get_serializer_class(), self.queryset.model, self.wanted)

    def read(self, rows: QuerySet[M]) -> Found:
        """The answers of these rows, with their primary keys."""
        return self.shape.page(rows, self.day)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page, or the whole collection for who asks for lines or a table."""
        rows = self.narrow(self.get_queryset())
        form = request.accepted_renderer.media_type
        if form in {NDJSON, CSV}:
            return whole(form, self.shape, rows.order_by("pk"), self.day)
        cursor, most = Cursor(self.basename), self.query["aantal"]
        # One more than asked tells whether there is a next page.
        found = self.read(cursor.narrow(rows, self.query.get("na"))[: most + 1])
        page = found[:most]
        self.going_out([key for key, _ in page])
        after = cursor.after(page[-1][0]) if len(found) > most else None
        relations = links(request.build_absolute_uri(request.path), request.query_params.dict(), after)
        answer: Answer = {"resultaten": [one for _, one in page], "volgende": relations.get("next")}
        if self.query["metTotaal"]:
            answer["totaal"] = rows.count()
        return self.answer(answer, {"Link": as_header(relations)})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One row. 404 for one that is not there, or not for who asks."""
        found = self.find(kwargs[self.lookup_url_kwarg])
        if not found:
            raise Http404
        self.going_out([found[0][0]])
        return self.answer(found[0][1], {})

    def find(self, public_id: UUID) -> Found:
        """The row with this public id and its primary key, or none."""
        return self.read(self.get_queryset().filter(public_id=public_id))

    def only_wanted(self, answer: Answer) -> Answer:
        """An answer that was put together elsewhere, with only the fields that were asked for."""
        wanted = self.wanted
        return {name: value for name, value in answer.items() if not wanted or name in wanted}

    def going_out(self, keys: Sequence[Any]) -> None:
        """The rows with these primary keys are about to be answered: for who must remember that they were."""

    def retirements(self) -> Sequence[Retirement]:
        """Of this action, and of the fields that were asked for."""
        fields = {**retirements_of(self.serializer_class), **retirements_of(self.get_serializer_class())}
        wanted = getattr(self, "query", {}).get("velden")
        asked = fields if wanted is None else wanted.split(",")
        return [*super().retirements(), *(fields[name] for name in asked if name in fields)]

    def answer(self, answer: Answer, headers: dict[str, str]) -> HttpResponseBase:
        """The answer with its mark, or 304 when the client has it already."""
        return marked(self.request, answer, headers)


class PublicCollectionViewSet(CollectionViewSet[M], SharedView):
    """Rows of open data: everybody may read what the query set names, without a token. Never about a person."""

    permission_classes = (AllowAny,)
    http_method_names = ["get", "head", "options", "post"]

    def get_queryset(self) -> QuerySet[M]:
        """All that is published."""
        rows: QuerySet[M] = self.queryset.all()
        return rows

    def find(self, public_id: UUID) -> Found:
        """As its base; what is published depends on nothing but the day, so that the text of the query can stay."""
        if self.day is not None:
            return super().find(public_id)
        return self.shape.one(self.get_queryset, public_id, (type(self), today()))


class DatedPublicCollectionViewSet(PublicCollectionViewSet[M]):
    """Open data that holds from one day to another; with `peildatum` what holds on that day."""

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Those of the day."""
        rows = super().narrow(rows)
        return rows if self.day is None else rows.filter(holds_on(self.day))


def marked(request: Request, answer: Any, headers: dict[str, str]) -> HttpResponseBase:
    """The answer with an ETag of its content; 304 without content when `If-None-Match` names that one (RFC 9110)."""
    content = as_json(answer)
    if request.method == "POST":  # a search: what it asks is not in its address, so a mark would be of nothing
        return HttpResponse(content, content_type="application/json", headers=headers)
    mark = _mark(content)
    headers = {**headers, "ETag": mark}
    known = request.headers.get("If-None-Match")
    if known is not None and ("*" in known or mark in (one.removeprefix("W/") for one in parse_etags(known))):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type="application/json", headers=headers)


def mark_of(answer: Any) -> str:
    """The ETag of an answer."""
    return _mark(as_json(answer))


def seen_marks(request: Request) -> list[str]:
    """The marks in `If-Match`, of what the client saw. Raises PreconditionRequired without one.

    `*`, which is any state at all, counts as none: a client that writes must know over what.
    """
    marks = [one for one in parse_etags(request.headers.get("If-Match", "")) if one != "*"]
    if not marks:
        raise PreconditionRequired
    return marks


def _mark(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'


def _wanted(given: str | None, serializer: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    if given is None:
        return ()
    asked: Sequence[str] = given.split(",")
    known = list(serializer().fields)
    if wrong := [name for name in asked if name not in known]:
        words = f"Deze velden zijn er niet: {', '.join(f'‘{name}’' for name in wrong)}. Kies uit: {', '.join(known)}."
        raise InvalidQuery({"velden": [ErrorDetail(words, code="unknown_field")]})
    return tuple(name for name in known if name in asked)
