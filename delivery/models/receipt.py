from django.db import models

from core.clock import now
from delivery.querysets import ReceiptQuerySet
from organisations.models import Organisation


class Receipt(models.Model):
    """That something was sent with a key of the sender's own: sent again, it gets the same answer and changes nothing.

    It holds no attendance: of what was sent only a sealed digest, and of the answer what says nothing about people. It
    goes after `settings.RECEIPT_DAYS`.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="namens", related_name="+", editable=False, on_delete=models.PROTECT
    )
    sender = models.UUIDField("afzender", editable=False)
    """The public id of a user, or of an API client."""
    key = models.CharField("sleutel", max_length=64)
    digest = models.CharField("kenmerk van de inhoud", max_length=64)
    answer = models.JSONField("antwoord", default=dict)
    made_at = models.DateTimeField("ontvangen", default=now, db_index=True)

    objects = ReceiptQuerySet["Receipt"].as_manager()

    class Meta:
        verbose_name = "ontvangstbewijs"
        verbose_name_plural = "ontvangstbewijzen"
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_receipt_once",
                fields=["sender", "organisation", "key"],
                violation_error_message="Met deze sleutel is al iets verstuurd. Gebruik een nieuwe.",
                violation_error_code="key_twice",
            ),
            models.CheckConstraint(
                name="delivery_receipt_key",
                condition=~models.Q(key=""),
                violation_error_message="Stuur een sleutel mee.",
                violation_error_code="no_key",
            ),
        ]

    def __str__(self) -> str:
        return f"Ontvangen op {self.made_at:%d-%m-%Y}"
