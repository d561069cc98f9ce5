from datetime import datetime
from typing import Self

from compliance.enums import Basis
from core.querysets import M
from delivery.querysets import GroupQuerySet


class OutcomeQuerySet(GroupQuerySet[M]):
    """What checks say of sessions: for who sees the group."""

    path = "session__group__"

    def current(self) -> Self:
        """What stands now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """What stood at that moment."""
        return self.filter(computed_at__lte=moment).exclude(superseded_at__lte=moment)

    def realised(self) -> Self:
        """How it went, and not how it was planned."""
        return self.filter(basis=Basis.REALISED)
