"""Which role somebody can have where."""

from organisations.enums import OrganisationKind, Role

KIND_OF_ROLE = {
    Role.PURCHASER: OrganisationKind.REGION,
    Role.CASE_WORKER: OrganisationKind.MUNICIPALITY,
    Role.MUNICIPAL_READER: OrganisationKind.MUNICIPALITY,
    Role.INFORMAL_CARE_COORDINATOR: OrganisationKind.MUNICIPALITY,
    Role.MUNICIPAL_MANAGER: OrganisationKind.MUNICIPALITY,
    Role.CONTRACT_MANAGER: OrganisationKind.MUNICIPALITY,
    Role.PRIVACY_OFFICER: OrganisationKind.MUNICIPALITY,
    Role.CARE_PROFESSIONAL: OrganisationKind.PROVIDER,
    Role.PLANNER: OrganisationKind.PROVIDER,
    Role.QUALITY_OFFICER: OrganisationKind.PROVIDER,
    Role.SUPERVISOR: OrganisationKind.SUPERVISOR,
    Role.PARTNER_WORKER: OrganisationKind.PARTNER,
    Role.API_CLIENT: OrganisationKind.REGION,
}


def role_fits(role: str, kind: str) -> bool:
    """Whether somebody can have this role at an organisation of this kind."""
    return KIND_OF_ROLE[Role(role)] == kind
