"""Which rows of informal care an actor sees."""

from datetime import date
from typing import Any, Self

from django.db.models import Case, Exists, Max, OuterRef, Q, Subquery, When

from clients.querysets import files_seen_by
from core.actors import Actor
from core.clock import today
from core.identifiers import search_key
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet, holds_on
from organisations.enums import Action, OrganisationKind
from organisations.rules import role_fits, role_may


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


class CarerQuerySet(ScopedQuerySet[M]):
    """Informal carers."""

    def visible_to(self, actor: Actor) -> Self:
        """Of a municipality its own, for who works with carers. Of a provider those who let it know them today, and
        care for a client whose file the actor sees.
        """
        if actor.organisation_kind == OrganisationKind.PROVIDER and actor.organisation_id is not None:
            known = _related(self, "permissions").filter(
                holds_on(today()), carer=OuterRef("pk"), provider_id=actor.organisation_id
            )
            caring = _related(self, "relations").filter(
                files_seen_by(actor, "client"), holds_on(today()), carer=OuterRef("pk"), client__isnull=False
            )
            return self.filter(Exists(known), Exists(caring))
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))

    def named(self, text: str) -> Self:
        """Those whose name holds every word of the text, without regard to case or accents."""
        rows = self.all()
        for word in search_key(text).split():
            rows = rows.filter(search_name__contains=word)
        return rows


class CarerPartQuerySet(DatedScopedQuerySet[M]):
    """What is known of a carer: for the municipality, and for nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the carers of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS, "carer"))


def of_own_municipality(actor: Actor, action: Action, person: str = "") -> Q:
    """The condition that a row is of the actor's municipality, for who may do `action` there; else nothing.

    `person` is the way from a row to who the municipality knows; empty when the row is that person.
    """
    fits = role_may(actor.role, action) and role_fits(actor.role, actor.organisation_kind)
    if not fits or actor.organisation_id is None or actor.organisation_kind != OrganisationKind.MUNICIPALITY:
        return Q(pk__in=[])
    return Q(**{f"{person}__municipality_id" if person else "municipality_id": actor.organisation_id})


def _related(rows: Any, name: str) -> Any:
    # Models stand above query sets, so they are reached through the relation.
    return rows.model._meta.get_field(name).related_model._default_manager.order_by()


class FindingPlaceQuerySet(ScopedQuerySet[M]):
    """Places where carers are found."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))


class PlacePartQuerySet(ScopedQuerySet[M]):
    """What was done with a finding place."""

    def visible_to(self, actor: Actor) -> Self:
        """Of the places of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS, "place"))


class PlacesContactQuerySet(DatedScopedQuerySet[M]):
    """Who is there for all finding places."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))


class CarerSignalQuerySet(ScopedQuerySet[M]):
    """Signals about who cares for another."""

    def visible_to(self, actor: Actor) -> Self:
        """Of a municipality its own, for who works with carers. A partner sees what it reported, and who works for a
        care provider what they reported themselves.
        """
        if actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return self.filter(of_own_municipality(actor, Action.SEE_CARERS))
        if actor.organisation_id is None or not role_may(actor.role, Action.SIGNAL_CARERS):
            return self.none()
        reported = self.filter(reported_by=actor.organisation_id)
        return (
            reported if actor.organisation_kind == OrganisationKind.PARTNER else reported.filter(reporter=actor.user_id)
        )

    def open(self) -> Self:
        """Those of which nobody told yet what came of them."""
        return self.filter(handled_on=None)

    def handled(self) -> Self:
        """Those of which somebody told what came of them."""
        return self.exclude(handled_on=None)

    def late_first(self, day: date) -> Self:
        """What is open before what is done; of what is open, what should have been taken up first."""
        order = Case(
            When(handled_on=None, taken_up_on=None, due_on__lt=day, then=0), When(handled_on=None, then=1), default=2
        )
        return self.order_by(order, "due_on", "pk")


class SignalPartQuerySet(ScopedQuerySet[M]):
    """What was done with a signal: for the municipality, and not for who reported it."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))


class PanelQuerySet(ScopedQuerySet[M]):
    """What a municipality asks its panel, who is in it, and which councils look for members."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who asks carers something there."""
        return self.filter(of_own_municipality(actor, Action.ASK_CARERS))


class CouncilVacancyQuerySet(DatedScopedQuerySet[M]):
    """Councils that look for members, also by the day on which they do."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who asks carers something there."""
        return self.filter(of_own_municipality(actor, Action.ASK_CARERS))


class VolunteerQuerySet(ScopedQuerySet[M]):
    """Volunteers: known to the municipality that coordinates them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who coordinates them."""
        return self.filter(of_own_municipality(actor, Action.KEEP_VOLUNTEERS))

    def with_readiness(self) -> Self:
        """Each with `vog_until`, until when a certificate is valid, and `talk_due_on`, of the latest conversation."""
        talks = _related(self, "talks").filter(volunteer=OuterRef("pk")).order_by("-held_on", "-pk")
        return self.annotate(
            vog_until=Max("certificates__valid_until"), talk_due_on=Subquery(talks.values("next_on")[:1])
        )


class VolunteerPartQuerySet(ScopedQuerySet[M]):
    """What is kept of a volunteer."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the volunteers of the own municipality, for who coordinates them."""
        return self.filter(of_own_municipality(actor, Action.KEEP_VOLUNTEERS, "volunteer"))


class HelpRequestQuerySet(ScopedQuerySet[M]):
    """Requests for a volunteer."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who works with carers there."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))


class MatchPartQuerySet(ScopedQuerySet[M]):
    """What is kept of a match."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the volunteers of the own municipality, for who coordinates them."""
        return self.filter(of_own_municipality(actor, Action.KEEP_VOLUNTEERS, "match__volunteer"))


class MeasurementQuerySet(ScopedQuerySet[M]):
    """What was measured at carers: for the municipality, and for nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the carers of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS, "carer"))

    def current(self) -> Self:
        """What stands now, without what a correction took the place of."""
        return self.filter(replaced_by=None)


class TaskPartQuerySet(ScopedQuerySet[M]):
    """What belongs to a task of a board."""

    def visible_to(self, actor: Actor) -> Self:
        """That of the tasks that the actor sees."""
        return self.filter(task__in=_related(self, "task").visible_to(actor).values("pk"))


class BoardPartQuerySet(ScopedQuerySet[M]):
    """What belongs to a board as a whole: its policy cycle."""

    def visible_to(self, actor: Actor) -> Self:
        """That of the boards that the actor sees."""
        return self.filter(board__in=_related(self, "board").visible_to(actor).values("pk"))


class SupportOfferQuerySet(ScopedQuerySet[M]):
    """Help on the social map."""

    def visible_to(self, actor: Actor) -> Self:
        """Of those that are kept here, the own municipality's, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))

    def published(self) -> Self:
        """What stands on the map, for everybody."""
        return self.filter(withdrawn_on=None)

    def shown_in(self, municipality_id: int) -> Self:
        """What stands on the map of this municipality."""
        here = Q(municipality=municipality_id) | Q(also_in=municipality_id)
        return self.published().filter(here).distinct()


class ReferralQuerySet(ScopedQuerySet[M]):
    """Referrals."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who works with carers."""
        return self.filter(of_own_municipality(actor, Action.SEE_CARERS))

    def waiting(self, day: date) -> Self:
        """Those of which nobody told in time how it went."""
        return self.filter(feedback_on=None, feedback_due_on__lt=day)


class AppreciationKindQuerySet(ScopedQuerySet[M]):
    """What can be chosen in a year; it follows the scheme."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who handles appreciation there."""
        return self.filter(of_own_municipality(actor, Action.GIVE_APPRECIATION, "scheme"))


class AppreciationQuerySet(ScopedQuerySet[M]):
    """Appreciation: what there is each year, and who applied."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality, for who handles appreciation there."""
        return self.filter(of_own_municipality(actor, Action.GIVE_APPRECIATION))
