"""The demo's requests about files, a shielded file, files opened with a reason, and who looked at a namesake."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from clients.enums import RequestedBy, RightsOutcome, Verdict
from clients.models import Client
from clients.services import open_file, record_reading, review_opening, shield_file
from clients.services.destruction import propose_destruction
from clients.services.rights import carry_out_request, decide_request, register_request
from core.clock import pretend
from zorgregio.demo.organisations import Cast


def tell_privacy(row: Mapping[str, Any], client: Client, cast: Cast, today: date) -> None:
    """Write what `row` says of one client's privacy. In the trail all of it happens at the moment of loading."""
    for asked in row.get("rights", ()):
        _ask(asked, client, cast, today)
    if "shield" in row:
        _shield(row["shield"], client, cast, today)
    for opened in row.get("openings", ()):
        _open(opened, client, cast, today)
    for key, times in row.get("reads", {}).items():
        for _ in range(times):
            record_reading(actor=cast.actors[key], client=client)


def _ask(asked: Mapping[str, Any], client: Client, cast: Cast, today: date) -> None:
    actor = cast.actors[asked["by"]]
    received_on = today + timedelta(days=asked["received"])
    with pretend(received_on):
        request = register_request(
            actor=actor,
            client=client,
            kind=asked["kind"],
            received_on=received_on,
            requested_by=RequestedBy.CLIENT,
            text=asked.get("text", ""),
        )
    if "decided" in asked:
        with pretend(today + timedelta(days=asked["decided"])):
            request = decide_request(
                actor=actor, request=request, revision=request.revision, outcome=RightsOutcome.GRANTED
            )
    if "proposed" in asked:
        with pretend(today + timedelta(days=asked["proposed"])):
            propose_destruction(actor=actor, client=client, request=request)
    if "handled" in asked:
        handled_on = today + timedelta(days=asked["handled"])
        with pretend(handled_on):
            carry_out_request(
                actor=actor,
                request=request,
                revision=request.revision,
                handled_on=handled_on,
                handling=asked["handling"],
            )


def _shield(shield: Mapping[str, Any], client: Client, cast: Cast, today: date) -> None:
    with pretend(today + timedelta(days=shield["from"])):
        shield_file(
            actor=cast.actors[shield["by"]],
            client=client,
            reason=shield["reason"],
            users=[cast.users[key] for key in shield["users"]],
        )


def _open(opened: Mapping[str, Any], client: Client, cast: Cast, today: date) -> None:
    """Without a day it is opened now, so that it is still open when somebody tries the demo."""
    actor = cast.actors[opened["by"]]
    if "opened" not in opened:
        open_file(actor=actor, client_id=client.public_id, reason=opened["reason"])
        return
    with pretend(today + timedelta(days=opened["opened"])):
        opening = open_file(actor=actor, client_id=client.public_id, reason=opened["reason"])
    with pretend(today + timedelta(days=opened["opened"] + 1)):
        review_opening(
            actor=cast.actors[opened["reviewed_by"]],
            opening=opening,
            verdict=Verdict.JUSTIFIED,
            note=opened["note"],
        )
