"""The NL API Design Rules, each with a test that carries its name."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from core.api.schema import described
from tests.factories.products import RequirementFactory

LIST = "/api/v1/producten"
PROBLEM = "application/problem+json"


@pytest.fixture
def product(db: None) -> str:
    """The address of a product."""
    return f"{LIST}/{RequirementFactory.create().version.variant.public_id}"


def answers(client: Client, product: str) -> Iterator[Any]:
    """An answer of every kind."""
    yield client.get(LIST)
    yield client.get(product)
    yield client.get("/api/v1/openapi.json")
    yield client.get(f"{LIST}?geen=1")
    yield client.get("/api/v1/onbekend")
    yield client.get("/api/onbekend")
    yield client.post(LIST)
    yield client.get(LIST, headers={"accept": "text/html"})


def properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from properties(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner)


def test_no_trailing_slash(client: Client, product: str) -> None:
    for path in (f"{LIST}/", f"{product}/", "/api/v1/openapi.json/"):
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)


def test_path_segments_kebab_case() -> None:
    for path in described()["paths"]:
        for segment in path.strip("/").split("/"):
            assert re.fullmatch(r"[a-z0-9-]+|\{[a-z]+\}", segment), path


def test_query_keys_camel_case_and_interface_language() -> None:
    names = {
        parameter["name"]
        for path in described()["paths"].values()
        for operation in path.values()
        for parameter in operation["parameters"]
        if parameter["in"] != "header"
    }
    for name in names:
        assert re.fullmatch(r"[a-z][a-zA-Z]*", name)
    for name in properties(described()["components"]["schemas"]):
        assert re.fullmatch(r"[a-z][a-zA-Z]*", name)


def test_hide_implementation(client: Client, product: str) -> None:
    row = client.get(product).json()
    assert UUID(row["uuid"])
    assert "id" not in row
    text = "".join(response.content.decode() for response in answers(client, product))
    for word in ("Traceback", "django", "rest_framework", "ProductVariant"):
        assert word not in text


def test_http_methods(client: Client, product: str) -> None:
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        response = getattr(client, method)(product)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"
        assert response.headers["Content-Type"] == PROBLEM
    assert client.head(product).status_code == 200


def test_problem_details(client: Client, product: str) -> None:
    for response in answers(client, product):
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == PROBLEM
            body = response.json()
            assert body["status"] == response.status_code
            assert body["title"]
            assert body["detail"]
            assert "?" not in body["instance"]


def test_invalid_input_is_400_with_all_errors(client: Client, product: str) -> None:
    response = client.get(f"{LIST}?na=nul&aantal=100000&peildatum=2026-02-30&kleur=rood&Peildatum=2026-01-01")
    assert response.status_code == 400
    errors = {one["location"]["name"]: one for one in response.json()["errors"]}
    assert errors.keys() == {"aantal", "peildatum", "kleur", "Peildatum"}
    assert all(one["in"] == "query" and one["code"] and one["detail"] for one in errors.values())
    assert errors["kleur"]["code"] == "unknown"


@pytest.mark.parametrize(
    "query",
    [
        "aantal=0",
        "aantal=-1",
        "aantal=veel",
        "aantal=1001",
        "na=nul",
        "na=",
        "peildatum=",
        "format=json",
        "velden=x",
        "metTotaal=soms",
    ],
)
def test_invalid_input_one_by_one(client: Client, product: str, query: str) -> None:
    assert client.get(f"{LIST}?{query}").status_code == 400


def test_invalid_input_given_twice(client: Client, product: str) -> None:
    response = client.get(f"{LIST}?aantal=1&aantal=1")
    assert response.json()["errors"][0]["code"] == "repeated"


def test_not_acceptable(client: Client, product: str) -> None:
    response = client.get(product, headers={"accept": "application/xml"})
    assert (response.status_code, response.headers["Content-Type"]) == (406, PROBLEM)


def test_version_header(client: Client, product: str) -> None:
    for response in answers(client, product):
        assert response.headers["API-Version"] == settings.API_VERSION
    for path in described()["paths"].values():
        for operation in path.values():
            for answer in operation["responses"].values():
                assert "API-Version" in answer["headers"]


def test_semver_and_uri_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", described()["info"]["version"])
    assert described()["servers"] == [{"url": f"/api/v{settings.API_VERSION.partition('.')[0]}"}]


def test_doc_openapi_contact() -> None:
    assert described()["openapi"].startswith("3.1")
    assert {"name", "url", "email"} <= described()["info"]["contact"].keys()


def test_publish_openapi(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json() == json.loads(json.dumps(described()))


def test_cors_is_for_the_description_only(client: Client, product: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(product).headers


def test_security_headers(client: Client, product: str) -> None:
    for response in answers(client, product):
        assert response.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Content-Type"].partition(";")[0] in {"application/json", PROBLEM}


def test_stateless(client: Client, product: str) -> None:
    for response in answers(client, product):
        assert not response.cookies


def test_pages_outside_the_api_keep_their_own_form(client: Client, db: None) -> None:
    response = client.get("/gezond")
    assert "API-Version" not in response.headers


def test_route_names() -> None:
    assert reverse("api-v1:product-list") == LIST
    assert reverse("api-v1:openapi") == "/api/v1/openapi.json"
    assert get_resolver().resolve(LIST).func.login_required is False  # type: ignore[attr-defined]
