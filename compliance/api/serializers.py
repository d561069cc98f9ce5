"""The shape of findings in the API."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Moment
from core.api.queries import CollectionQuery
from organisations.api.serializers import ZorgaanbiederKortSerializer
from products.enums import Consequence


class FindingPageQuery(CollectionQuery):
    """A page of findings, and of which day."""

    peildatum = serializers.DateField(
        required=False, help_text="Alleen wat op deze dag openstond; alle dagen als u niets opgeeft."
    )
    zorgaanbieder = serializers.UUIDField(required=False, help_text="Alleen bij deze zorgaanbieder.")
    toewijzing = serializers.UUIDField(required=False, help_text="Alleen over deze toewijzing.")


class GroepKortSerializer(serializers.Serializer[Any]):
    """A group where something else is about it."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de groep.")
    naam = serializers.CharField(source="name", help_text="Naam van de groep.")


class BevindingSerializer(serializers.Serializer[Any]):
    """A finding: a requirement that is not met, by a group or in a file."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de bevinding.")
    eis = serializers.UUIDField(source="requirement.public_id", help_text="Kenmerk van de eis.")
    eisCode = serializers.CharField(source="code", help_text="Code van de eis binnen de productversie.")  # noqa: N815
    gevolg = serializers.ChoiceField(source="severity", choices=Consequence.choices, help_text="Wat ervan kan komen.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="provider", help_text="Bij wie.")
    groep = GroepKortSerializer(
        source="group", allow_null=True, help_text="Welke groep; null als het over een dossier gaat."
    )
    toewijzing = serializers.UUIDField(
        source="allocation.public_id", allow_null=True, help_text="Welke toewijzing; null als het een groep is."
    )
    nietVoldaanVanaf = serializers.DateField(source="opened_on", help_text="Eerste dag.")  # noqa: N815
    laatsteDag = serializers.DateField(source="last_on", help_text="Laatste dag waarop niet is voldaan.")  # noqa: N815
    weerVoldaanOp = serializers.DateField(  # noqa: N815
        source="met_again_on", allow_null=True, help_text="Dag waarop weer is voldaan; null als dat niet zo is."
    )
    antwoordVoor = serializers.DateField(  # noqa: N815
        source="answer_before", help_text="Dag waarvoor de zorgaanbieder antwoordt."
    )
    aantalDagdelen = serializers.IntegerField(source="sessions", help_text="Bij een groep: dagdelen.")  # noqa: N815
    minutenTekort = serializers.IntegerField(  # noqa: N815
        source="short_minutes", help_text="Bij een groep: minuten waarin een professional te weinig was."
    )
    gemeten = serializers.CharField(source="measured", allow_blank=True, help_text="Wat er was.")
    gevraagd = serializers.CharField(source="demanded", allow_blank=True, help_text="Wat er moest zijn.")
    vervallenOp = Moment(  # noqa: N815
        source="withdrawn_at", allow_null=True, help_text="Moment waarop de oorzaak wegviel door een correctie."
    )
