"""Base query sets: what an actor may see, and what holds on a day."""

from abc import abstractmethod
from datetime import date
from typing import Any, Self, TypeVar

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.lookups import StartsWith

from core.actors import Actor

M = TypeVar("M", bound=Model)


@CharField.register_lookup
class Begins(StartsWith):
    """As `startswith`, and under row security of PostgreSQL too with an index (of `varchar_pattern_ops`).

    LIKE might tell something through an error, so it must wait for the policy; comparing cannot.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """As `startswith`; on PostgreSQL from the text up to, and without, the next text of its length."""
        text = self.rhs
        if connection.vendor != "postgresql" or not isinstance(text, str) or not text:
            return StartsWith(self.lhs, text).as_sql(compiler, connection)
        left, parameters = self.process_lhs(compiler, connection)
        beyond = text[:-1] + chr(ord(text[-1]) + 1)
        return f"({left} ~>=~ %s AND {left} ~<~ %s)", [*parameters, text, *parameters, beyond]


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

    def not_ended(self, day: date) -> Self:
        """Those that hold on `day` or begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))
