"""Open data for pages of other sites (NL API Design Rules, transport/cors): read by everybody, from anywhere.

What asks for a token is not shared: a token belongs in a program, and not in a page.
"""

from typing import Any, Final

from django.http import HttpResponse
from rest_framework.views import APIView

EXPOSED: Final = (
    "API-Version",
    "Allow",
    "Deprecation",
    "ETag",
    "Link",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "Sunset",
    "X-Request-ID",
)
SHARED: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "7200",
}


class SharedView(APIView):
    """A view whose answers pages of other sites may read. It allows OPTIONS beside its own methods."""

    @property
    def default_response_headers(self) -> dict[str, str]:
        """With leave for pages of other sites to read the answer."""
        return {**super().default_response_headers, **SHARED}

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What a browser asks for a page of another site, before it asks for the data."""
        allowed = ", ".join(self.allowed_methods)
        return HttpResponse(status=204, headers={**PREFLIGHT, "Access-Control-Allow-Methods": allowed})
