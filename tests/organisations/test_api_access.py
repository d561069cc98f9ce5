"""Who may ask what of the API: the token, its scope, the actor that follows from them, and the database behind it."""

from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.models import AuditEntry
from clients.models import Client
from clients.services import record_reading
from core.api.access import acting_as
from core.api.views import ScopedReadOnlyViewSet
from core.clock import now
from organisations.enums import Action, ApiScope, OrganisationKind, Role
from organisations.models import ApiClient, Organisation
from organisations.rules import KIND_OF_ROLE, role_may, roles_that_may
from organisations.rules.scopes import ROLES
from organisations.services import (
    block_api_client,
    change_api_client,
    remove_api_key,
    unblock_api_client,
)
from tests.api import ADMINISTRATOR, PURPOSE, asking, bearer, client_of, token_of
from tests.cast import sign_in
from tests.factories.clients import AllocationFactory, ClientFactory, ShieldFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

READ, WRITE = ApiScope.READ_ALLOCATIONS, ApiScope.WRITE_ATTENDANCE


class Files(ScopedReadOnlyViewSet[Client]):
    """Ids of clients, in scope."""

    queryset = Client.objects.all()
    required_scopes: ClassVar = {"list": READ}

    def list(self, request: Request) -> Response:
        return Response([str(row.public_id) for row in self.get_queryset()])


class Whole(APIView):
    """What the database shows to somebody who forgot the scope of the query, and who acts."""

    required_scopes: ClassVar = {"get": READ, "post": WRITE}

    def get(self, request: Request) -> Response:
        client = Client.objects.first()
        if client is not None:
            record_reading(actor=acting_as(request), client=client)
        return Response({"count": Client.objects.count(), "role": acting_as(request).role})

    def post(self, request: Request) -> Response:
        return Response({"role": acting_as(request).role})


class Forgetful(APIView):
    """Names no scope."""

    def get(self, request: Request) -> Response:
        return Response({})


class Open(APIView):
    """For everybody."""

    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Response:
        return Response({"who": acting_as(request).user_label, "organisation": acting_as(request).organisation_id})


urlpatterns = [
    path("api/dossiers", Files.as_view({"get": "list"}), name="files"),
    path("api/alles", Whole.as_view(), name="whole"),
    path("api/vergeten", Forgetful.as_view(), name="forgetful"),
    path("api/open", Open.as_view(), name="open"),
]


@pytest.fixture
def browser() -> Browser:
    return Browser(raise_request_exception=False)


@pytest.fixture
def file(apeldoorn, de_linde):
    """The file of somebody from Apeldoorn who comes to De Linde."""
    return AllocationFactory.create(client__municipality=apeldoorn, provider=de_linde).client


def test_without_a_token_nobody_is_answered(browser, file):
    response = browser.get("/api/dossiers")

    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"] == 'Bearer realm="zorgregio"'
    assert response["API-Version"]


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x y", "Bearer é", "Bearer \x00", "Bearer " + "a" * 9000]
)
def test_what_is_no_token_is_not_good(browser, file, header):
    response = browser.get("/api/dossiers", headers={"authorization": header})

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="zorgregio", error="invalid_token"'


@pytest.mark.parametrize("header", ["Basic eDp5", "Token abc", "abc", ""])
def test_other_ways_to_sign_in_are_none(browser, file, header):
    response = browser.get("/api/dossiers", headers={"authorization": header})

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="zorgregio"'


def test_a_token_in_the_address_is_none(browser, file, apeldoorn):
    token = token_of(client_of(apeldoorn, READ))

    assert browser.get(f"/api/dossiers?access_token={token}").status_code == 401


def test_a_session_is_no_token(browser, file, karin):
    assert sign_in(browser, karin).get("/api/dossiers").status_code == 401


def test_a_session_does_not_matter_where_everybody_may_ask(browser, karin):
    assert sign_in(browser, karin).get("/api/open").json() == {"who": "niet aangemeld", "organisation": None}


@pytest.mark.parametrize("where", ["apeldoorn", "de_linde"])
def test_a_client_sees_what_its_organisation_sees(browser, file, where, request):
    response = browser.get("/api/dossiers", **asking(request.getfixturevalue(where), READ))

    assert response.json() == [str(file.public_id)]


@pytest.mark.parametrize("where", ["zutphen", "het_anker"])
def test_a_client_of_another_organisation_sees_nothing(browser, file, where, request):
    assert browser.get("/api/dossiers", **asking(request.getfixturevalue(where), READ)).json() == []


def test_a_shielded_file_is_not_for_programs(browser, file, de_linde, petra):
    ShieldFactory.create(client=file, organisation=Organisation.objects.get(pk=de_linde.pk), set_by=petra)

    assert browser.get("/api/dossiers", **asking(de_linde, READ)).json() == []


@pytest.mark.postgresql
@pytest.mark.parametrize(("where", "count"), [("apeldoorn", 1), ("de_linde", 1), ("zutphen", 0), ("het_anker", 0)])
def test_database_itself_shows_a_client_no_more(browser, file, where, count, request):
    ClientFactory.create(municipality__name="Elders")

    assert browser.get("/api/alles", **asking(request.getfixturevalue(where), READ)).json()["count"] == count
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] != "zorgregio_app"


def test_each_scope_gives_its_own_role(browser, file, de_linde):
    sent = asking(de_linde, READ, WRITE)

    assert browser.get("/api/alles", **sent).json()["role"] == Role.PLANNER
    assert browser.post("/api/alles", **sent).json()["role"] == Role.PLANNER


def test_another_scope_is_not_enough(browser, file, de_linde):
    response = browser.get("/api/dossiers", **asking(de_linde, WRITE))

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert response["WWW-Authenticate"] == (
        'Bearer realm="zorgregio", error="insufficient_scope", scope="toewijzingen:lezen"'
    )


def test_a_token_for_less_gives_less(browser, file, de_linde):
    token = token_of(client_of(de_linde, READ, WRITE), scope=WRITE)

    assert browser.get("/api/alles", **bearer(token)).status_code == 403
    assert browser.post("/api/alles", **bearer(token)).status_code == 200


def test_a_view_that_names_no_scope_answers_nobody(browser, de_linde):
    assert browser.get("/api/vergeten").status_code == 401
    assert browser.get("/api/vergeten", **asking(de_linde, READ)).status_code == 500


def test_a_method_that_the_view_does_not_have_is_405(browser, de_linde):
    response = browser.delete("/api/dossiers", **asking(de_linde, READ))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_head_asks_for_the_same_scope(browser, de_linde):
    assert browser.head("/api/alles", **asking(de_linde, WRITE)).status_code == 403
    assert browser.head("/api/dossiers", **asking(de_linde, WRITE)).status_code == 403


def test_token_ends_by_the_clock(browser, de_linde, settings):
    sent = asking(de_linde, READ)
    life = timedelta(minutes=settings.API_TOKEN_MINUTES)

    with time_machine.travel(now() + life - timedelta(seconds=5), tick=False):
        assert browser.get("/api/dossiers", **sent).status_code == 200
    with time_machine.travel(now() + life, tick=False):
        assert browser.get("/api/dossiers", **sent).status_code == 401


def test_blocking_ends_every_token_at_once_and_for_good(browser, de_linde):
    client = client_of(de_linde, READ)
    sent = [bearer(token_of(client)), bearer(token_of(client))]
    block_api_client(actor=ADMINISTRATOR, client=client)

    assert {browser.get("/api/dossiers", **one).status_code for one in sent} == {401}
    unblock_api_client(actor=ADMINISTRATOR, client=client)
    assert {browser.get("/api/dossiers", **one).status_code for one in sent} == {401}


def test_a_block_holds_even_for_a_token_that_stayed_behind(browser, de_linde):
    client = client_of(de_linde, READ)
    sent = bearer(token_of(client))
    ApiClient.objects.filter(pk=client.pk).update(blocked_at=now())

    assert browser.get("/api/dossiers", **sent).status_code == 401


def test_taking_a_key_away_ends_the_tokens_given_on_it(browser, de_linde):
    client = client_of(de_linde, READ)
    sent = bearer(token_of(client))
    remove_api_key(actor=ADMINISTRATOR, key=client.keys.get())

    assert browser.get("/api/dossiers", **sent).status_code == 401


def test_a_scope_that_is_taken_away_is_gone_at_once(browser, de_linde):
    client = client_of(de_linde, READ, WRITE)
    sent = bearer(token_of(client))
    change_api_client(
        actor=ADMINISTRATOR,
        client=client,
        name=client.name,
        purpose=PURPOSE,
        scopes=[WRITE],
        rate_per_minute=10,
        outside_id=None,
    )

    assert browser.get("/api/dossiers", **sent).status_code == 403


def test_trail_names_client_organisation_role_and_purpose(browser, file, de_linde):
    client = client_of(de_linde, READ)
    browser.get("/api/alles", **bearer(token_of(client)))

    entry = AuditEntry.objects.get(event="read", client=file.public_id)
    assert entry.actor == client.public_id
    assert entry.actor_label == f"API-client {client.name}"
    assert (entry.organisation, entry.role) == (client.organisation.public_id, "planner")
    assert entry.fields[-1] == {"name": "purpose", "new": PURPOSE}
    assert entry.request_id
    assert entry.address == "127.0.0.1"


def test_last_use_is_noted_at_most_once_a_minute(browser, de_linde, django_assert_num_queries):
    client = client_of(de_linde, READ)
    sent = bearer(token_of(client))
    with time_machine.travel(now(), tick=False) as clock:
        browser.get("/api/open", **sent)
        client.refresh_from_db()
        assert client.last_used_at == now()
        with django_assert_num_queries(1):
            browser.get("/api/open", **sent)
        clock.shift(timedelta(seconds=60))
        browser.get("/api/open", **sent)
        client.refresh_from_db()
        assert client.last_used_at == now()


def test_roles_of_scopes_fit_the_kind_of_organisation():
    assert set(ROLES) == set(ApiScope)
    for by_kind in ROLES.values():
        for kind, role in by_kind.items():
            assert KIND_OF_ROLE[role] == kind
            assert kind in OrganisationKind


def test_no_scope_for_reading_gives_a_role_that_decides():
    deciding = roles_that_may(Action.DECIDE) | roles_that_may(Action.ALLOCATE)
    assert not deciding & {role for by_kind in ROLES.values() for role in by_kind.values()}
    assert all(role_may(role, Action.RECORD_ATTENDANCE) for role in ROLES[ApiScope.WRITE_ATTENDANCE].values())
