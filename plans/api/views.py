"""Plans and evaluations in the API, for programs of municipalities and providers."""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet

from audit.api.views import TrailedCollectionViewSet
from core.api.queries import FieldsQuery
from core.api.schema import resource
from core.clock import end_of
from core.querysets import holds_on
from organisations.enums import ApiScope
from plans.api.serializers import (
    EvaluatieSerializer,
    EvaluationPageQuery,
    PlanPageQuery,
    PlanversieSerializer,
    UitvoeringsplanSerializer,
)
from plans.models import Evaluation, Plan


@resource(
    "uitvoeringsplannen",
    one="Een uitvoeringsplan",
    many="Uitvoeringsplannen van de eigen organisatie",
    about=(
        "Plannen met hun vastgestelde versies, zonder tekst: per doel het leefgebied en de dag. Een gemeente ziet die "
        "van haar inwoners, een zorgaanbieder de eigen. Inzage staat in het spoor van de cliënt."
    ),
)
class PlanViewSet(TrailedCollectionViewSet[Plan]):
    """Plans in files that the organisation of the token sees."""

    queryset = Plan.objects.all()
    serializer_class = UitvoeringsplanSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve"), ApiScope.READ_PLANS)
    query_classes: ClassVar[Any] = {"list": PlanPageQuery, "retrieve": FieldsQuery}
    filters: ClassVar[Any] = {"toewijzing": "allocation__public_id", "client": "allocation__client__public_id"}

    def narrow(self, rows: QuerySet[Plan]) -> QuerySet[Plan]:
        """Those with a version that holds on the day, or all."""
        rows = super().narrow(rows)
        if self.day is None:
            return rows
        held = PlanversieSerializer.rows.filter(holds_on(self.day), plan=OuterRef("pk"))
        return rows.filter(Exists(held))


@resource(
    "evaluaties",
    one="Een evaluatie",
    many="Evaluaties van uitvoeringsplannen",
    about=(
        "Afgeronde evaluaties: wanneer, en hoe ver elk doel kwam, zonder verslag. Een gemeente ziet die van haar "
        "inwoners, een zorgaanbieder de eigen. Inzage staat in het spoor van de cliënt."
    ),
)
class EvaluationViewSet(TrailedCollectionViewSet[Evaluation]):
    """Evaluations in files that the organisation of the token sees."""

    queryset = Evaluation.objects.complete()
    serializer_class = EvaluatieSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve"), ApiScope.READ_EVALUATIONS)
    query_classes: ClassVar[Any] = {"list": EvaluationPageQuery, "retrieve": FieldsQuery}
    filters: ClassVar[Any] = {
        "uitvoeringsplan": "version__plan__public_id",
        "toewijzing": "version__plan__allocation__public_id",
        "client": "version__plan__allocation__client__public_id",
    }

    def narrow(self, rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        """Those that were complete at the end of the day, or all."""
        rows = super().narrow(rows)
        return rows if self.day is None else rows.filter(completed_at__lte=end_of(self.day))
