"""Signals of (threatening) overload and of derailed care: told, taken up, handled, and answered to who told."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import Snapshot, record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_handle_signal, may_signal_carers
from informal_care.enums import CareParameter, CareSignalSource
from informal_care.models import Carer, CarerSignal, FindingPlace, SignalStep
from informal_care.selectors.settings import care_setting
from informal_care.selectors.signals import colleagues_with_carers, municipalities_to_tell, place_of_partner
from organisations.enums import OrganisationKind
from organisations.models import Municipality

CHANGED = "Iemand anders heeft dit signaal intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."


@transaction.atomic
def raise_signal(
    *,
    actor: Actor,
    municipality: Municipality,
    kind: str,
    source: str,
    seen: str,
    carer: Carer | None = None,
    person_name: str = "",
    person_phone: str = "",
    finding_place: FindingPlace | None = None,
    reporter_name: str = "",
    owner: User | None = None,
    received_on: date | None = None,
) -> CarerSignal:
    """Tell a municipality that caring becomes too much for somebody; `due_on` follows from the setting of that day.

    About a carer who is registered there, or about somebody by name. An organisation outside the municipality tells it
    in its own name. Raises PermissionDenied, ValidationError with code `signal_words`, `signal_person`,
    `other_municipality`, `received_later` or `not_a_colleague`.
    """
    if not may_signal_carers(actor) or not municipalities_to_tell(actor).filter(pk=municipality.pk).exists():
        raise PermissionDenied
    is_inside = actor.organisation_kind == OrganisationKind.MUNICIPALITY
    received_on = received_on or today()
    if received_on > today():
        raise _fault("received_on", "Kies een dag die al is geweest, of vandaag.", "received_later")
    if not is_inside:
        # Who is known to the municipality is not for others to tell: they name somebody, and it finds who that is.
        carer, owner, source = None, None, CareSignalSource.ORGANISATION
        finding_place = place_of_partner(actor.organisation_id, municipality)
        if finding_place is not None:
            source = CareSignalSource.FINDING_PLACE
    for name, row in (("carer", carer), ("finding_place", finding_place)):
        if row is not None and row.municipality_id != municipality.pk:
            raise _fault(name, "Dit hoort bij een andere gemeente.", "other_municipality")
    signal = CarerSignal(
        municipality=municipality,
        kind=kind,
        source=source,
        seen=seen.strip(),
        carer=carer,
        person_name=person_name.strip(),
        person_phone=person_phone.strip(),
        finding_place=finding_place,
        reported_by_id=None if is_inside else actor.organisation_id,
        reporter_id=actor.user_id,
        reporter_name=reporter_name.strip(),
        owner=_colleague(owner, municipality),
        received_on=received_on,
        due_on=received_on + timedelta(days=care_setting(CareParameter.SIGNAL_TERM_DAYS, received_on)),
    )
    store(signal)
    record(actor=actor, event=AuditEvent.CREATED, target=signal, client=signal.file_id)
    return signal


@transaction.atomic
def give_signal(*, actor: Actor, signal: CarerSignal, revision: int, owner: User) -> CarerSignal:
    """Let a colleague who works with carers take it up.

    Raises PermissionDenied, Conflict, ValidationError with code `not_a_colleague` or `signal_was_handled`.
    """
    signal, before = _open(actor, signal, revision)
    signal.owner = _colleague(owner, signal.municipality)
    return _keep(actor, signal, before, "owner")


@transaction.atomic
def note_step(*, actor: Actor, signal: CarerSignal, note: str, done_on: date | None = None) -> SignalStep:
    """Keep what was done. With the first step the signal is taken up; who did it owns it when nobody does yet.

    Raises PermissionDenied, ValidationError with code `signal_step`, `step_dates` or `signal_was_handled`.
    """
    signal, before = _open(actor, signal)
    done_on = done_on or today()
    if not signal.received_on <= done_on <= today():
        raise _fault("done_on", "Kies een dag vanaf de ontvangst van het signaal, tot en met vandaag.", "step_dates")
    step = SignalStep(
        signal=signal, municipality=signal.municipality, done_on=done_on, note=note.strip(), by_id=actor.user_id or 0
    )
    store(step)
    record(actor=actor, event=AuditEvent.CREATED, target=step, client=signal.file_id)
    if signal.taken_up_on is None or done_on < signal.taken_up_on:
        signal.taken_up_on = done_on
        if signal.owner_id is None:
            signal.owner_id = actor.user_id
        _keep(actor, signal, before, "owner", "taken_up_on")
    return step


@transaction.atomic
def link_carer(*, actor: Actor, signal: CarerSignal, carer: Carer, revision: int) -> CarerSignal:
    """Say which registered carer the signal is about. Who reported it does not see that.

    Raises PermissionDenied, Conflict, ValidationError with code `other_municipality` or `signal_was_linked`.
    """
    signal, before = _locked(actor, signal, revision)
    if carer.municipality_id != signal.municipality_id:
        raise _fault("carer", "Deze mantelzorger staat bij een andere gemeente.", "other_municipality")
    if signal.carer_id is not None and signal.carer_id != carer.pk:
        raise _fault("carer", "Dit signaal hoort al bij een andere mantelzorger.", "signal_was_linked")
    signal.carer = carer
    return _keep(actor, signal, before, "carer")


@transaction.atomic
def handle_signal(
    *, actor: Actor, signal: CarerSignal, revision: int, outcome: str, outcome_note: str, handled_on: date | None = None
) -> CarerSignal:
    """Tell what came of it: it is done. Who does so owns it when nobody does yet.

    Raises PermissionDenied, Conflict, ValidationError with code `signal_handled`, `handled_dates` or
    `signal_was_handled`.
    """
    signal, before = _open(actor, signal, revision)
    handled_on = handled_on or today()
    if not (signal.taken_up_on or signal.received_on) <= handled_on <= today():
        words = "Kies een dag waarop het signaal al was opgepakt, tot en met vandaag."
        raise _fault("handled_on", words, "handled_dates")
    if not outcome_note.strip():
        raise _fault("outcome_note", "Schrijf op wat er is gedaan.", "signal_handled")
    signal.outcome, signal.outcome_note, signal.handled_on = outcome, outcome_note.strip(), handled_on
    signal.taken_up_on = signal.taken_up_on or handled_on
    if signal.owner_id is None:
        signal.owner_id = actor.user_id
    return _keep(actor, signal, before, "outcome", "outcome_note", "handled_on", "taken_up_on", "owner")


@transaction.atomic
def answer_reporter(*, actor: Actor, signal: CarerSignal, revision: int, feedback: str) -> CarerSignal:
    """Tell who reported it what they may know. Also when it is done already; what was told before is replaced.

    Raises PermissionDenied, Conflict, ValidationError with code `signal_feedback`.
    """
    signal, before = _locked(actor, signal, revision)
    if not feedback.strip():
        raise _fault("feedback", "Schrijf op wat u teruggeeft aan wie het signaal doorgaf.", "signal_feedback")
    signal.feedback, signal.feedback_on = feedback.strip(), today()
    return _keep(actor, signal, before, "feedback", "feedback_on")


def _locked(actor: Actor, signal: CarerSignal, revision: int | None = None) -> tuple[CarerSignal, Snapshot]:
    rows = CarerSignal.objects.select_for_update(of=("self",)).select_related("municipality", "carer")
    found = rows.filter(pk=signal.pk).first()
    if found is None or (revision is not None and found.revision != revision):
        raise Conflict(CHANGED, code="signal_changed")
    if not may_handle_signal(actor, found):
        raise PermissionDenied
    return found, snapshot(found)


def _open(actor: Actor, signal: CarerSignal, revision: int | None = None) -> tuple[CarerSignal, Snapshot]:
    found, before = _locked(actor, signal, revision)
    if found.handled_on is not None:
        raise ValidationError("Dit signaal is al afgehandeld.", code="signal_was_handled")
    return found, before


def _keep(actor: Actor, signal: CarerSignal, before: Any, *fields: str) -> CarerSignal:
    signal.revision += 1
    store(signal, *fields, "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=signal, client=signal.file_id, before=before)
    return signal


def _colleague(owner: User | None, municipality: Municipality) -> User | None:
    if owner is not None and not colleagues_with_carers(municipality.pk, today()).filter(pk=owner.pk).exists():
        raise _fault("owner", "Kies een collega die met mantelzorgers werkt.", "not_a_colleague")
    return owner


def _fault(field: str, words: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(words, code=code)})
