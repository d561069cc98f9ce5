"""What the browser is told not to allow, read from real answers of every kind."""

from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.urls import path, reverse

from tests.cast import sign_in
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import *  # noqa: F403 - fixtures
from zorgregio.urls import urlpatterns as routes


def broken(request: HttpRequest) -> HttpResponse:
    """A page with a fault in it."""
    raise RuntimeError("broken")


def suspicious(request: HttpRequest) -> HttpResponse:
    """A page that finds the request suspicious."""
    raise SuspiciousOperation


urlpatterns = [path("stuk", broken), path("verdacht", suspicious), *routes]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.zorgregio.test_security_headers")]


@pytest.fixture
def browser(settings: Any, petra: Any) -> Browser:
    """Petra's browser, over HTTPS, at an installation as in production."""
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.WHITENOISE_USE_FINDERS = True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    return sign_in(Browser(raise_request_exception=False, headers={"X-Forwarded-Proto": "https"}), petra)


def answer(kind: str, browser: Browser, request: pytest.FixtureRequest) -> Any:
    """An answer of this kind."""
    if kind == "pdf":
        version = request.getfixturevalue("running")
        return browser.get(reverse("plans:pdf", args=[version.public_id]), secure=True)
    if kind == "upload":
        professional = ProfessionalFactory.create(provider=request.getfixturevalue("de_linde"))
        diploma = QualificationFactory.create(professional=professional, evidenced=True)
        address = reverse("organisations:evidence", args=[professional.public_id, diploma.public_id])
        return browser.get(address, secure=True)
    if kind == "token":
        strict = Browser(enforce_csrf_checks=True)
        return strict.post("/aanmelden", {}, secure=True)
    addresses = {
        "page": "/",
        "door": "/aanmelden",
        "api": "/api/v1/producten",
        "api error": "/api/v1/bestaat-niet",
        "admin": "/beheer/",
        "redirect": "/beheer/login/",
        "400": "/verdacht",
        "403": reverse("clients:new"),
        "404": "/bestaat-niet",
        "500": "/stuk",
        "static": "/static/css/zorgregio.css",
        "health": "/gezond",
        "recovery": "/account/herstelcodes",
    }
    response = (Browser() if kind == "door" else browser).get(addresses[kind], secure=True)
    response.close()
    return response


STATUS = {
    "page": 200,
    "door": 200,
    "pdf": 200,
    "upload": 200,
    "api": 200,
    "api error": 404,
    "admin": 302,
    "redirect": 403,
    "400": 400,
    "403": 403,
    "404": 404,
    "500": 500,
    "token": 403,
    "static": 200,
    "health": 200,
    "recovery": 403,
}


@pytest.mark.parametrize("kind", STATUS)
def test_every_answer_closes_what_no_page_needs(kind: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    response = answer(kind, browser, request)

    assert response.status_code == STATUS[kind]
    headers = response.headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == ("no-referrer" if "API-Version" in headers else "same-origin")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    is_shared = {"API-Version", "Access-Control-Allow-Origin"} <= {*headers}  # open data, for pages of other sites too
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_shared else "same-origin")
    assert {"camera=()", "microphone=()", "geolocation=()", "usb=()"} <= set(headers["Permissions-Policy"].split(", "))
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "*" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["page", "door", "pdf", "403", "404"])
def test_pages_load_only_from_this_site(kind: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    policy = answer(kind, browser, request).headers["Content-Security-Policy"]

    for directive in ("script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"):
        assert directive in policy


def test_without_https_nothing_is_promised_about_it(petra: Any) -> None:
    response = sign_in(Browser(), petra).get("/")

    assert "Strict-Transport-Security" not in response.headers
    assert "Permissions-Policy" in response.headers


@pytest.mark.parametrize("kind", ["page", "upload", "pdf"])
def test_nothing_about_people_is_kept_by_a_cache(kind: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    assert "no-store" in answer(kind, browser, request).headers.get("Cache-Control", "")
