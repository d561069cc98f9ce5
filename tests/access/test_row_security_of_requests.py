"""Every request is bound to the organisation of whoever asks, also on a page that forgot its scope."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client as Browser
from django.urls import include, path

from clients.models import Client
from clients.services import open_file, register_client
from core.clock import today
from organisations.web.middleware import attach_actor
from tests.access.test_row_security import standing
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import ClientFactory, fictional_bsns

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.urls(__name__)]


def forgetful(request: HttpRequest) -> HttpResponse:
    """A page without a scope, that does not ask who acts either."""
    return HttpResponse(",".join(Client.objects.values_list("surname", flat=True)))


def failing(request: HttpRequest) -> HttpResponse:
    """A page that breaks within a transaction, with the connection in a failed state."""
    with transaction.atomic():
        connection.cursor().execute("SELECT no_such_column")
    return HttpResponse()


def streaming(request: HttpRequest) -> StreamingHttpResponse:
    """An answer that still fetches rows when the request is over."""

    def parts() -> Iterator[str]:
        yield standing()[0]
        yield f" {Client.objects.count()}"

    return StreamingHttpResponse(parts())


def losing(request: HttpRequest) -> HttpResponse:
    """A page that loses its connection halfway."""
    connection.close()
    return forgetful(request)


urlpatterns = [
    path("vergeten", forgetful),
    path("open", login_not_required(forgetful)),
    path("kapot", failing),
    path("stroom", streaming),
    path("kwijt", losing),
    path("beheer/", admin.site.urls),
    path("", include("zorgregio.urls")),
]


@pytest.fixture
def clients(apeldoorn, zutphen) -> None:
    """One in each municipality."""
    ClientFactory.create(municipality=apeldoorn, surname="Hier")
    ClientFactory.create(municipality=zutphen, surname="Daar")


@pytest.mark.parametrize(
    ("person", "shown"),
    [("karin", b"Hier"), ("zoe", b"Daar"), ("mo", b""), ("pim", b""), ("nobody", b""), ("ada", b"")],
)
def test_page_without_scope_shows_only_ones_own(clients, client, request, person, shown):
    sign_in(client, request.getfixturevalue(person))
    before = standing()

    response = client.get("/vergeten")

    assert response.content == shown
    assert standing() == before


def test_open_page_shows_nobody(clients, client):
    assert client.get("/open").content == b""


def test_choice_of_organisation_counts_for_the_database_too(clients, client, karin, zutphen):
    from tests.factories.organisations import MembershipFactory

    second = MembershipFactory.create(user=karin, organisation=zutphen, role="case_worker")
    sign_in(client, karin)
    first = client.get("/vergeten").content

    client.post("/namens", {"membership": str(second.public_id)})

    assert (first, client.get("/vergeten").content) == (b"Hier", b"Daar")


def test_administration_sees_what_was_opened_and_leaves_nothing_behind(clients, client, ada):
    sign_in(client, ada)
    opened = Client.objects.earliest("pk")
    reason = "Het dossier is beschadigd; de leverancier kijkt mee."
    open_file(actor=actor_of_user(ada), client_id=opened.public_id, reason=reason)
    before = standing()

    page = client.get("/beheer/clients/client/")

    assert page.content.count(b"field-public_id") == 1
    assert standing() == before


def test_connection_is_clean_after_a_page_that_broke(clients, client, karin):
    sign_in(client, karin)
    client.raise_request_exception = False
    before = standing()

    assert client.get("/kapot").status_code == 500
    assert standing() == before
    assert getattr(connection, "standing", None) is None


@pytest.mark.django_db(transaction=True)
def test_next_request_on_the_same_connection_is_bound_anew(clients, karin, zoe):
    karin, zoe = sign_in(Browser(raise_request_exception=False), karin), sign_in(Browser(), zoe)
    before = standing()

    assert karin.get("/kapot").status_code == 500
    assert standing() == before
    assert zoe.get("/vergeten").content == b"Daar"
    assert karin.get("/kwijt").content == b"Hier"
    assert standing() == before


def test_answer_that_streams_is_bound_until_its_end(clients, client, karin):
    sign_in(client, karin)
    before = standing()

    answer = client.get("/stroom")

    assert standing() == before
    assert b"".join(answer.streaming_content) == b"zorgregio_app 1"
    assert standing() == before


def test_failure_before_the_page_leaves_nothing(rf, karin):
    def broken(request: HttpRequest) -> HttpResponse:
        request.user = karin
        request.session = Browser().session
        attach.process_view(request, forgetful)
        raise ZeroDivisionError

    before = standing()
    attach = attach_actor(broken)
    request = rf.get("/")
    request.resolver_match = None

    with pytest.raises(ZeroDivisionError):
        attach(request)
    assert standing() == before


def test_services_write_under_the_policies(apeldoorn, karin):
    from core.acting import acting

    actor = actor_of_user(karin)
    with acting(actor):
        made = register_client(
            actor=actor,
            bsn=next(fictional_bsns(50_000)),
            initials="B.",
            surname="Nieuw",
            birth_date=today().replace(year=1940),
        )

    assert Client.objects.get().pk == made.pk
