"""The address at which one's own calendar program fetches what is due."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import ProvenBy
from accounts.models import User
from accounts.web.sessions import session_of
from core.web import remembered
from core.web.views import actor_of
from organisations.models import CalendarFeed
from organisations.services import make_feed, revoke_feed

NEW_ADDRESS = "new_calendar_address"


@require_safe
@never_cache
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Whether there is an address and when it was used last; a new one is shown here once."""
    address = remembered.read(request, NEW_ADDRESS).get("address", "")
    remembered.forget(request, NEW_ADDRESS)
    feed = CalendarFeed.objects.filter(user=actor_of(request).user_id).first()
    return render(request, "organisations/calendar_feed.html", {"feed": feed, "address": address if feed else ""})


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make an address, in the place of the one before."""
    session = session_of(request)
    proven_by = ProvenBy(session.proven_by) if session is not None else ProvenBy.NOTHING
    feed, secret = make_feed(actor=actor_of(request), proven_by=proven_by)
    path = reverse("plans:calendar", args=[feed.public_id, secret])
    remembered.keep(request, NEW_ADDRESS, {"address": f"{settings.SITE_URL.rstrip('/')}{path}"})
    return redirect("organisations:calendar_feed")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the address work no more."""
    if revoke_feed(actor=actor_of(request), user=cast(User, request.user)):
        messages.success(request, "Het adres werkt niet meer. Verwijder de agenda ook uit uw agenda-app.")
    return redirect("organisations:calendar_feed")
