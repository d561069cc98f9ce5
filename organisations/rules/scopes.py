"""What API clients may be given, and in which role an API client does it at which kind of organisation."""

from collections.abc import Iterable, Mapping
from typing import Final

from organisations.enums import ApiScope, OrganisationKind, Role

ROLES: Final[Mapping[ApiScope, Mapping[OrganisationKind, Role]]] = {
    ApiScope.READ_CONTRACTS: {
        # Spending ceilings: the business of the region and of one provider, and not of municipalities.
        OrganisationKind.REGION: Role.PURCHASER,
        OrganisationKind.PROVIDER: Role.QUALITY_OFFICER,
    },
    ApiScope.READ_ALLOCATIONS: {
        OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_READER,
        OrganisationKind.PROVIDER: Role.PLANNER,
    },
    ApiScope.READ_PLANS: {
        OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_READER,
        OrganisationKind.PROVIDER: Role.QUALITY_OFFICER,
    },
    ApiScope.READ_EVALUATIONS: {
        OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_READER,
        OrganisationKind.PROVIDER: Role.QUALITY_OFFICER,
    },
    ApiScope.READ_ATTENDANCE: {
        OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_READER,
        OrganisationKind.PROVIDER: Role.PLANNER,
    },
    ApiScope.WRITE_ATTENDANCE: {OrganisationKind.PROVIDER: Role.PLANNER},
    ApiScope.READ_FINDINGS: {
        OrganisationKind.REGION: Role.PURCHASER,
        OrganisationKind.MUNICIPALITY: Role.CONTRACT_MANAGER,
        OrganisationKind.PROVIDER: Role.QUALITY_OFFICER,
        OrganisationKind.SUPERVISOR: Role.SUPERVISOR,
    },
    ApiScope.READ_CARE_FIGURES: {OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_MANAGER},
    ApiScope.WEBHOOKS: {
        OrganisationKind.REGION: Role.PURCHASER,
        OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_READER,
        OrganisationKind.PROVIDER: Role.PLANNER,
    },
}
"""The least role that sees what the scope is about. A client has that role for requests under that scope, and no other:
what it may do is what role and scope both allow."""


def role_for(scope: str, kind: str) -> Role | None:
    """The role in which a client of an organisation of this kind uses the scope; None when it cannot."""
    if scope not in ApiScope.values or kind not in OrganisationKind.values:
        return None
    return ROLES[ApiScope(scope)].get(OrganisationKind(kind))


def scopes_for(kind: str) -> list[ApiScope]:
    """The scopes that a client of an organisation of this kind may have, in the order of the table."""
    return [scope for scope in ApiScope if role_for(scope, kind) is not None]


def in_order(scopes: Iterable[str]) -> list[str]:
    """Known scopes once each, in the order of the table; what is unknown falls away."""
    given = set(scopes)
    return [scope.value for scope in ApiScope if scope.value in given]
