"""Base classes of pages. A page about people cannot be built without its scope."""

from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic.base import ContextMixin

from core.actors import Actor
from core.querysets import ScopedQuerySet

M = TypeVar("M", bound=Model)


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request, and on whose behalf."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def scoped_or_404(rows: QuerySet[M], actor: Actor, **lookup: Any) -> M:
    """The one row that the actor may see. What is out of scope does not exist: 404."""
    if not isinstance(rows, ScopedQuerySet):
        raise TypeError(f"{rows.model.__name__} has no visible_to(): it cannot be shown on a page.")
    row: M = get_object_or_404(rows.visible_to(actor), **lookup)
    return row


def allow(*, may: bool) -> None:
    """Go on when the actor may do this; 403 otherwise."""
    if not may:
        raise PermissionDenied


class ScopedMixin(ContextMixin):
    """A generic list or detail view over a `ScopedQuerySet`: nobody can leave out the scope."""

    queryset: Any
    slug_field = "public_id"
    slug_url_kwarg = "public_id"
    request: HttpRequest

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request)

    def get_queryset(self) -> Any:
        """The rows that the actor may see."""
        rows = self.queryset.all()
        if not isinstance(rows, ScopedQuerySet):
            raise TypeError(f"{type(self).__name__}.queryset must be a ScopedQuerySet.")
        return rows.visible_to(self.actor)
