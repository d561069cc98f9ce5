"""What every page needs around its own content: navigation, the demo banner, the version."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

from core.actors import Actor

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link of the main navigation."""

    label: str
    url: str
    is_current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, `actor`, `is_demo`, `version` and the addresses of the page frame.

    A route that this installation does not have is left out, so a page never fails on its frame.
    """
    actor: Actor = getattr(request, "actor", None) or Actor.anonymous()
    is_staff = getattr(getattr(request, "user", None), "is_staff", False)
    return {
        "actor": actor,
        "navigation": navigation_links(actor, request.path, is_staff=is_staff),
        "home_url": _url("home"),
        "sign_out_url": _url("accounts:sign_out"),
        "act_as_url": _url("organisations:act_as"),
        "rights_url": _url("organisations:rights") if actor.user_id else "",
        "account_url": _url("accounts:account"),
        "accessibility_url": _url("toegankelijkheid"),
        "is_demo": getattr(settings, "DEMO", False),
        "version": getattr(settings, "VERSION", ""),
    }


def navigation_links(actor: Actor, path: str, *, is_staff: bool = False) -> list[NavigationLink]:
    """Return the links of `settings.NAVIGATION` for the actor's role; nobody signed in sees none.

    Each entry is (url name, label, roles, sections); without roles it is for everybody, and the role "staff" is
    for who may open the admin pages. A page belongs to the link with the longest address that `path` starts
    with; the sections of a link are first parts of a path that belong to it too.
    """
    if actor.user_id is None:
        return []
    own = {actor.role, STAFF if is_staff else ""}
    shown = [
        (label, url, (url, *(get_script_prefix() + section for section in sections)))
        for name, label, roles, sections in getattr(settings, "NAVIGATION", ())
        if (not roles or own.intersection(roles)) and (url := _url(name))
    ]
    reached = [(place, url) for _, url, places in shown for place in places if _is_below(place, path)]
    current = max(reached, key=lambda found: len(found[0]), default=("", ""))[1]
    return [NavigationLink(label, url, is_current=url == current) for label, url, _ in shown]


def _is_below(place: str, path: str) -> bool:
    return path == place or (place != "/" and path.startswith(place.rstrip("/") + "/"))


def _url(name: str) -> str:
    return _address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _address(name: str, urlconf: str, _prefix: str) -> str:
    # Kept for each set of routes and each place below which the site stands: both hold as long as a process runs.
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
