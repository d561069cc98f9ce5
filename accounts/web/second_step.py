"""The second step at the door: who showed a password waits here until a code is right."""

from dataclasses import dataclass
from time import time
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import ProvenBy
from accounts.models import User
from accounts.services.second_factor import check_code, pass_second_step
from accounts.web.held import held_for
from accounts.web.sessions import session_of
from core.web.origin import origin_of

PENDING = "second_step"
PENDING_SECONDS = 10 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


class SecondStepBackend(BaseBackend):
    """Checks a code. As a backend, so that django-axes counts wrong ones together with wrong passwords."""

    def authenticate(  # type: ignore[override]  # Django looks for the backend that takes these names
        self, request: HttpRequest, username: str, token: str
    ) -> User | None:
        """The user whose code this is; `proven_by` of the request says what was shown."""
        user = User.objects.active().filter(email=User.objects.normalise(username)).first()
        if user is None:
            return None
        shown = check_code(user=user, code=token, origin=origin_of(request))
        request.proven_by = shown  # type: ignore[attr-defined]
        return user if shown else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who has to set the second step, and whether they are signed in already."""

    user: User
    next: str
    is_signed_in: bool


def wait(request: HttpRequest, user: User, next_page: str) -> None:
    """Remember for some minutes that this browser showed the user's password."""
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": int(time()),
        "next": next_page,
    }


def waiting(request: HttpRequest) -> Waiting | None:
    """Who has to set the second step in this browser; None when nobody has to."""
    if isinstance(request.user, User):
        session = session_of(request)
        is_due = session is not None and session.has_second_factor and not session.is_proven
        return Waiting(request.user, "", is_signed_in=True) if is_due else None
    pending = request.session.get(PENDING)
    if not pending or time() - pending["at"] > PENDING_SECONDS:
        return None
    user = User.objects.active().filter(pk=pending["user"]).first()
    if user is None or not constant_time_compare(pending["hash"], user.get_session_auth_hash()):
        return None
    return Waiting(user, pending["next"], is_signed_in=False)


def enter(request: HttpRequest, waiting: Waiting, proven_by: ProvenBy) -> None:
    """Sign in whoever set the second step; the session remembers how."""
    request.session.pop(PENDING, None)
    if not waiting.is_signed_in:
        login(request, waiting.user, backend=BACKEND)
    session = session_of(request)
    if session is not None:
        pass_second_step(session=session, by=proven_by, origin=origin_of(request))


def go_on(request: HttpRequest, user: User, next_page: str, held: str) -> HttpResponse:
    """Where somebody goes who is signed in now: on, or first to what they typed before the session ended."""
    kept = held_for(user.public_id, held) if held else None
    if kept:
        return render(request, "accounts/held.html", {"held": kept, "back_url": next_page})
    if held:
        messages.warning(request, "Wat u voor het uitloggen verstuurde, is niet opgeslagen.")
    return redirect(next_page)


def next_page(request: HttpRequest) -> str:
    """The page of this site to which the request wants to go on; the first page when it names none, or another's."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and is_ours else reverse("home")


def with_next(route: str, request: HttpRequest) -> str:
    """The address of the route, and where to go on afterwards: this page when it can be returned to."""
    if request.method not in {"GET", "HEAD"}:
        return reverse(route)
    return f"{reverse(route)}?{urlencode({'next': request.get_full_path()})}"
