"""Visits of the panel, appreciation and the pages for everybody."""

from collections.abc import Iterator

from informal_care.models import AppreciationScheme, CouncilVacancy, Poll
from tests.e2e.people import ILSE, Files
from tests.e2e.visiting import Visit, visits_of


def of_voice(files: Files) -> Iterator[Visit]:
    """What the demo asked its panel and gives this year; the public pages look the same to who is signed in."""
    visit = visits_of(ILSE)
    closed = Poll.objects.get(answers=24)
    small = Poll.objects.get(answers=6)
    scheme = AppreciationScheme.objects.get()
    place = scheme.municipality.cbs_code
    yield visit("panel", "informal_care:panel")
    yield visit("new member", "informal_care:member_new")
    yield visit("new poll", "informal_care:poll_new")
    yield visit("poll", "informal_care:poll", closed.public_id)
    yield visit("change poll", "informal_care:poll_change", small.public_id)
    yield visit("what is done with a poll", "informal_care:poll_follow_up", closed.public_id)
    yield visit("new vacancy", "informal_care:vacancy_new")
    yield visit("change vacancy", "informal_care:vacancy_change", CouncilVacancy.objects.get().public_id)
    yield visit("appreciation", "informal_care:appreciation")
    yield visit("new scheme", "informal_care:scheme_new")
    yield visit("scheme", "informal_care:appreciation_scheme", scheme.public_id)
    yield visit("change scheme", "informal_care:scheme_change", scheme.public_id)
    yield visit("application for somebody", "informal_care:application_new", scheme.public_id)
    waiting = scheme.applications.get(status="applied", same_as=None)
    yield visit("application", "informal_care:application", waiting.public_id)
    yield visit("apply", "informal_care:apply", place)
    yield visit("have a say", "informal_care:have_a_say", place)
    yield visit("results", "informal_care:poll_results", closed.public_id)
    yield visit("results of few", "informal_care:poll_results", small.public_id)
    yield visit("self test, place", "informal_care:self_test_place")
    yield visit("self test", "informal_care:self_test", place)
    yield visit("thanks", "informal_care:poll_thanks")
    yield visit("left the panel", "informal_care:panel_left")
