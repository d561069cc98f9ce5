"""What there is to do about signals, referrals, finding places and the social map, for the work list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from core.actors import Actor
from core.clock import today
from informal_care.access import may_handle_signals, may_keep_finding_places, may_keep_social_map
from informal_care.models import CarerSignal, Referral
from informal_care.selectors.offers import OfferRow, kept_offers
from informal_care.selectors.places import PlaceRow, places_out_of_touch
from informal_care.selectors.work import referrals_unheard_of, signals_to_take_up

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class CareWork:
    """What asks for attention, each kind with the most urgent first. No person is named: the pages do that."""

    template: str
    signals: Sequence[CarerSignal]
    referrals: Sequence[Referral]
    places: Sequence[PlaceRow]
    offers: Sequence[OfferRow]
    total: int
    day: date

    @property
    def shown(self) -> int:
        """How many stand on the page."""
        return len(self.signals) + len(self.referrals) + len(self.places) + len(self.offers)


def care_work(actor: Actor) -> CareWork | None:
    """What there is to do where carers are found and helped; None for who has nothing."""
    if not may_handle_signals(actor):
        return None
    day = today()
    signals, signal_total = _first(signals_to_take_up(actor, day))
    referrals, referral_total = _first(referrals_unheard_of(actor, day))
    places = places_out_of_touch(actor, day) if may_keep_finding_places(actor) else []
    kept = kept_offers(actor, day) if may_keep_social_map(actor) else []
    offers = [row for row in kept if row.is_due or row.is_broken]
    total = signal_total + referral_total + len(places) + len(offers)
    if not total:
        return None
    lists = (signals, referrals, places[:SHOWN], offers[:SHOWN])
    return CareWork("informal_care/includes/care_work.html", *lists, total, day)


def _first(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    shown = list(rows[:SHOWN])
    return shown, len(shown) if len(shown) < SHOWN else rows.count()
