"""The shape of allocations in the API. No name, birth date or BSN goes out: the number says who it is."""

from typing import Any

from rest_framework import serializers

from clients.enums import Frequency, StopReason
from contracts.api.serializers import ProductKortSerializer
from core.api.fields import Moment
from core.api.queries import CollectionQuery, OnDayQuery
from core.identifiers import normalise_bsn, validate_bsn
from organisations.api.serializers import ZorgaanbiederKortSerializer


class AllocationFilters(OnDayQuery):
    """Which allocations."""

    client = serializers.UUIDField(required=False, help_text="Alleen van deze cliënt.")


class AllocationPageQuery(CollectionQuery, AllocationFilters):
    """A page of allocations, and of which day."""


class BsnField(serializers.CharField):
    """A BSN in a body; never in an address."""

    def to_internal_value(self, data: Any) -> str:
        """The nine digits. Refuses what is no BSN, without saying what was sent."""
        number = normalise_bsn(super().to_internal_value(data))
        validate_bsn(number)
        return number


class ToewijzingenZoekenSerializer(AllocationFilters):
    """What can be looked for among allocations."""

    bsn = BsnField(required=False, max_length=20, help_text="Alleen van wie dit burgerservicenummer heeft.")
    toewijzingsnummer = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Alleen met dit nummer binnen de gemeente."
    )


class GemeenteKortSerializer(serializers.Serializer[Any]):
    """A municipality where something else is about it."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de gemeente.")
    naam = serializers.CharField(source="name", help_text="Naam.")
    cbsCode = serializers.CharField(source="cbs_code", help_text="CBS-code, vier cijfers.")  # noqa: N815


class ToewijzingSerializer(serializers.Serializer[Any]):
    """An allocation."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de toewijzing.")
    toewijzingsnummer = serializers.IntegerField(source="number", help_text="Nummer binnen de gemeente (iWmo).")
    client = serializers.UUIDField(source="client.public_id", help_text="Kenmerk van de cliënt.")
    gemeente = GemeenteKortSerializer(source="municipality", help_text="Wie toewees.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="provider", help_text="Wie levert.")
    product = ProductKortSerializer(source="variant", help_text="Wat er is toegewezen.")
    aantalDagdelen = serializers.IntegerField(source="volume", help_text="Hoeveel dagdelen per keer.")  # noqa: N815
    frequentie = serializers.ChoiceField(
        source="frequency", choices=Frequency.choices, help_text="Per week, per maand of in de hele periode."
    )
    geldigVanaf = serializers.DateField(source="starts_on", help_text="Eerste dag.")  # noqa: N815
    geldigTotEnMet = serializers.DateField(  # noqa: N815
        source="ends_on", allow_null=True, help_text="Laatste dag; null als er geen einde is."
    )
    redenEinde = serializers.ChoiceField(  # noqa: N815
        source="stop_reason", choices=StopReason.choices, allow_blank=True, help_text="Waarom hij eindigt; leeg zonder."
    )
    leveringBegonnenOp = serializers.DateField(  # noqa: N815
        source="delivery_started_on", allow_null=True, help_text="Eerste dag van de levering; null als die er niet is."
    )
    leveringGestoptOp = serializers.DateField(  # noqa: N815
        source="delivery_stopped_on", allow_null=True, help_text="Dag waarop de levering stopte; null als die loopt."
    )
    toegewezenOp = Moment(source="allocated_at", help_text="Moment van toewijzen.")  # noqa: N815
