"""How often somebody may ask: so many requests a minute, counted for all processes together.

What counts them is the shared cache, which adds one and answers the sum in one step. The minutes are those of the
clock, so that every process sees the same one begin.
"""

import logging
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled

from core.clock import now

WINDOW: Final = 60
"""Seconds."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """How it stands with somebody: how many a minute, how many are left, and in how many seconds it begins anew."""

    limit: int
    remaining: int
    reset: int


def count(request: HttpRequest, who: str, limit: int) -> None:
    """Count a request of `who`, and remember for the answer how it stands. Raises Throttled beyond the limit.

    Without its cache nothing is counted and everybody is answered: this guards against too much work, not against
    anybody who may not come in.
    """
    moment = int(now().timestamp())
    reset = WINDOW - moment % WINDOW
    # Not the name itself: it may be an address, which is about somebody.
    name = urlsafe_b64encode(sha256(who.encode()).digest()[:18]).decode()
    key = f"api.rate.{name}.{moment // WINDOW}"
    try:
        used = _add_one(key)
    except (RedisError, OSError):
        logger.warning("Requests are not counted: the cache is not there.")
        return
    request.rate = Rate(limit, max(0, limit - used), reset)  # type: ignore[attr-defined]
    if used > limit:
        raise Throttled(wait=reset)


def put_rate(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the headers how it stands, when the request was counted (draft-ietf-httpapi-ratelimit-headers-06)."""
    rate: Any = getattr(request, "rate", None)
    if rate is not None:
        response["RateLimit-Limit"] = str(rate.limit)
        response["RateLimit-Remaining"] = str(rate.remaining)
        response["RateLimit-Reset"] = str(rate.reset)


def _add_one(key: str) -> int:
    # Kept for two minutes: it cannot end between these two lines, and come back without an end.
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        return int(cache.incr(key))
    except ValueError:  # the cache was full and let it go
        return 1
