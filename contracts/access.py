"""Who may do what with contracts."""

from contracts.models import Contract, ContractedProduct
from core.actors import Actor
from organisations.enums import OrganisationKind, Role
from organisations.models import Region


def may_open_contracts(actor: Actor) -> bool:
    """Purchasers, case workers and care professionals read contracts; which ones follows from their scope."""
    return actor.organisation_id is not None and actor.role in {
        Role.PURCHASER,
        Role.CASE_WORKER,
        Role.CARE_PROFESSIONAL,
    }


def may_purchase(actor: Actor, region: Region) -> bool:
    """A purchaser of the region itself concludes framework agreements, contracts and rates."""
    return (
        actor.role == Role.PURCHASER
        and actor.organisation_kind == OrganisationKind.REGION
        and actor.organisation_id == region.pk
    )


def may_change_contract(actor: Actor, contract: Contract) -> bool:
    """A purchaser of the region under whose framework agreement the contract stands."""
    return may_purchase(actor, contract.framework.region)


def may_set_rate(actor: Actor, contracted_product: ContractedProduct) -> bool:
    """Whoever may change the contract in which the product stands."""
    return may_change_contract(actor, contracted_product.contract)
