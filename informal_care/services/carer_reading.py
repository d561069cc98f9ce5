"""Reading about carers is an act too (NEN 7513): it stands in the trail, without what was read or typed."""

from collections.abc import Iterable

from audit.enums import AuditEvent
from audit.services import Act, record, record_many
from core.actors import Actor
from informal_care.models import Carer


def record_carer_reading(*, actor: Actor, carer: Carer, parts: Iterable[str] = ()) -> None:
    """Somebody opened what is known of a carer; `parts` names what of it."""
    record(actor=actor, event=AuditEvent.READ, target=carer, client=carer.public_id, fields=parts)


def record_carers_reading(*, actor: Actor, carers: Iterable[Carer], parts: Iterable[str]) -> None:
    """Somebody saw some carers together, on the page of whom they care for."""
    named = list(parts)
    acts = [Act(target=carer, client=carer.public_id, fields=named) for carer in carers]
    record_many(actor=actor, event=AuditEvent.READ, acts=acts)


def record_carer_list_reading(*, actor: Actor) -> None:
    """Somebody looked at the list of carers, on which names stand."""
    record(actor=actor, event=AuditEvent.READ, target=Carer, fields=["lijst"])


def record_carer_search(*, actor: Actor, fields: Iterable[str]) -> None:
    """Somebody searched the carers by these fields; what was typed is not kept."""
    record(actor=actor, event=AuditEvent.SEARCHED, target=Carer, fields=fields)
