from datetime import date
from typing import Self

from core.actors import Actor
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
