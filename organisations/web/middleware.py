"""Says in every request who acts, and on whose behalf."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.web.sessions import is_proven
from core.acting import ADMINISTRATION, Standing, acting, keep_standing
from core.actors import Actor
from core.api.problems import is_for_programs
from core.clock import today
from core.web.origin import origin_of
from organisations.access import must_set_second_step
from organisations.selectors import actor_for, current_membership, memberships_of

MEMBERSHIP_KEY = "membership"


class attach_actor:  # noqa: N801 - named as the other middleware, and a class for `process_view`
    """Set `request.actor`, worked out once, and let the database know it before any page is asked for its answer.

    A user with several memberships acts for the one chosen in the session, or else for the first.
    The choice is checked against today's memberships in every request: a leaver is out that same day.
    Who has to set a second step and did not is nobody in particular until then.
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
    """As whom the database serves this request: administrators on their own pages see all rows.

    The API knows no session: there it is nobody until a token says on whose behalf somebody asks.
    """
    match = request.resolver_match
    if is_for_programs(request):
        return Standing.of(Actor.anonymous())
    is_administrator = getattr(request.user, "is_superuser", False) and not lacks_second_step(request)
    if match is not None and match.app_name == "admin" and is_administrator:
        return ADMINISTRATION
    # Whoever did not sign in is nobody: no membership has to be looked up.
    actor = request.actor if request.user.is_authenticated else Actor.anonymous()  # type: ignore[attr-defined]
    return Standing.of(actor)


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether the user has to set a second step in this session before anything else."""
    bool(request.actor.role)  # type: ignore[attr-defined]  # works the actor out, when nobody has asked yet
    return getattr(request, "lacks_second_step", False)


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
    actor = actor_for(request.user, membership, origin)
    is_needed = settings.SECOND_FACTOR == "required" and must_set_second_step(actor, is_staff=request.user.is_staff)
    if not is_needed or is_proven(request):
        return actor
    request.lacks_second_step = True  # type: ignore[attr-defined]
    # Somebody without an organisation and without rights: should a page be reached after all, it shows nothing.
    return replace(actor_for(request.user, None, origin), is_administrator=False)
