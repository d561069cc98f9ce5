"""Our own rules for the description of the API, and that it changes only together with its version and its changelog.

The rules of the linter of the NL API Design Rules (media/linter.yaml of 2.1) are among them. Pure functions over the
description as JSON.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]

PROBLEM: Final = "application/problem+json"
CAMEL: Final = re.compile(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*")
KEBAB: Final = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*|/\{[a-z]+\})+(/_[a-z]+)?|/_[a-z]+")
SEMVER: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
EVERYWHERE: Final = {"400", "401", "404", "405", "406", "429", "500"}
OF_WRITES: Final = {"413", "415"}
PAGING: Final = {"na", "aantal", "metTotaal", "velden"}
ENGLISH: Final = re.compile(r"\b(the|those|that|with|which|who)\b", re.IGNORECASE)
VERSION: Final = re.compile(r"^## (?P<number>\S+) \((?P<when>in de maak|\d{4}-\d\d-\d\d)\)$", re.MULTILINE)
DIGEST: Final = re.compile(r"^Kenmerk van de beschrijving: `(?P<digest>[0-9a-f]{32})`$", re.MULTILINE)


def faults(described: Json) -> list[str]:
    """What is wrong with the description, each as one line; none when it is as we want it."""
    return [
        *_of_the_whole(described),
        *(fault for place, operation in _operations(described) for fault in _of_operation(described, place, operation)),
        *(fault for name, schema in described["components"]["schemas"].items() for fault in _of_schema(name, schema)),
    ]


def digest_of(described: Json) -> str:
    """What tells one description from another, whatever the order and the layout."""
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:32]


def changelog_faults(described: Json, changelog: str) -> list[str]:
    """Whether the changelog tells of this very description, under its version."""
    versions = list(VERSION.finditer(changelog))
    digests = [found["digest"] for found in DIGEST.finditer(changelog)]
    if not versions or len(versions) != len(digests):
        return ["the changelog: each version has a heading '## 1.2.3 (in de maak)' or with its day, and one 'Kenmerk'"]
    newest, number = versions[0], described["info"]["version"]
    numbers = [tuple(int(part) for part in one["number"].split(".")) for one in versions]
    found = []
    if newest["number"] != number:
        found.append(f"the changelog: it begins with {newest['number']} and the description is of {number}")
    if numbers != sorted(set(numbers), reverse=True):
        found.append("the changelog: versions stand once each, the newest first")
    if digests[0] != digest_of(described):
        words = "run bin/schema --write" if newest["when"] == "in de maak" else f"{number} is out: raise API_VERSION"
        found.append(f"the changelog: the description changed; tell how under its version, and {words}")
    missing = {tag["name"] for tag in described["tags"]} - set(re.findall(r"`([a-z-]+)`", changelog))
    found += [f"the changelog: it does not tell of `{name}`" for name in sorted(missing)]
    return found


def noted(described: Json, changelog: str) -> str:
    """The changelog with the digest of this description, where its newest version is still being made."""
    newest = VERSION.search(changelog)
    if newest is None or newest["when"] != "in de maak" or newest["number"] != described["info"]["version"]:
        return changelog
    return DIGEST.sub(f"Kenmerk van de beschrijving: `{digest_of(described)}`", changelog, count=1)


def _operations(described: Json) -> Iterator[tuple[str, Json]]:
    for path, found in described["paths"].items():
        for method, operation in found.items():
            yield f"{method} {path}", operation


def _whole(described: Json, node: Json) -> Json:
    if "$ref" not in node:
        return node
    target: Any = described
    for step in node["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return dict(target)


def _of_the_whole(described: Json) -> Iterator[str]:
    if not described["openapi"].startswith("3.1"):
        yield "openapi: it is 3.1"
    if not SEMVER.fullmatch(described["info"]["version"]):
        yield "info.version: major.minor.patch"
    if not {"name", "url", "email"} <= described["info"].get("contact", {}).keys():
        yield "info.contact: name, url and email"
    for server in described["servers"]:
        if not re.search(r"/v\d+$", server["url"]) or server["url"].startswith("http://"):
            yield f"servers: {server['url']} has the major version, and TLS"
    named = [operation["operationId"] for _, operation in _operations(described)]
    yield from (f"operationId: {name} is used twice" for name in sorted({one for one in named if named.count(one) > 1}))
    tags = {tag["name"]: tag.get("description") for tag in described["tags"]}
    yield from (f"tags: {name} says nothing" for name, words in tags.items() if not words)
    schemes = described["components"].get("securitySchemes", {})
    known = {scope for one in schemes.values() for flow in one.get("flows", {}).values() for scope in flow["scopes"]}
    for place, operation in _operations(described):
        yield from (f"{place}: tag {tag} is not described" for tag in operation["tags"] if tag not in tags)
        scopes = {scope for one in operation["security"] for asked in one.values() for scope in asked}
        yield from (f"{place}: scope {scope} is not described" for scope in sorted(scopes - known))


def _of_operation(described: Json, place: str, operation: Json) -> Iterator[str]:
    path = place.partition(" ")[2]
    if not KEBAB.fullmatch(path):
        yield f"{place}: the path is in kebab-case and does not end in a slash"
    if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", operation["operationId"]):
        yield f"{place}: operationId {operation['operationId']} is a verb with what it is about"
    for words in ("summary", "description"):
        if not operation.get(words) or ENGLISH.search(operation[words]):
            yield f"{place}: {words} says it in Dutch"
    if len(operation["tags"]) != 1:
        yield f"{place}: one tag"
    if not operation.get("security"):
        yield f"{place}: security says whether it is open, and if not which scope it asks"
    for security in operation.get("security", []):
        if security and not all(security.values()):
            yield f"{place}: a token is for a scope"
    yield from _of_answers(described, place, operation)
    yield from _of_parameters(place, operation)


def _of_parameters(place: str, operation: Json) -> Iterator[str]:
    for parameter in operation["parameters"]:
        name = parameter["name"]
        if not parameter.get("description"):
            yield f"{place}: {name} is not explained"
        if parameter["in"] == "query" and not CAMEL.fullmatch(name):
            yield f"{place}: {name} is in camelCase"
    asked = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
    if operation["operationId"].startswith(("list", "search")) and not asked >= PAGING:
        yield f"{place}: a list has pages ({', '.join(sorted(PAGING - asked))} lacks)"
    if place.startswith("put ") and "If-Match" not in {parameter["name"] for parameter in operation["parameters"]}:
        yield f"{place}: a write of what is there names in If-Match what it is made from"


def _of_answers(described: Json, place: str, operation: Json) -> Iterator[str]:
    answers = operation["responses"]
    needed = EVERYWHERE | (OF_WRITES if place.split(maxsplit=1)[0] in {"post", "put", "patch"} else set())
    if {} not in operation["security"]:
        needed |= {"403"}
    if lacking := needed - answers.keys():
        yield f"{place}: it can be answered with {', '.join(sorted(lacking))} too"
    if not any(status.startswith("2") for status in answers):
        yield f"{place}: some answer is that it went well"
    for status, given in answers.items():
        answer = _whole(described, given)
        if not answer.get("description"):
            yield f"{place}: {status} says nothing"
        if "API-Version" not in answer.get("headers", {}):
            yield f"{place}: {status} has no API-Version"
        if status[0] in "45" and list(answer.get("content", {})) != [PROBLEM]:
            yield f"{place}: {status} is {PROBLEM}"


def _of_schema(name: str, schema: Json) -> Iterator[str]:
    if not re.fullmatch(r"([A-Z][a-z\d]*)+", name):
        yield f"{name}: schemas are in PascalCase"
    for field, what in schema.get("properties", {}).items():
        if not CAMEL.fullmatch(field):
            yield f"{name}.{field}: fields are in camelCase"
        if not what.get("description") and not (name.startswith("Paginated") and field == "resultaten"):
            yield f"{name}.{field}: not explained"
        elif ENGLISH.search(what.get("description", "")):
            yield f"{name}.{field}: explained in Dutch"
        if what.get("format") in {"time", "date-time-local"}:
            yield f"{name}.{field}: a time of the clock is time-local, a moment date-time"
        if re.search(r"([a-z](Op|Datum)|datum)$", field) and what.get("format") not in {"date", "date-time"}:
            yield f"{name}.{field}: a day is a date"
