"""Error pages that need a view of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without a valid token: it says how to send the form again."""
    return render(request, "403_csrf.html", status=403)
