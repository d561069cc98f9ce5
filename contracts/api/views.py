"""Contracts in the API: public, read only. Who contracted what, and for which price, is open data."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from audit.api.feeds import ChangesMixin, ChangesQuery
from contracts.api.serializers import (
    ContractedProductPageQuery,
    ContractenZoekenSerializer,
    ContractPageQuery,
    ContractSerializer,
    DatedPageQuery,
    GecontracteerdProductSerializer,
    LotPageQuery,
    PerceelVanRaamovereenkomstSerializer,
    RaamovereenkomstSerializer,
    RatePageQuery,
    TariefVanProductSerializer,
)
from contracts.models import Contract, ContractedProduct, FrameworkAgreement, Lot, Rate
from contracts.querysets import offered_on, published_on
from core.api.collections import DatedPublicCollectionViewSet, PublicCollectionViewSet
from core.api.queries import FieldsQuery
from core.api.schema import resource
from core.api.searching import SearchMixin
from core.clock import today
from core.querysets import holds_on


@resource(
    "raamovereenkomsten",
    one="Een raamovereenkomst",
    many="Raamovereenkomsten met percelen en gemeenten",
    about=("Met een peildatum alleen wat op die dag geldt."),
)
class FrameworkAgreementViewSet(ChangesMixin[FrameworkAgreement], DatedPublicCollectionViewSet[FrameworkAgreement]):
    """Framework agreements."""

    queryset = FrameworkAgreement.objects.all()
    serializer_class = RaamovereenkomstSerializer
    query_classes: ClassVar[Any] = {"list": DatedPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}


@resource(
    "percelen",
    one="Een perceel",
    many="Percelen van raamovereenkomsten",
    about=("De delen van een raamovereenkomst waarop aanbieders los inschrijven."),
)
class LotViewSet(ChangesMixin[Lot], PublicCollectionViewSet[Lot]):
    """Lots."""

    queryset = Lot.objects.all()
    serializer_class = PerceelVanRaamovereenkomstSerializer
    query_classes: ClassVar[Any] = {"list": LotPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"raamovereenkomst": "framework__public_id"}


@resource(
    "contracten",
    one="Een contract",
    many="Contracten van aanbieders",
    about=("Contracten die zijn ondertekend of al gelden. Met een peildatum alleen wat op die dag geldt."),
)
class ContractViewSet(ChangesMixin[Contract], SearchMixin[Contract], DatedPublicCollectionViewSet[Contract]):
    """Contracts that were signed."""

    queryset = Contract.objects.all()
    serializer_class = ContractSerializer
    query_classes: ClassVar[Any] = {"list": ContractPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"raamovereenkomst": "framework__public_id", "zorgaanbieder": "provider__public_id"}
    search_class = ContractenZoekenSerializer
    search_texts = ("number", "provider__name", "framework__name", "framework__reference")

    def get_queryset(self) -> QuerySet[Contract]:
        """Those that are published."""
        return super().get_queryset().filter(published_on(today()))


@resource(
    "gecontracteerde-producten",
    one="Een product in een contract",
    many="Producten in contracten, met hun tarieven",
    about=("Met een peildatum alleen wat die dag in een geldend contract staat, met het tarief van die dag."),
)
class ContractedProductViewSet(ChangesMixin[ContractedProduct], PublicCollectionViewSet[ContractedProduct]):
    """Products in contracts that were signed."""

    queryset = ContractedProduct.objects.all()
    serializer_class = GecontracteerdProductSerializer
    query_classes: ClassVar[Any] = {
        "list": ContractedProductPageQuery,
        "retrieve": FieldsQuery,
        "changes": ChangesQuery,
    }
    filters: ClassVar[Any] = {
        "contract": "contract__public_id",
        "zorgaanbieder": "contract__provider__public_id",
        "product": "variant__public_id",
        "productcode": "product_code",
    }

    def get_queryset(self) -> QuerySet[ContractedProduct]:
        """Those in contracts that are published."""
        return super().get_queryset().filter(published_on(today(), "contract__"))

    def narrow(self, rows: QuerySet[ContractedProduct]) -> QuerySet[ContractedProduct]:
        """Those that stand in a contract that holds on the day."""
        rows = super().narrow(rows)
        return rows if self.day is None else rows.filter(offered_on(self.day), holds_on(self.day, "contract__"))


@resource(
    "tarieven",
    one="Een tarief",
    many="Tarieven",
    about=(
        "Tarieven per eenheid. Een tarief dat fout was, staat hier niet meer; wel wat ervoor in de plaats kwam. "
        "Met een peildatum alleen wat op die dag geldt."
    ),
)
class RateViewSet(ChangesMixin[Rate], DatedPublicCollectionViewSet[Rate]):
    """Rates that no correction took the place of."""

    queryset = Rate.objects.current()
    serializer_class = TariefVanProductSerializer
    query_classes: ClassVar[Any] = {"list": RatePageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"gecontracteerdProduct": "contracted_product__public_id"}

    def get_queryset(self) -> QuerySet[Rate]:
        """Those of contracts that are published."""
        return super().get_queryset().filter(published_on(today(), "contracted_product__contract__"))
