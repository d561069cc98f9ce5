"""Visits of who coordinates volunteers."""

from collections.abc import Iterator

from informal_care.models import Carer, HelpRequest, Match, Volunteer
from tests.e2e.people import ILSE, KARIN, Files
from tests.e2e.visiting import Visit, in_demo, visits_of

OF_VOLUNTEER = ("", "_change", "_intake", "_status", "_certificate", "_training", "_talk", "_thanks")


def of_volunteers(files: Files) -> Iterator[Visit]:
    """The volunteers, requests and matches of the demo."""
    visit = visits_of(ILSE)
    joke = Volunteer.objects.get(name__startswith="Joke").public_id
    asked = HelpRequest.objects.filter(status="open").order_by("asked_on")[1].public_id
    started, proposed = (Match.objects.get(status=status) for status in ("started", "proposed"))
    yield visit("volunteers", "informal_care:volunteers")
    yield visit("new volunteer", "informal_care:volunteer_new")
    yield visit("hours of volunteers", "informal_care:volunteer_hours")
    yield visit("requests for help", "informal_care:help_requests")
    yield visit("new request for help", "informal_care:help_request_new")
    for name in OF_VOLUNTEER:
        yield visit(f"volunteer {name}", f"informal_care:volunteer{name}", joke)
    for name in ("help_request", "help_request_change", "help_request_close", "candidates"):
        yield visit(name, f"informal_care:{name}", asked)
    of_worker = visits_of(KARIN)
    client = in_demo("Brinkhorst").public_id
    yield of_worker("request for a client", "informal_care:help_request_of_client", client)
    yield of_worker("request for help", "informal_care:help_request", asked)
    carer = Carer.objects.get(name__startswith="Riet van Ommen").public_id
    yield visit("request for a carer", "informal_care:help_request_of_carer", carer)
    yield visit("match", "informal_care:match", started.public_id)
    yield visit("hours of a match", "informal_care:match_hours", started.public_id)
    yield visit("end of a match", "informal_care:match_end", started.public_id)
    yield visit("acquaintance", "informal_care:match_acquaintance", started.public_id)
    yield visit("start of a match", "informal_care:match_start", started.public_id)
    yield visit("evaluation of a match", "informal_care:match_review", started.reviews.get().public_id)
    yield visit("choice", "informal_care:match_choose", proposed.public_id)
    yield visit("no match", "informal_care:match_decline", proposed.public_id)
