"""Which rows of groups and attendance an actor sees.

Who works with a group must be able to write down who was there, also of clients whom somebody else treats. So a care
professional sees, beside the own files, the attendance (and with it the name, and nothing else of the file) in the
dagdelen of a group on whose roster the professional stands that day, and in those where the professional is expected or
was. A shield of the file goes before this, and the half year after the end of an allocation holds here too. ADR 17.
"""

from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from clients.querysets import (
    NOTHING,
    SheetRunQuerySet,
    clients_of_provider,
    files_seen_by,
    on_own_side,
    shields_against,
)
from core.actors import Actor
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet
from organisations.enums import Action, OrganisationKind, Role
from organisations.rules import role_fits, role_may


def works_in(actor: Actor, session: str = "") -> Q:
    """The condition on rows that they belong to a session of which the actor records the attendance.

    A planner those of the own provider. A care professional those of a group on whose roster the professional stands on
    that day, and those in which the professional works. `session` is the way from a row to the session, with `__` at
    its end; empty when the row is the session.
    """
    may = role_may(actor.role, Action.RECORD_ATTENDANCE) and role_fits(actor.role, actor.organisation_kind)
    if not may or actor.organisation_kind != OrganisationKind.PROVIDER or actor.organisation_id is None:
        return NOTHING
    own = Q(**{f"{session}group__provider_id": actor.organisation_id})
    if actor.role != Role.CARE_PROFESSIONAL:
        return own
    roster = _rows("RosterLine").filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef(f"{session}held_on")),
        group=OuterRef(f"{session}group"),
        starts_on__lte=OuterRef(f"{session}held_on"),
        professional__user_id=actor.user_id,
    )
    key = f"{session.removesuffix('__')}_id" if session else "pk"
    working = _rows("StaffAttendance").filter(
        session=OuterRef(key), superseded_at=None, professional__user_id=actor.user_id
    )
    return own & (Q(Exists(roster)) | Q(Exists(working)))


def _rows(model: str) -> Any:
    # Models stand above query sets, so they are looked up by name.
    return apps.get_model("delivery", model)._default_manager.order_by()


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


class SessionQuerySet(OfGroupQuerySet[M]):
    """Dagdelen of groups. Who sees the group sees that they are held, and not who was there."""

    def recorded_by(self, actor: Actor) -> Self:
        """Those of which the actor records the attendance."""
        return self.filter(works_in(actor))

    def held(self) -> Self:
        """Without those that were cancelled, or that lie on a day on which the group was closed."""
        closed = _rows("ClosedDay").filter(group=OuterRef("group"), day=OuterRef("held_on"))
        return self.filter(~Exists(closed), cancelled_reason="")

    def unclosed_before(self, day: date) -> Self:
        """Those of past days of which the attendance is not complete yet."""
        return self.held().filter(held_on__lt=day, closed_at=None)


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
        """That in files that the actor sees; for a provider that under allocations that it received.

        And for a care professional that in the sessions where the professional works, unless a shield forbids it.
        """
        seen = files_seen_by(actor, "allocation__client")
        if actor.role == Role.CARE_PROFESSIONAL and actor.organisation_id is not None:
            seen |= self._on_the_floor(actor, actor.organisation_id)
        return self.filter(seen, on_own_side(actor, "allocation__"))

    def _on_the_floor(self, actor: Actor, provider_id: int) -> Q:
        shielded = shields_against(actor).filter(client=OuterRef("allocation__client_id"))
        among = Q(allocation__client_id__in=clients_of_provider(provider_id))
        return works_in(actor, "session__") & among & Q(~Exists(shielded))

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


class AttendanceRunQuerySet(SheetRunQuerySet[M]):
    """Attendance that came in from outside; what waits in it stays in the database until somebody needs it."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own provider for a planner; a care professional's own."""
        fits = role_may(actor.role, Action.RECORD_ATTENDANCE) and role_fits(actor.role, actor.organisation_kind)
        if not fits or actor.organisation_kind != OrganisationKind.PROVIDER or actor.organisation_id is None:
            return self.none()
        own = self.filter(provider_id=actor.organisation_id).defer("content")
        return own.filter(user_id=actor.user_id) if actor.role == Role.CARE_PROFESSIONAL else own


class ReceiptQuerySet(ScopedQuerySet[M]):
    """What was sent with a key, so that it counts once: of interest to who sent it."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own, on behalf of this organisation."""
        if actor.user_uuid is None or actor.organisation_id is None:
            return self.none()
        return self.filter(sender=actor.user_uuid, organisation_id=actor.organisation_id)
