"""Nobody sees a client's file with a password alone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.web.second_step import with_next
from organisations.web.middleware import lacks_second_step

OPEN_ROOM = "accounts"


class demand_second_step:  # noqa: N801 - named as the other middleware, and a class for `process_view`
    """Lead whoever needs a second step to the page where it is set up, whatever page they ask for.

    Only the pages of one's own account and those open to everybody are left. Who has an app already is asked for
    a code before this, by the middleware of the sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Let the view go on, or answer in its place."""
        match = request.resolver_match
        is_open = not getattr(view, "login_required", True) or (match is not None and match.app_name == OPEN_ROOM)
        if is_open or not isinstance(request.user, User) or not lacks_second_step(request):
            return None
        return redirect(with_next("accounts:second_step_set_up", request))
