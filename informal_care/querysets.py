from typing import Self

from django.db.models import Q

from core.actors import Actor
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet
from organisations.enums import OrganisationKind


class BoardQuerySet(DatedScopedQuerySet[M]):
    """Boards. A municipality sees its own; who has a task on one sees that one."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, or on which the own organisation does something."""
        if actor.organisation_id is None:
            return self.none()
        if actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return self.filter(municipality_id=actor.organisation_id)
        return self.filter(Q(tasks__owner=actor.organisation_id) | Q(tasks__partners=actor.organisation_id)).distinct()


class TaskQuerySet(ScopedQuerySet[M]):
    """Tasks of boards. A municipality sees all of its own boards, another organisation what it does or helps with."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, or of the own organisation."""
        if actor.organisation_id is None:
            return self.none()
        if actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return self.filter(board__municipality_id=actor.organisation_id)
        return self.filter(Q(owner=actor.organisation_id) | Q(partners=actor.organisation_id)).distinct()
