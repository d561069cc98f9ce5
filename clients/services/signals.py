"""Looking at conspicuous access, and saying whether it was justified. Both stand in the trail (NEN 7513)."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from clients.access import may_review_signal
from clients.enums import Verdict
from clients.models import SignalReview
from clients.selectors.signals import signal_of
from core.actors import Actor
from core.clock import now
from core.errors import Conflict
from core.storing import store
from organisations.models import Municipality


@transaction.atomic
def review_signal(*, actor: Actor, person: UUID, kind: str, day: date, verdict: str, note: str) -> SignalReview:
    """Say whether what somebody did on this day, that stands out, was justified. If not, a note says what follows.

    Raises PermissionDenied for who is no privacy officer, for what the officer did themselves, and when nothing of
    the kind stands out; Conflict (`signal_reviewed`) when somebody said it already; ValidationError at `note`
    (`review_note`).
    """
    if not may_review_signal(actor, person) or actor.user_id is None:
        raise PermissionDenied
    municipality = Municipality.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.organisation_id or 0)
    signal = signal_of(actor, person, kind, day)
    if signal is None:
        raise PermissionDenied
    if signal.review is not None:
        raise Conflict("Iemand anders heeft dit al bekeken.", code="signal_reviewed")
    if verdict == Verdict.UNJUSTIFIED and not note.strip():
        raise ValidationError({"note": ValidationError("Vul in wat er niet klopt en wat u doet.", code="review_note")})
    review = SignalReview(
        municipality=municipality,
        kind=signal.kind,
        user=person,
        user_label=signal.who,
        day=day,
        reviewed_by_id=actor.user_id,
        reviewed_at=now(),
        verdict=verdict,
        note=note.strip(),
    )
    store(review)
    record(actor=actor, event=AuditEvent.CREATED, target=review)
    return review


def record_signals_reading(*, actor: Actor, person: UUID | None = None) -> None:
    """Somebody looked at what stands out: of everybody, or of one person (by public id)."""
    of_whom = [f"gebruiker:{person}"] if person else []
    record(actor=actor, event=AuditEvent.READ, target=SignalReview, fields=["opvallende inzage", *of_whom])
