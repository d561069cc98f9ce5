"""What client and municipality agreed on in the kitchen-table conversation, handed to the provider."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_open_file
from clients.models import Allocation
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from plans.access import may_keep_results
from plans.models import AgreedResult


@transaction.atomic
def set_agreed_results(
    *, actor: Actor, allocation: Allocation, revision: int, rows: Sequence[Mapping[str, Any]]
) -> list[AgreedResult]:
    """The results that were agreed for this allocation; what `rows` does not name goes.

    A row has a `domain` and a `text`, and the `key` (public id) of the result that it changes, or none when it is
    new. Raises `PermissionDenied`, `Conflict` when somebody else changed the allocation meanwhile, and
    `ValidationError` with all faults at once: `result_in_use` for one that goals of a plan are about.
    """
    allocation = (
        Allocation.objects.select_for_update(of=("self",)).select_related("client", "variant").get(pk=allocation.pk)
    )
    if not (may_keep_results(actor, allocation) and may_open_file(actor, allocation.client)):
        raise PermissionDenied
    if allocation.revision != revision:
        raise Conflict(
            "Iemand anders heeft deze toewijzing gewijzigd. Bekijk wat er nu staat en sla opnieuw op.",
            code="results_changed",
        )
    client = allocation.client.public_id
    present = {row.public_id: row for row in allocation.agreed_results.all()}
    kept = {row["key"] for row in rows if row.get("key")}
    faults = _remove(actor, client, [row for key, row in present.items() if key not in kept])
    position = allocation.agreed_results.aggregate(last=Max("position"))["last"] or 0
    for number, row in enumerate(rows, start=1):
        result = present.get(row["key"]) if row.get("key") else None
        is_new = result is None
        if result is None:
            position += 1
            result = AgreedResult(allocation=allocation, position=position)
        before = snapshot(result)
        changed = (result.domain, result.text) != (row["domain"], row["text"])
        result.domain, result.text = row["domain"], row["text"]
        if not changed:
            continue
        try:
            store(result)
        except ValidationError as error:
            faults += [ValidationError(f"Resultaat {number}: {message}", code="result") for message in error.messages]
            continue
        event = AuditEvent.CREATED if is_new else AuditEvent.CHANGED
        record(actor=actor, event=event, target=result, before=None if is_new else before, client=client)
    if faults:
        raise ValidationError(faults)
    allocation.revision += 1
    store(allocation, "revision")
    return list(allocation.agreed_results.all())


def _remove(actor: Actor, client: UUID, gone: Sequence[AgreedResult]) -> list[ValidationError]:
    faults = []
    for result in gone:
        if result.goals.exists():
            faults.append(
                ValidationError(
                    "Bij resultaat %(number)s hoort al een doel in een plan. Pas de tekst aan, of laat het staan.",
                    code="result_in_use",
                    params={"number": result.position},
                )
            )
            continue
        record(actor=actor, event=AuditEvent.DELETED, target=result, client=client)
        result.delete()
    return faults
