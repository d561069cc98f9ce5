"""Base query sets: what an actor may see, and what holds on a day."""

from abc import abstractmethod
from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from core.actors import Actor

M = TypeVar("M", bound=Model)


def holds_on(day: date, prefix: str = "") -> Q:
    """The condition that a period (`starts_on`/`ends_on`, both inclusive) holds on `day`."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


class DatedQuerySet(QuerySet[M]):
    """Rows with a period."""

    def active_on(self, day: date) -> Self:
        """Those whose period holds on `day`."""
        return self.filter(holds_on(day))


class ScopedQuerySet(QuerySet[M]):
    """Rows that not everybody may see. The base view and the base viewset always call `visible_to`."""

    @abstractmethod
    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor may see; none when in doubt."""


class DatedScopedQuerySet(ScopedQuerySet[M]):
    """Rows with a period that not everybody may see."""

    def active_on(self, day: date) -> Self:
        """Those whose period holds on `day`."""
        return self.filter(holds_on(day))
