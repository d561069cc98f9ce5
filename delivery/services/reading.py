"""Reading attendance through a program is an act too (NEN 7513): in the trail of each client whose it is."""

from collections.abc import Iterable

from audit.enums import AuditEvent
from audit.services import Act, record_many
from core.actors import Actor
from delivery.models import ClientAttendance, StaffAttendance


def record_attendance_reading(*, actor: Actor, rows: Iterable[ClientAttendance | StaffAttendance]) -> None:
    """Somebody read these rows: one entry for each client, whatever the number of rows; of staff none."""
    clients = {row.allocation.client for row in rows if isinstance(row, ClientAttendance)}
    in_order = sorted(clients, key=lambda client: client.pk)
    acts = [Act(target=client, client=client.public_id, fields=["aanwezigheid"]) for client in in_order]
    record_many(actor=actor, event=AuditEvent.READ, acts=acts)
