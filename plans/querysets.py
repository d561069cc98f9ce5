from datetime import date, datetime
from typing import Self

from django.db.models import Count, F, Q

from clients.querysets import files_seen_by, on_own_side
from core.actors import Actor
from core.querysets import M, ScopedQuerySet, holds_on
from organisations.enums import Action, OrganisationKind
from organisations.rules import role_may
from plans.enums import AgreementEnd, ItemState, Party, PlanStatus


class PlanQuerySet(ScopedQuerySet[M]):
    """Plans. Whatever belongs to a plan follows the scope of the client's file and of its allocation."""

    path = "allocation__"
    """The way from a row to its allocation."""

    def visible_to(self, actor: Actor) -> Self:
        """Those in files that the actor sees; for a provider those under allocations that it received."""
        return self.filter(files_seen_by(actor, f"{self.path}client"), on_own_side(actor, self.path))


class OfPlanQuerySet(PlanQuerySet[M]):
    """Versions of plans, and who is responsible for a plan."""

    path = "plan__allocation__"

    def active_on(self, day: date) -> Self:
        """Those whose period holds on `day`."""
        return self.filter(holds_on(day))


class PlanVersionQuerySet(OfPlanQuerySet[M]):
    """Versions of plans."""

    def without_agreement(self) -> Self:
        """Agreed or carried out, while a side took its agreement back."""
        standing = Count("agreements", filter=Q(agreements__ended_on=None))
        agreed = self.filter(status__in=[PlanStatus.AGREED, PlanStatus.IN_EXECUTION])
        return agreed.annotate(standing=standing).filter(standing__lt=len(Party))

    def refused(self) -> Self:
        """Drafts that the client does not agree with as they are now, and that nobody agreed to for the client."""
        own_side = Q(agreements__ended_on=None, agreements__party=Party.CLIENT)
        drafts = self.filter(status=PlanStatus.DRAFT, refusals__revision=F("revision"))
        return drafts.annotate(for_client=Count("agreements", filter=own_side)).filter(for_client=0)


class RequestQuerySet(OfPlanQuerySet[M]):
    """Requests for an evaluation."""

    def waiting(self) -> Self:
        """Those after which no evaluation was started."""
        return self.filter(evaluation=None)


class TrackQuerySet(OfPlanQuerySet[M]):
    """Wlz tracks."""

    def running(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_on=None)

    def quiet_since(self, day: date) -> Self:
        """Those that began before `day` and in which no step was taken on it or later."""
        return self.running().filter(opened_on__lt=day).exclude(steps__taken_on__gte=day)


class OfTrackQuerySet(PlanQuerySet[M]):
    """Steps of a Wlz track."""

    path = "track__plan__allocation__"


class OfVersionQuerySet(PlanQuerySet[M]):
    """What stands in a version: goals, moments, agreements."""

    path = "version__plan__allocation__"


class AgreementQuerySet(OfVersionQuerySet[M]):
    """Agreements with a version. None is ever deleted: one that was withdrawn or lapsed has an end."""

    def standing(self) -> Self:
        """Those that still hold."""
        return self.filter(ended_on=None)

    def withdrawn(self) -> Self:
        """Those that somebody took back."""
        return self.filter(ended_how=AgreementEnd.WITHDRAWN)


class EvaluationQuerySet(OfVersionQuerySet[M]):
    """Evaluations of a version."""

    def complete(self) -> Self:
        """Those that count for the clock: with participants, report and answers."""
        return self.filter(completed_at__isnull=False)


class ScoreQuerySet(OfVersionQuerySet[M]):
    """Scores of indicators."""

    def at_start(self) -> Self:
        """Those of the beginning of a version, before any evaluation."""
        return self.filter(evaluation=None)

    def measured(self) -> Self:
        """Without what was only carried over into a version."""
        return self.filter(is_carried_over=False)


class OfGoalQuerySet(PlanQuerySet[M]):
    """Activities of a goal."""

    path = "goal__version__plan__allocation__"


class OfEvaluationQuerySet(PlanQuerySet[M]):
    """Participants and progress of an evaluation."""

    path = "evaluation__version__plan__allocation__"


class NoticeQuerySet(PlanQuerySet[M]):
    """What somebody is told about an evaluation that is due."""

    path = "reminder__version__plan__allocation__"

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own, in files that the actor sees."""
        return super().visible_to(actor).filter(user_id=actor.user_id)


class BatchQuerySet(ScopedQuerySet[M]):
    """Plans that are printed together."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own, made in the same role for the same organisation: what is in it followed from both."""
        return self.filter(user_id=actor.user_id, organisation_id=actor.organisation_id, role=actor.role)


class ItemQuerySet(PlanQuerySet[M]):
    """Plans in a batch. The PDF stays in the database until somebody needs it."""

    path = "version__plan__allocation__"

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own batches, in files that the actor sees now."""
        own = {"batch__user_id": actor.user_id, "batch__organisation_id": actor.organisation_id}
        return super().visible_to(actor).filter(**own, batch__role=actor.role).defer("sealed_pdf")

    def to_print(self, moment: datetime) -> Self:
        """Those that wait and that nobody is busy with at that moment."""
        free = Q(claim=None) | Q(claimed_until__lte=moment)
        return self.filter(free, state=ItemState.WAITING).order_by("pk")


class TemplateQuerySet(ScopedQuerySet[M]):
    """Templates of plans; the parts of one follow its scope."""

    path = ""
    """The way from a row to its template."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the software and those of the actor's own provider, for who keeps or uses them there."""
        may = role_may(actor.role, Action.KEEP_TEMPLATES) or role_may(actor.role, Action.WRITE_PLANS)
        if not may or actor.organisation_kind != OrganisationKind.PROVIDER or actor.organisation_id is None:
            return self.none()
        own = Q(**{f"{self.path}provider_id": actor.organisation_id})
        return self.filter(own | Q(**{f"{self.path}provider": None}))


class OfTemplateQuerySet(TemplateQuerySet[M]):
    """Goals of a template."""

    path = "template__"


class OfTemplateGoalQuerySet(TemplateQuerySet[M]):
    """Activities of a goal of a template."""

    path = "goal__template__"
