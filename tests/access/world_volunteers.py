"""A volunteer, a request and a match for the access tests."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from core.identifiers import search_key
from informal_care.models import Carer
from informal_care.services.volunteer_hours import record_hours
from organisations.models import Municipality
from tests.cast import actor_of_user
from tests.informal_care.volunteer_story import TODAY, available, chosen_for, request_of, started_from

OF_VOLUNTEER = ("", "_change", "_intake", "_status", "_certificate", "_training", "_talk", "_thanks")
OF_MATCH = ("", "_choose", "_decline", "_acquaintance", "_start", "_end", "_hours")


def volunteers_of(coordinator: User, client_id: Any, carer_name: str = "Ria de Vries") -> dict[str, dict[str, Any]]:
    """Joke, who comes to somebody since today, and a carer who may ask for somebody."""
    actor = actor_of_user(coordinator)
    joke = available(actor)
    asked = request_of(actor)
    match = started_from(actor, chosen_for(actor, asked, joke))
    row = record_hours(actor=actor, matched=match, day=TODAY, is_week=False, hours=Decimal(2))
    place = Municipality.objects.get(pk=actor.organisation_id or 0)
    carer = Carer.objects.create(
        municipality=place,
        name=carer_name,
        search_name=search_key(carer_name),
        known_since=TODAY,
        consent_on=TODAY,
    )
    room = "informal_care"
    return {
        **{f"{room}:volunteer{page}": {"public_id": joke.public_id} for page in OF_VOLUNTEER},
        **{f"{room}:help_request{page}": {"public_id": asked.public_id} for page in ("", "_change", "_close")},
        f"{room}:help_request_of_client": {"public_id": client_id},
        f"{room}:help_request_of_carer": {"public_id": carer.public_id},
        f"{room}:candidates": {"public_id": asked.public_id},
        f"{room}:propose_volunteer": {"public_id": asked.public_id, "volunteer_id": joke.public_id},
        **{f"{room}:match{page}": {"public_id": match.public_id} for page in OF_MATCH},
        f"{room}:match_review": {"public_id": match.reviews.get().public_id},
        f"{room}:match_hours_remove": {"public_id": row.public_id},
    }
