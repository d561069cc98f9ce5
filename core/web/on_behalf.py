"""A form is sent on behalf of the organisation for which it was opened, or not at all.

Somebody may act for several organisations and switch in another tab of the browser. A form that was opened before
carries on whose behalf that was; sending it now would write for the wrong one.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from core.actors import Actor
from core.web.sent import what_was_sent
from core.web.views import actor_of

FIELD: Final = "namens"
CONFLICT: Final = 409
SWITCH: Final = "organisations:act_as"


def on_whose_behalf(actor: Actor) -> str:
    """What a form carries: the organisation and the role; nothing for who acts for nobody."""
    return f"{actor.organisation_uuid}.{actor.role}" if actor.organisation_uuid else ""


class refuse_other_behalf:  # noqa: N801 - named as the other middleware, and a class for `process_view`
    """Refuse a form that was opened on behalf of another organisation or in another role; keep what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Let the view go on, or answer in its place."""
        carried = request.POST.get(FIELD) if request.method == "POST" else None
        if carried is None or not request.user.is_authenticated or carried == on_whose_behalf(actor_of(request)):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name == SWITCH:
            return None  # whoever chooses on whose behalf need not go back first
        response = render(request, "409_on_behalf.html", what_was_sent(request), status=CONFLICT)
        add_never_cache_headers(response)
        return response
