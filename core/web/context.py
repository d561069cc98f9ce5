"""What every page needs around its own content: navigation, the demo banner, the version."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from core.actors import Actor


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
    return {
        "actor": actor,
        "navigation": navigation_links(actor, request.path),
        "home_url": _url("home"),
        "sign_out_url": _url("accounts:sign_out"),
        "act_as_url": _url("organisations:act_as"),
        "accessibility_url": _url("toegankelijkheid"),
        "is_demo": getattr(settings, "DEMO", False),
        "version": getattr(settings, "VERSION", ""),
    }


def navigation_links(actor: Actor, path: str) -> list[NavigationLink]:
    """Return the links of `settings.NAVIGATION` for the actor's role; nobody signed in sees none.

    Each entry is (url name, label, roles); without roles it is for everybody, an administrator sees all.
    The link with the longest address that `path` starts with is the current one.
    """
    if actor.user_id is None:
        return []
    shown = [
        (label, url)
        for name, label, roles in getattr(settings, "NAVIGATION", ())
        if (not roles or actor.role in roles or actor.is_administrator) and (url := _url(name))
    ]
    reached = [url for _, url in shown if path == url or (path.startswith(url.rstrip("/") + "/") and url != "/")]
    current = max(reached, key=len, default="")
    return [NavigationLink(label, url, is_current=url == current) for label, url in shown]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
