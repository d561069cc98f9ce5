"""The calendar that a program fetches with a secret address (RFC 5545), for nobody who is signed in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from accounts.web.lockout import lock_seconds, may_try, note_failure
from core.acting import acting
from core.clock import today
from core.web.origin import origin_of
from organisations.selectors import actors_of_feed, feed_with
from organisations.services import note_use
from plans.enums import DateKind
from plans.selectors.calendar import CalendarDate, calendar_dates

REFRESH: Final = timedelta(hours=6)
PRODUCT: Final = "-//zorgregio//agenda//NL"
PAGES: Final = {
    DateKind.EVALUATION: "plans:detail",
    DateKind.MOMENT: "plans:detail",
    DateKind.REMINDED: "clients:file",
    DateKind.WLZ_STEP: "plans:wlz_track",
    DateKind.TERM: "clients:case",
    DateKind.REASSESSMENT: "clients:cases",
    DateKind.ALLOCATION_END: "clients:allocations",
}


@login_not_required
@require_safe
def calendar(request: HttpRequest, public_id: UUID, secret: str) -> HttpResponse:
    """The dates of whose address this is. Open to all: the secret in the address is what lets somebody in.

    For anybody else there is nothing here: a wrong secret, a user who was switched off, without a membership, or
    without the second step that is demanded. Wrong secrets count as wrong passwords do.
    """
    name = f"agenda {public_id}"
    if not may_try(request, name):
        return _answer(HttpResponse(status=429, headers={"Retry-After": str(lock_seconds())}))
    feed = feed_with(public_id, secret)
    if feed is None:
        note_failure(request, name)
        return _nothing()
    day = today()
    actors = actors_of_feed(feed, day, origin_of(request))
    if not actors:
        return _nothing()
    dates: set[CalendarDate] = set()
    for actor in actors:
        with acting(actor):
            dates.update(calendar_dates(actor, day))
    if feed.last_used_on != day:
        note_use(feed=feed, day=day)
    return _calendar(request, calendar_of(sorted(dates)))


def calendar_of(dates: Iterable[CalendarDate]) -> bytes:
    """The dates as an iCalendar object (RFC 5545, RFC 7986): the same bytes for the same dates."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", "zorgregio")
    made.add("x-wr-calname", "zorgregio")
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for each in dates:
        made.add_component(_event(each))
    return bytes(made.to_ical())


def _event(each: CalendarDate) -> Event:
    """A day without hours, that keeps nobody busy. Its id holds the day: a day that moves is another event."""
    address = f"{settings.SITE_URL.rstrip('/')}{reverse(PAGES[each.kind], args=each.keys)}"
    identity = "/".join([each.kind.value, *map(str, each.keys), each.day.isoformat()])
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, identity)}@zorgregio")
    event.add("dtstamp", _at_midnight(each.since))
    event.add("sequence", 0)
    event.add("dtstart", each.day)
    event.add("summary", each.kind.label)
    event.add("description", f"Log in om te zien om wie het gaat: {address}")
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _calendar(request: HttpRequest, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="zorgregio.ics"'
    response["ETag"] = tag = quote_etag(sha256(content).hexdigest())
    unchanged = get_conditional_response(request, etag=tag, response=response)
    return _answer(unchanged or response)


def _nothing() -> HttpResponse:
    return _answer(HttpResponse(status=404))


def _answer(response: HttpResponse) -> HttpResponse:
    """Kept by the program that asked, never by a server in between; its address is passed on to nobody."""
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
