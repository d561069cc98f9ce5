"""Organisations in the API: public, read only."""

from typing import Any, ClassVar

from audit.api.feeds import ChangesMixin, ChangesQuery
from core.api.collections import PublicCollectionViewSet
from core.api.queries import FieldsQuery
from core.api.schema import resource
from core.api.searching import SearchMixin
from organisations.api.serializers import (
    GemeenteSerializer,
    LocatieSerializer,
    LocationPageQuery,
    MunicipalityPageQuery,
    ProviderPageQuery,
    ZorgaanbiederSerializer,
    ZorgaanbiedersZoekenSerializer,
)
from organisations.models import CareProvider, Location, Municipality


@resource(
    "zorgaanbieders",
    one="Een zorgaanbieder",
    many="Zorgaanbieders",
    about=("Aanbieders van zorg, met hun AGB-code en KvK-nummer."),
)
class CareProviderViewSet(ChangesMixin[CareProvider], SearchMixin[CareProvider], PublicCollectionViewSet[CareProvider]):
    """Care providers."""

    queryset = CareProvider.objects.all()
    serializer_class = ZorgaanbiederSerializer
    query_classes: ClassVar[Any] = {"list": ProviderPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"agbCode": "agb_code", "kvkNummer": "kvk_number"}
    search_class = ZorgaanbiedersZoekenSerializer
    search_texts = ("name",)


@resource(
    "locaties",
    one="Een locatie",
    many="Locaties van zorgaanbieders",
    about=("Waar zorgaanbieders groepen ontvangen."),
)
class LocationViewSet(ChangesMixin[Location], PublicCollectionViewSet[Location]):
    """Where providers receive groups."""

    queryset = Location.objects.all()
    serializer_class = LocatieSerializer
    query_classes: ClassVar[Any] = {"list": LocationPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"zorgaanbieder": "provider__public_id"}


@resource(
    "gemeenten",
    one="Een gemeente",
    many="Gemeenten van de zorgregio",
    about=("De gemeenten die samen inkopen."),
)
class MunicipalityViewSet(ChangesMixin[Municipality], PublicCollectionViewSet[Municipality]):
    """Municipalities that buy care together."""

    queryset = Municipality.objects.all()
    serializer_class = GemeenteSerializer
    query_classes: ClassVar[Any] = {"list": MunicipalityPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"cbsCode": "cbs_code"}
