"""The way from the Wmo to the Wlz: opened by an evaluation, with an owner, steps and an outcome.

Source: product sheet Duurzaam, assignment (BGD-OP-15 and BGD-OP-16).
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.enums import StopReason
from clients.services.allocation_changes import record_stop_of_delivery
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from organisations.enums import Action
from organisations.models import Membership
from organisations.rules.rights import roles_that_may
from plans.enums import WlzOutcome
from plans.models import Evaluation, WlzStep, WlzTrack
from plans.selectors import responsible_on, running_track, terms_for
from plans.services.locking import client_of, lock_plan


def open_track(actor: Actor, evaluation: Evaluation) -> WlzTrack | None:
    """Open a track after an evaluation that is completed now, when its answer asks for one and none runs yet.

    Which answers ask for one is what the product demands. The owner is who is responsible for the plan.
    """
    plan, day = evaluation.version.plan, today()
    if evaluation.wmo_fit not in terms_for(plan, evaluation.held_on).wlz_action_on or running_track(plan) is not None:
        return None
    responsible = responsible_on(plan, day)
    owner_id = (responsible.user_id if responsible else None) or actor.user_id
    if owner_id is None:
        raise PermissionDenied
    track = WlzTrack(plan=plan, evaluation=evaluation, owner_id=owner_id, opened_on=day)
    store(track)
    record(actor=actor, event=AuditEvent.CREATED, target=track, client=client_of(plan))
    return track


@transaction.atomic
def record_wlz_step(*, actor: Actor, track: WlzTrack, kind: str, taken_on: date, note: str) -> WlzStep:
    """A step that was taken. Raises `PermissionDenied`, `Conflict` (`wlz_track_ended`), `ValidationError`."""
    track = _lock_running(actor, track)
    _check_has_come(taken_on, "taken_on")
    step = WlzStep(track=track, kind=kind, taken_on=taken_on, note=note.strip(), recorded_by_id=actor.user_id)
    store(step)
    record(actor=actor, event=AuditEvent.CREATED, target=step, client=client_of(track.plan))
    return step


@transaction.atomic
def hand_over_track(*, actor: Actor, track: WlzTrack, revision: int, owner: User) -> WlzTrack:
    """The track with another owner: somebody who writes plans at the provider today.

    Raises `PermissionDenied`, `Conflict` (`wlz_track_ended`, `wlz_track_changed`), `ValidationError` at `owner`.
    """
    track = _lock_running(actor, track, revision)
    if owner.pk not in owners_at(track.plan.allocation.provider_id, today()):
        raise ValidationError({"owner": ValidationError("Kies een collega die plannen schrijft.", code="wlz_owner")})
    before = snapshot(track)
    track.owner = owner
    track.revision += 1
    store(track, "owner", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=track, before=before, client=client_of(track.plan))
    return track


@transaction.atomic
def end_track(
    *,
    actor: Actor,
    track: WlzTrack,
    revision: int,
    outcome: str,
    ended_on: date,
    note: str,
    last_delivery_on: date | None = None,
) -> WlzTrack:
    """The track with its outcome. When the Wlz was granted, delivery may stop with it: stop reason 39 of iWmo 3.2.

    Raises `PermissionDenied`, `Conflict` (`wlz_track_ended`, `wlz_track_changed`, `delivery_stopped`) and
    `ValidationError`: at `ended_on`, at `last_delivery_on`, or what the database demands of an outcome.
    """
    track = _lock_running(actor, track, revision)
    _check_has_come(ended_on, "ended_on")
    if last_delivery_on is not None and outcome != WlzOutcome.GRANTED:
        raise ValidationError(
            {"last_delivery_on": ValidationError("Vul dit alleen in als de Wlz is toegekend.", code="wlz_delivery")}
        )
    before = snapshot(track)
    track.outcome, track.ended_on, track.outcome_note = outcome, ended_on, note.strip()
    track.revision += 1
    store(track)
    record(actor=actor, event=AuditEvent.CHANGED, target=track, before=before, client=client_of(track.plan))
    if last_delivery_on is not None:
        allocation = track.plan.allocation
        try:
            record_stop_of_delivery(
                actor=actor,
                allocation=allocation,
                revision=allocation.revision,
                on=last_delivery_on,
                reason=StopReason.OTHER_DOMAIN,
            )
        except ValidationError as error:
            raise ValidationError({"last_delivery_on": error.messages}) from error
    return track


def owners_at(provider_id: int, day: date) -> set[int]:
    """Keys of the users who may own a track at this provider on `day`."""
    rows = Membership.objects.active_on(day).filter(
        organisation=provider_id, role__in=roles_that_may(Action.WRITE_PLANS), user__is_active=True
    )
    return set(rows.values_list("user_id", flat=True))


def _lock_running(actor: Actor, track: WlzTrack, revision: int | None = None) -> WlzTrack:
    plan = lock_plan(actor, track.plan_id, to_close=True)
    current = WlzTrack.objects.get(pk=track.pk)
    current.plan = plan
    if not current.is_open:
        raise Conflict("Dit Wlz-traject is al afgesloten.", code="wlz_track_ended")
    if revision is not None and current.revision != revision:
        raise Conflict(
            "Iemand anders heeft dit Wlz-traject gewijzigd. Bekijk wat er nu staat en sla opnieuw op.",
            code="wlz_track_changed",
        )
    return current


def _check_has_come(day: date, field: str) -> None:
    if day > today():
        raise ValidationError({field: ValidationError("Deze dag moet nog komen.", code="day_to_come")})
