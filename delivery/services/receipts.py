"""Taking once what may be sent more than once: from a floor where the network drops, or by another program."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.actors import Actor
from core.crypto import blind_index
from core.errors import Conflict
from delivery.models import Receipt

LONGEST_KEY: Final = 64
DIGEST: Final = "delivery.Receipt.digest"
Answer = dict[str, Any]


@transaction.atomic
def take_once(*, actor: Actor, key: str, content: str, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do the work and give its answer; or, when this content came before with this key, the answer of then.

    The second value says whether it came before. What the work refuses leaves nothing, so it may be sent again.
    Raises PermissionDenied without a sender, ValidationError `no_key` or `key_long`, Conflict `key_reused` for other
    content, and what the work raises. Two at once come one after the other.
    """
    if actor.user_uuid is None or actor.organisation_id is None:
        raise PermissionDenied
    if not key or not key.isprintable():
        raise ValidationError("Stuur een sleutel mee, bijvoorbeeld een UUID.", code="no_key")
    if len(key) > LONGEST_KEY:
        raise ValidationError(f"Een sleutel is hoogstens {LONGEST_KEY} tekens lang.", code="key_long")
    digest = blind_index(content, DIGEST)
    whose: dict[str, Any] = {"sender": actor.user_uuid, "organisation_id": actor.organisation_id, "key": key}
    try:
        with transaction.atomic():
            # Who comes second waits here until the first one is stored.
            receipt = Receipt.objects.create(**whose, digest=digest)
    except IntegrityError:
        found = Receipt.objects.get(**whose)
        if found.digest != digest:
            message = "Met deze sleutel is al iets anders verstuurd. Gebruik voor iets nieuws een nieuwe sleutel."
            raise Conflict(message, code="key_reused") from None
        return found.answer, True
    receipt.answer = work()
    Receipt.objects.filter(pk=receipt.pk).update(answer=receipt.answer)
    return receipt.answer, False


def remove_old_receipts() -> int:
    """Remove what was sent longer ago than `settings.RECEIPT_DAYS`, and how many that were."""
    before = clock.now() - timedelta(days=settings.RECEIPT_DAYS)
    return Receipt.objects.filter(made_at__lt=before).delete()[0]
