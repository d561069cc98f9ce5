"""Carrying out a plan, inside the transaction of the caller: all of it or nothing."""

from audit.enums import AuditEvent
from audit.services import Act, record_many
from clients.models import Allocation, Client
from clients.services.allocations import next_number
from clients.services.importing.planning import Plan, columns_to_write, in_chunks
from clients.services.importing.runs import Progress
from core.actors import Actor
from core.storing import store_changed, store_new
from organisations.models import Municipality


def write(*, actor: Actor, municipality: Municipality, plan: Plan, progress: Progress) -> None:
    """Write the rows of a plan without faults, with an entry in the trail for each.

    The caller holds the lock on the municipality, so that numbers follow each other.
    """
    done = 0
    for clients in in_chunks(plan.new_clients):
        store_new(Client, clients)
        made = [Act(target=client, client=client.public_id) for client in clients]
        record_many(actor=actor, event=AuditEvent.CREATED, acts=made)
        progress(done := done + len(clients), plan.writes)
    for changes in in_chunks(plan.changed_clients):
        store_changed(Client, [change.client for change in changes], columns_to_write(changes))
        changed = [
            Act(target=change.client, client=change.client.public_id, before=change.before) for change in changes
        ]
        record_many(actor=actor, event=AuditEvent.CHANGED, acts=changed)
        progress(done := done + len(changes), plan.writes)
    for number, allocation in enumerate(plan.new_allocations, next_number(municipality)):
        allocation.number = number
    for allocations in in_chunks(plan.new_allocations):
        store_new(Allocation, allocations)
        given = [Act(target=allocation, client=allocation.client.public_id) for allocation in allocations]
        record_many(actor=actor, event=AuditEvent.CREATED, acts=given)
        progress(done := done + len(allocations), plan.writes)
