"""What API clients want to be told, and the messages to them. ADR 25."""

from django.db import models
from django.db.models import Q

from core.clock import now
from core.fields import EncryptedTextField
from core.models import PublicModel
from organisations.enums import DeliveryStatus, WebhookTopic
from organisations.models.api_client import ApiClient
from organisations.querysets import DeliveryQuerySet, SubscriptionQuerySet


class WebhookSubscription(PublicModel):
    """That an API client wants to be told of changes, at an address of its own, in their order.

    `place` is how far the trail has been read for it. A worker claims the row, commits, and only then talks to the
    address; whoever finds the claim run out takes over.
    """

    client = models.ForeignKey(
        ApiClient, verbose_name="API-client", related_name="subscriptions", on_delete=models.PROTECT
    )
    address = models.CharField("adres", max_length=500)
    topics = models.JSONField("onderwerpen", default=list)
    secret = EncryptedTextField("geheim", editable=False)
    former_secret = EncryptedTextField("vorig geheim", null=True, editable=False)
    former_until = models.DateTimeField("vorig geheim tot", null=True, editable=False)
    place = models.JSONField("gelezen tot", default=list, editable=False)
    made_at = models.DateTimeField("gemaakt", default=now, editable=False)
    paused_at = models.DateTimeField("gestopt", null=True, editable=False)
    failing_since = models.DateTimeField("lukt niet sinds", null=True, editable=False)
    last_answer = models.CharField("laatste antwoord", max_length=100, blank=True, editable=False)
    attempts = models.PositiveIntegerField("pogingen achter elkaar", default=0, editable=False)
    not_before = models.DateTimeField("niet sturen voor", default=now, editable=False)
    claim = models.UUIDField("wie ermee bezig is", null=True, editable=False)
    claimed_until = models.DateTimeField("bezig tot", null=True, editable=False)

    objects = SubscriptionQuerySet["WebhookSubscription"].as_manager()

    audited_values = frozenset({"client", "address", "topics", "paused_at", "failing_since"})

    class Meta:
        verbose_name = "abonnement van een API-client"
        verbose_name_plural = "abonnementen van API-clients"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="organisations_webhook_claim",
                condition=Q(claim=None, claimed_until=None) | Q(claim__isnull=False, claimed_until__isnull=False),
                violation_error_message="Wie met een abonnement bezig is, heeft daarvoor een eindtijd.",
                violation_error_code="webhook_claim",
            ),
            models.CheckConstraint(
                name="organisations_webhook_former",
                condition=Q(former_secret__isnull=True, former_until=None)
                | Q(former_secret__isnull=False, former_until__isnull=False),
                violation_error_message="Een vorig geheim geldt tot een moment.",
                violation_error_code="former_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"Abonnement van {self.client}"


class WebhookDelivery(PublicModel):
    """A message to an API client: that something changed, and where it can be read. Its public id is that of the event.

    It holds nothing of what changed. It is made in the transaction that moves the place of its subscription, so no
    change is left out and none is told twice, but for a message of which nobody knows whether it was received.
    """

    subscription = models.ForeignKey(
        WebhookSubscription, verbose_name="abonnement", related_name="deliveries", on_delete=models.CASCADE
    )
    topic = models.CharField("onderwerp", max_length=40, choices=WebhookTopic.choices)
    subject = models.UUIDField("waarover")
    made_at = models.DateTimeField("gemaakt", default=now, db_index=True)
    status = models.CharField("status", max_length=9, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    attempts = models.PositiveIntegerField("pogingen", default=0)
    last_tried_at = models.DateTimeField("laatste poging", null=True)
    last_answer = models.CharField("laatste antwoord", max_length=100, blank=True)
    settled_at = models.DateTimeField("klaar op", null=True)

    objects = DeliveryQuerySet["WebhookDelivery"].as_manager()

    class Meta:
        verbose_name = "bericht aan een API-client"
        verbose_name_plural = "berichten aan API-clients"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="organisations_delivery_settled",
                condition=Q(status="waiting", settled_at=None)
                | Q(status__in=["delivered", "lapsed"], settled_at__isnull=False),
                violation_error_message="Een bericht dat klaar is heeft een moment.",
                violation_error_code="delivery_settled",
            ),
        ]
        indexes = [
            models.Index(
                name="organisations_delivery_waiting", fields=["subscription", "id"], condition=Q(status="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.public_id}"
