"""The demo's framework agreement, contracts and addenda. Rates, documents and clauses are invented and say so."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.models import Contract, ContractedProduct, FrameworkAgreement
from contracts.services import (
    add_clause,
    add_document,
    add_line,
    add_lot,
    adopt_addendum,
    agree_ceiling,
    conclude_call_off,
    conclude_contract,
    conclude_framework,
    contract_product,
    draft_addendum,
    prepare_indexation,
    set_price_sheet,
    sign_contract,
)
from core.actors import Actor
from core.clock import pretend
from organisations.models import CareProvider, Municipality, Region
from products.models import ProductVariant, ProductVersion


def tell_contracts(
    story: Mapping[str, Any], purchaser: Actor, providers: Mapping[str, CareProvider], today: date
) -> None:
    """Write the framework agreement and the contracts that are not there yet."""
    framework = _framework(story, purchaser)
    for key, provider in providers.items():
        contract = _contract(story, purchaser, framework, f"{framework.reference}-{key}", provider)
        _products(story, purchaser, contract)
        if contract.signed_on is None:
            for row in story["clauses"]:
                add_clause(actor=purchaser, contract=contract, **row)
            sign_contract(actor=purchaser, contract=contract, signed_on=contract.starts_on)
    if not any(contract.addenda.exists() for contract in framework.contracts.all()):
        _addenda(story, purchaser, providers, today)
    _prices(story, purchaser, framework)
    if not framework.indexations.exists():
        prepare_indexation(
            actor=purchaser,
            framework=framework,
            starts_on=date(today.year + 1, 1, 1),
            figures={name: Decimal(number) for name, number in story["indexation"].items()},
            is_fictional=True,
        )
    with pretend(today):
        _ceilings(story, purchaser, providers, today)


def _ceilings(story: Mapping[str, Any], purchaser: Actor, providers: Mapping[str, CareProvider], today: date) -> None:
    first = date(today.year, 1, 1)
    for key, amount in story["ceilings"].items():
        contract = Contract.objects.get(provider=providers[key])
        if not contract.ceilings.filter(starts_on=first).exists():
            agree_ceiling(
                actor=purchaser,
                contract=contract,
                starts_on=first,
                ends_on=date(today.year, 12, 31),
                amount=Decimal(amount),
                agreed_on=date(today.year - 1, 10, 1),
                is_fictional=True,
            )


def _framework(story: Mapping[str, Any], purchaser: Actor) -> FrameworkAgreement:
    row = story["framework"]
    framework = FrameworkAgreement.objects.filter(reference=row["reference"]).first() or conclude_framework(
        actor=purchaser, region=Region.objects.get(), municipalities=Municipality.objects.all(), **row
    )
    if not framework.lots.exists():
        for lot in story["lots"]:
            add_lot(actor=purchaser, framework=framework, **lot)
        for document in story["documents"]:
            add_document(actor=purchaser, framework=framework, **document)
    return framework


def _contract(
    story: Mapping[str, Any], purchaser: Actor, framework: FrameworkAgreement, number: str, provider: CareProvider
) -> Contract:
    row = story["framework"]
    return Contract.objects.filter(framework=framework, provider=provider).first() or conclude_contract(
        actor=purchaser,
        framework=framework,
        provider=provider,
        number=number,
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )


def _products(story: Mapping[str, Any], purchaser: Actor, contract: Contract) -> None:
    lot = contract.framework.lots.get(domain="wmo")
    for agreed in story["contracted"]:
        variant = ProductVariant.objects.get(code=agreed["variant"])
        if ContractedProduct.objects.filter(contract=contract, variant=variant).exists():
            continue
        contract_product(
            actor=purchaser,
            contract=contract,
            variant=variant,
            product_code=agreed["code"],
            lot=lot,
            amount=Decimal(agreed["rate"]),
            is_fictional=True,
        )


def _prices(story: Mapping[str, Any], purchaser: Actor, framework: FrameworkAgreement) -> None:
    every = {name: Decimal(number) for name, number in story["prices"]["every"].items()}
    costs = {level: Decimal(cost) for level, cost in story["prices"]["costs"].items()}
    for code, row in story["prices"]["products"].items():
        version = ProductVersion.objects.get(variant__code=code, number=1)
        if version.price_sheets.exists():
            continue
        set_price_sheet(
            actor=purchaser,
            region=framework.region,
            version=version,
            starts_on=framework.starts_on,
            numbers=every | {"clients_per_professional": Decimal(row["clients"])},
            levels={level: (Decimal(share), costs[level]) for level, share in row["mix"].items()},
            is_fictional=True,
            is_public=True,
        )


def _addenda(story: Mapping[str, Any], purchaser: Actor, providers: Mapping[str, CareProvider], today: date) -> None:
    row = story["addendum"]
    product = _product_of(row, providers)
    with pretend(today + timedelta(days=row["adopted"])):
        addendum = draft_addendum(
            actor=purchaser,
            contract=product.contract,
            title=row["title"],
            reason=row["reason"],
            starts_on=today + timedelta(days=row["starts"]),
        )
        change: dict[str, Any] = {"actor": purchaser, "addendum": addendum}
        add_line(**change, kind="rate", contracted_product=product, amount=Decimal(row["rate"]), is_fictional=True)
        add_line(**change, kind="clause", article=row["article"], text=row["text"])
        adopt_addendum(**change, signed_on=today + timedelta(days=row["adopted"]))
    row = dict(story["call_off"])
    contract = Contract.objects.get(provider=providers[row.pop("provider")])
    conclude_call_off(actor=purchaser, contract=contract, **row)
    row = story["draft"]
    product = _product_of(row, providers)
    draft = draft_addendum(
        actor=purchaser,
        contract=product.contract,
        title=row["title"],
        reason=row["reason"],
        starts_on=today + timedelta(days=row["starts"]),
    )
    add_line(
        actor=purchaser,
        addendum=draft,
        kind="rate",
        contracted_product=product,
        amount=Decimal(row["rate"]),
        is_fictional=True,
    )


def _product_of(row: Mapping[str, Any], providers: Mapping[str, CareProvider]) -> ContractedProduct:
    return ContractedProduct.objects.select_related("contract").get(
        variant__code=row["variant"], contract__provider=providers[row["provider"]]
    )
