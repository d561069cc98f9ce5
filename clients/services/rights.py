"""What a client asks about the own file, from request to what was done (Wmo 2015 art. 5.3.2 and 5.3.5; AVG art. 16)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from audit.services.snapshots import Snapshot
from clients.access import may_handle_rights
from clients.models import Client, ClientSystemMember, RightsRequest
from clients.rules.rights import CARRIED_OUT, check_carried_out, check_received, decision_faults, is_for_two
from clients.selectors.rights import due_of_request
from clients.services.checking import refuse_all_at_once
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store

ANSWERED_MEANWHILE = (
    "Iemand anders heeft dit verzoek veranderd terwijl u bezig was. Uw antwoord is nog niet opgeslagen. "
    "Bekijk wat er nu staat en kies opnieuw."
)


@transaction.atomic
def register_request(
    *,
    actor: Actor,
    client: Client,
    kind: str,
    received_on: date,
    requested_by: str,
    member: ClientSystemMember | None = None,
    text: str = "",
) -> RightsRequest:
    """Register what somebody asks about a file; the term to answer runs from `received_on`.

    Raises PermissionDenied for anybody but a case worker or privacy officer of the client's municipality,
    ValidationError by field: `received_in_future`, `representative_missing`, `correction_text`, `member_of_other`.
    """
    if not may_handle_rights(actor, client):
        raise PermissionDenied
    if member is not None and member.client_id != client.pk:
        raise ValidationError({"member": ValidationError("Kies iemand uit dit dossier.", code="member_of_other")})
    due_on, source = due_of_request(kind, received_on)
    request = RightsRequest(
        client=client,
        kind=kind,
        received_on=received_on,
        requested_by=requested_by,
        member=member,
        text=text.strip(),
        due_on=due_on,
        due_source=source,
        registered_by_id=actor.user_id,
    )
    refuse_all_at_once(request, ("received_on", lambda: check_received(received_on, today())))
    store(request)
    record(actor=actor, event=AuditEvent.CREATED, target=request, client=client.public_id)
    return request


@transaction.atomic
def decide_request(
    *, actor: Actor, request: RightsRequest, revision: int, outcome: str, ground: str = "", explanation: str = ""
) -> RightsRequest:
    """Answer a request, today. An answer does not change: whoever sees it differently asks anew or objects.

    Raises PermissionDenied as `register_request`, Conflict when somebody was first, ValidationError with a code
    of `clients.rules.rights.decision_faults`.
    """
    request, before = _locked(actor, request, revision)
    if request.is_decided:
        raise Conflict("Op dit verzoek is al besloten.", code="rights_decided")
    faults = decision_faults(request.kind, outcome, ground, explanation)
    if faults:
        raise ValidationError(dict(faults))
    request.outcome, request.ground, request.explanation = outcome, ground, explanation.strip()
    request.decided_on, request.decided_by_id = today(), actor.user_id
    return _keep(actor, request, before)


@transaction.atomic
def carry_out_request(
    *, actor: Actor, request: RightsRequest, revision: int, handled_on: date, handling: str = ""
) -> RightsRequest:
    """Say that what was granted has been done: the copy was given, the data were corrected.

    A file is destroyed by a proposal and an approval, also in part, and not here: code `destroy_by_two`. Other
    errors as of `decide_request`; codes of `clients.rules.rights.check_carried_out`.
    """
    request, before = _locked(actor, request, revision)
    if request.decided_on is None or request.outcome not in CARRIED_OUT or request.handled_on is not None:
        raise Conflict("Dit verzoek wacht niet meer op uitvoering.", code="rights_handled_already")
    if is_for_two(request.kind, request.outcome):
        raise ValidationError(
            "Stel voor om het dossier of een deel ervan te vernietigen. Iemand anders keurt dat goed.",
            code="destroy_by_two",
        )
    check_carried_out(handled_on, request.decided_on, today())
    request.handled_on, request.handling = handled_on, handling.strip()
    return _keep(actor, request, before)


def _locked(actor: Actor, request: RightsRequest, revision: int) -> tuple[RightsRequest, Snapshot]:
    locked = RightsRequest.objects.select_for_update(of=("self",)).select_related("client").get(pk=request.pk)
    if not may_handle_rights(actor, locked.client):
        raise PermissionDenied
    if locked.revision != revision:
        raise Conflict(ANSWERED_MEANWHILE, code="rights_changed")
    return locked, snapshot(locked)


def _keep(actor: Actor, request: RightsRequest, before: Snapshot) -> RightsRequest:
    request.revision += 1
    store(request)
    record(actor=actor, event=AuditEvent.CHANGED, target=request, before=before, client=request.client.public_id)
    return request
