"""What all pages for everybody share: no account, no cookie but the one against forged forms, and a limit per address.

A limit is per page and minute. Whoever tries links that do not exist gets one answer for all of them: a link that
never was, one that was used and one of a poll that closed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from rest_framework.exceptions import Throttled

from core.acting import Standing
from core.actors import Actor
from core.api.limits import count
from core.row_security import APP_ROLE
from core.web.origin import origin_of
from informal_care.forms.public import PublicForm
from organisations.models import Municipality

PAGES: Final = 120
"""Pages a minute for one address: a whole meeting on one network opens its links at once."""

SENT: Final = 30
"""Forms a minute from one address."""

TOO_OFTEN: Final = 429

View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """A page without sign-in: limited by address, kept by no cache and no search engine, and its address is passed on
    to no other site.
    """

    @login_not_required
    @never_cache
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_too_often(request, "page", PAGES):
            response = render(request, "informal_care/public/too_often.html", status=TOO_OFTEN)
        else:
            response = view(request, *args, **kwargs)
        if response.status_code == TOO_OFTEN:
            response["Retry-After"] = "60"
        response["X-Robots-Tag"] = "noindex"
        # To our own pages it must go: without it a browser sends no origin along, and the form is refused as forged.
        response["Referrer-Policy"] = "same-origin"
        return response

    return limited


def is_too_often(request: HttpRequest, what: str, limit: int) -> bool:
    """Count this request for its page and address, and say whether that was one too many."""
    route = request.resolver_match.view_name if request.resolver_match else ""
    try:
        count(request, f"{what} {route} {origin_of(request).address}", limit)
    except Throttled:
        return True
    return False


def is_accepted(request: HttpRequest, form: PublicForm) -> bool:
    """Whether what was sent is in order; if not, the form says why and holds what was typed."""
    is_valid = form.is_valid()
    if is_too_often(request, "sent", SENT):
        form.wait()
        return False
    return is_valid


def show_form(request: HttpRequest, template: str, form: PublicForm, **shown: Any) -> HttpResponse:
    """The page with this form."""
    return render(request, template, {"form": form, **shown}, status=TOO_OFTEN if form.asks_too_often else 200)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """One answer for every link that does not work, whatever the reason."""
    return render(request, "informal_care/public/no_link.html", status=404)


def visitor(request: HttpRequest) -> Actor:
    """Who comes in without an account, also somebody who is signed in at the same time."""
    return Actor.anonymous(origin_of(request))


def standing_for(municipality: int | Municipality) -> Standing:
    """As whom the database serves a visitor with a link: it sees rows of this one municipality and of nobody else."""
    return Standing(APP_ROLE, str(municipality.pk if isinstance(municipality, Municipality) else municipality))
