"""Reactions of providers in a market consultation, and the answers of the region."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import now
from core.errors import Conflict
from core.storing import store
from products.access import may_react
from products.models import ConsultedRequirement, Invitation, MarketConsultation, Reaction
from products.services.consultations import locked_consultation


@transaction.atomic
def react(
    *,
    actor: Actor,
    consultation: MarketConsultation,
    about: ConsultedRequirement | None,
    text: str,
    revision: int,
) -> Reaction:
    """What the provider of the actor says about a requirement, or with `about=None` about the whole.

    `revision` is that of the reaction when the actor began to write; 0 when there was none. Raises PermissionDenied,
    Conflict `reaction_changed` when a colleague wrote meanwhile, and ValidationError: `consultation_not_open` outside
    the window, or `reaction_text`.
    """
    if actor.user_id is None:
        raise PermissionDenied
    consultation = _for_reacting(actor, consultation)
    reaction = consultation.reactions.filter(provider_id=actor.organisation_id, about=about).first()
    _check_revision(reaction, revision)
    _check_open(consultation)
    is_new = reaction is None
    if reaction is None:
        reaction = Reaction(consultation=consultation, provider_id=actor.organisation_id, about=about)
        before = None
    else:
        before = snapshot(reaction)
        reaction.revision += 1
    reaction.text = text.strip()
    reaction.written_by_id = actor.user_id
    reaction.written_at = now()
    store(reaction)
    record(actor=actor, event=AuditEvent.CREATED if is_new else AuditEvent.CHANGED, target=reaction, before=before)
    return reaction


@transaction.atomic
def withdraw_reaction(*, actor: Actor, reaction: Reaction, revision: int) -> None:
    """Take a reaction of the own provider back: nobody reads it any more. Errors as of `react`."""
    consultation = _for_reacting(actor, reaction.consultation)
    found = consultation.reactions.filter(provider_id=actor.organisation_id, pk=reaction.pk).first()
    _check_revision(found, revision)
    _check_open(consultation)
    if found is not None:
        record(actor=actor, event=AuditEvent.DELETED, target=found)
        found.delete()


@transaction.atomic
def answer_reaction(*, actor: Actor, reaction: Reaction, revision: int, answer: str, note_text: str = "") -> Reaction:
    """Answer a reaction; `note_text` is how the note prints it, when the provider named itself in it.

    Raises PermissionDenied, Conflict: `reaction_changed` when a colleague answered meanwhile, `note_published`; and
    ValidationError: `consultation_open`, `answer`.
    """
    locked_consultation(actor, reaction.consultation)
    reaction = Reaction.objects.select_for_update(of=("self",)).get(pk=reaction.pk)
    _check_revision(reaction, revision)
    if not answer.strip():
        raise ValidationError({"answer": ValidationError("Vul ‘Antwoord’ in.", code="answer")})
    before = snapshot(reaction)
    reaction.answer = answer.strip()
    reaction.note_text = "" if note_text.strip() == reaction.text else note_text.strip()
    reaction.answered_at = now()
    reaction.revision += 1
    store(reaction, "answer", "note_text", "answered_at", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=reaction, before=before)
    return reaction


def _for_reacting(actor: Actor, consultation: MarketConsultation) -> MarketConsultation:
    """The consultation, for who may react. Colleagues of one provider wait for each other; providers do not."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(consultation=consultation, provider_id=actor.organisation_id)
        .select_related("consultation")
        .first()
    )
    if invitation is None or not may_react(actor, invitation.consultation):
        raise PermissionDenied
    return invitation.consultation


def _check_open(consultation: MarketConsultation) -> None:
    moment = now()
    if moment < consultation.opens_at:
        message = f"De marktconsultatie opent op {consultation.opens}. Reageren kan vanaf dan."
    elif moment >= consultation.closes_at:
        message = f"De marktconsultatie is gesloten. Reageren kon {consultation.closes}."
    else:
        return
    raise ValidationError(message, code="consultation_not_open")


def _check_revision(reaction: Reaction | None, revision: int) -> None:
    if (reaction.revision if reaction else 0) != revision:
        raise Conflict(
            "Een collega schreef dit terwijl u bezig was. Bekijk wat er nu staat, pas uw tekst aan en sla opnieuw op.",
            code="reaction_changed",
        )
