"""The lint of the API's description: nothing is wrong with ours, and each rule bites on a planted breach."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bin.tools.api_lint import changelog_faults, digest_of, faults, noted

Json = dict[str, Any]

LIST, SEARCH, PUT = "/producten", "/producten/_zoek", "/aanwezigheden/{uuid}"


@pytest.fixture(scope="module")
def promised() -> Json:
    """The description that we promise."""
    found: Json = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
    return found


@pytest.fixture
def changelog(project: Path) -> str:
    """What is told of it."""
    return (project / "docs" / "api-changelog.md").read_text()


def test_nothing_is_wrong_with_ours(promised: Json, changelog: str) -> None:
    assert faults(promised) == []
    assert changelog_faults(promised, changelog) == []


def of(path: str, method: str = "get") -> Callable[[Json], Any]:
    return lambda described: described["paths"][path][method]


def field(described: Json) -> Json:
    found: Json = described["components"]["schemas"]["Contract"]["properties"]
    return found


def moved(described: Json, path: str) -> None:
    described["paths"][path] = described["paths"].pop(LIST)


BREACHES: dict[str, Callable[[Json], Any]] = {
    "openapi: it is 3.1": lambda one: one.update(openapi="3.0.3"),
    "info.version": lambda one: one["info"].update(version="1.1"),
    "info.contact": lambda one: one["info"]["contact"].pop("email"),
    "servers: /api has": lambda one: one.update(servers=[{"url": "/api"}]),
    "servers: http://x/v1 has": lambda one: one.update(servers=[{"url": "http://x/v1"}]),
    "operationId: listEisen is used twice": lambda one: of(LIST)(one).update(operationId="listEisen"),
    "tags: aanwezigheden says nothing": lambda one: one["tags"][0].update(description=""),
    "tag iets is not described": lambda one: of(LIST)(one).update(tags=["iets"]),
    "scope alles is not described": lambda one: of(LIST)(one).update(security=[{"oauth": ["alles"]}]),
    "get /Producten: the path": lambda one: moved(one, "/Producten"),
    "get /producten/: the path": lambda one: moved(one, "/producten/"),
    "get /producten_: the path": lambda one: moved(one, "/producten_"),
    "operationId producten is a verb": lambda one: of(LIST)(one).update(operationId="producten"),
    "summary says it in Dutch": lambda one: of(LIST)(one).update(summary="All of the products"),
    "description says it in Dutch": lambda one: of(LIST)(one).update(description=""),
    "one tag": lambda one: of(LIST)(one).update(tags=["producten", "eisen"]),
    "security says whether": lambda one: of(LIST)(one).update(security=[]),
    "a token is for a scope": lambda one: of(LIST)(one).update(security=[{"oauth": []}]),
    "it can be answered with 406": lambda one: of(LIST)(one)["responses"].pop("406"),
    "it can be answered with 415": lambda one: of(SEARCH, "post")(one)["responses"].pop("415"),
    "it can be answered with 403": lambda one: of("/toewijzingen")(one)["responses"].pop("403"),
    "some answer is that it went well": lambda one: of(LIST)(one)["responses"].pop("200"),
    "200 says nothing": lambda one: of(LIST)(one)["responses"]["200"].update(description=""),
    "200 has no API-Version": lambda one: of(LIST)(one)["responses"]["200"].pop("headers"),
    "404 is application/problem+json": lambda one: one["components"]["responses"]["Fout404"].update(content={}),
    "aantal is not explained": lambda one: of(LIST)(one)["parameters"][1].update(name="aantal", description=""),
    "page_size is in camelCase": lambda one: [
        key.update(name="page_size") for key in of(LIST)(one)["parameters"] if key["in"] == "query"
    ],
    "a list has pages (na lacks)": lambda one: [
        key.update(name="vanaf") for key in of(LIST)(one)["parameters"] if key["name"] == "na"
    ],
    "names in If-Match": lambda one: of(PUT, "put")(one).update(parameters=[]),
    "rij: schemas are in PascalCase": lambda one: one["components"]["schemas"].update(rij={}),
    "Contract.contract_nummer: fields": lambda one: field(one).update(contract_nummer={"description": "Nummer."}),
    "Contract.nummer: not explained": lambda one: field(one)["nummer"].pop("description"),
    "Contract.nummer: explained in Dutch": lambda one: field(one)["nummer"].update(description="The number"),
    "a time of the clock": lambda one: field(one)["nummer"].update(format="time"),
    "Contract.ondertekendOp: a day is a date": lambda one: field(one)["ondertekendOp"].pop("format"),
}


@pytest.mark.parametrize("what", BREACHES)
def test_breach_is_found(promised: Json, what: str) -> None:
    described = deepcopy(promised)
    BREACHES[what](described)
    assert any(what in fault for fault in faults(described)), faults(described)


def test_description_that_changed_is_told(promised: Json, changelog: str) -> None:
    described = deepcopy(promised)
    described["paths"].pop(LIST)
    (fault,) = changelog_faults(described, changelog)
    assert "tell how under its version" in fault
    assert changelog_faults(described, noted(described, changelog)) == []


def test_version_that_is_out_does_not_change_any_more(promised: Json, changelog: str) -> None:
    out = changelog.replace("(in de maak)", "(2026-12-01)")
    assert changelog_faults(promised, out) == []
    described = deepcopy(promised)
    described["paths"].pop(LIST)
    assert noted(described, out) == out
    assert "is out: raise API_VERSION" in changelog_faults(described, out)[0]
    described["info"]["version"] = "9.0.0"
    assert "it begins with" in changelog_faults(described, out)[0]
    next_one = f"## 9.0.0 (in de maak)\nKenmerk van de beschrijving: `{digest_of(described)}`\n\n## "
    assert changelog_faults(described, out.replace("## ", next_one, 1)) == []


def test_versions_stand_in_order_and_tell_of_every_collection(promised: Json, changelog: str) -> None:
    number = promised["info"]["version"]
    older = f"\n## {number} (2020-01-01)\nKenmerk van de beschrijving: `{'0' * 32}`\n"
    assert "stand once each" in changelog_faults(promised, changelog + older)[0]
    assert "does not tell of `percelen`" in changelog_faults(promised, changelog.replace("`percelen`", "x"))[0]
    assert "has a heading" in changelog_faults(promised, "# Niets")[0]
