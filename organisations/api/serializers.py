"""The shape of organisations in the API: open data, in which no person stands."""

from typing import Any

from rest_framework import serializers

from core.api.queries import CollectionQuery, Query
from core.api.searching import TextSearch


class ProviderFilters(Query):
    """Which providers."""

    agbCode = serializers.CharField(required=False, max_length=8, help_text="Alleen met deze AGB-code.")  # noqa: N815
    kvkNummer = serializers.CharField(  # noqa: N815
        required=False, max_length=8, help_text="Alleen met dit KvK-nummer."
    )


class ProviderPageQuery(CollectionQuery, ProviderFilters):
    """A page of providers."""


class ZorgaanbiedersZoekenSerializer(ProviderFilters, TextSearch):
    """What can be looked for among providers."""


class LocationPageQuery(CollectionQuery):
    """A page of locations."""

    zorgaanbieder = serializers.UUIDField(required=False, help_text="Alleen van deze zorgaanbieder.")


class MunicipalityPageQuery(CollectionQuery):
    """A page of municipalities."""

    cbsCode = serializers.CharField(required=False, max_length=4, help_text="Alleen met deze CBS-code.")  # noqa: N815


class ZorgaanbiederSerializer(serializers.Serializer[Any]):
    """A care provider."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de zorgaanbieder.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    agbCode = serializers.CharField(source="agb_code", help_text="AGB-code, acht cijfers.")  # noqa: N815
    kvkNummer = serializers.CharField(source="kvk_number", help_text="KvK-nummer, acht cijfers.")  # noqa: N815
    fictief = serializers.BooleanField(source="is_fictional", help_text="Verzonnen voor de demo.")


class ZorgaanbiederKortSerializer(serializers.Serializer[Any]):
    """A care provider where something else is about it."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de zorgaanbieder.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    agbCode = serializers.CharField(source="agb_code", help_text="AGB-code, acht cijfers.")  # noqa: N815


class LocatieSerializer(serializers.Serializer[Any]):
    """A place where a provider receives groups."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de locatie.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    straat = serializers.CharField(source="street", help_text="Straat.")
    huisnummer = serializers.CharField(source="house_number", help_text="Huisnummer met toevoeging.")
    postcode = serializers.CharField(help_text="Postcode.")
    plaats = serializers.CharField(source="city", help_text="Plaats.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="provider", help_text="Van wie de locatie is.")


class GemeenteSerializer(serializers.Serializer[Any]):
    """A municipality."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de gemeente.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    cbsCode = serializers.CharField(source="cbs_code", help_text="CBS-code, vier cijfers.")  # noqa: N815
    zorgregio = serializers.CharField(source="region.name", help_text="De zorgregio waarin de gemeente inkoopt.")
