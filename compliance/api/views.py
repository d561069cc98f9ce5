"""Findings in the API, for programs of providers, municipalities, the region and the supervisor."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from rest_framework.request import Request

from audit.api.views import TrailedCollectionViewSet
from compliance.api.serializers import BevindingSerializer, FindingPageQuery
from compliance.models import Finding
from compliance.selectors.overview import counting
from core.api.queries import FieldsQuery
from core.api.schema import resource
from organisations.enums import ApiScope


@resource(
    "bevindingen",
    one="Een bevinding",
    many="Bevindingen over naleving",
    about=(
        "Eisen waaraan niet is voldaan, door een groep of in een dossier. Een zorgaanbieder ziet de eigen, een "
        "gemeente die over haar inwoners. De zorgregio en de toezichthouder zien die over groepen. Inzage van wat over "
        "een dossier gaat, staat in het spoor van de cliënt."
    ),
)
class FindingViewSet(TrailedCollectionViewSet[Finding]):
    """Findings that the organisation of the token sees."""

    queryset = Finding.objects.all()
    serializer_class = BevindingSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve"), ApiScope.READ_FINDINGS)
    query_classes: ClassVar[Any] = {"list": FindingPageQuery, "retrieve": FieldsQuery}
    filters: ClassVar[Any] = {"zorgaanbieder": "provider__public_id", "toewijzing": "allocation__public_id"}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page, of a region and a supervisor without files, as on the pages."""
        with counting(self.actor):
            return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """One of them."""
        with counting(self.actor):
            return super().retrieve(request, *args, **kwargs)

    def narrow(self, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        """Those that stood open on the day, or all."""
        rows = super().narrow(rows)
        if self.day is None:
            return rows
        is_open = Q(met_again_on=None) | Q(met_again_on__gt=self.day)
        return rows.filter(is_open, opened_on__lte=self.day, withdrawn_at__isnull=True)
