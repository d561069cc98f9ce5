"""An error under /api is a problem, whoever found it, and no page is made on the way."""

import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.test.signals import template_rendered

from core.api.collections import CollectionViewSet
from core.web.logs import Masked
from tests.api_walk import BASE

PROBLEM = "application/problem+json"
UNKNOWN = [
    "/api",
    "/api/",
    "/api/v1",
    "/api/v1/",
    "/api/v2/producten",
    "/api/v1/onbekend",
    "/api/v1/producten/1",
    "/api/é",
]


@pytest.fixture
def pages() -> Any:
    """The templates that were rendered."""
    made: list[str] = []

    def note(sender: Any, template: Any, **rest: Any) -> None:
        made.append(template.name)

    template_rendered.connect(note)
    yield made
    template_rendered.disconnect(note)


@pytest.mark.parametrize("address", UNKNOWN)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_unknown_address_is_a_problem(client: Client, db: None, pages: list[str], address: str, method: str) -> None:
    response = getattr(client, method)(address)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json()["instance"] == address
    assert response["API-Version"]
    assert pages == []


@pytest.mark.parametrize("address", ["/apis", "/apiv1", "/onbekend", "/API/v1"])
def test_unknown_page_stays_a_page(client: Client, db: None, pages: list[str], address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "404.html" in pages
    assert "API-Version" not in response


def test_another_host_is_a_problem(client: Client, db: None, pages: list[str]) -> None:
    for address in ("/api/v1/producten", "/api/onbekend"):
        response = client.get(address, headers={"host": "elders.example"})
        assert (response.status_code, response["Content-Type"], pages) == (400, PROBLEM, [])


def failing(error: Exception) -> Any:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    return fail


def test_unforeseen_error_is_a_problem(db: None, pages: list[str], monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr(CollectionViewSet, "narrow", failing(RuntimeError("geheim")))
    with caplog.at_level(logging.CRITICAL, "django.request"):
        response = Client(raise_request_exception=False).get("/api/v1/zorgaanbieders")
    assert (response.status_code, response["Content-Type"], pages) == (500, PROBLEM, [])
    assert b"geheim" not in response.content
    assert response["API-Version"]


def test_database_that_is_busy_says_when_to_come_back(
    client: Client, db: None, pages: list[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(CollectionViewSet, "narrow", failing(OperationalError("database is locked")))
    response = client.get("/api/v1/zorgaanbieders")
    assert (response.status_code, response["Content-Type"], pages) == (503, PROBLEM, [])
    assert int(response["Retry-After"]) > 0


@pytest.mark.parametrize(
    "address", ["/api/v1/producten", "/api/v1/onbekend", "/api/v1/toewijzingen", "/api/oauth/token"]
)
def test_request_id_comes_back(client: Client, db: None, address: str) -> None:
    response = client.get(address, headers={"x-request-id": "verzoek-12345"})
    assert response["X-Request-ID"] == "verzoek-12345"


def test_request_id_stands_in_the_lines_of_the_log(client: Client, db: None) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(Masked("{request_id} {message}", style="{"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get(f"{BASE}/onbekend", headers={"x-request-id": "proef-0001"})
    finally:
        logger.removeHandler(handler)
    assert lines == [f"proef-0001 Not Found: {BASE}/onbekend"]


@pytest.mark.parametrize(
    "offered", ["", "kort", "x" * 65, "met spatie 1", "<script>alert", "é" * 10, "%0d%0aSet-Cookie"]
)
def test_request_id_that_is_no_good_is_replaced(client: Client, db: None, offered: str) -> None:
    for address in ("/api/v1/producten", "/api/v1/onbekend"):
        given = client.get(address, headers={"x-request-id": offered})["X-Request-ID"]
        assert given != offered
        assert len(given) == 36
