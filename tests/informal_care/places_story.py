"""A finding place and signals of Apeldoorn, for the tests of them and for the world of the access tests."""

from datetime import date
from typing import Any

from accounts.models import User
from core.actors import Actor
from informal_care.models import Carer, CarerSignal, Edition, FindingPlace, FindingPlaceKind, SupportOffer
from informal_care.services.editions import load_editions
from informal_care.services.offers import add_offer
from informal_care.services.places import add_place
from informal_care.services.settings import load_care_settings
from informal_care.services.signals import raise_signal
from organisations.models import Municipality, Partner
from tests.cast import actor_of_user

SEEN = "Zij slaapt slecht en zegt dat het niet meer gaat."
AGREED: dict[str, Any] = {
    "recognising": "Vraag hoe het thuis gaat.",
    "signalling": "Bel Ilse.",
    "referring": "Bel samen.",
}


def kind_of_place(code: str = "VP-04") -> FindingPlaceKind:
    """One of the twelve kinds; the edition and the numbers are loaded when they are not there."""
    if not Edition.objects.exists():
        load_editions(actor=Actor.system("proef"))
    load_care_settings()
    return FindingPlaceKind.objects.get(code=code)


def place_of(coordinator: User, name: str = "Huisartsen De Kade", partner: Partner | None = None) -> FindingPlace:
    """A finding place of the coordinator's municipality, without an agreement."""
    return add_place(actor=actor_of_user(coordinator), kind=kind_of_place(), name=name, partner=partner)


def signal_of(user: User, municipality: Municipality, **values: Any) -> CarerSignal:
    """A signal that this user tells, today."""
    load_care_settings()
    given = {"kind": "overloaded", "source": "organisation", "seen": SEEN, "person_name": "Truus Akkerman"}
    return raise_signal(actor=actor_of_user(user), municipality=municipality, **given | values)


def carer_of(municipality: Municipality, name: str = "Truus Akkerman") -> Carer:
    """A registered carer."""
    carer = Carer(municipality=municipality, name=name, known_since=date(2026, 1, 5), consent_on=date(2026, 1, 5))
    carer.full_clean()
    carer.save()
    return carer


OFFER: dict[str, Any] = {
    "name": "Even vrij op dinsdag",
    "kind": "relief_home",
    "provider": "De Brug (fictief)",
    "for_whom": "Wie elke dag voor een ander zorgt.",
    "about": "Een vrijwilliger komt bij u thuis.",
    "is_free": True,
    "first_step": "Bel ons.",
    "area": "Heel Apeldoorn",
    "phone": "055 123 45 67",
}


def offer_of(coordinator: User, **values: Any) -> SupportOffer:
    """Help on the map of the coordinator's municipality."""
    load_care_settings()
    return add_offer(actor=actor_of_user(coordinator), **OFFER | values)
