"""Allocations in the API, for programs of municipalities and providers."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from audit.api.views import TrailedCollectionViewSet
from clients.api.serializers import AllocationPageQuery, ToewijzingSerializer
from clients.models import Allocation
from core.api.queries import FieldsQuery
from core.api.schema import resource
from core.querysets import holds_on
from organisations.enums import ApiScope


@resource(
    "toewijzingen",
    one="Een toewijzing",
    many="Toewijzingen van de eigen organisatie",
    about="Een gemeente ziet die van haar inwoners, een zorgaanbieder de eigen. Inzage staat in het spoor.",
)
class AllocationViewSet(TrailedCollectionViewSet[Allocation]):
    """Allocations in files that the organisation of the token sees."""

    queryset = Allocation.objects.all()
    serializer_class = ToewijzingSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve"), ApiScope.READ_ALLOCATIONS)
    query_classes: ClassVar[Any] = {"list": AllocationPageQuery, "retrieve": FieldsQuery}
    filters: ClassVar[Any] = {"client": "client__public_id"}

    def narrow(self, rows: QuerySet[Allocation]) -> QuerySet[Allocation]:
        """Those of the day, or of all days."""
        rows = super().narrow(rows)
        return rows if self.day is None else rows.filter(holds_on(self.day))
