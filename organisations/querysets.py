from datetime import date, datetime
from typing import Final, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.actors import Actor
from core.identifiers import search_key
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet, holds_on
from organisations.enums import DeliveryStatus, MailStatus, OrganisationKind, Role

REGIONS_OF_PROVIDER: Final = "contracts__framework__region_id"
"""From a provider to the regions that contracted it. The room of contracts lies above this one: its relation is named
here, and nothing of it is imported."""


class ProfessionalQuerySet(ScopedQuerySet[M]):
    """Professionals; a provider sees its own, a purchaser checks those at the providers under contract."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that work, or worked, for the provider on whose behalf the actor acts, or one its region contracted."""
        if buys_care(actor):
            return self.filter(self._works_at(Q(**{f"provider__{REGIONS_OF_PROVIDER}": actor.organisation_id})))
        if actor.organisation_kind != OrganisationKind.PROVIDER or actor.organisation_id is None:
            return self.none()
        return self.filter(self._works_at(Q(provider_id=actor.organisation_id)))

    def employed_by(self, provider_id: int, day: date) -> Self:
        """Those employed by the provider on `day`."""
        return self.filter(self._works_at(Q(provider_id=provider_id) & holds_on(day)))

    def named(self, text: str) -> Self:
        """Those whose name holds every word of the text, without regard to case or accents."""
        rows = self.all()
        for word in search_key(text).split():
            rows = rows.filter(search_name__contains=word)
        return rows

    def _works_at(self, condition: Q) -> Exists:
        employments = self.model._meta.get_field("employments").related_model
        return Exists(employments._default_manager.filter(condition, professional=OuterRef("pk")))  # type: ignore[union-attr]


class EmploymentQuerySet(DatedScopedQuerySet[M]):
    """Employments. For whom else somebody works is not the business of a provider."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the provider on whose behalf the actor acts, or at those its region contracted."""
        if buys_care(actor):
            providers = self.model._meta.get_field("provider").related_model._default_manager  # type: ignore[union-attr]
            return self.filter(provider__in=providers.filter(**{REGIONS_OF_PROVIDER: actor.organisation_id}))
        if actor.organisation_kind != OrganisationKind.PROVIDER or actor.organisation_id is None:
            return self.none()
        return self.filter(provider_id=actor.organisation_id)


class ProfessionalPartQuerySet(DatedScopedQuerySet[M]):
    """What is known of a professional; it follows the scope of the professional."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the professionals that the actor sees."""
        professionals = self.model._meta.get_field("professional").related_model
        return self.filter(
            professional__in=professionals._default_manager.all().visible_to(actor)  # type: ignore[union-attr]
        )


class QualificationQuerySet(ProfessionalPartQuerySet[M]):
    """Qualifications; only a verified one counts as proof."""

    def proven_on(self, day: date) -> Self:
        """Those that are verified and valid on `day`. Unknown or unverified is not met."""
        return self.active_on(day).filter(verified_on__isnull=False, verified_on__lte=day)


class MailQuerySet(QuerySet[M]):
    """Mails to users."""

    def waiting(self) -> Self:
        """Those that are still to be sent."""
        return self.filter(status=MailStatus.WAITING)

    def to_send(self, moment: datetime) -> Self:
        """Those whose time has come and with which nobody is busy, the oldest first."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=moment)
        return self.waiting().filter(free, not_before__lte=moment).order_by("not_before", "pk")

    def given_up(self) -> Self:
        """Those that could not be sent, and that a person has to look at."""
        return self.filter(status=MailStatus.GIVEN_UP)


def buys_care(actor: Actor) -> bool:
    """Whether the actor is a purchaser of a region, who may check the evidence of the providers under contract."""
    return (
        actor.organisation_kind == OrganisationKind.REGION
        and actor.role == Role.PURCHASER
        and actor.organisation_id is not None
    )


class SubscriptionQuerySet(ScopedQuerySet[M]):
    """What API clients want to be told."""

    def visible_to(self, actor: Actor) -> Self:
        """A client sees its own."""
        if actor.user_id is not None or actor.user_uuid is None:
            return self.none()
        return self.filter(client__public_id=actor.user_uuid)

    def running(self) -> Self:
        """Those that were not stopped, of clients that are not blocked."""
        clients = self.model._meta.get_field("client").related_model._default_manager  # type: ignore[union-attr]
        blocked = clients.filter(pk=OuterRef("client"), blocked_at__isnull=False)
        return self.filter(~Exists(blocked), paused_at=None)

    def to_send(self, moment: datetime) -> Self:
        """Those with messages, whose time has come and that nobody is busy with; who waited longest first."""
        deliveries = self.model._meta.get_field("deliveries").related_model._default_manager  # type: ignore[union-attr]
        waiting = deliveries.filter(subscription=OuterRef("pk"), status=DeliveryStatus.WAITING)
        free = Q(claim=None) | Q(claimed_until__lte=moment)
        return self.running().filter(free, Exists(waiting), not_before__lte=moment).order_by("not_before", "pk")


class DeliveryQuerySet(QuerySet[M]):
    """Messages to API clients."""

    def waiting(self) -> Self:
        """Those that are still to be received, in their order."""
        return self.filter(status=DeliveryStatus.WAITING).order_by("pk")
