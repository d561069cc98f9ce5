"""A contracting process with everything in it that is published: what open contract data is made of."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from contracts.enums import AddendumStatus, DocumentKind
from contracts.models import (
    Addendum,
    AgreementDocument,
    CallOff,
    Contract,
    ContractedProduct,
    ExtensionOption,
    FrameworkAgreement,
    Lot,
    Participation,
    PriceSheet,
    Rate,
)
from contracts.querysets import published_on
from core.clock import today
from organisations.models import Municipality
from products.models import MarketConsultation


@dataclass(frozen=True, slots=True)
class ContractingProcess:
    """A framework agreement from consultation to contracts, as far as it is open data."""

    framework: FrameworkAgreement
    lots: list[Lot]
    options: list[ExtensionOption]
    participations: list[Participation]
    municipalities: list[Municipality]
    documents: list[AgreementDocument]
    contracts: list[Contract]
    consultations: list[MarketConsultation]
    prices: list[PriceSheet]


def framework_process(public_id: UUID) -> ContractingProcess | None:
    """The process of a framework agreement; None when there is none. Sixteen queries at most, whatever there is.

    Left out is what is not open: contracts that were not signed yet, drafts, what providers offered, and from what a
    price is reckoned unless the region chose to publish it.
    """
    framework = FrameworkAgreement.objects.select_related("region").filter(public_id=public_id).first()
    if framework is None:
        return None
    contracts = list(_published(framework))
    variants = {product.variant_id for contract in contracts for product in contract.contracted_products.all()}
    prices = PriceSheet.objects.filter(region=framework.region, is_public=True, version__variant__in=variants)
    consultations = MarketConsultation.objects.filter(region=framework.region, version__variant__in=variants)
    return ContractingProcess(
        framework=framework,
        lots=list(framework.lots.all()),
        options=list(framework.options.all()),
        participations=list(framework.participations.select_related("municipality")),
        municipalities=list(Municipality.objects.filter(region=framework.region)),
        documents=list(framework.documents.exclude(kind=DocumentKind.OFFER).order_by("dated_on", "pk")),
        contracts=contracts,
        consultations=list(consultations.select_related("version__variant").order_by("opens_at", "pk")),
        prices=list(prices.select_related("version").prefetch_related("levels")),
    )


def call_off_process(public_id: UUID) -> CallOff | None:
    """A call-off under a contract that is published; None when there is none. One query."""
    return (
        CallOff.objects.filter(published_on(today(), "contract__"))
        .select_related("contract__framework__region", "contract__provider")
        .filter(public_id=public_id)
        .first()
    )


def _published(framework: FrameworkAgreement) -> list[Contract]:
    adopted = Addendum.objects.filter(status=AddendumStatus.ADOPTED).order_by("number").prefetch_related("lines")
    rates: Prefetch[Any] = Prefetch("rates", Rate.objects.order_by("starts_on", "pk"))
    products = ContractedProduct.objects.select_related("variant", "lot").prefetch_related(rates)
    within: list[Prefetch[Any]] = [
        Prefetch("addenda", adopted),
        Prefetch("contracted_products", products.order_by("variant__position", "pk")),
        Prefetch("call_offs", CallOff.objects.order_by("number")),
    ]
    rows = framework.contracts.filter(published_on(today())).select_related("provider")
    return list(rows.prefetch_related(*within).order_by("number"))
