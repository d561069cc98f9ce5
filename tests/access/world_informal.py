"""What routes of informal care may point at: a finding place, a signal, and help on the social map."""

from typing import Any

from django.utils.text import slugify

from accounts.models import User
from core.models import PublicModel
from informal_care.enums import ReferralKind
from informal_care.services.referrals import refer
from organisations.models import Municipality
from tests.cast import actor_of_user
from tests.factories.informal_care import OfferFactory
from tests.informal_care.places_story import place_of, signal_of

OF_PLACE = ("place", "place_change", "place_training", "place_visit")
OF_SIGNAL = tuple(f"signal{act}" for act in ("", "_owner", "_step", "_carer", "_answer", "_handle", "_refer"))
OF_OFFER = ("offer", "offer_checked")


def finding_of(coordinator: User, partner_worker: User, municipality: Municipality) -> dict[str, dict[str, Any]]:
    """A finding place of the municipality, a signal that a partner told it, and help that somebody was brought to."""
    place, signal = place_of(coordinator), signal_of(partner_worker, municipality)
    offer = OfferFactory.create(municipality=municipality)
    brought = refer(
        actor=actor_of_user(coordinator), kind=ReferralKind.WARM, signal=signal, offer=offer, to_person="Bep Brug"
    )
    whose: dict[PublicModel, tuple[str, ...]] = {place: OF_PLACE, signal: OF_SIGNAL, offer: OF_OFFER}
    on_map = {"place": slugify(municipality.name), "public_id": offer.public_id}
    return {f"informal_care:{name}": {"public_id": row.public_id} for row, names in whose.items() for name in names} | {
        "informal_care:referral": {"public_id": brought.public_id},
        "api-v1:support-offer-detail": {"uuid": offer.public_id},
        "informal_care:map": on_map,
        "informal_care:map_offer": on_map,
    }
