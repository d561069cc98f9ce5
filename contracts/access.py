"""Who may do what with contracts."""

from contracts.models import Contract, ContractedProduct, IndexationRun
from core.actors import Actor
from organisations.access import actor_may
from organisations.enums import Action
from organisations.models import Region


def may_open_contracts(actor: Actor) -> bool:
    """Purchasers, case workers and care professionals read contracts; which ones follows from their scope."""
    return actor_may(actor, Action.READ_CONTRACTS)


def may_purchase(actor: Actor, region: Region) -> bool:
    """A purchaser of the region itself concludes framework agreements, contracts and rates."""
    return actor_may(actor, Action.PURCHASE) and actor.organisation_id == region.pk


def may_conclude_frameworks(actor: Actor) -> bool:
    """A purchaser concludes framework agreements, for the own region."""
    return actor_may(actor, Action.PURCHASE)


def may_change_contract(actor: Actor, contract: Contract) -> bool:
    """A purchaser of the region under whose framework agreement the contract stands."""
    return may_purchase(actor, contract.framework.region)


def may_set_rate(actor: Actor, contracted_product: ContractedProduct) -> bool:
    """Whoever may change the contract in which the product stands."""
    return may_change_contract(actor, contracted_product.contract)


def may_approve_indexation(actor: Actor, run: IndexationRun) -> bool:
    """A purchaser of the region who did not prepare it."""
    return may_purchase(actor, run.framework.region) and actor.user_id != run.prepared_by_id


def may_see_spending(actor: Actor) -> bool:
    """Purchasers and quality officers of a provider see what may be spent and what was; of whom is the scope."""
    return actor_may(actor, Action.SEE_SPENDING)


def may_report(actor: Actor) -> bool:
    """A quality officer of a provider reports to the region, and hands in documents."""
    return actor_may(actor, Action.REPORT_TO_REGION)


def may_report_about(actor: Actor, contract: Contract) -> bool:
    """A quality officer of the provider whose contract it is."""
    return may_report(actor) and contract.provider_id == actor.organisation_id


def may_check_evidence(actor: Actor) -> bool:
    """A purchaser checks documents; those of which providers is the scope."""
    return actor_may(actor, Action.PURCHASE)


def may_see_waiting_times(actor: Actor) -> bool:
    """Whoever reports waiting times sees what was reported, without the rates; of which products is the scope."""
    return actor_may(actor, Action.REPORT_WAITING_TIME)


def may_report_waiting_time(actor: Actor, contracted_product: ContractedProduct) -> bool:
    """A purchaser of the region, or a care professional or planner of the provider itself."""
    contract = contracted_product.contract
    is_own = actor.organisation_id in {contract.provider_id, contract.framework.region_id}
    return actor_may(actor, Action.REPORT_WAITING_TIME) and is_own
