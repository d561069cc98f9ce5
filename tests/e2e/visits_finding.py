"""Visits of finding places, signals, referrals and the social map."""

from collections.abc import Iterator

from informal_care.models import CarerSignal, FindingPlace, Referral, SupportOffer
from tests.e2e.people import GIJS, ILSE, Files
from tests.e2e.visiting import Visit, visits_of


def of_finding(files: Files) -> Iterator[Visit]:
    """The coordinator's pages, those of a practice, and those for everybody."""
    visit = visits_of(ILSE)
    place = FindingPlace.objects.get(name__startswith="Huisartsen").public_id
    signal = CarerSignal.objects.get(person_name="Truus Akkerman").public_id
    offer = SupportOffer.objects.get(name__startswith="Even vrij").public_id
    for name in ("places", "place_new", "places_contact", "signals", "signal_new", "offers", "offer_new"):
        yield visit(name, f"informal_care:{name}")
    for name in ("place", "place_change", "place_training", "place_visit"):
        yield visit(name, f"informal_care:{name}", place)
    for name in ("", "_owner", "_step", "_carer", "_answer", "_handle", "_refer"):
        yield visit(f"signal{name}", f"informal_care:signal{name}", signal)
    yield visit("offer", "informal_care:offer", offer)
    referral = Referral.objects.get(signal__public_id=signal).public_id
    yield visit("referral", "informal_care:referral", referral)
    yield visit("maps", "informal_care:maps")
    yield visit("social map", "informal_care:map", "apeldoorn", query="?zoek=oppas")
    yield visit("help", "informal_care:map_offer", "apeldoorn", offer)
    of_practice = visits_of(GIJS)
    yield of_practice("signals of a practice", "informal_care:signals")
    yield of_practice("signal form of a practice", "informal_care:signal_new")
    yield of_practice("signal of a practice", "informal_care:signal", signal)
