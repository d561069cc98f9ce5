"""NL API Design Rules 2.1 about documentation and versions; and that no rule is without its test."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver

from bin.tools.api_lint import faults
from core.api.deprecation import Retirement
from core.api.schema import described
from tests.api_walk import BASE, operations, properties

RULES = (
    *("naming-resources", "naming-collections", "interface-language", "no-trailing-slash", "hide-implementation"),
    *("http-methods", "http-safety", "http-response-code", "stateless", "nested-child", "resource-operations"),
    *("doc-openapi", "doc-openapi-contact", "doc-language", "publish-openapi", "deprecation-schedule"),
    *("transition-period", "uri-version", "changelog", "semver", "version-header", "transport/tls"),
    *("transport/no-sensitive-uris", "transport/security-headers", "transport/cors", "geospatial"),
    # of 2.2
    *("path-segments-kebab-case", "query-keys-camel-case", "date-time/format", "date-time/timezone"),
    *("date-time/date-omit-time-portion", "error-handling/problem-details", "error-handling/invalid-input"),
    "error-handling/all-errors",
)
ENGLISH = re.compile(r"\b(the|those|that|with|which|who|and)\b", re.IGNORECASE)


def test_every_rule_has_a_test_of_its_name() -> None:
    text = "\n".join(file.read_text() for file in Path(__file__).parent.glob("test_api_rules_*.py"))
    named = set(re.findall(r"/core/([a-z]+(?:[-/][a-z]+)*)", "\n".join(re.findall(r'"""(.*?)"""', text, re.DOTALL))))
    assert set(RULES) <= named, set(RULES) - named


def test_doc_openapi() -> None:
    """/core/doc-openapi: OAS 3.1, valid, and without a fault by our own lint."""
    assert described()["openapi"].startswith("3.1")
    assert faults(json.loads(json.dumps(described()))) == []


def test_doc_openapi_contact() -> None:
    """/core/doc-openapi-contact: whom to ask."""
    assert {"name", "url", "email"} <= described()["info"]["contact"].keys()
    assert all(described()["info"]["contact"].values())


def test_doc_language() -> None:
    """/core/doc-language: Dutch."""
    words = [described()["info"]["description"]]
    words += [text for one in operations() for text in (one.spec["summary"], one.spec["description"])]
    words += [what["description"] for _, _, what in properties() if "description" in what]
    words += [key["description"] for one in operations() for key in one.spec["parameters"]]
    for text in words:
        assert not ENGLISH.search(text), text


def test_publish_openapi(client: Client, db: None) -> None:
    """/core/publish-openapi: at its own place, without a token, for pages of every site."""
    response = client.get(f"{BASE}/openapi.json", headers={"origin": "https://elders.example"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] in {"application/json", "application/vnd.oai.openapi+json"}
    assert response.json() == json.loads(json.dumps(described()))


def test_docs_are_a_page_without_anything_from_elsewhere(client: Client, db: None) -> None:
    """/core/publish-openapi: it can be read by people too."""
    response = client.get(f"{BASE}/docs")
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    page, policy = response.content.decode(), response["Content-Security-Policy"]
    assert f'spec-url="{BASE}/openapi.json"' in page
    assert re.findall(r"<script[^>]*>[^<]", page) == []
    assert "//" not in re.sub(r"<!doctype html>", "", page)
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert response["API-Version"] == settings.API_VERSION
    for name in re.findall(r'(?:src|href)="/static/([^"]+)"', page):
        found: Any = finders.find(name)
        assert found, name
    assert finders.find("drf_spectacular_sidecar/redoc/LICENSE")


def test_changelog(client: Client, db: None, project: Path) -> None:
    """/core/changelog: what changed between versions, open to everybody."""
    response = client.get(f"{BASE}/versies")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.content.decode() == (project / "docs" / "api-changelog.md").read_text()
    assert f"## {settings.API_VERSION} (" in response.content.decode()
    assert "!docs/api-changelog.md" in (project / ".dockerignore").read_text().splitlines()


def test_deprecation_schedule(client: Client, db: None) -> None:
    """/core/deprecation-schedule: published, and each answer says it (test_api_deprecation.py)."""
    text = client.get(f"{BASE}/versies").content.decode()
    for word in ("zes maanden", "`Deprecation`", "`Sunset`"):
        assert word in text


def test_transition_period() -> None:
    """/core/transition-period: a fixed time, and at most two versions at once."""
    versions = {str(one.pattern) for one in get_resolver().url_patterns if re.match(r"api/v\d+/", str(one.pattern))}
    assert 1 <= len(versions) <= 2
    with pytest.raises(ValueError, match="six months"):
        Retirement(since=date(2026, 1, 1), ends=date(2026, 5, 1), about="x")


def test_uri_version() -> None:
    """/core/uri-version: the major one, and no more."""
    assert described()["servers"] == [{"url": f"/api/v{settings.API_VERSION.partition('.')[0]}"}]


def test_semver() -> None:
    """/core/semver: major, minor and patch."""
    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", described()["info"]["version"])
    assert described()["info"]["version"] == settings.API_VERSION
