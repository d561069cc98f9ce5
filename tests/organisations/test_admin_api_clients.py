"""Programs that use the API, on the admin pages: made, changed and blocked by an administrator, who sees no secret."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.urls import reverse

from audit.models import AuditEntry
from organisations.enums import ApiScope
from organisations.models import ApiClient, ApiToken, Organisation
from organisations.rules import as_pem, fingerprint_of_key
from tests.api import PURPOSE, client_of, new_key, rsa_key, token_of
from tests.cast import sign_in

pytestmark = pytest.mark.django_db

READ, WRITE = ApiScope.READ_ALLOCATIONS, ApiScope.WRITE_ATTENDANCE


@pytest.fixture
def site(client, ada):
    return sign_in(client, ada)


def url(action, *args):
    return reverse(f"admin:organisations_apiclient_{action}", args=args)


def typed(organisation, **fields):
    """The form as somebody fills it in."""
    return {
        "organisation": organisation.pk,
        "name": "ECD",
        "purpose": PURPOSE,
        "scopes": [READ],
        "rate_per_minute": 600,
        "outside_id": "",
        "public_key": "",
        "keys-TOTAL_FORMS": 0,
        "keys-INITIAL_FORMS": 0,
    } | fields


def pem(key):
    return as_pem(key.public_key())


def with_keys(client, *deleted):
    """The part of the form with the keys of a client, with some ticked to go."""
    keys = list(client.keys.all())
    form: dict[str, object] = {"keys-TOTAL_FORMS": len(keys), "keys-INITIAL_FORMS": len(keys)}
    for place, key in enumerate(keys):
        form |= {f"keys-{place}-id": key.pk, f"keys-{place}-client": client.pk}
        if key in deleted:
            form[f"keys-{place}-DELETE"] = "on"
    return form


def test_client_is_made_with_its_key(site, ada, de_linde):
    key = rsa_key()
    response = site.post(url("add"), typed(de_linde, public_key=pem(key)))

    assert response.status_code == 302
    made = ApiClient.objects.get()
    assert made.organisation == Organisation.objects.get(pk=de_linde.pk)
    assert (made.scopes, made.outside_id) == ([READ], None)
    assert made.keys.get().fingerprint == fingerprint_of_key(key.public_key())
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {ada.public_id}
    page = site.get(url("change", made.pk)).content.decode()
    assert str(made.public_id) in page
    assert made.keys.get().fingerprint in page


def test_secret_key_is_refused_and_does_not_come_back_on_the_page(site, de_linde):
    secret = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    page = site.post(url("add"), typed(de_linde, public_key=secret)).content.decode()

    assert "Dit is een geheime sleutel" in page
    assert secret.splitlines()[1] not in page
    assert "ECD" in page
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": []}, "scopes"),
        ({"purpose": "kort"}, "min_length"),
        ({"public_key": "geen"}, "public_key"),
        ({"rate_per_minute": 0}, "min_value"),
        ({"name": ""}, "required"),
    ],
)
def test_what_does_not_hold_is_said_beside_its_field(site, de_linde, fields, code):
    errors = site.post(url("add"), typed(de_linde, **fields)).context["adminform"].form.errors.as_data()

    assert {name: [error.code for error in found] for name, found in errors.items()} == {next(iter(fields)): [code]}
    assert not ApiClient.objects.exists()


def test_scope_that_does_not_fit_is_said_beside_its_field(site, apeldoorn):
    page = site.post(url("add"), typed(apeldoorn, scopes=[WRITE])).content.decode()

    assert "past niet bij dit soort organisatie" in page


def test_client_is_changed_and_stays_with_its_organisation(site, de_linde, het_anker):
    client = client_of(de_linde, READ)
    form = typed(het_anker, name="Ander", scopes=[READ, WRITE]) | with_keys(client)
    for _ in range(2):
        assert site.post(url("change", client.pk), form).status_code == 302

    client.refresh_from_db()
    assert (client.name, client.scopes, client.organisation_id) == ("Ander", [READ, WRITE], de_linde.pk)
    entry = AuditEntry.objects.get(target=client.public_id, event="changed")
    assert {field["name"] for field in entry.fields} == {"name", "scopes"}


def test_key_is_replaced(site, de_linde):
    client = client_of(de_linde, READ)
    old = client.keys.get()
    token_of(client)
    form = typed(de_linde, name=client.name)
    site.post(url("change", client.pk), form | with_keys(client) | {"public_key": pem(new_key())})
    assert client.keys.count() == 2

    page = site.post(url("change", client.pk), form | with_keys(client) | {"public_key": pem(new_key())})
    assert "al twee sleutels" in page.content.decode()
    site.post(url("change", client.pk), form | with_keys(client, old))
    assert old not in client.keys.all()
    assert not ApiToken.objects.exists()
    assert AuditEntry.objects.filter(target=old.public_id, event="deleted").count() == 1


def test_key_of_another_client_is_refused(site, de_linde):
    key = new_key()
    client_of(de_linde, READ, key=key)

    assert "al in gebruik" in site.post(url("add"), typed(de_linde, public_key=pem(key))).content.decode()


def test_clients_are_blocked_and_unblocked_from_the_list(site, de_linde):
    client = client_of(de_linde, READ)
    token_of(client)
    for action in ("block", "unblock"):
        site.post(url("changelist"), {"action": action, "_selected_action": [client.pk]})
        client.refresh_from_db()
        assert (client.blocked_at is not None) == (action == "block")
        assert not ApiToken.objects.exists()


def test_client_is_not_deleted(site, de_linde):
    client = client_of(de_linde, READ)

    assert site.post(url("delete", client.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(site, de_linde, rows, django_assert_num_queries):
    for _ in range(rows):
        client_of(de_linde, READ)
    site.get(url("changelist"))
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert site.get(url("changelist")).status_code == 200


QUERIES_OF_LIST = 6
