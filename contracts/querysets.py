from datetime import date
from typing import Any, Self

from django.db.models import Q

from contracts.enums import AddendumStatus
from core.actors import Actor
from core.querysets import DatedQuerySet, DatedScopedQuerySet, M, ScopedQuerySet
from organisations.enums import Action, OrganisationKind
from organisations.models import CareProvider
from organisations.rules import role_may


def _scope(actor: Actor, path: str) -> dict[str, int] | None:
    """The filter that keeps what the actor's organisation agreed to or buys under; None when that is nothing."""
    if actor.organisation_id is None:
        return None
    match actor.organisation_kind:
        case OrganisationKind.REGION:
            return {f"{path}framework__region_id": actor.organisation_id}
        case OrganisationKind.MUNICIPALITY:
            return {f"{path}framework__region__municipalities": actor.organisation_id}
        case OrganisationKind.PROVIDER:
            return {f"{path}provider_id": actor.organisation_id}
    return None


def offered_on(day: date, prefix: str = "") -> Q:
    """The condition that a product stands in its contract on `day`; without dates it does as long as the contract."""
    begun: dict[str, Any] = {f"{prefix}starts_on__lte": day}
    not_over: dict[str, Any] = {f"{prefix}ends_on__gte": day}
    return (Q(**{f"{prefix}starts_on": None}) | Q(**begun)) & (Q(**{f"{prefix}ends_on": None}) | Q(**not_over))


def published_on(day: date, prefix: str = "") -> Q:
    """The condition that a contract is open data on `day`: it was signed, or holds or held without a day of signing."""
    return Q(**{f"{prefix}signed_on__isnull": False}) | Q(**{f"{prefix}starts_on__lte": day})


class FrameworkQuerySet(DatedScopedQuerySet[M]):
    """Framework agreements. A region and its municipalities see those of the region, a provider those it is under."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the region for the buying side, or under which the actor's own provider has a contract."""
        if actor.organisation_id is None:
            return self.none()
        match actor.organisation_kind:
            case OrganisationKind.REGION:
                return self.filter(region_id=actor.organisation_id)
            case OrganisationKind.MUNICIPALITY:
                return self.filter(region__municipalities=actor.organisation_id)
            case OrganisationKind.PROVIDER:
                return self.filter(contracts__provider_id=actor.organisation_id).distinct()
        return self.none()


class ContractQuerySet(DatedScopedQuerySet[M]):
    """Contracts. A region and its municipalities see those of the region, a provider its own."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own provider, or of the region for the buying side."""
        scope = _scope(actor, "")
        return self.none() if scope is None else self.filter(**scope)


class DocumentQuerySet(ScopedQuerySet[M]):
    """Documents of agreements. One that is for one contract only follows that contract."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the region for the buying side; for a provider of what it agreed to itself."""
        if actor.organisation_id is None:
            return self.none()
        match actor.organisation_kind:
            case OrganisationKind.REGION:
                return self.filter(framework__region_id=actor.organisation_id)
            case OrganisationKind.MUNICIPALITY:
                return self.filter(framework__region__municipalities=actor.organisation_id)
            case OrganisationKind.PROVIDER:
                general = Q(contract=None, framework__contracts__provider_id=actor.organisation_id)
                return self.filter(general | Q(contract__provider_id=actor.organisation_id)).distinct()
        return self.none()


class ContractedProductQuerySet(ScopedQuerySet[M]):
    """Products in a contract; they follow the contract's scope."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the contracts that the actor sees."""
        scope = _scope(actor, "contract__")
        return self.none() if scope is None else self.filter(**scope)


class CeilingQuerySet(DatedScopedQuerySet[M]):
    """Spending ceilings: the business of the region and of one provider, and not of municipalities."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own region, or of the actor's own provider."""
        scope = _scope(actor, "contract__")
        if scope is None or actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return self.none()
        return self.filter(**scope)


class OfContractQuerySet(ScopedQuerySet[M]):
    """What passes between the region and one provider under their contract; municipalities have no part in it."""

    def visible_to(self, actor: Actor) -> Self:
        """That of the actor's own region, or of the actor's own provider."""
        scope = _scope(actor, "contract__")
        if scope is None or actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return self.none()
        return self.filter(**scope)


class OfProviderQuerySet(ScopedQuerySet[M]):
    """What a provider hands to the regions that contract it."""

    def visible_to(self, actor: Actor) -> Self:
        """That of the actor's own provider, or of those with a contract of the actor's own region."""
        if actor.organisation_id is None:
            return self.none()
        match actor.organisation_kind:
            case OrganisationKind.PROVIDER:
                return self.filter(provider=actor.organisation_id)
            case OrganisationKind.REGION:
                own = CareProvider.objects.filter(contracts__framework__region=actor.organisation_id)
                return self.filter(provider__in=own.values("pk"))
        return self.none()


class AddendumQuerySet(ScopedQuerySet[M]):
    """Addenda; they follow the contract's scope, and what is not adopted is for purchasers."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the contracts that the actor sees."""
        scope = _scope(actor, "contract__")
        if scope is None:
            return self.none()
        rows = self.filter(**scope)
        return rows if role_may(actor.role, Action.PURCHASE) else rows.filter(status=AddendumStatus.ADOPTED)


class RateQuerySet(DatedQuerySet[M]):
    """Dated rates, with those that a correction superseded."""

    def current(self) -> Self:
        """Those that no correction superseded."""
        return self.filter(superseded_at=None)

    def active_on(self, day: date) -> Self:
        """Those that hold on `day`, as it is known now."""
        return super().active_on(day).filter(superseded_at=None)


class PriceSheetQuerySet(DatedScopedQuerySet[M]):
    """From what prices are reckoned: what a region bargains with is its own."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own region."""
        if actor.organisation_id is None or actor.organisation_kind != OrganisationKind.REGION:
            return self.none()
        return self.filter(region_id=actor.organisation_id)


class IndexationQuerySet(ScopedQuerySet[M]):
    """Indexations; what is prepared is the region's own."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own region."""
        if actor.organisation_id is None or actor.organisation_kind != OrganisationKind.REGION:
            return self.none()
        return self.filter(framework__region_id=actor.organisation_id)
