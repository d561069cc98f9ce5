"""Allocations in the API, for programs of municipalities and providers."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from audit.api.views import TrailedCollectionViewSet
from clients.api.serializers import AllocationPageQuery, ToewijzingenZoekenSerializer, ToewijzingSerializer
from clients.models import Allocation, Client
from clients.services import record_search
from core.api.queries import FieldsQuery
from core.api.schema import resource
from core.api.searching import SearchMixin
from core.querysets import holds_on
from organisations.enums import ApiScope


@resource(
    "toewijzingen",
    one="Een toewijzing",
    many="Toewijzingen van de eigen organisatie",
    about="Een gemeente ziet die van haar inwoners, een zorgaanbieder de eigen. Inzage staat in het spoor.",
)
class AllocationViewSet(SearchMixin[Allocation], TrailedCollectionViewSet[Allocation]):
    """Allocations in files that the organisation of the token sees."""

    queryset = Allocation.objects.all()
    serializer_class = ToewijzingSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve", "search"), ApiScope.READ_ALLOCATIONS)
    http_method_names = ["get", "head", "post"]
    query_classes: ClassVar[Any] = {"list": AllocationPageQuery, "retrieve": FieldsQuery}
    filters: ClassVar[Any] = {"client": "client__public_id"}
    search_class = ToewijzingenZoekenSerializer
    searched: ClassVar[Any] = {"toewijzingsnummer": "number"}

    def narrow(self, rows: QuerySet[Allocation]) -> QuerySet[Allocation]:
        """Those of the day, or of all days."""
        rows = super().narrow(rows)
        if "bsn" in self.query:
            record_search(actor=self.actor, fields=["bsn"])
            rows = rows.filter(client__in=Client.objects.by_bsn(self.query["bsn"]))
        return rows if self.day is None else rows.filter(holds_on(self.day))
