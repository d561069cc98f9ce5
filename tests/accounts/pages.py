"""Routes for the tests of the door: a home page and a form to fill in stand for all other rooms."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from zorgregio.urls import urlpatterns as routes


def page(request: HttpRequest) -> HttpResponse:
    """Show nothing much, or repeat what was sent."""
    return HttpResponse(f"ontvangen: {request.POST.get('tekst', '')}")


urlpatterns = [
    path("", page, name="home"),
    path("invoer", page, name="form"),
    path("", include("accounts.urls")),
    *routes,
]
