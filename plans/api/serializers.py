"""The shape of plans and evaluations in the API: what was agreed and what came of it, and nothing that people wrote.

Texts of a plan or a report, names of who took part, measured values and scores stay in the file. Of a goal the area
of life goes out, of an evaluation how far each goal came: enough to follow the clock and the results (AVG art. 5).
"""

from typing import Any, ClassVar

from rest_framework import serializers

from core.api.fields import Moment
from core.api.queries import CollectionQuery, OnDayQuery
from organisations.api.serializers import ZorgaanbiederKortSerializer
from plans.enums import GoalDomain, PlanStatus, Progress, WmoFit
from plans.models import PlanVersion


class PlanPageQuery(CollectionQuery, OnDayQuery):
    """A page of plans, and of which day."""

    toewijzing = serializers.UUIDField(required=False, help_text="Alleen bij deze toewijzing.")
    client = serializers.UUIDField(required=False, help_text="Alleen van deze cliënt.")


class EvaluationPageQuery(CollectionQuery):
    """A page of evaluations, as they were known when."""

    peildatum = serializers.DateField(
        required=False, help_text="Alleen wat aan het eind van deze dag was afgerond; alles als u niets opgeeft."
    )
    uitvoeringsplan = serializers.UUIDField(required=False, help_text="Alleen van dit uitvoeringsplan.")
    toewijzing = serializers.UUIDField(required=False, help_text="Alleen bij deze toewijzing.")
    client = serializers.UUIDField(required=False, help_text="Alleen van deze cliënt.")


class DoelSerializer(serializers.Serializer[Any]):
    """A goal: about what, and until when. Not its text."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het doel.")
    leefgebied = serializers.ChoiceField(source="domain", choices=GoalDomain.choices, help_text="Waarover het gaat.")
    teBereikenOp = serializers.DateField(  # noqa: N815
        source="due_on", allow_null=True, help_text="Dag waarop het bereikt moet zijn; null als die er niet is."
    )
    gaatVerderMet = serializers.UUIDField(  # noqa: N815
        source="continues.public_id", allow_null=True, help_text="Kenmerk van het doel uit een vorige versie; of null."
    )


class EvaluatiemomentSerializer(serializers.Serializer[Any]):
    """A day on which the plan says that it will be evaluated."""

    gepland = serializers.DateField(source="planned_on", help_text="De dag.")


class PlanversieSerializer(serializers.Serializer[Any]):
    """A version of a plan to which both sides agreed. A draft is of who writes it."""

    rows: ClassVar = PlanVersion.objects.filter(agreed_at__isnull=False)

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de versie.")
    nummer = serializers.IntegerField(source="number", help_text="Nummer binnen het plan.")
    status = serializers.ChoiceField(choices=PlanStatus.choices, help_text="Hoe het ermee staat.")
    geldigVanaf = serializers.DateField(source="starts_on", help_text="Eerste dag.")  # noqa: N815
    geldigTotEnMet = serializers.DateField(  # noqa: N815
        source="ends_on", allow_null=True, help_text="Laatste dag; null als er geen einde is."
    )
    vastgesteldOp = serializers.DateField(source="agreed_on", help_text="Dag van het akkoord.")  # noqa: N815
    gestartOp = Moment(  # noqa: N815
        source="started_at", allow_null=True, help_text="Moment waarop de uitvoering begon; null als dat niet zo is."
    )
    beeindigdOp = Moment(  # noqa: N815
        source="ended_at", allow_null=True, help_text="Moment waarop deze versie eindigde; null als zij loopt."
    )
    evaluerenNaMaanden = serializers.IntegerField(  # noqa: N815
        source="evaluation_interval_months",
        allow_null=True,
        help_text="Volgens het plan; null als dat niets zegt.",
    )
    doelen = DoelSerializer(source="goals", many=True, help_text="Doelen, zonder tekst.")
    evaluatiemomenten = EvaluatiemomentSerializer(
        source="evaluation_moments", many=True, help_text="Dagen die in het plan staan."
    )


class UitvoeringsplanSerializer(serializers.Serializer[Any]):
    """An execution plan with its evaluation clock."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het uitvoeringsplan.")
    client = serializers.UUIDField(source="allocation.client.public_id", help_text="Kenmerk van de cliënt.")
    toewijzing = serializers.UUIDField(source="allocation.public_id", help_text="Kenmerk van de toewijzing.")
    zorgaanbieder = ZorgaanbiederKortSerializer(source="allocation.provider", help_text="Wie het plan maakte.")
    evaluatieklokVanaf = serializers.DateField(  # noqa: N815
        source="clock_starts_on", allow_null=True, help_text="Waarvanaf telt wanneer u evalueert; null zonder akkoord."
    )
    evaluatieUiterlijkOp = serializers.DateField(  # noqa: N815
        source="next_evaluation_due_on", allow_null=True, help_text="Laatste dag voor de volgende evaluatie; of null."
    )
    versies = PlanversieSerializer(
        source="versions", many=True, help_text="Vastgestelde versies; met ‘peildatum’ alleen die van de dag."
    )


class DoelvoortgangSerializer(serializers.Serializer[Any]):
    """How far a goal came. Not why, and not what was measured."""

    doel = serializers.UUIDField(source="goal.public_id", help_text="Kenmerk van het doel.")
    leefgebied = serializers.ChoiceField(
        source="goal.domain", choices=GoalDomain.choices, help_text="Waarover het doel gaat."
    )
    voortgang = serializers.ChoiceField(source="progress", choices=Progress.choices, help_text="Hoe ver het kwam.")


class EvaluatieSerializer(serializers.Serializer[Any]):
    """An evaluation that is complete."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de evaluatie.")
    client = serializers.UUIDField(
        source="version.plan.allocation.client.public_id", help_text="Kenmerk van de cliënt."
    )
    toewijzing = serializers.UUIDField(
        source="version.plan.allocation.public_id", help_text="Kenmerk van de toewijzing."
    )
    uitvoeringsplan = serializers.UUIDField(source="version.plan.public_id", help_text="Kenmerk van het plan.")
    planversie = serializers.UUIDField(source="version.public_id", help_text="Kenmerk van de versie die liep.")
    gehoudenOp = serializers.DateField(source="held_on", help_text="Dag van de evaluatie.")  # noqa: N815
    afgerondOp = Moment(source="completed_at", help_text="Moment waarop zij af was.")  # noqa: N815
    pastBijWmo = serializers.ChoiceField(  # noqa: N815
        source="wmo_fit", choices=WmoFit.choices, help_text="Of de hulpvraag nog bij de Wmo past."
    )
    voortgang = DoelvoortgangSerializer(source="goal_progress", many=True, help_text="Per doel hoe ver het kwam.")
