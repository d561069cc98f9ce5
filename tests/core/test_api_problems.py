"""How errors inside and outside REST framework become problems."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.api.problems import InvalidQuery
from core.api.views import ScopedReadOnlyViewSet
from core.errors import Conflict
from products.models import ProductFamily

PROBLEM = "application/problem+json"
RAISED: dict[str, Exception] = {
    "validation": ValidationError({"naam": ["Vul een naam in.", "Nog iets."], "__all__": ["Samen fout."]}),
    "list": ValidationError([ValidationError("Eerste.", code="one"), ValidationError("Tweede.", code="two")]),
    "rest": exceptions.ValidationError({"doelen": [{}, {"tekst": ["Leeg."]}]}),
    "query": InvalidQuery({"page": ["Fout."]}),
    "denied": PermissionDenied("geheim"),
    "missing": Http404("geheim"),
    "conflict": Conflict("Iemand anders was u voor."),
    "throttled": exceptions.Throttled(wait=3.2),
    "unknown": RuntimeError("geheim"),
}


class Raiser(ViewSet):
    permission_classes = (AllowAny,)

    def retrieve(self, request: Request, which: str) -> Response:
        raise RAISED[which]

    def create(self, request: Request, which: str) -> Response:
        return Response(request.data)


class Unscoped(ScopedReadOnlyViewSet[ProductFamily]):
    permission_classes = (AllowAny,)
    queryset = ProductFamily.objects.all()


def outside(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("geheim")


outside.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("api/fout", outside, name="outside"),
    path("api/familie", Unscoped.as_view({"get": "list"}), name="unscoped"),
    path("api/<str:which>", Raiser.as_view({"get": "retrieve", "post": "create"}), name="raiser"),
]


@pytest.fixture
def raiser() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("which", "status"),
    [
        ("validation", 400),
        ("list", 400),
        ("rest", 400),
        ("query", 400),
        ("denied", 403),
        ("missing", 404),
        ("conflict", 409),
        ("throttled", 429),
        ("unknown", 500),
        ("fout", 400),
    ],
)
def test_every_error_is_a_problem_without_secrets(raiser: Client, db: None, which: str, status: int) -> None:
    response = raiser.get(f"/api/{which}?bsn=1")
    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM)
    body = response.json()
    assert body["status"] == status
    assert body["instance"] == f"/api/{which}"
    assert "geheim" not in response.content.decode()
    assert response.headers["API-Version"]


def errors(client: Client, which: str) -> list[Any]:
    found: list[Any] = client.get(f"/api/{which}").json()["errors"]
    return found


def test_faults_of_a_field_point_to_it(raiser: Client, db: None) -> None:
    assert [(one["location"]["pointer"], one["detail"]) for one in errors(raiser, "validation")] == [
        ("#/naam", "Vul een naam in."),
        ("#/naam", "Nog iets."),
        ("#", "Samen fout."),
    ]


def test_codes_of_faults_are_kept(raiser: Client, db: None) -> None:
    assert [one["code"] for one in errors(raiser, "list")] == ["one", "two"]


def test_nested_faults_point_into_the_list(raiser: Client, db: None) -> None:
    assert errors(raiser, "rest") == [
        {"in": "body", "location": {"pointer": "#/doelen/1/tekst"}, "code": "invalid", "detail": "Leeg."}
    ]


def test_faults_of_the_query_name_the_parameter(raiser: Client, db: None) -> None:
    assert errors(raiser, "query") == [
        {"in": "query", "location": {"name": "page"}, "code": "invalid", "detail": "Fout."}
    ]


def test_a_conflict_says_what_to_do(raiser: Client, db: None) -> None:
    assert raiser.get("/api/conflict").json()["detail"] == "Iemand anders was u voor."


def test_too_many_requests_say_when_to_come_back(raiser: Client, db: None) -> None:
    assert raiser.get("/api/throttled").headers["Retry-After"] == "4"


def test_a_body_in_another_form_is_415(raiser: Client, db: None) -> None:
    response = raiser.post("/api/x", "a=1", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.headers["Content-Type"]) == (415, PROBLEM)


def test_a_body_that_is_no_json_is_400(raiser: Client, db: None) -> None:
    response = raiser.post("/api/x", "{", content_type="application/json")
    assert response.status_code == 400
    assert "geen geldige JSON" in response.json()["detail"]


def test_rows_without_a_scope_cannot_be_answered(db: None) -> None:
    with override_settings(ROOT_URLCONF=__name__), pytest.raises(TypeError, match="ScopedQuerySet"):
        Client().get("/api/familie")
