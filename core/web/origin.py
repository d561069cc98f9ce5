"""Where a request came from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from core.actors import Origin


def origin_of(request: HttpRequest) -> Origin:
    """The network address of the visitor and the id of the request.

    `settings.TRUSTED_PROXIES` says how many proxies of ours stand in front. Each adds to the end of
    `X-Forwarded-For` the address that it saw, so the visitor is that many places from the end; what stands
    before it can be made up by the visitor. A shorter list did not come past all our proxies and is not
    believed.
    """
    return Origin(address=_address(request), request_id=getattr(request, "request_id", ""))


def _address(request: HttpRequest) -> str:
    direct = _valid(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(seen) >= proxies:
        return _valid(seen[-proxies]) or direct
    return direct


def _valid(text: str) -> str:
    """The address without a port or brackets, in its shortest form; nothing when it is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
