"""NL API Design Rules 2.1 about resources and their fields, each along every path; 2.2 where it adds."""

import json
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify

from clients.models import Allocation
from organisations.enums import ApiScope
from tests.api import asking
from tests.api_walk import (
    BASE,
    OPEN_CONTRACTING,
    Walker,
    answers,
    of_another_standard,
    operations,
    properties,
    query_keys,
    routes,
    without_references,
)
from tests.factories.clients import AllocationFactory

OPENED = {"openapi.json", "docs", "versies"}
"""Documents about the API itself."""
FREE_TEXT = {"velden", "na", "gewijzigdSinds"}
"""Query keys whose text is ours: names of fields, and marks that we gave out."""
OF_RFC_9457 = {"type", "title", "status", "detail", "instance", "errors", "in", "location", "code"}
ENGLISH = {
    *("name", "date", "start", "end", "from", "until", "provider", "municipality", "amount", "price", "rate", "since"),
    *("number", "total", "results", "next", "page", "description", "value", "reason", "changed", "deleted", "created"),
}

WORKED_OUT = {"mantelzorgcijfers"}
"""Figures of what we keep, and kept themselves nowhere."""


def words_of(name: str) -> list[str]:
    return re.findall(r"[A-Z]?[a-z0-9]+", name)


def collections() -> dict[str, Any]:
    """By first segment of the path the view of its list."""
    found = {}
    for route in routes():
        view: Any = getattr(route.callback, "cls", None)
        name = str(route.pattern)
        if view is not None and "/" not in name and name not in OPENED:
            found[name] = view
    return found


def test_naming_resources() -> None:
    """/core/naming-resources: what a path names is a thing that we keep, by the name that it has everywhere else."""
    assert collections()
    for name, view in collections().items():
        if name in WORKED_OUT:
            continue
        kept = slugify(view.queryset.model._meta.verbose_name_plural)
        # A collection may be of several kinds together: "aanwezigheden" of "aanwezigheid van cliënten".
        assert name == kept or name[:8] == kept.partition("-van-")[0][:8], (name, kept)


def test_naming_collections(client: Client) -> None:
    """/core/naming-collections: a list has a plural name, and its rows stand under it by their own key."""
    paths = {operation.path for operation in operations() if operation.collection != OPEN_CONTRACTING}
    for path in paths:
        for singular in re.findall(r"/([^/{}]+)/\{", path):
            assert re.search(r"(en|s)$", singular), path
            assert f"/{singular}" in path
            assert path.split("/{")[0] in paths, path
    for name in collections():
        assert name.endswith(("en", "s")), name


def test_interface_language() -> None:
    """/core/interface-language: Dutch, but for the words of a standard."""
    names = {field for schema, field, _ in properties() if schema not in {"Problem", "Fault"} | of_another_standard()}
    names |= {key["name"] for _, key in query_keys()}
    for name in names:
        assert not {word.lower() for word in words_of(name)} & ENGLISH, name
    of_problems = {field for schema, field, _ in properties() if schema in {"Problem", "Fault"}}
    assert of_problems == OF_RFC_9457


def test_no_trailing_slash(client: Client, db: None) -> None:
    """/core/no-trailing-slash: 404, and nobody is led elsewhere."""
    for operation in operations():
        assert not operation.path.endswith("/")
        address = f"{BASE}{operation.path}/".replace("{uuid}", "00000000-0000-4000-8000-000000000000")
        assert getattr(client, operation.method)(address).status_code == 404
    for document in OPENED:
        assert client.get(f"{BASE}/{document}/").status_code == 404


def test_path_segments_kebab_case() -> None:
    """/core/path-segments-kebab-case: small letters; only the last segment begins with a low line."""
    for route in routes():
        *way, last = str(route.pattern).split("/")
        if last == "openapi.json":  # the exception that the rules make themselves
            continue
        for segment in way:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|<\w+:\w+>", segment), route
        assert re.fullmatch(r"_?[a-z0-9]+(-[a-z0-9]+)*|<\w+:\w+>", last), route


def test_query_keys_camel_case() -> None:
    """/core/query-keys-camel-case, and so are fields."""
    for name in {key["name"] for _, key in query_keys()} | {field for _, field, _ in properties()}:
        assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", name), name


def test_hide_implementation(rows_and_walker: Walker) -> None:
    """/core/hide-implementation: no key of a table, no name of a class, no trace."""
    for what, response in answers(rows_and_walker):
        text = response.content.decode()
        if response.status_code != 200 or "openapi" not in what:
            for word in ("Traceback", "django", "rest_framework", "psycopg", "sqlite", "ViewSet", '"pk":'):
                assert word not in text, what
        assert "Server" not in response
        assert "X-Powered-By" not in response
    for schema, field, kind in properties():
        assert not re.fullmatch(r"id|pk|.*_id", field), schema
        if field == "uuid":
            assert kind["format"] == "uuid"


@pytest.fixture
def rows_and_walker(de_linde: Any, apeldoorn: Any, settings: Any) -> Walker:
    """A program of a provider, to whom a client was allocated."""
    settings.API_OPEN_PER_MINUTE = 1_000_000
    AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde)
    return Walker(de_linde)


def test_date_time_format() -> None:
    """/core/date-time/format: a day, a moment, or a time of the clock without a zone."""
    for schema, field, what in properties():
        assert what.get("format") not in {"time", "date-time-local"}, (schema, field)
        if re.search(r"(Op|Vanaf|TotEnMet|datum)$", field):
            assert what.get("format") in {"date", "date-time"}, (schema, field)
    for operation, key in query_keys():
        if re.search(r"(Op|datum)$", key["name"]):
            assert key["schema"]["format"] in {"date", "date-time"}, operation


def test_nested_child() -> None:
    """/core/nested-child: what stands under something else in a path stands under one row of it."""
    for operation in (one for one in operations() if one.collection != OPEN_CONTRACTING):
        first, *rest = operation.path.strip("/").split("/")
        assert not first.startswith(("{", "_"))
        for before, segment in zip([first, *rest], rest, strict=False):
            is_row, is_act = segment.startswith("{"), segment.startswith("_") or segment == "wijzigingen"
            assert is_row or is_act or before.startswith("{"), operation


def test_resource_operations() -> None:
    """/core/resource-operations: an act is a resource of its own, behind what it is about."""
    acts = [one for one in operations() if "/_" in one.path]
    assert {one.collection for one in acts} >= {"zorgaanbieders", "producten", "contracten", "toewijzingen"}
    for act in acts:
        assert re.fullmatch(r"/[a-z-]+(/\{uuid\})?/_[a-z]+", act.path)
        assert act.method == "post"


def test_no_sensitive_uris() -> None:
    """/core/transport/no-sensitive-uris: nothing about a person can be asked in an address."""
    for operation, key in query_keys():
        name, schema = key["name"], key["schema"]
        assert not re.search(r"bsn|geboorte|achternaam|voornaam|telefoon|mail|postcode|token|sleutel", name, re.I)
        is_text = schema["type"] == "string" and "format" not in schema and "enum" not in schema
        if is_text and not operation.is_open:
            assert name in FREE_TEXT, (operation, name)
    for operation in operations():
        for key in operation.spec.get("parameters", ()):
            if key["in"] == "path" and not operation.is_open:
                assert key["schema"].get("format") == "uuid", operation
    assert "bsn" in without_references({"$ref": "#/components/schemas/ToewijzingenZoeken"})["properties"]


def test_no_sensitive_uris_in_what_a_search_answers(rows_and_walker: Walker, de_linde: Any, apeldoorn: Any) -> None:
    first = Allocation.objects.get()
    person = first.client
    AllocationFactory.create(
        client=person,
        provider=de_linde,
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31),
    )
    sent = asking(de_linde, ApiScope.READ_ALLOCATIONS)
    response = rows_and_walker.browser.post(
        f"{reverse('api-v1:allocation-search')}?aantal=1",
        json.dumps({"bsn": person.bsn}),
        content_type="application/json",
        **sent,
    )
    answer = response.json()
    assert answer["volgende"]
    assert person.bsn not in json.dumps([answer, dict(response.headers)])
    assert UUID(answer["resultaten"][0]["uuid"])


def test_geospatial() -> None:
    """/core/geospatial: the module holds for places on a map, and there are none here."""
    names = {field.lower() for _, field, _ in properties()}
    assert not names & {"geometrie", "geometry", "lat", "lon", "latitude", "longitude", "bbox", "coordinaten"}
