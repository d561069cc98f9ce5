from datetime import date
from typing import Self

from clients.querysets import READS_FILES
from core.actors import Actor
from core.querysets import M, ScopedQuerySet, holds_on
from organisations.enums import OrganisationKind

SIDE_OF_ALLOCATION = {
    OrganisationKind.MUNICIPALITY: "municipality_id",
    OrganisationKind.PROVIDER: "provider_id",
}


class PlanQuerySet(ScopedQuerySet[M]):
    """Plans. Whatever belongs to a plan follows the scope of its allocation."""

    path = "allocation__"
    """The way from a row to its allocation."""

    def visible_to(self, actor: Actor) -> Self:
        """Those under allocations that the actor's organisation gave or received; none for other roles."""
        side = SIDE_OF_ALLOCATION.get(OrganisationKind(actor.organisation_kind)) if actor.organisation_kind else None
        if side is None or actor.role not in READS_FILES:
            return self.none()
        return self.filter(**{f"{self.path}{side}": actor.organisation_id})


class OfPlanQuerySet(PlanQuerySet[M]):
    """Versions of plans, and who is responsible for a plan."""

    path = "plan__allocation__"

    def active_on(self, day: date) -> Self:
        """Those whose period holds on `day`."""
        return self.filter(holds_on(day))


class OfVersionQuerySet(PlanQuerySet[M]):
    """What stands in a version: goals, moments, agreements."""

    path = "version__plan__allocation__"


class EvaluationQuerySet(OfVersionQuerySet[M]):
    """Evaluations of a version."""

    def complete(self) -> Self:
        """Those that count for the clock: with participants, report and answers."""
        return self.filter(completed_at__isnull=False)


class OfGoalQuerySet(PlanQuerySet[M]):
    """Activities of a goal."""

    path = "goal__version__plan__allocation__"


class OfEvaluationQuerySet(PlanQuerySet[M]):
    """Participants and progress of an evaluation."""

    path = "evaluation__version__plan__allocation__"
