"""Spending ceilings in the API: totals under a contract, and never a person."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from contracts.access import may_see_spending
from contracts.enums import CeilingStepKind
from contracts.models import SpendingCeiling
from core.api.collections import CollectionViewSet
from core.api.queries import CollectionQuery, FieldsQuery
from core.api.schema import resource
from core.api.shapes import Found
from core.api.writing import JsonRenderer
from core.clock import today
from delivery.rules.spending import Spending
from delivery.selectors.spending import spending_of
from organisations.api.serializers import ZorgaanbiederKortSerializer
from organisations.enums import ApiScope

EUROS: Final[dict[str, Any]] = {"max_digits": 20, "decimal_places": 2}
PERCENT: Final[dict[str, Any]] = {"max_digits": 20, "decimal_places": 1}


@dataclass(frozen=True, slots=True)
class Shown:
    """A ceiling with its figures of a day."""

    ceiling: SpendingCeiling
    spending: Spending
    day: date

    @property
    def warned_on(self) -> date | None:
        """When was warned that it runs out, if that was done by the day. Reads `steps`."""
        steps = (one.done_on for one in self.ceiling.steps.all() if one.kind == CeilingStepKind.WARNED)
        return next((done_on for done_on in steps if done_on <= self.day), None)


class CeilingQuery(FieldsQuery):
    """Of which day the figures are."""

    peildatum = serializers.DateField(
        required=False,
        help_text="De cijfers tot en met deze dag, naar wat nu bekend is; vandaag als u niets opgeeft. Niet later.",
    )

    def validate_peildatum(self, day: date) -> date:
        """Not after today: until then nobody knows what is delivered."""
        if day > today():
            words = "Deze dag moet nog komen. Kies vandaag of eerder."
            raise serializers.ValidationError(ErrorDetail(words, code="future"))
        return day


class CeilingPageQuery(CeilingQuery, CollectionQuery):
    """A page of ceilings."""

    contract = serializers.UUIDField(required=False, help_text="Alleen van dit contract.")
    zorgaanbieder = serializers.UUIDField(required=False, help_text="Alleen van deze zorgaanbieder.")


class BestedingsruimteSerializer(serializers.Serializer[Any]):
    """A spending ceiling with its figures."""

    uuid = serializers.UUIDField(source="ceiling.public_id", help_text="Kenmerk van de bestedingsruimte.")
    contract = serializers.UUIDField(source="ceiling.contract.public_id", help_text="Kenmerk van het contract.")
    contractnummer = serializers.CharField(source="ceiling.contract.number", help_text="Contractnummer.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="ceiling.contract.provider", help_text="Van wie.")
    geldigVanaf = serializers.DateField(source="ceiling.starts_on", help_text="Eerste dag.")  # noqa: N815
    geldigTotEnMet = serializers.DateField(source="ceiling.ends_on", help_text="Laatste dag.")  # noqa: N815
    peildatum = serializers.DateField(source="day", help_text="De dag tot en met welke de cijfers zijn.")
    bedrag = serializers.DecimalField(
        source="spending.ceiling", **EUROS, help_text="Euro die mag worden besteed, zoals op de peildatum afgesproken."
    )
    toegewezen = serializers.DecimalField(
        source="spending.allocated", **EUROS, help_text="Euro die in de hele periode is toegewezen."
    )
    geleverd = serializers.DecimalField(
        source="spending.delivered", **EUROS, help_text="Euro die tot en met de peildatum is geleverd."
    )
    verwacht = serializers.DecimalField(
        source="spending.expected", **EUROS, help_text="Euro: wat is geleverd, en daarna alles wat is toegewezen."
    )
    percentage = serializers.DecimalField(
        source="spending.used",
        **PERCENT,
        help_text="Geleverd in procenten van het bedrag, met één decimaal, naar beneden afgerond.",
    )
    onvolledig = serializers.BooleanField(
        source="spending.is_partial", help_text="Van een deel is er geen tarief; dan zijn de bedragen te laag."
    )
    grensBereiktOp = serializers.DateField(  # noqa: N815
        source="spending.reached_on",
        allow_null=True,
        help_text="Dag waarop het deel was geleverd waarbij een waarschuwing hoort; null als dat niet zo is.",
    )
    gewaarschuwdOp = serializers.DateField(  # noqa: N815
        source="warned_on",
        allow_null=True,
        help_text="Dag waarop is gewaarschuwd dat de ruimte opraakt; null als dat niet zo is.",
    )


@resource(
    "bestedingsruimtes",
    one="Een bestedingsruimte",
    many="Bestedingsruimtes, en wat daarvan is toegewezen en geleverd",
    about=(
        "Wat er per contract en per jaar mag worden besteed, en hoe ver dat is op de peildatum. Een zorgregio ziet die "
        "van haar contracten, een zorgaanbieder de eigen. Alleen totalen: er staat niets in over cliënten."
    ),
)
class SpendingCeilingViewSet(CollectionViewSet[SpendingCeiling]):
    """The ceilings that the organisation of the token sees, page by page."""

    queryset = SpendingCeiling.objects.select_related("contract__provider").prefetch_related("amounts", "steps")
    serializer_class = BestedingsruimteSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve"), ApiScope.READ_CONTRACTS)
    query_classes: ClassVar[Any] = {"list": CeilingPageQuery, "retrieve": CeilingQuery}
    filters: ClassVar[Any] = {"contract": "contract__public_id", "zorgaanbieder": "contract__provider__public_id"}

    def get_renderers(self) -> Any:
        """JSON and nothing else: the figures are worked out for a page at a time."""
        return [JsonRenderer()]

    @property
    def day(self) -> date:
        """The day that was asked for, or today."""
        return super().day or today()

    def get_queryset(self) -> QuerySet[SpendingCeiling]:
        """Those in scope, for who may see them."""
        if not may_see_spending(self.actor):
            raise PermissionDenied
        return super().get_queryset()

    def read(self, rows: QuerySet[SpendingCeiling]) -> Found:
        """With the figures of these rows."""
        wanted, ceilings, day = self.wanted, list(rows), self.day
        figures = spending_of(ceilings, day)
        shown = BestedingsruimteSerializer([Shown(one, figures[one.pk], day) for one in ceilings], many=True).data
        kept = [{name: value for name, value in one.items() if not wanted or name in wanted} for one in shown]
        return [(ceiling.pk, answer) for ceiling, answer in zip(ceilings, kept, strict=True)]
