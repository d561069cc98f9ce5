"""Says in every request who acts, and on whose behalf."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from core.actors import Actor
from core.clock import today
from core.web.origin import origin_of
from organisations.selectors import actor_for, current_membership, memberships_of

MEMBERSHIP_KEY = "membership"


def attach_actor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.actor`, worked out once and only when somebody asks.

    A user with several memberships acts for the one chosen in the session, or else for the first.
    The choice is checked against today's memberships in every request: a leaver is out that same day.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _worked_out(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


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
