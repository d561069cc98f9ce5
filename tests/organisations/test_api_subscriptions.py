"""Subscriptions in the API: a program sees and changes its own, its secret is told once."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client as Browser

from audit.models import AuditEntry
from core.actors import Actor
from organisations.enums import ApiScope
from organisations.models import WebhookSubscription
from organisations.services import unsubscribe
from tests.api import PURPOSE, asking, bearer, client_of, token_of
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

PATH = "/api/v1/abonnementen"
HERE = "https://ecd.voorbeeld.example/zorgregio"
ASKED = {"adres": HERE, "onderwerpen": ["toewijzing.gewijzigd"]}


@pytest.fixture
def program(de_linde):
    return client_of(de_linde, ApiScope.WEBHOOKS, ApiScope.READ_ALLOCATIONS)


@pytest.fixture
def sent(program):
    return bearer(token_of(program))


def post(sent, path=PATH, **body):
    return Browser().post(path, json.dumps(body), content_type="application/json", **sent)


def take(sent, **body):
    answer = post(sent, **ASKED | body)
    assert answer.status_code == 201, answer.content
    return answer


def places(answer):
    return [(one["location"]["pointer"], one["code"]) for one in answer.json()["errors"]]


def test_secret_is_told_once_and_kept_sealed(sent):
    answer = take(sent)
    uuid, secret = answer.json()["uuid"], answer.json()["geheim"]

    assert secret.startswith("whsec_")
    assert answer["Location"] == f"http://testserver{PATH}/{uuid}"
    shown = Browser().get(f"{PATH}/{uuid}", **sent).json()
    assert (shown["adres"], shown["onderwerpen"], shown["gestoptOp"]) == (HERE, ASKED["onderwerpen"], None)
    assert secret not in json.dumps(Browser().get(PATH, **sent).json())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM organisations_webhooksubscription")
        (stored,) = cursor.fetchone()
    assert secret not in stored
    assert secret.removeprefix("whsec_") not in stored
    assert secret not in json.dumps(list(AuditEntry.objects.values_list("fields", flat=True)))


def test_another_program_neither_sees_nor_touches_it(sent, de_linde, apeldoorn):
    uuid = take(sent).json()["uuid"]
    for whose in (de_linde, apeldoorn):
        other = asking(whose, ApiScope.WEBHOOKS)
        assert Browser().get(PATH, **other).json()["resultaten"] == []
        assert Browser().get(f"{PATH}/{uuid}", **other).status_code == 404
        assert Browser().delete(f"{PATH}/{uuid}", **other).status_code == 404
        for act in ("geheim", "hervatten", "herhalen"):
            assert post(other, f"{PATH}/{uuid}/{act}", vanaf="2026-01-01T00:00:00Z").status_code == 404
    assert WebhookSubscription.objects.count() == 1


def test_without_the_scope_nothing(program, de_linde, petra):
    reader = asking(de_linde, ApiScope.READ_ALLOCATIONS)
    assert Browser().get(PATH, **reader).status_code == 403
    assert post(reader, **ASKED).status_code == 403
    assert post({}, **ASKED).status_code == 401
    assert sign_in(Browser(), petra).get(PATH).status_code == 401


def test_topic_asks_for_the_scope_to_read_it(de_linde):
    only = asking(de_linde, ApiScope.WEBHOOKS)

    assert places(post(only, **ASKED)) == [("#/onderwerpen", "topics")]
    assert post(only, **ASKED | {"onderwerpen": ["contract.gewijzigd"]}).status_code == 201


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"adres": "http://voorbeeld.example"}, [("#/adres", "address")]),
        ({"adres": "https://10.0.0.1/"}, [("#/adres", "address")]),
        ({"adres": "https://127.0.0.1/"}, [("#/adres", "address")]),
        ({"adres": "http://127.0.0.1:8000/"}, [("#/adres", "address")]),
        ({"onderwerpen": []}, [("#/onderwerpen", "empty")]),
        ({"onderwerpen": ["client.gewijzigd"]}, [("#/onderwerpen/0", "invalid_choice")]),
        ({"geheim": "zelf"}, [("#/geheim", "unknown")]),
        ({"adres": None, "onderwerpen": "x"}, [("#/adres", "null"), ("#/onderwerpen", "not_a_list")]),
    ],
)
def test_faults_are_named_and_nothing_is_kept(sent, body, expected):
    answer = post(sent, **ASKED | body)

    assert (answer.status_code, places(answer)) == (400, expected)
    assert not WebhookSubscription.objects.exists()


@pytest.mark.parametrize("body", ["[]", '"x"', "3", "null", "{"])
def test_what_is_no_object_is_refused(sent, body):
    answer = Browser().post(PATH, body, content_type="application/json", **sent)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_there_are_no_more_than_ten(sent):
    for _ in range(10):
        take(sent)
    answer = post(sent, **ASKED)
    assert (answer.status_code, places(answer)) == (400, [("#", "too_many")])


def test_ended_it_is_gone(sent):
    uuid = take(sent).json()["uuid"]
    answer = Browser().delete(f"{PATH}/{uuid}", **sent)

    assert (answer.status_code, answer.content) == (204, b"")
    assert Browser().get(f"{PATH}/{uuid}", **sent).status_code == 404
    assert not WebhookSubscription.objects.exists()


def test_another_secret_is_another_one_and_the_former_stays_a_day(sent):
    first = take(sent).json()
    second = post(sent, f"{PATH}/{first['uuid']}/geheim").json()

    row = WebhookSubscription.objects.get()
    assert (row.secret, row.former_secret) == (second["geheim"], first["geheim"])
    assert second["geheim"] != first["geheim"]


def test_each_act_stands_in_the_trail_with_its_purpose(sent, program):
    uuid = take(sent).json()["uuid"]
    row = WebhookSubscription.objects.get()
    for act in ("geheim", "hervatten", "herhalen"):
        post(sent, f"{PATH}/{uuid}/{act}", vanaf="2026-01-01T00:00:00Z")
    Browser().delete(f"{PATH}/{uuid}", **sent)

    entries = list(AuditEntry.objects.filter(target=row.public_id).order_by("pk"))
    assert [entry.event for entry in entries] == ["created", "changed", "changed", "changed", "deleted"]
    assert {entry.actor for entry in entries} == {program.public_id}
    assert all({"name": "purpose", "new": PURPOSE} in entry.fields for entry in entries)


def test_service_is_for_the_program_itself(sent, de_linde):
    take(sent)
    other = client_of(de_linde, ApiScope.WEBHOOKS)
    with pytest.raises(PermissionDenied):
        unsubscribe(actor=Actor(user_uuid=other.public_id), subscription=WebhookSubscription.objects.get())


def test_administrator_sees_whether_it_works_and_no_secret(sent, client, ada):
    secret = take(sent).json()["geheim"]
    browser = sign_in(client, ada)
    row = WebhookSubscription.objects.get()
    for path in ("", f"{row.pk}/change/"):
        page = browser.get(f"/beheer/organisations/webhooksubscription/{path}")
        assert page.status_code == 200
        assert HERE in page.text
        assert secret not in page.text
    assert browser.get("/beheer/organisations/webhookdelivery/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(sent, count, django_assert_max_num_queries):
    for _ in range(count):
        take(sent)
    Browser().get(PATH, **sent)
    with django_assert_max_num_queries(4):
        assert len(Browser().get(PATH, **sent).json()["resultaten"]) == count
