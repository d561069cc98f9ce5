"""A death that was written down by mistake is undone, as far as that is still possible."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_change_client, may_open_file
from clients.models import Allocation, Case, Client, Death, Suspension
from clients.selectors.deaths import Consequence, consequences_of_death, open_death
from clients.services.allocations import record_change as record_allocation
from clients.services.case_steps import lock_municipality, record_change, set_due
from clients.services.clients import CHANGED_MEANWHILE
from core.actors import Actor
from core.clock import now
from core.errors import Conflict
from core.storing import store


@transaction.atomic
def undo_death(*, actor: Actor, client: Client, revision: int, reason: str) -> Death:
    """Write down that a client did not die after all: what ended with it is reopened as it was.

    What cannot be reopened stays ended, and `kept_ended` of what is returned says so, with the reason why. Raises
    PermissionDenied, Conflict (`client_changed`, `not_died`), ValidationError `undo_unexplained` at `reason`.
    """
    client = _locked(actor, client, revision)
    if not reason.strip():
        fault = ValidationError("Schrijf op waarom het overlijden niet klopt.", code="undo_unexplained")
        raise ValidationError({"reason": fault})
    consequences = consequences_of_death(client, for_update=True)
    death = open_death(client) or _of_older_version(actor, client)
    before = snapshot(client)
    client.died_on = None
    client.revision += 1
    store(client, "died_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=client, before=before, client=client.public_id)
    for one in consequences:
        if one.may_reopen:
            _reopen(actor, client, one)
    before = snapshot(death)
    death.undone_by_id, death.undone_at, death.undo_reason = actor.user_id, now(), reason.strip()
    death.kept_ended = [{"what": one.name, "why": one.kept_because} for one in consequences if not one.may_reopen]
    store(death, "undone_by", "undone_at", "undo_reason", "kept_ended")
    record(actor=actor, event=AuditEvent.CHANGED, target=death, before=before, client=client.public_id)
    return death


def _locked(actor: Actor, client: Client, revision: int) -> Client:
    lock_municipality(client)  # no allocation is made in between
    locked = (
        Client.objects.select_for_update(of=("self",), no_key=True).select_related("municipality").get(pk=client.pk)
    )
    if not (may_change_client(actor, locked) and may_open_file(actor, locked)):
        raise PermissionDenied
    if locked.died_on is None:
        raise Conflict("Voor deze cliënt is geen overlijden vastgelegd.", code="not_died")
    if locked.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="client_changed")
    return locked


def _of_older_version(actor: Actor, client: Client) -> Death:
    """The row for a death that was recorded before there were such rows; who did so stands in the trail only."""
    assert client.died_on is not None  # noqa: S101 - for the type checker
    death = Death(client=client, died_on=client.died_on, ended={"cases": [], "allocations": []})
    store(death)
    record(actor=actor, event=AuditEvent.CREATED, target=death, client=client.public_id)
    return death


def _reopen(actor: Actor, client: Client, one: Consequence) -> None:
    row = one.row
    row.client = client
    if isinstance(row, Allocation):
        _reopen_allocation(actor, row, one.was)
    else:
        _reopen_case(actor, row, one.was)


def _reopen_allocation(actor: Actor, allocation: Allocation, was: dict[str, Any]) -> None:
    before = snapshot(allocation)
    allocation.ends_on = date.fromisoformat(was["ends_on"]) if was["ends_on"] else None
    allocation.stop_reason, allocation.change_reason = was["stop_reason"], was["change_reason"]
    allocation.revision += 1
    store(allocation, "ends_on", "stop_reason", "change_reason", "revision")
    record_allocation(actor, allocation, before)


def _reopen_case(actor: Actor, case: Case, was: dict[str, Any]) -> None:
    before = snapshot(case)
    case.status = case.ended_at_step
    case.ended_on = None
    case.end_reason = case.end_explanation = case.ended_at_step = ""
    case.revision += 1
    store(case)
    record_change(actor, case, case, before)
    for suspension in Suspension.objects.filter(term__case=case, public_id__in=was["suspensions"]):
        before = snapshot(suspension)
        suspension.ends_on = None
        store(suspension, "ends_on")
        record_change(actor, case, suspension, before)
        set_due(actor, case, suspension.term)
