"""The product book in the API: public, read only."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import DateField, FilteredRelation, Q, QuerySet, Value
from django.http import Http404
from rest_framework.request import Request

from audit.api.feeds import ChangesMixin, ChangesQuery
from core.api.collections import DatedPublicCollectionViewSet, PublicCollectionViewSet
from core.api.queries import FieldsQuery
from core.api.schema import resource
from core.api.searching import SearchMixin
from core.api.shapes import shape_of
from core.calendar import ONE_DAY
from core.clock import end_of, today
from core.querysets import holds_on
from products.api.serializers import (
    ConsultationPageQuery,
    EisSerializer,
    EisVanVersieSerializer,
    MarktconsultatieSerializer,
    ProductenZoekenSerializer,
    ProductMetEisenSerializer,
    ProductPageQuery,
    ProductQuery,
    ProductSerializer,
    RequirementPageQuery,
    VersieVanProductSerializer,
    VersionPageQuery,
)
from products.enums import VersionStatus
from products.models import MarketConsultation, ProductVariant, ProductVersion, Requirement

COUNTS = [VersionStatus.ADOPTED, VersionStatus.WITHDRAWN]
"""Of these the terms hold, or held."""


@resource(
    "producten",
    one="Een product met zijn eisen",
    many="Producten met de versie die op een dag geldt",
    about=(
        "Alle producten van het productenboek, met de versie die op de peildatum geldt. Bij een product "
        "staan ook de eisen."
    ),
)
class ProductViewSet(
    ChangesMixin[ProductVariant], SearchMixin[ProductVariant], PublicCollectionViewSet[ProductVariant]
):
    """Products with the version that holds on `peildatum`."""

    queryset = ProductVariant.objects.all()
    serializer_class = ProductSerializer
    aliases: ClassVar[dict[str, str]] = {"of_day": "versions"}
    detail_serializer_class = ProductMetEisenSerializer
    query_classes: ClassVar[Any] = {"list": ProductPageQuery, "retrieve": ProductQuery, "changes": ChangesQuery}
    search_class = ProductenZoekenSerializer
    search_texts = ("code", "name")

    @property
    def day(self) -> date:
        """The day that was asked for, or today."""
        return super().day or today()

    def get_queryset(self) -> QuerySet[ProductVariant]:
        """All products, each with its version of the day as `of_day`."""
        holds = holds_on(self.day, "versions__") & Q(versions__status__in=COUNTS)
        return (
            super()
            .get_queryset()
            .annotate(of_day=FilteredRelation("versions", condition=holds), day=Value(self.day, DateField()))
        )

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One product with its requirements."""
        rows = self.get_queryset().filter(public_id=kwargs["uuid"])
        found = shape_of(ProductSerializer, ProductVariant, ()).page(rows)
        if not found:
            raise Http404
        (_, answer), requirements = found[0], Requirement.objects.none()
        if answer["versie"] is not None:
            requirements = Requirement.objects.filter(version__public_id=answer["versie"]["uuid"])
        answer["eisen"] = [row for _, row in shape_of(EisSerializer, Requirement, ()).page(requirements)]
        return self.answer(self.only_wanted(answer), {})


@resource(
    "productversies",
    one="Een versie van een product",
    many="Versies van producten",
    about=("Alle versies waarvan de eisen gelden of golden; met een peildatum die van die dag."),
)
class ProductVersionViewSet(ChangesMixin[ProductVersion], DatedPublicCollectionViewSet[ProductVersion]):
    """Versions whose terms hold, or held."""

    queryset = ProductVersion.objects.filter(status__in=COUNTS)
    serializer_class = VersieVanProductSerializer
    query_classes: ClassVar[Any] = {"list": VersionPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"product": "variant__public_id"}


@resource(
    "eisen",
    one="Een eis",
    many="Eisen aan producten, met hun regel",
    about=(
        "Elke eis met haar bron en hoe zij wordt gecontroleerd. Bij ‘regel’ staat wat een machine kan nagaan, bij "
        '‘regelWaarde’ met welk getal: zo betekent ‘max_clients_per_professional’ met ‘{"max": 5}’ hoogstens '
        "vijf cliënten per professional. De beschrijving van ‘regelWaarde’ zegt per soort regel wat de waarde kan "
        "zijn, met een voorbeeld. Met een peildatum de eisen van de versies die die dag gelden."
    ),
)
class RequirementViewSet(ChangesMixin[Requirement], PublicCollectionViewSet[Requirement]):
    """Requirements of versions whose terms hold, or held."""

    queryset = Requirement.objects.filter(version__status__in=COUNTS)
    serializer_class = EisVanVersieSerializer
    query_classes: ClassVar[Any] = {"list": RequirementPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"product": "version__variant__public_id", "productversie": "version__public_id"}

    def narrow(self, rows: QuerySet[Requirement]) -> QuerySet[Requirement]:
        """Those of versions that hold on the day."""
        rows = super().narrow(rows)
        return rows if self.day is None else rows.filter(holds_on(self.day, "version__"))


@resource(
    "marktconsultaties",
    one="Een marktconsultatie",
    many="Marktconsultaties over nieuwe eisen",
    about=(
        "Wat de zorgregio aan aanbieders vraagt voordat nieuwe eisen gelden, tot wanneer zij kunnen reageren, en na de "
        "nota van inlichtingen de vragen en antwoorden. Wie wat vroeg, staat er nooit bij."
    ),
)
class MarketConsultationViewSet(ChangesMixin[MarketConsultation], PublicCollectionViewSet[MarketConsultation]):
    """Market consultations; reactions go out in the note only."""

    queryset = MarketConsultation.objects.all()
    serializer_class = MarktconsultatieSerializer
    query_classes: ClassVar[Any] = {"list": ConsultationPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"product": "version__variant__public_id"}

    def narrow(self, rows: QuerySet[MarketConsultation]) -> QuerySet[MarketConsultation]:
        """Those that were open on the day, however short."""
        rows, day = super().narrow(rows), self.day
        if day is None:
            return rows
        return rows.filter(opens_at__lt=end_of(day), closes_at__gt=end_of(day - ONE_DAY))
