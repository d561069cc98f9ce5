"""Letters to the client: their words are kept as they were sent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clients.enums import LetterKind
from clients.models import Case, Letter
from clients.services.case_steps import keep
from core.actors import Actor
from core.documents import document_hash


def send_letter(
    actor: Actor, case: Case, kind: LetterKind, document: Mapping[str, Any], *, sent_on: date, channel: str
) -> Letter:
    """Keep a letter as it is sent, with the fingerprint of its words. Within the transaction of its step."""
    letter = Letter(
        case=case,
        kind=kind,
        sent_on=sent_on,
        channel=channel,
        document=dict(document),
        document_sha256=document_hash(document),
    )
    keep(actor, case, letter)
    return letter
