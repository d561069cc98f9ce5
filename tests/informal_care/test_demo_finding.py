"""The demo's finding places and signals are told, once."""

from datetime import date

from informal_care.models import CarerSignal, FindingPlace, Referral, SupportOffer
from tests.cast import actor_of_user
from tests.factories.organisations import PartnerFactory
from tests.informal_care.places_story import kind_of_place
from zorgregio.demo.finding import tell_finding
from zorgregio.demo.loading import read_story
from zorgregio.demo.organisations import Cast

TODAY = date(2026, 3, 2)


def test_demo_tells_places_help_and_signals_once(on_day, settings, ilse, gijs, apeldoorn):
    settings.DEMO = True
    on_day(TODAY)
    kind_of_place()
    story = read_story()
    for row in story["partners"].values():
        PartnerFactory.create(name=row["name"], municipalities=[apeldoorn])
    cast = Cast({"ilse": actor_of_user(ilse), "gijs": actor_of_user(gijs)}, {"ilse": ilse}, {})

    for _ in range(2):
        tell_finding(story, cast, TODAY)

    assert [FindingPlace.objects.count(), SupportOffer.objects.count(), CarerSignal.objects.count()] == [
        len(story["finding"][name]) for name in ("places", "offers", "signals")
    ]
    signal = Referral.objects.get().signal
    assert signal is not None
    assert signal.feedback_on is not None
    assert sum(one.is_late(TODAY) for one in CarerSignal.objects.all()) == 1
