"""A walk along every operation that the description of the API names, with something at each address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.urls import URLPattern, get_resolver

from contracts.api.open_contracting.rows import ocid_of
from contracts.models import FrameworkAgreement
from core.api.schema import described
from organisations.models import Organisation
from organisations.rules import scopes_for
from tests.api import asking, bearer

BASE = "/api/v1"
PROBLEM = "application/problem+json"
DESCRIPTION = f"{BASE}/openapi.json"
OPEN_CONTRACTING = "ocds"
"""Documents that another standard describes, its words and paths too."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method at a path, as the description has it."""

    method: str
    path: str

    @property
    def spec(self) -> dict[str, Any]:
        """What the description says of it."""
        found: dict[str, Any] = described()["paths"][self.path][self.method]
        return found

    @property
    def is_open(self) -> bool:
        """Whether it asks for no token."""
        return {} in self.spec["security"]

    @property
    def collection(self) -> str:
        """The first segment of the path."""
        return self.path.split("/")[1]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations() -> list[Operation]:
    """All of them."""
    return [Operation(method, path) for path, found in described()["paths"].items() for method in found]


def routes() -> list[URLPattern]:
    """Every route of this version, also those that the description leaves out."""
    (api,) = (one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    found: list[URLPattern] = api.url_patterns  # type: ignore[union-attr, assignment]
    return found


def without_references(node: Any) -> Any:
    """A part of the description with what it refers to in its place."""
    if isinstance(node, dict):
        if "$ref" in node:
            target: Any = described()
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            return without_references(target)
        return {name: without_references(inner) for name, inner in node.items()}
    return [without_references(inner) for inner in node] if isinstance(node, list) else node


def properties() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The name of a schema, that of a field in it, and what the field is."""
    for name, schema in described()["components"]["schemas"].items():
        for field, what in schema.get("properties", {}).items():
            yield name, field, what


def of_another_standard() -> set[str]:
    """The schemas whose words are those of the Open Contracting Data Standard."""
    found: set[str] = set()
    look = [one.spec["responses"]["200"] for one in operations() if one.collection == OPEN_CONTRACTING]
    while look:
        names = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(look.pop()))) - found
        found |= names
        look += [described()["components"]["schemas"][name] for name in names]
    return found


def query_keys() -> list[tuple[Operation, dict[str, Any]]]:
    """Every query parameter, with what it is of."""
    return [
        (operation, one)
        for operation in operations()
        for one in operation.spec.get("parameters", ())
        if one["in"] == "query"
    ]


class Walker:
    """A program that may do all that its organisation can have done.

    What that one cannot, because of its kind, is asked for the first of `others` that can.
    """

    def __init__(self, organisation: Organisation | None, *others: Organisation) -> None:
        self.browser = Browser(raise_request_exception=False)
        scopes = scopes_for(organisation.kind) if organisation else []
        self.sent: dict[str, Any] = asking(organisation, *scopes) if organisation else bearer("")
        if organisation is None:
            self.sent = {"headers": {}}
        self._for = dict.fromkeys(scopes, self.sent)
        for other in others:
            more = [scope for scope in scopes_for(other.kind) if scope not in self._for]
            self._for |= dict.fromkeys(more, asking(other, *more) if more else self.sent)
        self._at: dict[str, str] = {}

    def sent_for(self, operation: Operation) -> dict[str, Any]:
        """What the program sends with this operation."""
        scopes = [scope for one in operation.spec["security"] for scope in one.get("oauth", ())]
        return self._for.get(scopes[0], self.sent) if scopes else self.sent

    def address(self, operation: Operation) -> str:
        """Where the operation is: of a row in its collection, or of none when there is none."""
        path = operation.path
        if "{" in path:
            listed = f"{BASE}/{operation.collection}"
            if listed not in self._at:
                answer = self.browser.get(listed, **self.sent_for(operation)).json()
                rows = answer.get("resultaten") or [{}]
                self._at[listed] = rows[0].get("uuid") or str(uuid4())
            path = path.replace("{uuid}", self._at[listed])
        if "{ocid}" in path:
            first = FrameworkAgreement.objects.first()
            path = path.replace("{ocid}", ocid_of(first.public_id if first is not None else uuid4()))
        return f"{BASE}{path}"

    def ask(self, operation: Operation, *, method: str = "", tail: str = "", body: Any = None, **headers: str) -> Any:
        """The answer to it, or to another method at the same address. Headers are written `content_type`."""
        sent = dict(self.sent_for(operation)["headers"]) | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        method = method or operation.method
        content = sent.pop("content-type", "application/json")
        given: dict[str, Any] = {}
        if any(one["name"] == "If-Match" for one in operation.spec.get("parameters", ())):
            sent.setdefault("if-match", '"anders"')
        if method in {"post", "put", "patch"}:
            given = {"data": body if isinstance(body, str | bytes) else json.dumps(body or {}), "content_type": content}
        call = getattr(self.browser, method)
        return call(self.address(operation) + tail, headers=sent, **given)


def answers(walker: Walker) -> Iterator[tuple[str, Any]]:
    """Of every operation an answer of every kind, each with what it is an answer to."""
    for operation in operations():
        yield f"{operation}", walker.ask(operation)
        yield f"{operation}, a query that nobody knows", walker.ask(operation, tail="?bestaatNiet=1")
        yield f"{operation}, a slash behind it", walker.ask(operation, tail="/")
        yield f"{operation}, a method that it has not", walker.ask(operation, method="delete")
        yield f"{operation}, a form that it has not", walker.ask(operation, accept="image/png")
        yield f"{operation}, a token that is none", walker.ask(operation, authorization="Bearer onzin")
        if operation.method == "post":
            yield f"{operation}, no JSON", walker.ask(operation, body="{")
            yield f"{operation}, a form", walker.ask(operation, body="a=1", content_type="text/plain")
    for address in (DESCRIPTION, "/api", f"{BASE}/onbekend", "/api/v9/producten"):
        yield address, walker.browser.get(address)
