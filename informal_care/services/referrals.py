"""Referrals: warm, to somebody with a name and with feedback, apart from cold."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_handle_signals
from informal_care.enums import CareParameter, ReferralKind
from informal_care.models import Carer, CarerSignal, Referral, SupportOffer
from informal_care.selectors.settings import care_setting
from organisations.models import Municipality, Organisation


@transaction.atomic
def refer(
    *,
    actor: Actor,
    kind: str,
    signal: CarerSignal | None = None,
    carer: Carer | None = None,
    offer: SupportOffer | None = None,
    organisation: Organisation | None = None,
    to_words: str = "",
    to_person: str = "",
    referred_on: date | None = None,
) -> Referral:
    """Bring somebody to help, after a signal or a talk. A warm one asks for feedback within the term of that day.

    Raises PermissionDenied for who does not work with carers for that municipality, ValidationError with code
    `referral_about`, `referral_where`, `referral_warm` or `referred_later`.
    """
    about = signal or carer
    if about is None:
        raise ValidationError("Een verwijzing hoort bij een signaal of bij een mantelzorger.", code="referral_about")
    municipality = Municipality.objects.get(pk=about.municipality_id)
    others = {one.municipality_id for one in (signal, carer) if one is not None}
    if not may_handle_signals(actor) or others != {actor.organisation_id}:
        raise PermissionDenied
    referred_on = referred_on or today()
    if referred_on > today():
        words = "Kies een dag die al is geweest, of vandaag."
        raise ValidationError({"referred_on": ValidationError(words, code="referred_later")})
    is_warm = kind == ReferralKind.WARM
    term = timedelta(days=care_setting(CareParameter.FEEDBACK_DAYS, referred_on))
    referral = Referral(
        municipality=municipality,
        signal=signal,
        carer=carer or (signal.carer if signal is not None else None),
        kind=kind,
        offer=offer,
        organisation=organisation,
        to_words=to_words.strip(),
        to_person=to_person.strip() if is_warm else "",
        referred_on=referred_on,
        by_id=actor.user_id or 0,
        feedback_due_on=referred_on + term if is_warm else None,
    )
    store(referral)
    record(actor=actor, event=AuditEvent.CREATED, target=referral, client=referral.file_id)
    return referral


@transaction.atomic
def hear_of_referral(*, actor: Actor, referral: Referral, feedback: str, feedback_on: date | None = None) -> Referral:
    """Keep how a warm referral went, as who took it over told.

    Raises PermissionDenied, Conflict when it was told already, ValidationError with code `referral_feedback`.
    """
    rows = Referral.objects.select_for_update(of=("self",)).select_related("signal__carer", "carer")
    referral = rows.get(pk=referral.pk)
    if not may_handle_signals(actor) or actor.organisation_id != referral.municipality_id:
        raise PermissionDenied
    if referral.feedback_on is not None:
        raise Conflict("Een collega legde al vast hoe het ging.", code="referral_was_told")
    before, day = snapshot(referral), feedback_on or today()
    if not feedback.strip() or not referral.referred_on <= day <= today():
        words = "Schrijf op hoe het ging, en kies een dag na de verwijzing, tot en met vandaag."
        raise ValidationError({"feedback": ValidationError(words, code="referral_feedback")})
    referral.feedback, referral.feedback_on = feedback.strip(), day
    store(referral, "feedback", "feedback_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=referral, client=referral.file_id, before=before)
    return referral
