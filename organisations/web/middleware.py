"""Says in every request who acts, and on whose behalf."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from core.acting import ADMINISTRATION, Standing, acting, keep_standing
from core.actors import Actor
from core.clock import today
from core.web.origin import origin_of
from organisations.selectors import actor_for, current_membership, memberships_of

MEMBERSHIP_KEY = "membership"


class attach_actor:  # noqa: N801 - named as the other middleware, and a class for `process_view`
    """Set `request.actor`, worked out once, and let the database know it before any page is asked for its answer.

    A user with several memberships acts for the one chosen in the session, or else for the first.
    The choice is checked against today's memberships in every request: a leaver is out that same day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _worked_out(request))  # type: ignore[attr-defined]
        # Left in every case, so that nobody else's request finds a connection on which this one still acts.
        with ExitStack() as standing:
            request.standing = standing  # type: ignore[attr-defined]
            response = self.get_response(request)
        who = getattr(request, "stands_as", None)
        if who is not None:
            keep_standing(response, who)
        return response

    # Here and not at the first use: a page that never asks who acts is the one that forgot its scope. And not in
    # __call__: the session and the user, which the way in needs, are looked up by then.
    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """From here on every query is bound to the actor's organisation, or to nothing without one."""
        who = standing_of(request)
        request.stands_as = who  # type: ignore[attr-defined]
        request.standing.enter_context(acting(who))  # type: ignore[attr-defined]


def standing_of(request: HttpRequest) -> Standing:
    """As whom the database serves this request: administrators on their own pages see all rows."""
    match = request.resolver_match
    if match is not None and match.app_name == "admin" and getattr(request.user, "is_superuser", False):
        return ADMINISTRATION
    # Whoever did not sign in is nobody: no membership has to be looked up.
    actor = request.actor if request.user.is_authenticated else Actor.anonymous()  # type: ignore[attr-defined]
    return Standing.of(actor)


def _worked_out(request: HttpRequest) -> Actor:
    # The plain actor takes the place of the lazy one, which would stand between at each of its hundreds of uses.
    actor = request.actor = _actor(request)  # type: ignore[attr-defined]
    return actor


def _actor(request: HttpRequest) -> Actor:
    origin = origin_of(request)
    if not isinstance(request.user, User):
        return Actor.anonymous(origin)
    memberships = memberships_of(request.user, today())
    membership = current_membership(memberships, str(request.session.get(MEMBERSHIP_KEY, "")))
    return actor_for(request.user, membership, origin)
