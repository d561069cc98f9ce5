from typing import Self

from clients.querysets import files_seen_by, on_own_side
from core.actors import Actor
from core.querysets import DatedScopedQuerySet, M
from organisations.enums import Action, OrganisationKind
from organisations.rules import role_may


class GroupQuerySet(DatedScopedQuerySet[M]):
    """Groups; what is part of one follows its scope. They are about nobody."""

    path = ""
    """The way from a row to its group."""

    def visible_to(self, actor: Actor) -> Self:
        """A provider sees its own; who checks delivery for a municipality, those where its inhabitants come or came."""
        if not role_may(actor.role, Action.SEE_GROUPS) or actor.organisation_id is None:
            return self.none()
        match actor.organisation_kind:
            case OrganisationKind.PROVIDER:
                return self.filter(**{f"{self.path}provider_id": actor.organisation_id})
            case OrganisationKind.MUNICIPALITY:
                own = {f"{self.path}placements__allocation__municipality_id": actor.organisation_id}
                return self.filter(**own).distinct()
        return self.none()


class OfGroupQuerySet(GroupQuerySet[M]):
    """Opening times, closed days, decisions on levels."""

    path = "group__"


class OfMixQuerySet(GroupQuerySet[M]):
    """The shares of a decision on levels."""

    path = "decision__group__"


class PlacementQuerySet(DatedScopedQuerySet[M]):
    """Placements follow the scope of the client's file and of the allocation, as plans do."""

    def visible_to(self, actor: Actor) -> Self:
        """Those in files that the actor sees; for a provider those under allocations that it received."""
        return self.filter(files_seen_by(actor, "allocation__client"), on_own_side(actor, "allocation__"))
