"""Requests for a volunteer: asking, changing, closing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.models import Client
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.identifiers import normalise_postcode
from core.storing import store
from informal_care.access import may_ask_for_help, may_change_request
from informal_care.enums import MatchEnd, MatchStatus, RequestStatus, RequestTraitKind
from informal_care.models import Carer, HelpRequest, RequestTrait
from informal_care.models.match import UNDER_WAY
from organisations.models import Municipality

CHANGED: Final = "Iemand anders heeft deze hulpvraag intussen gewijzigd. Kijk wat er veranderde en sla opnieuw op."
DETAILS: Final = frozenset({"asked_for", "contact", "postcode", "moments", "duration", "wishes_note", "limits_note"})
SAID: Final[Mapping[str, RequestTraitKind]] = {
    "tasks": RequestTraitKind.TASK,
    "circumstances": RequestTraitKind.CIRCUMSTANCE,
    "wishes": RequestTraitKind.WISH,
    "refuses": RequestTraitKind.REFUSES,
}


@transaction.atomic
def ask_for_help(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    asked_on: date | None = None,
    client: Client | None = None,
    carer: Carer | None = None,
) -> HelpRequest:
    """Ask for a volunteer, for a client, for a carer, or for somebody in words. `values` are `DETAILS` and `SAID`.

    Raises PermissionDenied (for a client also for who does not see that file), ValidationError with code `later`,
    `tasks_missing`, `moments_missing`, `request_complete` or `request_one_asker`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_ask_for_help(actor):
        raise PermissionDenied
    seen = (client is None or Client.objects.visible_to(actor).filter(pk=client.pk).exists()) and (
        carer is None or Carer.objects.visible_to(actor).filter(pk=carer.pk).exists()
    )
    if not seen:
        raise PermissionDenied
    day = asked_on or today()
    if day > today():
        raise ValidationError({"asked_on": ValidationError("Kies een dag die al is geweest.", code="later")})
    asked = HelpRequest(
        municipality=municipality,
        client=client,
        carer=carer,
        asked_by=User.objects.get(pk=actor.user_id or 0),
        asked_on=day,
    )
    _fill(asked, values)
    store(asked)
    _say(asked, values)
    record(actor=actor, event=AuditEvent.CREATED, target=asked, client=person_of(asked))
    return asked


@transaction.atomic
def change_request(*, actor: Actor, asked: HelpRequest, revision: int, values: Mapping[str, Any]) -> HelpRequest:
    """The request with other details. Raises as `ask_for_help`, Conflict, and `request_is_closed`."""
    asked = locked_request(asked, revision)
    if not may_change_request(actor, asked):
        raise PermissionDenied
    check_open(asked)
    before = snapshot(asked)
    _fill(asked, values)
    asked.revision += 1
    store(asked)
    _say(asked, values)
    record(
        actor=actor,
        event=AuditEvent.CHANGED,
        target=asked,
        client=person_of(asked),
        before=before,
        fields=["kenmerken"],
    )
    return asked


@transaction.atomic
def close_request(*, actor: Actor, asked: HelpRequest, revision: int, because: str) -> HelpRequest:
    """Nobody is looked for any more. What was proposed does not go through.

    Raises PermissionDenied, Conflict, ValidationError with code `request_is_closed`, `request_closed` or
    `still_helped`: what runs is ended first.
    """
    asked = locked_request(asked, revision)
    if not may_change_request(actor, asked):
        raise PermissionDenied
    check_open(asked)
    if asked.matches.filter(status__in=UNDER_WAY).exists():
        raise ValidationError("Er is nog een vrijwilliger. Rond die koppeling eerst af.", code="still_helped")
    if not because.strip():
        raise ValidationError({"because": ValidationError("Schrijf op waarom u afsluit.", code="request_closed")})
    close(actor, asked, because)
    return asked


def close(actor: Actor, asked: HelpRequest, because: str) -> None:
    """Close a request that is locked, and decline what was proposed for it."""
    for match in asked.matches.filter(status=MatchStatus.PROPOSED):
        before = snapshot(match)
        match.status, match.ended_on, match.end_reason = MatchStatus.DECLINED, today(), MatchEnd.ASKER_STOPS
        match.revision += 1
        store(match, "status", "ended_on", "end_reason", "revision")
        person = match.volunteer.public_id
        record(actor=actor, event=AuditEvent.CHANGED, target=match, client=person, before=before)
    before = snapshot(asked)
    asked.status, asked.closed_on, asked.closed_because = RequestStatus.CLOSED, today(), because.strip()
    asked.revision += 1
    store(asked, "status", "closed_on", "closed_because", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=asked, client=person_of(asked), before=before)


def set_status(actor: Actor, asked: HelpRequest, status: RequestStatus) -> None:
    """Let a request that is locked follow its match."""
    if asked.status == status:
        return
    before = snapshot(asked)
    asked.status = status
    asked.revision += 1
    store(asked, "status", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=asked, client=person_of(asked), before=before)


def locked_request(asked: HelpRequest, revision: int | None = None) -> HelpRequest:
    """The request as it stands, locked. Raises Conflict when it is another revision than that which was shown."""
    rows = HelpRequest.objects.select_for_update(of=("self",), no_key=True).select_related("client", "carer")
    found: HelpRequest = rows.get(pk=asked.pk)
    if revision is not None and found.revision != revision:
        raise Conflict(CHANGED, code="request_changed")
    return found


def check_open(asked: HelpRequest) -> None:
    """Raise ValidationError with code `request_is_closed` when nobody is looked for any more."""
    if asked.status == RequestStatus.CLOSED:
        raise ValidationError("Deze hulpvraag is afgesloten. Maak een nieuwe.", code="request_is_closed")


def person_of(asked: HelpRequest) -> UUID:
    """Under whom the trail keeps a request: the client, the carer, or the request itself."""
    if asked.client is not None:
        return asked.client.public_id
    return asked.carer.public_id if asked.carer is not None else asked.public_id


def _fill(asked: HelpRequest, values: Mapping[str, Any]) -> None:
    unknown = set(values) - DETAILS - set(SAID)
    if unknown:
        raise TypeError(f"A request has no {', '.join(sorted(unknown))}.")
    faults: dict[str, Any] = {}
    if not list(values["tasks"]):
        faults["tasks"] = ValidationError("Kies wat er wordt gevraagd.", code="tasks_missing")
    if not values["moments"]:
        faults["moments"] = ValidationError("Kies wanneer iemand kan komen.", code="moments_missing")
    if faults:
        raise ValidationError(faults)
    for name in DETAILS & set(values):
        setattr(asked, name, normalise_postcode(values[name]) if name == "postcode" else values[name])


def _say(asked: HelpRequest, values: Mapping[str, Any]) -> None:
    asked.traits.all().delete()
    for name, kind in SAID.items():
        said: Iterable[str] = values.get(name, ())
        for value in dict.fromkeys(said):
            store(RequestTrait(request=asked, kind=kind, value=value))
