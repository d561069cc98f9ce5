"""Volunteers and trainees of a provider."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from delivery.access import may_make_rosters, may_roster_at
from delivery.models import Helper
from delivery.services.people import groups_of
from delivery.services.planning import follow_change
from organisations.models import CareProvider

DETAILS: Final = frozenset({"name", "kind", "starts_on", "ends_on"})


@transaction.atomic
def add_helper(*, actor: Actor, values: Mapping[str, Any]) -> Helper:
    """A volunteer or a trainee who comes to work beside the professionals of the actor's provider.

    Raises PermissionDenied, and ValidationError by field: `helper_kind`, `period_order`.
    """
    if not may_make_rosters(actor) or actor.organisation_id is None:
        raise PermissionDenied
    helper = Helper(provider=CareProvider.objects.get(pk=actor.organisation_id))
    _fill(helper, values)
    store(helper)
    record(actor=actor, event=AuditEvent.CREATED, target=helper)
    return helper


@transaction.atomic
def change_helper(*, actor: Actor, helper: Helper, values: Mapping[str, Any]) -> Helper:
    """The helper with other details; who ends is on no roster after that day. Raises as `add_helper`."""
    helper = Helper.objects.select_for_update(of=("self",), no_key=True).get(pk=helper.pk)
    if not may_roster_at(actor, helper.provider_id):
        raise PermissionDenied
    before = snapshot(helper)
    _fill(helper, values)
    store(helper)
    record(actor=actor, event=AuditEvent.CHANGED, target=helper, before=before)
    follow_change(*groups_of(helper, helper.provider_id))
    return helper


def _fill(helper: Helper, values: Mapping[str, Any]) -> None:
    unknown = set(values) - DETAILS
    if unknown:
        raise TypeError(f"A helper has no {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(helper, name, value)
