"""Reading is an act too (NEN 7513): it stands in the trail, without what was read or typed."""

from collections.abc import Iterable

from audit.enums import AuditEvent
from audit.services import record
from clients.models import Client, FileOpening, Letter, Move, PersonalPlan
from core.actors import Actor


def record_reading(*, actor: Actor, client: Client, parts: Iterable[str] = ()) -> None:
    """Somebody opened a client's file; `parts` names what of it, such as "bsn"."""
    record(actor=actor, event=AuditEvent.READ, target=client, client=client.public_id, fields=parts)


def record_list_reading(*, actor: Actor) -> None:
    """Somebody looked at a page of the client list, on which names and birth dates stand."""
    record(actor=actor, event=AuditEvent.READ, target=Client, fields=["lijst"])


def record_move_list_reading(*, actor: Actor) -> None:
    """Somebody looked at who came to live in the municipality, on which names and birth dates stand."""
    record(actor=actor, event=AuditEvent.READ, target=Move, fields=["lijst"])


def record_move_reading(*, actor: Actor, move: Move) -> None:
    """Somebody looked at who comes to live here. The file that they leave is that of another municipality."""
    record(actor=actor, event=AuditEvent.READ, target=move, fields=["verhuizing"])


def record_trail_reading(*, actor: Actor, client: Client) -> None:
    """Somebody looked at who had opened the file: that is logged as well."""
    record_reading(actor=actor, client=client, parts=["spoor"])


def record_search(*, actor: Actor, fields: Iterable[str]) -> None:
    """Somebody searched the clients by these fields; what was typed is not kept."""
    record(actor=actor, event=AuditEvent.SEARCHED, target=Client, fields=fields)


def record_bsn_search(*, actor: Actor, reason: str, found: Client | None) -> None:
    """Somebody looked for a citizen service number, for this reason. The number is not kept."""
    record(
        actor=actor,
        event=AuditEvent.SEARCHED,
        target=found or Client,
        client=found.public_id if found else None,
        fields=["bsn", f"reason:{reason}"],
    )


def record_opening_reading(*, actor: Actor, opening: FileOpening) -> None:
    """Somebody looked at who opened a file with a reason, to review it."""
    record(actor=actor, event=AuditEvent.READ, target=opening, client=opening.client.public_id)


def record_openings_reading(*, actor: Actor) -> None:
    """Somebody looked at the list of files that were opened with a reason."""
    record(actor=actor, event=AuditEvent.READ, target=FileOpening, fields=["lijst"])


def record_printing(*, actor: Actor, letter: Letter) -> None:
    """Somebody printed a letter. The caller has its client at hand."""
    record(actor=actor, event=AuditEvent.PRINTED, target=letter, client=letter.case.client.public_id)


def record_plan_download(*, actor: Actor, plan: PersonalPlan) -> None:
    """Somebody fetched the personal plan of a client. The caller has that client at hand."""
    record(actor=actor, event=AuditEvent.EXPORTED, target=plan, client=plan.case.client.public_id)
