"""Keeping the groups of a provider: what they are, when they are open, and how they are staffed. About nobody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.errors import Conflict
from core.periods import ONE_DAY, Period
from core.storing import store
from delivery.access import may_manage_group, may_start_group
from delivery.models import ClosedDay, Group, MixDecision, MixShare, Opening, Placement
from delivery.rules import Hours, check_hours
from delivery.selectors import dagdeel_minutes
from delivery.services.planning import follow_change
from organisations.models import CareProvider

DETAILS: Final = frozenset({"location", "name", "target_group", "capacity", "starts_on", "ends_on"})
WHOLE: Final = 100


@transaction.atomic
def start_group(*, actor: Actor, values: Mapping[str, Any]) -> Group:
    """A new group of the actor's own provider.

    Raises PermissionDenied, and ValidationError by field: `group_name`, `group_capacity`, `period_order`,
    `location_of_another`.
    """
    if not may_start_group(actor) or actor.organisation_id is None:
        raise PermissionDenied
    group = Group(provider=CareProvider.objects.get(pk=actor.organisation_id))
    _fill(group, values)
    store(group)
    record(actor=actor, event=AuditEvent.CREATED, target=group)
    return group


@transaction.atomic
def change_group(*, actor: Actor, group: Group, revision: int, values: Mapping[str, Any]) -> Group:
    """The group with other details.

    Raises PermissionDenied, Conflict `group_changed`, ValidationError as `start_group`, and `placed_longer` when
    clients are placed for longer than the group is to exist.
    """
    group = lock_group(actor, group, revision)
    before = snapshot(group)
    _fill(group, values)
    if group.ends_on is not None and Placement.objects.filter(group=group).not_ended(group.ends_on + ONE_DAY).exists():
        message = "Er zijn cliënten langer in deze groep geplaatst. Beëindig eerst hun plaatsing."
        raise ValidationError({"ends_on": ValidationError(message, code="placed_longer")})
    group.revision += 1
    store(group)
    record(actor=actor, event=AuditEvent.CHANGED, target=group, before=before)
    follow_change(group.pk)
    return group


@transaction.atomic
def set_hours(*, actor: Actor, group: Group, revision: int, hours: Sequence[Hours], starts_on: date) -> Group:
    """From `starts_on` on the group is open at these hours and at no other; before it all stays as it was.

    Raises PermissionDenied, Conflict `group_changed`, and ValidationError with all faults at once, by the code of
    the dagdeel: those of `delivery.rules.check_hours`, and `placed_when_closed` where clients are placed.
    """
    group = lock_group(actor, group, revision)
    _check_week(group, hours, starts_on)
    wanted = {(one.moment.day.value, one.moment.part.value): one for one in hours}
    for row in group.openings.not_ended(starts_on):
        same = wanted.get((row.weekday, row.dagdeel))
        stays = same and (row.opens, row.closes) == (same.opens, same.closes) and row.ends_on is None
        if stays and row.starts_on <= starts_on:
            del wanted[row.weekday, row.dagdeel]
        else:
            _end_before(actor, row, starts_on)
    for (weekday, dagdeel), one in wanted.items():
        row = Opening(
            group=group, weekday=weekday, dagdeel=dagdeel, opens=one.opens, closes=one.closes, starts_on=starts_on
        )
        store(row)
        record(actor=actor, event=AuditEvent.CREATED, target=row)
    group.revision += 1
    store(group, "revision")
    follow_change(group.pk)
    return group


@transaction.atomic
def close_day(*, actor: Actor, groups: Iterable[Group], day: date, reason: str) -> list[ClosedDay]:
    """These groups are not open on that day; the rows that were added, of a group that was closed already none.

    Raises PermissionDenied when one of them is not the actor's, and ValidationError `reason`.
    """
    if not reason.strip():
        message = "Schrijf op waarom de groep dicht is, bijvoorbeeld: Eerste Kerstdag."
        raise ValidationError({"reason": ValidationError(message, code="reason")})
    added = []
    for group in Group.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in groups]).order_by("pk"):
        if not may_manage_group(actor, group):
            raise PermissionDenied
        if group.closed_days.filter(day=day).exists():
            continue
        row = ClosedDay(group=group, day=day, reason=reason.strip())
        store(row)
        record(actor=actor, event=AuditEvent.CREATED, target=row)
        added.append(row)
    follow_change(*(row.group_id for row in added))
    return added


@transaction.atomic
def reopen_day(*, actor: Actor, closed_day: ClosedDay) -> None:
    """The group is open after all on that day. Raises PermissionDenied."""
    row = ClosedDay.objects.select_for_update(of=("self",)).select_related("group").get(pk=closed_day.pk)
    if not may_manage_group(actor, row.group):
        raise PermissionDenied
    record(actor=actor, event=AuditEvent.DELETED, target=row)
    row.delete()
    follow_change(row.group_id)


@transaction.atomic
def decide_mix(
    *, actor: Actor, group: Group, revision: int, starts_on: date, motivation: str, shares: Mapping[str, int]
) -> MixDecision:
    """The proportion of levels in which the provider wants to staff the group, from a day on.

    `shares` is percent of the hours by level, together a hundred (product sheet Duurzaam, content, point 8). The
    decision before it ends the day before. Raises PermissionDenied, Conflict, and ValidationError: `mix_total`,
    `mix_percent`, `mix_earlier`.
    """
    group = lock_group(actor, group, revision)
    faults: dict[str, list[ValidationError]] = {}
    if sum(shares.values()) != WHOLE:
        message = f"Samen is dit {sum(shares.values())} procent. Maak er 100 procent van."
        faults[NON_FIELD_ERRORS] = [ValidationError(message, code="mix_total")]
    if group.mix_decisions.filter(starts_on__gte=starts_on).exists():
        message = "Er is al een besluit dat op deze dag of later begint. Kies een datum daarna."
        faults["starts_on"] = [ValidationError(message, code="mix_earlier")]
    if faults:
        raise ValidationError(faults)
    for former in group.mix_decisions.not_ended(starts_on):
        _end_before(actor, former, starts_on)
    decision = MixDecision(group=group, starts_on=starts_on, motivation=motivation.strip())
    store(decision)
    record(actor=actor, event=AuditEvent.CREATED, target=decision)
    for level, percent in shares.items():
        store(MixShare(decision=decision, level=level, percent=percent))
    group.revision += 1
    store(group, "revision")
    return decision


def lock_group(actor: Actor, group: Group, revision: int | None = None) -> Group:
    """The group as it stands now, locked; else PermissionDenied, or Conflict when it was changed since it was read."""
    current = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if not may_manage_group(actor, current):
        raise PermissionDenied
    if revision is not None and current.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze groep gewijzigd terwijl u bezig was. Bekijk wat er nu staat en probeer het "
            "opnieuw.",
            code="group_changed",
        )
    return current


def _fill(group: Group, values: Mapping[str, Any]) -> None:
    unknown = set(values) - DETAILS
    if unknown:
        raise TypeError(f"A group has no {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(group, name, value)
    if group.location_id is not None and group.location.provider_id != group.provider_id:
        message = "Deze locatie is van een andere aanbieder. Kies een eigen locatie."
        raise ValidationError({"location": ValidationError(message, code="location_of_another")})


def _check_week(group: Group, hours: Sequence[Hours], starts_on: date) -> None:
    faults: dict[str, list[ValidationError]] = {}
    try:
        check_hours(hours, dagdeel_minutes(starts_on))
    except ValidationError as error:
        error.update_error_dict(faults)
    open_on = {one.moment for one in hours}
    placed = Placement.objects.filter(group=group).not_ended(starts_on)
    for moment in {moment for row in placed for moment in row.moments if moment not in open_on}:
        message = "Hier zijn cliënten geplaatst. Verplaats hen eerst, of houd dit dagdeel open."
        faults.setdefault(moment.code, []).append(ValidationError(message, code="placed_when_closed"))
    if faults:
        raise ValidationError(faults)


def _end_before(actor: Actor, row: Opening | MixDecision, day: date) -> None:
    """Let it end the day before; what had not begun by then never held, and goes."""
    if row.starts_on >= day:
        record(actor=actor, event=AuditEvent.DELETED, target=row)
        row.delete()
        return
    before = snapshot(row)
    row.ends_on = Period(row.starts_on, day - ONE_DAY).ends_on
    store(row, "ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)
