"""What the municipality can allocate, held in memory while many rows are checked against it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet

from contracts.models import ContractedProduct, Rate
from core.actors import Actor
from products.models import ProductVariant, ProductVersion
from products.selectors import version_among, versions_by_variant

AT_HAND = (Prefetch("rates", Rate.objects.current()), "allowed", "contract__framework__participations")


class Offers:
    """The contracted products that the actor sees, with contract, rates, versions and who may allocate: six queries."""

    def __init__(self, actor: Actor) -> None:
        self._by_code: dict[tuple[str, str], list[ContractedProduct]] = {}
        self._providers: set[str] = set()
        products = list(contracted_products(actor).prefetch_related(*AT_HAND))
        self._versions = versions_by_variant({product.variant_id: product.variant for product in products}.values())
        for product in products:
            agb = product.contract.provider.agb_code
            self._providers.add(agb)
            for code in {product.product_code.upper(), product.variant.code.upper()}:
                self._by_code.setdefault((agb, code), []).append(product)

    def product_for(self, code: str, agb: str, day: date) -> ContractedProduct:
        """The product that is meant on `day`, also when its contract does not hold then.

        Raises ValidationError with code `provider_unknown`, `product_unknown` or `product_ambiguous`.
        """
        if agb not in self._providers:
            raise ValidationError(
                {
                    "provider": ValidationError(
                        "Met een aanbieder met deze AGB-code heeft uw zorgregio geen contract. "
                        "Kijk op het blad Producten van het sjabloon.",
                        code="provider_unknown",
                    )
                }
            )
        known = self._by_code.get((agb, code.upper()), [])
        if not known:
            raise _refused(
                "Dit product staat niet in het contract met deze aanbieder. "
                "Kijk op het blad Producten van het sjabloon.",
                "product_unknown",
            )
        holding = [one for one in known if _holds(one, day)]
        if len(holding) > 1:
            raise _refused(
                "Deze code staat bij deze aanbieder in meer dan één contract, of bij meer dan één product. "
                "Maak deze toewijzing in het dossier zelf.",
                "product_ambiguous",
            )
        return holding[0] if holding else max(known, key=lambda one: (one.contract.starts_on, one.pk))

    def version_on(self, variant: ProductVariant, day: date) -> ProductVersion:
        """As `products.selectors.version_in_force`, without a query."""
        return version_among(self._versions.get(variant.pk, []), variant, day)

    def rate_on(self, product: ContractedProduct, day: date) -> Decimal | None:
        """As `ContractedProduct.rate_on`, without a query."""
        return next((rate.amount for rate in product.rates.all() if rate.period.contains(day)), None)


def contracted_products(actor: Actor) -> QuerySet[ContractedProduct]:
    """What the actor sees of all contracts, by provider and product."""
    return (
        ContractedProduct.objects.visible_to(actor)
        .select_related("variant", "contract__provider", "contract__framework")
        .order_by("contract__provider__name", "variant__position", "pk")
    )


def _holds(product: ContractedProduct, day: date) -> bool:
    contract = product.contract
    return contract.period.contains(day) and contract.framework.period.contains(day)


def _refused(message: str, code: str) -> ValidationError:
    return ValidationError({"code": ValidationError(message, code=code)})
