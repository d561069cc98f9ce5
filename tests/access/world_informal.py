"""What routes of informal care may point at: a finding place and a signal."""

from typing import Any

from accounts.models import User
from organisations.models import Municipality
from tests.informal_care.places_story import place_of, signal_of

OF_PLACE = ("place", "place_change", "place_training", "place_visit")
OF_SIGNAL = tuple(f"signal{act}" for act in ("", "_owner", "_step", "_carer", "_answer", "_handle", "_refer"))
OF_OFFER = ("offer", "offer_checked")


def finding_of(coordinator: User, partner_worker: User, municipality: Municipality) -> dict[str, dict[str, Any]]:
    """A finding place of the municipality, and a signal that a partner told it."""
    place = {"public_id": place_of(coordinator).public_id}
    signal = {"public_id": signal_of(partner_worker, municipality).public_id}
    return {f"informal_care:{name}": place for name in OF_PLACE} | {
        f"informal_care:{name}": signal for name in OF_SIGNAL
    }
