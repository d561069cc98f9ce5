"""Matches: proposing, choosing, getting to know each other, starting, evaluating, ending.

Every act locks the volunteer first and then the request, so that two coordinators who choose at once come one after
the other; the constraints of the tables hold whatever comes between.
"""

from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_keep_volunteer, may_match
from informal_care.enums import MatchEnd, MatchStatus, RequestStatus
from informal_care.models import HeldMoment, HelpRequest, Match, MatchReview, Volunteer
from informal_care.models.match import UNDER_WAY
from informal_care.rules.matching import Excluded, match
from informal_care.rules.volunteering import MATCH_STEPS, check_ready, check_step
from informal_care.selectors.matching import offers_for, wanted_by
from informal_care.selectors.volunteers import readiness_of
from informal_care.services.help_requests import check_open, close, locked_request, set_status
from plans.rules.week import MOMENTS, Week

CHANGED: Final = "Iemand anders heeft deze koppeling intussen gewijzigd. Kijk wat er veranderde en sla opnieuw op."


@transaction.atomic
def propose(*, actor: Actor, asked: HelpRequest, volunteer: Volunteer) -> Match:
    """Put a volunteer who fits on the short list of a request, with the reasons of today.

    Raises PermissionDenied, ValidationError with code `request_is_closed`, `match_once`, or `excluded` with all that
    stands in the way.
    """
    volunteer = _lock_volunteer(actor, volunteer)
    asked = locked_request(asked)
    if not may_match(actor, asked):
        raise PermissionDenied
    check_open(asked)
    found = match(wanted_by(asked), offers_for(asked, today(), only=volunteer))
    if not found.candidates:
        raise ValidationError([ValidationError(reason, code="excluded") for reason in _because(found.excluded)])
    (candidate,) = found.candidates
    proposed = Match(
        volunteer=volunteer,
        request=asked,
        moments=candidate.moments,
        reasons=[*candidate.reasons, *candidate.doubts],
        proposed_on=today(),
    )
    store(proposed)
    record(actor=actor, event=AuditEvent.CREATED, target=proposed, client=volunteer.public_id)
    return proposed


@transaction.atomic
def choose(*, actor: Actor, proposed: Match, revision: int, moments: Week, note: str) -> Match:
    """Decide for this volunteer, on these dagdelen, and why. From now on the dagdelen are held.

    Raises PermissionDenied, Conflict when somebody was first (another volunteer was chosen, or this one for somebody
    else on such a dagdeel), ValidationError with code `step`, `intake_missing`, `vog_missing`, `request_is_closed`,
    `moments_missing`, `other_moments`, `not_available` or `match_chosen`.
    """
    chosen = _locked(actor, proposed, revision)
    check_step(MATCH_STEPS, chosen.status, MatchStatus.CHOSEN)
    check_open(chosen.request)
    check_ready(readiness_of(chosen.volunteer), today())
    _check_choice(chosen, moments, note)
    if chosen.request.matches.filter(status__in=UNDER_WAY).exists():
        raise Conflict("Voor deze hulpvraag is intussen al iemand gekozen.", code="match_one_for_request")
    places = [place for place, moment in enumerate(MOMENTS) if moment in moments]
    if chosen.volunteer.held.filter(place__in=places).exists():
        raise Conflict("Op een van deze dagdelen helpt deze vrijwilliger intussen iemand anders.", code="moment_held")
    before = snapshot(chosen)
    chosen.status, chosen.chosen_on, chosen.chosen_by = (
        MatchStatus.CHOSEN,
        today(),
        User.objects.get(pk=actor.user_id or 0),
    )
    chosen.moments, chosen.note = moments, note.strip()
    _write(actor, chosen, before, "status", "chosen_on", "chosen_by", "moments", "note")
    for place in places:
        store(HeldMoment(match=chosen, volunteer=chosen.volunteer, place=place))
    set_status(actor, chosen.request, RequestStatus.FOUND)
    return chosen


@transaction.atomic
def decline(*, actor: Actor, proposed: Match, revision: int, reason: str, note: str = "") -> Match:
    """It does not go through, before it started; the request looks for somebody again.

    Raises PermissionDenied, Conflict, ValidationError with code `step` or `match_ended`.
    """
    declined = _locked(actor, proposed, revision)
    check_step(MATCH_STEPS, declined.status, MatchStatus.DECLINED)
    before = snapshot(declined)
    _ending(declined, MatchStatus.DECLINED, today(), reason, note)
    _let_go(actor, declined, before)
    return declined


@transaction.atomic
def tell_acquaintance(
    *, actor: Actor, chosen: Match, revision: int, met_on: date, volunteer_agrees: bool, asker_agrees: bool
) -> Match:
    """They met, and each said yes or no. Two times yes, and the help can start; otherwise it does not go through.

    Raises PermissionDenied, Conflict, ValidationError with code `step`, `later` or `match_met`.
    """
    met = _locked(actor, chosen, revision)
    both = volunteer_agrees and asker_agrees
    check_step(MATCH_STEPS, met.status, MatchStatus.MET)
    _past("met_on", met_on)
    if met.chosen_on is not None and met_on < met.chosen_on:
        raise ValidationError({"met_on": ValidationError("Kies een dag na de keuze.", code="match_met")})
    before = snapshot(met)
    met.met_on, met.volunteer_agrees, met.asker_agrees = met_on, volunteer_agrees, asker_agrees
    if both:
        met.status = MatchStatus.MET
        _write(actor, met, before, "status", "met_on", "volunteer_agrees", "asker_agrees")
    else:
        _ending(met, MatchStatus.DECLINED, today(), MatchEnd.NO_CLICK, "")
        _let_go(actor, met, before)
    return met


@transaction.atomic
def start(*, actor: Actor, met: Match, revision: int, started_on: date, review_on: date) -> Match:
    """The help starts, and the first evaluation is planned.

    Raises PermissionDenied, Conflict, ValidationError with code `step`, `later`, `vog_missing`, `match_started` or
    `review_early`.
    """
    started = _locked(actor, met, revision)
    check_step(MATCH_STEPS, started.status, MatchStatus.STARTED)
    _past("started_on", started_on)
    check_ready(readiness_of(started.volunteer), started_on)
    _check_review(review_on, started_on)
    before = snapshot(started)
    started.status, started.started_on = MatchStatus.STARTED, started_on
    _write(actor, started, before, "status", "started_on")
    _plan_review(actor, started, review_on)
    set_status(actor, started.request, RequestStatus.HELPED)
    return started


@transaction.atomic
def hold_review(
    *, actor: Actor, review: MatchReview, revision: int, held_on: date, note: str, next_on: date | None = None
) -> MatchReview:
    """How the help goes was talked about; the next time is planned where there is one.

    Raises PermissionDenied, Conflict, ValidationError with code `later`, `review_held` or `review_early`.
    """
    matched = _locked(actor, review.match, None)
    held = MatchReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if held.revision != revision or held.held_on is not None:
        raise Conflict("Iemand anders legde deze evaluatie intussen vast.", code="review_changed")
    _past("held_on", held_on)
    if next_on is not None:
        _check_review(next_on, held_on)
    before = snapshot(held)
    held.held_on, held.note = held_on, note.strip()
    held.revision += 1
    store(held, "held_on", "note", "revision")
    person = matched.volunteer.public_id
    record(actor=actor, event=AuditEvent.CHANGED, target=held, client=person, before=before)
    if next_on is not None and matched.status == MatchStatus.STARTED:
        _plan_review(actor, matched, next_on)
    return held


@transaction.atomic
def end(
    *, actor: Actor, started: Match, revision: int, ended_on: date, reason: str, seeks_again: bool, note: str = ""
) -> Match:
    """The help ends. `seeks_again`: the request looks for somebody else; otherwise it is closed.

    An evaluation that was planned is no more. Raises PermissionDenied, Conflict, ValidationError with code `step`,
    `later`, `hours_later` or `match_ended`.
    """
    ended = _locked(actor, started, revision)
    check_step(MATCH_STEPS, ended.status, MatchStatus.ENDED)
    _past("ended_on", ended_on)
    if ended.hours.filter(starts_on__gt=ended_on).exists():
        raise ValidationError({"ended_on": ValidationError("Er staan nog uren na deze dag.", code="hours_later")})
    before = snapshot(ended)
    for review in ended.reviews.filter(held_on=None):
        record(actor=actor, event=AuditEvent.DELETED, target=review, client=ended.volunteer.public_id)
        review.delete()
    _ending(ended, MatchStatus.ENDED, ended_on, reason, note)
    _let_go(actor, ended, before)
    if not seeks_again:
        close(actor, ended.request, MatchEnd(reason).label)
    return ended


def _ending(matched: Match, status: MatchStatus, day: date, reason: str, note: str) -> None:
    matched.status, matched.ended_on, matched.end_reason, matched.end_note = status, day, reason, note.strip()


def _let_go(actor: Actor, matched: Match, before: Any) -> None:
    """Write a match that ends: its dagdelen are free again, and its request looks for somebody."""
    _write(actor, matched, before)
    matched.held.all().delete()
    if matched.chosen_on is not None:
        set_status(actor, matched.request, RequestStatus.OPEN)


def _write(actor: Actor, matched: Match, before: Any, *columns: str) -> None:
    matched.revision += 1
    store(matched, *columns, *(["revision"] if columns else []))
    record(actor=actor, event=AuditEvent.CHANGED, target=matched, client=matched.volunteer.public_id, before=before)


def _plan_review(actor: Actor, matched: Match, day: date) -> None:
    review = MatchReview(match=matched, planned_on=day)
    store(review)
    record(actor=actor, event=AuditEvent.CREATED, target=review, client=matched.volunteer.public_id)


def _check_choice(chosen: Match, moments: Week, note: str) -> None:
    faults: dict[str, Any] = {}
    can = chosen.request.moments.moments & chosen.volunteer.moments.moments
    if not moments:
        faults["moments"] = ValidationError("Kies wanneer de vrijwilliger komt.", code="moments_missing")
    elif moments.moments - can:
        faults["moments"] = ValidationError(
            f"Kies uit wat gevraagd is en wat de vrijwilliger kan: {Week(frozenset(can)) or 'niets'}.",
            code="other_moments",
        )
    if not note.strip():
        faults["note"] = ValidationError("Schrijf op waarom u deze vrijwilliger kiest.", code="match_chosen")
    if chosen.volunteer.status != "available":
        faults["__all__"] = ValidationError("Deze vrijwilliger is nu niet beschikbaar.", code="not_available")
    if faults:
        raise ValidationError(faults)


def _check_review(day: date, after: date) -> None:
    if day <= after:
        fault = ValidationError("Kies voor de evaluatie een latere dag.", code="review_early")
        raise ValidationError({"review_on": fault})


def _past(name: str, day: date) -> None:
    if day > today():
        raise ValidationError({name: ValidationError("Kies een dag die al is geweest.", code="later")})


def _because(excluded: tuple[Excluded, ...]) -> list[str]:
    return [reason for one in excluded for reason in one.because] or ["Deze vrijwilliger is gestopt."]


def _lock_volunteer(actor: Actor, volunteer: Volunteer) -> Volunteer:
    volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(pk=volunteer.pk)
    if not may_keep_volunteer(actor, volunteer):
        raise PermissionDenied
    return volunteer


def _locked(actor: Actor, matched: Match, revision: int | None) -> Match:
    volunteer = _lock_volunteer(actor, matched.volunteer)
    asked = locked_request(matched.request)
    if not may_match(actor, asked):
        raise PermissionDenied
    found = Match.objects.select_for_update(of=("self",)).get(pk=matched.pk)
    if revision is not None and found.revision != revision:
        raise Conflict(CHANGED, code="match_changed")
    found.volunteer, found.request = volunteer, asked
    return found
