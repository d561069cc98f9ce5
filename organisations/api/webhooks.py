"""Subscriptions in the API: a program says of what it wants to be told, and where. ADR 25."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.collections import CollectionViewSet
from core.api.fields import Moment
from core.api.queries import CollectionQuery, FieldsQuery
from core.api.schema import resource
from core.api.writing import JsonRenderer
from organisations.enums import ApiScope, WebhookTopic
from organisations.models import WebhookSubscription
from organisations.services import (
    replay_messages,
    resume_subscription,
    rotate_secret,
    subscribe,
    unsubscribe,
)

NAME = "abonnementen"
FIELD_OF = {"address": "adres", "topics": "onderwerpen"}
ONCE = "U krijgt het geheim alleen nu te zien. Bewaar het."


class AbonnementSerializer(serializers.Serializer[Any]):
    """A subscription, without its secret."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het abonnement.")
    adres = serializers.CharField(source="address", help_text="Waarheen de berichten gaan.")
    onderwerpen = serializers.ListField(
        source="topics", child=serializers.ChoiceField(choices=WebhookTopic.choices), help_text="Waarover."
    )
    gemaaktOp = Moment(source="made_at", help_text="Wat daarna verandert, wordt gemeld.")  # noqa: N815
    gestoptOp = Moment(  # noqa: N815
        source="paused_at", allow_null=True, help_text="Sinds wanneer wij niets meer sturen; null als wij dat wel doen."
    )
    luktNietSinds = Moment(  # noqa: N815
        source="failing_since", allow_null=True, help_text="Sinds wanneer uw adres niet goed antwoordt; of null."
    )
    laatsteAntwoord = serializers.CharField(  # noqa: N815
        source="last_answer", allow_blank=True, help_text="Status van uw laatste antwoord, of waarom er geen was."
    )


class NieuwAbonnementSerializer(serializers.Serializer[Any]):
    """What a program asks for."""

    adres = serializers.CharField(max_length=500, help_text="Een adres dat met https:// begint, van buiten bereikbaar.")
    onderwerpen = serializers.ListField(
        child=serializers.ChoiceField(choices=WebhookTopic.choices), allow_empty=False, help_text="Waarover."
    )


class GeheimSerializer(serializers.Serializer[Any]):
    """A secret, told once."""

    uuid = serializers.UUIDField(help_text="Kenmerk van het abonnement.")
    geheim = serializers.CharField(help_text=ONCE)


class HerhalenSerializer(serializers.Serializer[Any]):
    """From where."""

    vanaf = serializers.CharField(max_length=64, help_text="Kenmerk (webhook-id) van een bericht, of een moment.")


class HerhaaldSerializer(serializers.Serializer[Any]):
    """How many messages come again."""

    berichten = serializers.IntegerField(help_text="Hoeveel berichten opnieuw komen, met hetzelfde kenmerk.")


@resource(
    NAME,
    one="Een abonnement",
    many="Abonnementen van dit programma",
    about="Berichten over wijzigingen. Een bericht zegt alleen dat er iets is gewijzigd en waar u het kunt lezen.",
)
class SubscriptionViewSet(CollectionViewSet[WebhookSubscription]):
    """What the program of the token wants to be told."""

    queryset = WebhookSubscription.objects.all()
    serializer_class = AbonnementSerializer
    http_method_names = ["get", "head", "post", "delete"]
    required_scopes: ClassVar[Any] = dict.fromkeys(
        ("list", "retrieve", "create", "destroy", "secret", "resume", "replay"), ApiScope.WEBHOOKS
    )
    query_classes: ClassVar[Any] = {"list": CollectionQuery, "retrieve": FieldsQuery}
    statuses: ClassVar[Any] = {"create": 201, "destroy": 204, "resume": 204}

    def get_renderers(self) -> Any:
        """There are few of them."""
        return [JsonRenderer()]

    @property
    def marks_answers(self) -> bool:  # type: ignore[override] # by action
        """Only what is read has a mark."""
        return self.action in {"list", "retrieve"}

    def get_serializer_class(self) -> Any:
        """What is answered."""
        answers = {"create": GeheimSerializer, "secret": GeheimSerializer, "replay": HerhaaldSerializer}
        return answers.get(self.action, AbonnementSerializer)

    @extend_schema(
        operation_id="createAbonnementen",
        tags=[NAME],
        summary="Een abonnement nemen",
        description=f"Vanaf nu melden wij wat er verandert. {ONCE}",
        request=NieuwAbonnementSerializer,
    )
    def create(self, request: Request) -> Response:
        """Ask for it."""
        asked = _read(NieuwAbonnementSerializer, request)
        grant: Any = request.auth
        try:
            row, secret = subscribe(
                actor=self.actor, client=grant.client, address=asked["adres"], topics=asked["onderwerpen"]
            )
        except ValidationError as error:
            raise _in_dutch(error) from None
        where = request.build_absolute_uri(reverse("api-v1:subscription-detail", args=[row.public_id]))
        return Response({"uuid": row.public_id, "geheim": secret}, status=201, headers={"Location": where})

    @extend_schema(
        operation_id="deleteAbonnementen",
        tags=[NAME],
        summary="Een abonnement opzeggen",
        description="Ook wat nog wachtte, komt niet meer.",
    )
    def destroy(self, request: Request, uuid: UUID) -> HttpResponse:
        """End it."""
        unsubscribe(actor=self.actor, subscription=self.get_object())
        return HttpResponse(status=204)

    @extend_schema(
        operation_id="rotateGeheimAbonnementen",
        tags=[NAME],
        summary="Een nieuw geheim",
        description=f"Een dag lang ondertekenen wij ook nog met het vorige. {ONCE}",
        request=None,
    )
    @action(detail=True, methods=["post"], url_path="geheim", url_name="secret")
    def secret(self, request: Request, uuid: UUID) -> Response:
        """Another secret."""
        row = self.get_object()
        return Response({"uuid": row.public_id, "geheim": rotate_secret(actor=self.actor, subscription=row)})

    @extend_schema(
        operation_id="resumeAbonnementen",
        tags=[NAME],
        summary="Weer berichten ontvangen",
        description="Nadat wij stopten omdat uw adres niet antwoordde. Wat intussen veranderde, komt alsnog.",
        request=None,
    )
    @action(detail=True, methods=["post"], url_path="hervatten", url_name="resume")
    def resume(self, request: Request, uuid: UUID) -> HttpResponse:
        """Begin again."""
        resume_subscription(actor=self.actor, subscription=self.get_object())
        return HttpResponse(status=204)

    @extend_schema(
        operation_id="replayAbonnementen",
        tags=[NAME],
        summary="Berichten nog eens ontvangen",
        description="Vanaf een bericht, dat zelf ook weer komt, of vanaf een moment. Elk houdt zijn kenmerk.",
        request=HerhalenSerializer,
    )
    @action(detail=True, methods=["post"], url_path="herhalen", url_name="replay")
    def replay(self, request: Request, uuid: UUID) -> Response:
        """Send again."""
        since = _moment_or_id(_read(HerhalenSerializer, request)["vanaf"])
        count = replay_messages(actor=self.actor, subscription=self.get_object(), since=since)
        return Response({"berichten": count})


def _read(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    reader = serializer(data=request.data)
    reader.is_valid(raise_exception=True)
    if unknown := set(request.data) - set(reader.fields):
        words = "Dit veld bestaat niet. Haal het weg."
        raise serializers.ValidationError({name: [ErrorDetail(words, code="unknown")] for name in sorted(unknown)})
    found: dict[str, Any] = reader.validated_data
    return found


def _moment_or_id(given: str) -> Any:
    try:
        return UUID(given)
    except ValueError:
        pass
    try:
        moment = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        words = "Geef het kenmerk van een bericht, of een moment zoals 2026-11-22T20:00:00Z."
        raise serializers.ValidationError({"vanaf": [ErrorDetail(words, code="invalid")]})
    return moment


def _in_dutch(error: ValidationError) -> ValidationError:
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({FIELD_OF.get(name, name): faults for name, faults in error.error_dict.items()})
