from typing import Self

from core.actors import Actor
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet
from organisations.enums import OrganisationKind


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


class ContractQuerySet(DatedScopedQuerySet[M]):
    """Contracts. A region and its municipalities see those of the region, a provider its own."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own provider, or of the region for the buying side."""
        scope = _scope(actor, "")
        return self.none() if scope is None else self.filter(**scope)


class ContractedProductQuerySet(ScopedQuerySet[M]):
    """Products in a contract; they follow the contract's scope."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the contracts that the actor sees."""
        scope = _scope(actor, "contract__")
        return self.none() if scope is None else self.filter(**scope)
