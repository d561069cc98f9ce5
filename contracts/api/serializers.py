"""The shape of contracts in the API: open data, in which no person stands."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.api.open_contracting.rows import ocid_of
from contracts.enums import LotDomain, Unit
from contracts.models import Rate
from core.api.fields import Moment
from core.api.queries import CollectionQuery, OnDayQuery
from core.api.searching import TextSearch
from core.api.shapes import Derived
from organisations.api.serializers import ZorgaanbiederKortSerializer

FIRST, LAST = "Eerste dag.", "Laatste dag; null als er geen einde is."


class DatedPageQuery(CollectionQuery, OnDayQuery):
    """A page of what holds on a day."""


class LotPageQuery(CollectionQuery):
    """A page of lots."""

    raamovereenkomst = serializers.UUIDField(required=False, help_text="Alleen van deze raamovereenkomst.")


class ContractFilters(OnDayQuery):
    """Which contracts."""

    raamovereenkomst = serializers.UUIDField(required=False, help_text="Alleen van deze raamovereenkomst.")
    zorgaanbieder = serializers.UUIDField(required=False, help_text="Alleen van deze zorgaanbieder.")


class ContractPageQuery(CollectionQuery, ContractFilters):
    """A page of contracts."""


class ContractenZoekenSerializer(ContractFilters, TextSearch):
    """What can be looked for among contracts."""


class ContractedProductPageQuery(CollectionQuery, OnDayQuery):
    """A page of contracted products."""

    contract = serializers.UUIDField(required=False, help_text="Alleen van dit contract.")
    zorgaanbieder = serializers.UUIDField(required=False, help_text="Alleen van deze zorgaanbieder.")
    product = serializers.UUIDField(required=False, help_text="Alleen van dit product.")
    productcode = serializers.CharField(required=False, max_length=5, help_text="Alleen met deze productcode.")


class RatePageQuery(CollectionQuery, OnDayQuery):
    """A page of rates."""

    gecontracteerdProduct = serializers.UUIDField(  # noqa: N815 - the name in the address
        required=False, help_text="Alleen van dit gecontracteerde product."
    )


class PerceelSerializer(serializers.Serializer[Any]):
    """A lot."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het perceel.")
    nummer = serializers.IntegerField(source="number", help_text="Nummer binnen de raamovereenkomst.")
    domein = serializers.ChoiceField(source="domain", choices=LotDomain.choices, help_text="Jeugd, Wmo of MO/BW.")
    naam = serializers.CharField(source="name", help_text="Naam.")


class PerceelVanRaamovereenkomstSerializer(PerceelSerializer):
    """A lot with the framework agreement that it is part of."""

    raamovereenkomst = serializers.UUIDField(source="framework.public_id", help_text="Kenmerk van de raamovereenkomst.")


class DeelnameSerializer(serializers.Serializer[Any]):
    """A municipality that takes part."""

    gemeente = serializers.UUIDField(source="municipality.public_id", help_text="Kenmerk van de gemeente.")
    naam = serializers.CharField(source="municipality.name", help_text="Naam van de gemeente.")
    geldigVanaf = serializers.DateField(source="starts_on", help_text=FIRST)  # noqa: N815
    geldigTotEnMet = serializers.DateField(source="ends_on", allow_null=True, help_text=LAST)  # noqa: N815


@extend_schema_field(str)
class Ocid(Derived):
    """The name of a contracting process in open contract data."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("public_id", make=ocid_of, **kwargs)


class RaamovereenkomstSerializer(serializers.Serializer[Any]):
    """A framework agreement."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de raamovereenkomst.")
    ocid = Ocid(help_text="Naam in open contractgegevens (OCDS): zie ‘/ocds/records/{ocid}’.")
    kenmerk = serializers.CharField(source="reference", help_text="Kenmerk bij de zorgregio.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    zorgregio = serializers.CharField(source="region.name", help_text="De zorgregio die inkoopt.")
    geldigVanaf = serializers.DateField(source="starts_on", help_text=FIRST)  # noqa: N815
    geldigTotEnMet = serializers.DateField(source="ends_on", allow_null=True, help_text=LAST)  # noqa: N815
    percelen = PerceelSerializer(source="lots", many=True, help_text="De percelen.")
    deelnames = DeelnameSerializer(
        source="participations",
        many=True,
        help_text="De gemeenten die meedoen, van wanneer tot wanneer. Leeg: alle gemeenten van de zorgregio.",
    )


class ContractSerializer(serializers.Serializer[Any]):
    """A contract of a provider."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het contract.")
    nummer = serializers.CharField(source="number", help_text="Contractnummer.")
    raamovereenkomst = serializers.UUIDField(source="framework.public_id", help_text="Kenmerk van de raamovereenkomst.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="provider", help_text="Met wie.")
    ondertekendOp = serializers.DateField(  # noqa: N815
        source="signed_on", allow_null=True, help_text="Dag van ondertekening; null als die niet is vastgelegd."
    )
    geldigVanaf = serializers.DateField(source="starts_on", help_text=FIRST)  # noqa: N815
    geldigTotEnMet = serializers.DateField(source="ends_on", allow_null=True, help_text=LAST)  # noqa: N815


class TariefSerializer(serializers.Serializer[Any]):
    """A dated rate."""

    rows: ClassVar[Any] = Rate.objects.current()

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het tarief.")
    bedrag = serializers.DecimalField(
        source="amount", max_digits=9, decimal_places=2, help_text="Euro per eenheid, met twee decimalen."
    )
    geldigVanaf = serializers.DateField(source="starts_on", help_text=FIRST)  # noqa: N815
    geldigTotEnMet = serializers.DateField(source="ends_on", allow_null=True, help_text=LAST)  # noqa: N815
    fictief = serializers.BooleanField(source="is_fictional", help_text="Verzonnen voor de demo.")


class TariefVanProductSerializer(TariefSerializer):
    """A rate with the contracted product that it is of."""

    gecontracteerdProduct = serializers.UUIDField(  # noqa: N815
        source="contracted_product.public_id", help_text="Kenmerk van het gecontracteerde product."
    )
    vastgelegdOp = Moment(  # noqa: N815
        source="recorded_at",
        allow_null=True,
        help_text="Sinds wanneer wij dit tarief kennen; null als dat niet is bijgehouden.",
    )
    reden = serializers.CharField(source="correction_reason", help_text="Waarom een fout tarief werd verbeterd.")


class ProductKortSerializer(serializers.Serializer[Any]):
    """A product where something else is about it."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het product.")
    code = serializers.CharField(help_text="Code van het product.")
    naam = serializers.CharField(source="name", help_text="Naam van het product.")


class GecontracteerdProductSerializer(serializers.Serializer[Any]):
    """A product in a contract, with its rates."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het gecontracteerde product.")
    contract = serializers.UUIDField(source="contract.public_id", help_text="Kenmerk van het contract.")
    contractnummer = serializers.CharField(source="contract.number", help_text="Contractnummer.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="contract.provider", help_text="Van wie.")
    product = ProductKortSerializer(source="variant", help_text="Wat.")
    productcode = serializers.CharField(source="product_code", help_text="Productcode in iWmo-berichten.")
    eenheid = serializers.ChoiceField(choices=Unit.choices, source="unit", help_text="Eenheid (iWmo, codelijst WJ756).")
    perceel = serializers.UUIDField(
        source="lot.public_id", allow_null=True, help_text="Kenmerk van het perceel; null als dat niet is vastgelegd."
    )
    geldigVanaf = serializers.DateField(  # noqa: N815
        source="starts_on", allow_null=True, help_text="Eerste dag in het contract; null: vanaf het begin."
    )
    geldigTotEnMet = serializers.DateField(  # noqa: N815
        source="ends_on", allow_null=True, help_text="Laatste dag in het contract; null: tot het einde."
    )
    tarieven = TariefSerializer(
        source="rates", many=True, help_text="De tarieven, het laatste eerst; met een peildatum dat van die dag."
    )
