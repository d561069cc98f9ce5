from datetime import date
from typing import Self

from core.actors import Actor
from core.clock import now
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet
from organisations.enums import Action
from organisations.rules import role_may
from products.enums import VersionStatus


def sees_drafts(actor: Actor) -> bool:
    """Purchasers write drafts; administrators help them. For all others a draft does not exist yet."""
    return role_may(actor.role, Action.MANAGE_PRODUCTS) or actor.is_administrator


class VariantQuerySet(ScopedQuerySet[M]):
    """Variants. The product book is public: everybody may read it."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them."""
        return self.all()


class VersionQuerySet(DatedScopedQuerySet[M]):
    """Dated versions of a variant."""

    def visible_to(self, actor: Actor) -> Self:
        """All but drafts; purchasers see drafts too."""
        return self.all() if sees_drafts(actor) else self.exclude(status=VersionStatus.DRAFT)

    def in_force_on(self, day: date) -> Self:
        """The version whose terms hold on `day`: adopted, and the day lies in its period.

        A version that was withdrawn ends on its last day; on earlier days its terms still count.
        """
        return self.active_on(day).filter(status__in=[VersionStatus.ADOPTED, VersionStatus.WITHDRAWN])


class RequirementQuerySet(ScopedQuerySet[M]):
    """Requirements of versions."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of versions that the actor may see: all but those of drafts; purchasers see these too."""
        return self.all() if sees_drafts(actor) else self.exclude(version__status=VersionStatus.DRAFT)


class ConsultationQuerySet(ScopedQuerySet[M]):
    """Market consultations and the text on which they ask. They are announced to everybody, as the draft is."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them."""
        return self.all()


class InvitationQuerySet(ScopedQuerySet[M]):
    """Who is asked to react."""

    def visible_to(self, actor: Actor) -> Self:
        """For purchasers those of their own region, for a provider its own."""
        if actor.organisation_id is None:
            return self.none()
        if role_may(actor.role, Action.MANAGE_PRODUCTS):
            return self.filter(consultation__region_id=actor.organisation_id)
        return self.filter(provider_id=actor.organisation_id)


class ReactionQuerySet(ScopedQuerySet[M]):
    """Reactions. A provider never sees those of another, and until the end the region sees none: a level field."""

    def visible_to(self, actor: Actor) -> Self:
        """For who reacts those of the own provider, for purchasers those of their region once the window has closed."""
        if actor.organisation_id is None:
            return self.none()
        if role_may(actor.role, Action.MANAGE_PRODUCTS):
            return self.filter(consultation__region_id=actor.organisation_id, consultation__closes_at__lte=now())
        if role_may(actor.role, Action.REACT_TO_CONSULTATIONS):
            return self.filter(provider_id=actor.organisation_id)
        return self.none()
