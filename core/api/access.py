"""Who may ask what of the API: a token with a scope. Whose it is, the room of the organisations says.

Without a permission of its own a view demands a scope, and one that names none answers nobody.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from django.core.exceptions import ImproperlyConfigured
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.acting import Standing, acting
from core.actors import Actor
from core.web.origin import origin_of

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings, which name this module

CHALLENGE: Final = 'Bearer realm="zorgregio"'


class Grant(Protocol):
    """What a token gives: it is the `auth` of a request."""

    @property
    def scopes(self) -> frozenset[str]:
        """What it is for."""

    def actor_for(self, scope: str) -> Actor | None:
        """Who acts under this scope; None when the organisation has no part in it."""


class InsufficientScope(PermissionDenied):
    """The token is good, and not for this (RFC 6750 par. 3.1)."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.auth_header = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'


class HasScope(BasePermission):
    """The token must be for the scope that the view names in `required_scopes`, by action or method.

    What is allowed is done as the actor of that scope: `acting_as(request)`.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether to go on; raises what says to the client what is lacking."""
        grant: Grant | None = cast(Any, request.auth)
        if grant is None:
            raise NotAuthenticated
        scope = required_scope(request, view)
        if scope is None:
            # Not a method of this view: the answer says so. Any other has a scope, or it is a fault of ours.
            method = (request.method or "").lower()
            if method in view.http_method_names and hasattr(view, method):
                raise ImproperlyConfigured(f"{type(view).__name__} names no scope for {request.method}.")
            return True
        actor = grant.actor_for(scope) if scope in grant.scopes else None
        if actor is None:
            raise InsufficientScope(scope)
        request._request.actor_of_token = actor  # type: ignore[attr-defined]
        return True


def required_scope(request: Request, view: "APIView") -> str | None:
    """The scope of this action of the view; None when it names none."""
    scopes: Mapping[str, str] = getattr(view, "required_scopes", {})
    method = (request.method or "").lower()
    action: str = getattr(view, "action", None) or ("get" if method == "head" else method)
    return scopes.get(action)


def acting_as(request: Any) -> Actor:
    """Who asks: the client of the token in the role of the scope, or nobody in particular. Never who has a session."""
    actor: Actor | None = getattr(request._request, "actor_of_token", None)
    return actor or Actor.anonymous(origin_of(request._request))


def stand_for(request: Request, actor: Actor) -> None:
    """From here to the end of the answer the database shows what the actor's organisation may see."""
    inner: Any = request._request
    inner.stands_as = Standing.of(actor)
    inner.standing.enter_context(acting(inner.stands_as))
