"""The volunteers of the demo: what is told of them can happen, and telling it twice changes nothing."""

from types import SimpleNamespace
from typing import Any

from core.actors import Actor
from informal_care.models import HelpRequest, Match, Volunteer
from informal_care.selectors.matching import matching_for
from informal_care.services.settings import load_care_settings
from tests.informal_care.volunteer_story import TODAY
from zorgregio.demo.loading import read_story
from zorgregio.demo.volunteers import tell_volunteers


def test_demo_tells_of_volunteers_once(coordinator: Actor, on_day: Any, settings: Any) -> None:
    settings.DEMO = True
    on_day(TODAY)
    load_care_settings()
    cast: Any = SimpleNamespace(actors={"ilse": coordinator})
    for _ in range(2):
        tell_volunteers(read_story(), cast, TODAY)

    assert (Volunteer.objects.count(), HelpRequest.objects.count()) == (10, 5)
    assert sorted(Match.objects.values_list("status", flat=True)) == ["proposed", "started"]
    assert all(one.name.endswith("(fictief)") for one in Volunteer.objects.all())
    found = {one.asked_for: matching_for(one, TODAY) for one in HelpRequest.objects.filter(status="open")}
    assert any(one.candidates for one in found.values())
    assert all(one.excluded for one in found.values())
