from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from contracts.access import may_change_contract, may_purchase
from contracts.enums import Unit
from contracts.models import (
    Addendum,
    AllowedMunicipality,
    CallOff,
    Clause,
    Contract,
    ContractedProduct,
    FrameworkAgreement,
    Lot,
)
from contracts.rules import check_inside_contract, check_inside_framework, check_unsigned
from contracts.services.rates import agree_rate
from contracts.services.writing import beside, fault, keep_changed, keep_new
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from organisations.models import CareProvider, Municipality
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
    return keep_new(actor, contract)


@transaction.atomic
def sign_contract(*, actor: Actor, contract: Contract, signed_on: date) -> Contract:
    """Keep on which day both signed. From then on only an addendum changes the contract.

    Raises PermissionDenied, Conflict `contract_signed`, ValidationError `signed_in_future` or `contract_empty`.
    """
    contract = locked_contract(actor, contract)
    if contract.signed_on is not None:
        raise Conflict("Dit contract is al ondertekend.", code="contract_signed")
    if signed_on > today():
        raise fault("signed_on", "Deze dag moet nog komen. Vul in wanneer er is ondertekend.", "signed_in_future")
    if not contract.contracted_products.exists():
        raise ValidationError("Zet eerst een product in het contract.", code="contract_empty")
    keep_changed(actor, contract, signed_on=signed_on)
    return contract


@transaction.atomic
def contract_product(
    *,
    actor: Actor,
    contract: Contract,
    variant: ProductVariant,
    product_code: str,
    unit: str = Unit.DAGDEEL,
    lot: Lot | None = None,
    amount: Decimal | None = None,
    is_fictional: bool = False,
    municipalities: Iterable[Municipality] = (),
    addendum: Addendum | None = None,
) -> ContractedProduct:
    """Put a product in a contract, with the code that messages use for it and its first rate in euros per unit.

    Without `municipalities` all that take part may allocate it. Under an `addendum` it stands in the contract from the
    day on which that begins. Raises PermissionDenied for anybody but a purchaser of the region, ValidationError with
    code `product_code`, `contracted_twice`, `lot_other`, `needs_addendum`, `rate_positive` or
    `municipality_not_in_framework`.
    """
    contract = locked_contract(actor, contract)
    if addendum is None:
        check_unsigned(contract.signed_on)
    if lot is not None and lot.framework_id != contract.framework_id:
        raise fault("lot", "Dit perceel hoort bij een andere raamovereenkomst.", "lot_other")
    contracted = ContractedProduct(
        contract=contract,
        variant=variant,
        product_code=product_code,
        unit=unit,
        lot=lot,
        starts_on=addendum.starts_on if addendum else None,
    )
    keep_new(actor, contracted)
    since = addendum.starts_on if addendum else contract.starts_on
    for municipality in municipalities:
        allow_municipality(actor, contracted, municipality, since)
    if amount is not None:
        agree_rate(actor, contracted, amount, Period(since), is_fictional=is_fictional)
    return contracted


def allow_municipality(
    actor: Actor, product: ContractedProduct, municipality: Municipality, starts_on: date
) -> AllowedMunicipality:
    """Let a municipality allocate this product, as part of a larger change. Code: `municipality_not_in_framework`."""
    framework = product.contract.framework
    named = framework.participations.all()
    is_in = named.active_on(starts_on).filter(municipality=municipality).exists() if named.exists() else True
    if not is_in or municipality.region_id != framework.region_id:
        raise fault(
            "municipalities",
            f"{municipality} doet op die dag niet mee aan de raamovereenkomst.",
            "municipality_not_in_framework",
        )
    row = AllowedMunicipality(contracted_product=product, municipality=municipality, starts_on=starts_on)
    return keep_new(actor, row)


@transaction.atomic
def conclude_call_off(
    *,
    actor: Actor,
    contract: Contract,
    number: str,
    title: str,
    description: str,
    signed_on: date,
    starts_on: date,
    ends_on: date | None = None,
) -> CallOff:
    """A call-off (nadere overeenkomst) under a contract, inside its period.

    It stands below the contract and changes nothing of it, so it needs no addendum. Raises PermissionDenied,
    ValidationError with code `outside_contract`, `period_order`, or a number that is taken.
    """
    contract = locked_contract(actor, contract)
    try:
        check_inside_contract(Period(starts_on, ends_on), contract.period)
    except ValidationError as error:
        raise beside("ends_on", error) from error
    call_off = CallOff(
        contract=contract,
        number=number,
        title=title,
        description=description,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return keep_new(actor, call_off)


@transaction.atomic
def add_clause(*, actor: Actor, contract: Contract, article: str, text: str) -> Clause:
    """The words of an article of a contract that is not signed yet, from its first day.

    Raises PermissionDenied, ValidationError with code `needs_addendum` or `clause_overlap`.
    """
    contract = locked_contract(actor, contract)
    check_unsigned(contract.signed_on)
    return keep_new(actor, Clause(contract=contract, article=article, text=text, starts_on=contract.starts_on))


def locked_contract(actor: Actor, contract: Contract) -> Contract:
    """The contract, locked and fresh, for who may change it. Raises PermissionDenied."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("framework__region", "provider")
    locked = rows.get(pk=contract.pk)
    if not may_change_contract(actor, locked):
        raise PermissionDenied
    return locked
