"""Base class of API endpoints. A list of rows cannot be answered without its scope."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from core.actors import Actor
from core.api.access import acting_as
from core.api.deprecation import Retirement, headers_of, retirements_of
from core.api.queries import NoQuery, Query, read_query
from core.querysets import ScopedQuerySet

M = TypeVar("M", bound=Model)


class ScopedReadOnlyViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[M]):
    """A list and one of its rows, within what the actor may see.

    `query_classes` names the query parameters of each action; what it does not name is refused. The rows are
    found by public id only. `required_scopes` names, by action, what a token must be for; a view that is for
    everybody says so by `permission_classes = (AllowAny,)`.
    """

    queryset: Any
    query_classes: ClassVar[dict[str, type[Query]]] = {}
    required_scopes: ClassVar[Mapping[str, str]] = {}
    lookup_field = "public_id"
    lookup_url_kwarg = "uuid"
    lookup_value_converter = "uuid"
    http_method_names = ["get", "head"]
    filter_backends = ()
    query: dict[str, Any]

    @property
    def actor(self) -> Actor:
        """Who asks. The API keeps no session (rule stateless): without a token it is nobody in particular."""
        return acting_as(self.request)

    @property
    def query_class(self) -> type[Query]:
        """The query parameters of this action."""
        return self.query_classes.get(self.action, NoQuery)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check access as usual, then read the query."""
        super().initial(request, *args, **kwargs)
        if self.action != "metadata":  # what a browser asks before it asks
            self.query = read_query(request.query_params, self.query_class)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer, which says so when something in it will go."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in headers_of(self.retirements()).items():
            answer[name] = f"{answer[name]}, {value}" if name == "Link" and "Link" in answer else value
        return answer

    def retirements(self) -> Sequence[Retirement]:
        """What of this answer will go."""
        action = retirements_of(self).get(self.action or "")
        return [action] if action is not None else []

    def get_queryset(self) -> QuerySet[M]:
        """The rows that the actor may see."""
        rows = self.queryset.all()
        if not isinstance(rows, ScopedQuerySet):
            raise TypeError(f"{type(self).__name__}.queryset must be a ScopedQuerySet.")
        return rows.visible_to(self.actor)
