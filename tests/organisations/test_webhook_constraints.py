"""What the database itself refuses of subscriptions and messages."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from core.clock import now
from organisations.enums import ApiScope
from organisations.models import WebhookDelivery, WebhookSubscription
from tests.api import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscription(apeldoorn):
    client = client_of(apeldoorn, ApiScope.WEBHOOKS)
    return WebhookSubscription.objects.create(client=client, address="https://voorbeeld.example", secret="whsec_eA==")


def refused(name, row, **values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


def test_claim_has_an_end(subscription):
    refused("organisations_webhook_claim", subscription, claim=uuid4())
    refused("organisations_webhook_claim", subscription, claimed_until=now())


def test_former_secret_has_an_end(subscription):
    refused("organisations_webhook_former", subscription, former_secret="whsec_eA==")
    refused("organisations_webhook_former", subscription, former_until=now())


def test_settled_message_has_a_moment(subscription):
    row = WebhookDelivery.objects.create(subscription=subscription, topic="contract.gewijzigd", subject=uuid4())
    refused("organisations_delivery_settled", row, status="delivered")
    refused("organisations_delivery_settled", row, settled_at=now())
    refused("organisations_delivery_settled", row, status="anders", settled_at=now())
