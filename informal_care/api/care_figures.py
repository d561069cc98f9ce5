"""Figures about informal care in the API: those of the page, and never about a person."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from clients.api.serializers import GemeenteKortSerializer
from core.api.collections import CollectionViewSet
from core.api.queries import CollectionQuery, FieldsQuery
from core.api.schema import resource
from core.api.shapes import Found
from core.api.writing import JsonRenderer
from core.clock import today
from informal_care.access import may_see_care_figures
from informal_care.rules.care_figures import Figure, closed_quarters, told_years
from informal_care.selectors.care_figures import figures_for
from organisations.enums import ApiScope
from organisations.models import Municipality


@dataclass(frozen=True, slots=True)
class Shown:
    """A municipality with its figures of a year, up to and including a day."""

    municipality: Municipality
    year: int
    last: date
    figures: list[Figure]


class CareFiguresQuery(FieldsQuery):
    """Of which year the figures are."""

    jaar = serializers.IntegerField(
        required=False,
        help_text="Van dit kalenderjaar. Geeft u niets op, dan het laatste waarvan een kwartaal voorbij is; tot twee "
        "jaar daarvoor kan ook.",
    )

    def validate_jaar(self, year: int) -> int:
        """One of the years that are told."""
        years = told_years(today())
        if year > years[0]:
            words = f"Van dit jaar is nog geen kwartaal voorbij. Kies {years[0]} of eerder."
            raise serializers.ValidationError(ErrorDetail(words, code="future"))
        if year < years[-1]:
            words = f"Cijfers gaan niet verder terug dan {years[-1]}. Kies dat jaar of later."
            raise serializers.ValidationError(ErrorDetail(words, code="past"))
        return year


class CareFiguresPageQuery(CareFiguresQuery, CollectionQuery):
    """A page of municipalities."""


class CijferonderdeelSerializer(serializers.Serializer[Any]):
    """One number."""

    code = serializers.CharField(help_text="Kenmerk van het onderdeel: vast binnen het cijfer.")
    label = serializers.CharField(help_text="Wat er is geteld.")  # type: ignore[assignment]  # the name in the answer
    aantal = serializers.IntegerField(
        source="number",
        allow_null=True,
        help_text="Het aantal, van mensen en signalen op vijf afgerond en van uren op tien; null als het over minder "
        "dan 10 mensen gaat, of als u dat eruit kunt afleiden. Null is dus niet nul: ook ‘niemand’ staat er niet.",
    )
    van = serializers.IntegerField(
        source="of", allow_null=True, help_text="Het geheel waarvan dit een deel is; null als dat er niet staat."
    )
    percentage = serializers.IntegerField(
        allow_null=True,
        help_text="‘aantal’ in hele procenten van ‘van’, naar beneden afgerond; null zonder een van beide.",
    )


class CijferSerializer(serializers.Serializer[Any]):
    """A table of numbers that belong together."""

    code = serializers.CharField(help_text="Kenmerk van het cijfer.")
    titel = serializers.CharField(source="title", help_text="Waarover het gaat.")
    uitleg = serializers.CharField(source="about", help_text="Wie of wat er meetelt.")
    eenheid = serializers.CharField(source="unit", help_text="Wat er is geteld: mensen, signalen, uren of taken.")
    onderdelen = CijferonderdeelSerializer(source="lines", many=True, help_text="De aantallen.")


class MantelzorgcijfersSerializer(serializers.Serializer[Any]):
    """The figures of a municipality."""

    uuid = serializers.UUIDField(source="municipality.public_id", help_text="Kenmerk: dat van de gemeente.")
    gemeente = GemeenteKortSerializer(source="municipality", help_text="Van welke gemeente.")
    jaar = serializers.IntegerField(source="year", help_text="Het kalenderjaar.")
    totEnMet = serializers.DateField(  # noqa: N815
        source="last", help_text="Laatste dag van het laatste kwartaal van dat jaar dat voorbij is."
    )
    cijfers = CijferSerializer(source="figures", many=True, help_text="De cijfers.")


@resource(
    "mantelzorgcijfers",
    one="De mantelzorgcijfers van een gemeente",
    many="Mantelzorgcijfers",
    about=(
        "Hoeveel mantelzorgers een gemeente in een jaar kende, van welke soort, hoe zwaar zij het hadden, welke steun "
        "zij vroegen en kregen, of signalen op tijd zijn opgepakt en hoe het met de taken staat. Per kwartaal, als het "
        "voorbij is. Een gemeente ziet die van haarzelf. Er staat geen aantal in over minder dan 10 mensen, en ook "
        "geen aantal waarmee dat is uit te rekenen: daar staat null."
    ),
)
class CareFiguresViewSet(CollectionViewSet[Municipality]):
    """The figures of the municipality of the token."""

    queryset = Municipality.objects.all()
    serializer_class = MantelzorgcijfersSerializer
    required_scopes: ClassVar[Any] = dict.fromkeys(("list", "retrieve"), ApiScope.READ_CARE_FIGURES)
    query_classes: ClassVar[Any] = {"list": CareFiguresPageQuery, "retrieve": CareFiguresQuery}

    def get_renderers(self) -> Any:
        """JSON and nothing else: the figures are worked out for a page at a time."""
        return [JsonRenderer()]

    def get_queryset(self) -> QuerySet[Municipality]:
        """The own municipality, for who may see its figures."""
        if not may_see_care_figures(self.actor):
            raise PermissionDenied
        return Municipality.objects.filter(pk=self.actor.organisation_id or 0)

    def read(self, rows: QuerySet[Municipality]) -> Found:
        """With the figures of these rows."""
        wanted, day = self.wanted, today()
        municipalities, year = list(rows), self.query.get("jaar", told_years(day)[0])
        last = closed_quarters(year, day)[-1].last
        figures = figures_for([one.pk for one in municipalities], year, day)
        shown = [Shown(one, year, last, figures[one.pk]) for one in municipalities]
        answers = MantelzorgcijfersSerializer(shown, many=True).data
        kept = [{name: value for name, value in one.items() if not wanted or name in wanted} for one in answers]
        return [(one.pk, answer) for one, answer in zip(municipalities, kept, strict=True)]
