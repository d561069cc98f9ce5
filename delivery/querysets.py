from datetime import datetime
from typing import Self

from clients.querysets import files_seen_by, on_own_side
from core.actors import Actor
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet
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


class OfSessionQuerySet(GroupQuerySet[M]):
    """Who works in a session."""

    path = "session__group__"

    def current(self) -> Self:
        """What stands now, without what a correction took the place of."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """What stood at that moment."""
        return self.filter(recorded_at__lte=moment).exclude(superseded_at__lte=moment)


class OfAttendanceQuerySet(GroupQuerySet[M]):
    """Breaks of who works in a session."""

    path = "attendance__session__group__"


class HelperQuerySet(DatedScopedQuerySet[M]):
    """Volunteers and trainees: of interest to their provider alone, which keeps them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own provider, for who sees its groups."""
        if not role_may(actor.role, Action.SEE_GROUPS) or actor.organisation_kind != OrganisationKind.PROVIDER:
            return self.none()
        return self.filter(provider_id=actor.organisation_id)


class LeaveQuerySet(DatedScopedQuerySet[M]):
    """Who is away, and why: for those who make the roster."""

    def visible_to(self, actor: Actor) -> Self:
        """That of the actor's own provider."""
        if not role_may(actor.role, Action.MAKE_ROSTER) or actor.organisation_kind != OrganisationKind.PROVIDER:
            return self.none()
        return self.filter(provider_id=actor.organisation_id)


class ClientAttendanceQuerySet(ScopedQuerySet[M]):
    """Attendance follows the scope of the client's file and of the allocation, as placements do."""

    def visible_to(self, actor: Actor) -> Self:
        """That in files that the actor sees; for a provider that under allocations that it received."""
        return self.filter(files_seen_by(actor, "allocation__client"), on_own_side(actor, "allocation__"))

    def current(self) -> Self:
        """What stands now, without what a correction took the place of."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """What stood at that moment."""
        return self.filter(recorded_at__lte=moment).exclude(superseded_at__lte=moment)


class PlacementQuerySet(DatedScopedQuerySet[M]):
    """Placements follow the scope of the client's file and of the allocation, as plans do."""

    def visible_to(self, actor: Actor) -> Self:
        """Those in files that the actor sees; for a provider those under allocations that it received."""
        return self.filter(files_seen_by(actor, "allocation__client"), on_own_side(actor, "allocation__"))

    def counted_for(self, actor: Actor) -> Self:
        """Those whose number the actor may know without seeing the file.

        A provider counts all who come to its groups, a municipality its own inhabitants among them: the database
        shows it no others (ADR 7).
        """
        if not role_may(actor.role, Action.SEE_GROUPS) or actor.organisation_id is None:
            return self.none()
        match actor.organisation_kind:
            case OrganisationKind.PROVIDER:
                return self.filter(group__provider_id=actor.organisation_id)
            case OrganisationKind.MUNICIPALITY:
                return self.filter(allocation__municipality_id=actor.organisation_id)
        return self.none()
