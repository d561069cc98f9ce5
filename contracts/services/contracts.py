from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from contracts.access import may_change_contract, may_purchase
from contracts.enums import Unit
from contracts.models import Contract, ContractedProduct, FrameworkAgreement
from contracts.rules import check_inside_framework
from core.actors import Actor
from core.periods import Period
from core.storing import store
from organisations.models import CareProvider
from products.models import ProductVariant


@transaction.atomic
def conclude_contract(
    *,
    actor: Actor,
    framework: FrameworkAgreement,
    provider: CareProvider,
    number: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Contract:
    """A contract of a provider under a framework agreement, inside its period.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code
    `contract_outside_framework`, `contract_overlap` or `period_order`.
    """
    framework = FrameworkAgreement.objects.select_for_update(of=("self",)).get(pk=framework.pk)
    if not may_purchase(actor, framework.region):
        raise PermissionDenied
    check_inside_framework(Period(starts_on, ends_on), framework.period)
    contract = Contract(framework=framework, provider=provider, number=number, starts_on=starts_on, ends_on=ends_on)
    store(contract)
    record(actor=actor, event=AuditEvent.CREATED, target=contract)
    return contract


@transaction.atomic
def contract_product(
    *,
    actor: Actor,
    contract: Contract,
    variant: ProductVariant,
    product_code: str,
    unit: str = Unit.DAGDEEL,
) -> ContractedProduct:
    """Put a product in a contract, with the code that messages use for it.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with code
    `product_code` or `contracted_twice`.
    """
    if not may_change_contract(actor, contract):
        raise PermissionDenied
    contracted = ContractedProduct(contract=contract, variant=variant, product_code=product_code, unit=unit)
    store(contracted)
    record(actor=actor, event=AuditEvent.CREATED, target=contracted)
    return contracted
