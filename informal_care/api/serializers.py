"""Shapes of informal care in the API."""

from typing import Any

from rest_framework import serializers

from clients.api.serializers import GemeenteKortSerializer
from core.api.queries import CollectionQuery
from informal_care.enums import OfferKind


class OfferPageQuery(CollectionQuery):
    """A page of help."""

    gemeente = serializers.UUIDField(required=False, help_text="Alleen wat deze gemeente bijhoudt.")
    soort = serializers.ChoiceField(required=False, choices=OfferKind.choices, help_text="Alleen deze soort hulp.")


class SteunaanbodSerializer(serializers.Serializer[Any]):
    """Help on the social map."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de hulp.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    soort = serializers.ChoiceField(source="kind", choices=OfferKind.choices, help_text="Soort hulp.")
    aanbieder = serializers.CharField(source="provider", help_text="Van wie de hulp is.")
    voorWie = serializers.CharField(source="for_whom", help_text="Voor wie de hulp is.")  # noqa: N815
    omschrijving = serializers.CharField(source="about", help_text="Wat iemand kan verwachten.")
    gratis = serializers.BooleanField(source="is_free", help_text="Of de hulp niets kost.")
    kosten = serializers.CharField(source="cost", help_text="Wat het kost, in woorden; leeg als het gratis is.")
    eersteStap = serializers.CharField(source="first_step", help_text="Wat iemand eerst doet.")  # noqa: N815
    gebied = serializers.CharField(source="area", help_text="Waar de hulp is, in woorden.")
    telefoon = serializers.CharField(source="phone", help_text="Telefoonnummer; leeg als er geen is.")
    emailadres = serializers.CharField(source="email", help_text="E-mailadres; leeg als er geen is.")
    website = serializers.CharField(help_text="Adres van de website; leeg als er geen is.")
    nagekekenOp = serializers.DateField(  # noqa: N815
        source="last_checked_on", help_text="Dag waarop de gemeente dit voor het laatst nakeek."
    )
    gemeente = GemeenteKortSerializer(source="municipality", help_text="De gemeente die dit bijhoudt.")
