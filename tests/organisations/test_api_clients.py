"""Programs that use the API: who registers them, what a key must be, and what the database refuses."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from audit.models import AuditEntry
from core.clock import now
from core.storing import store
from organisations.enums import ApiScope
from organisations.models import ApiAssertion, ApiClient, ApiKey, ApiToken
from organisations.rules import algorithms_of, as_pem, fingerprint_of_key, in_order, read_public_key
from organisations.services import (
    add_api_key,
    block_api_client,
    change_api_client,
    register_api_client,
    remove_api_key,
    unblock_api_client,
)
from tests.api import ADMINISTRATOR, PURPOSE, client_of, new_key, rsa_key, token_of
from tests.cast import actor_of_user
from tests.plans.test_constraints import refused_by

db = pytest.mark.django_db
READ = ApiScope.READ_ALLOCATIONS


def code_of(refusal):
    """The one code of a refusal."""
    error = refusal.value
    return error.error_dict.popitem()[1][0].code if hasattr(error, "error_dict") else error.error_list[0].code


def pem(key):
    """The public half as a PEM block."""
    return as_pem(key.public_key())


@pytest.mark.parametrize(
    "text", [pem(rsa_key()), f"\n  {pem(rsa_key())} ", RSAAlgorithm.to_jwk(rsa_key().public_key())]
)
def test_rsa_key_is_read_in_every_form(text):
    key = read_public_key(text)

    assert as_pem(key) == pem(rsa_key())
    assert algorithms_of(key) == ("RS256", "PS256")


def test_ec_key_is_read_in_every_form():
    own = new_key()
    for text in (pem(own), ECAlgorithm.to_jwk(own.public_key())):
        assert fingerprint_of_key(read_public_key(text)) == fingerprint_of_key(own.public_key())
        assert algorithms_of(read_public_key(text)) == ("ES256",)


def private_forms():
    """A private key in every form in which somebody may paste it."""
    for key in (rsa_key(), new_key()):
        for form in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL):
            yield key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()
        yield key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    yield rsa_key().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
    yield RSAAlgorithm.to_jwk(rsa_key())
    yield ECAlgorithm.to_jwk(new_key())
    yield json.dumps({"kty": "oct", "k": "c2VjcmV0"})
    yield pem(new_key()) + new_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("text", list(private_forms()), ids=range(len(list(private_forms()))))
def test_private_key_is_refused_by_name(text):
    with pytest.raises(ValidationError) as refusal:
        read_public_key(text)

    assert code_of(refusal) == "private_key"
    assert text not in str(refusal.value)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (rsa_key(bits=1024), "key_size"),
        (ec.generate_private_key(ec.SECP384R1()), "key_kind"),
        (ec.generate_private_key(ec.SECP256K1()), "key_kind"),
    ],
)
def test_weak_and_strange_keys_are_refused(key, code):
    with pytest.raises(ValidationError) as refusal:
        read_public_key(pem(key))

    assert code_of(refusal) == code


def test_key_of_another_kind_is_refused():
    text = ed25519.Ed25519PrivateKey.generate().public_key()
    with pytest.raises(ValidationError) as refusal:
        read_public_key(text.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())

    assert code_of(refusal) == "key_kind"


@given(
    st.text()
    | st.text().map(lambda text: "{" + text)
    | st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.dictionaries(st.sampled_from(["kty", "n", "e", "x", "y", "crv", "keys"]), inner),
        max_leaves=6,
    ).map(json.dumps)
)
def test_any_other_text_is_refused_and_nothing_breaks(text):
    with pytest.raises(ValidationError):
        read_public_key(text)


@given(st.lists(st.sampled_from([*ApiScope.values, "onbekend", ""])))
def test_scopes_come_once_each_in_the_order_of_the_table(scopes):
    found = in_order(scopes)

    assert set(found) == set(scopes) & set(ApiScope.values)
    assert found == [scope for scope in ApiScope.values if scope in found]


@db
def test_client_is_registered_with_its_key_and_trail(de_linde):
    key = new_key()
    client = client_of(de_linde, READ, key=key)

    assert client.keys.get().fingerprint == fingerprint_of_key(key.public_key())
    events = AuditEntry.objects.order_by("pk").values_list("event", "target_label")
    assert list(events) == [("created", "organisations.apiclient"), ("created", "organisations.apikey")]
    shown = {field["name"]: field.get("new") for field in AuditEntry.objects.order_by("pk")[0].fields}
    assert shown["purpose"] == PURPOSE


@db
@pytest.mark.parametrize("person", ["karin", "petra", "pim", "nobody"])
def test_only_an_administrator_keeps_clients(de_linde, person, request):
    actor = actor_of_user(request.getfixturevalue(person))
    client = client_of(de_linde, READ)
    acts = [
        lambda: register_api_client(actor=actor, organisation=de_linde, name="X", purpose=PURPOSE, scopes=[READ]),
        lambda: add_api_key(actor=actor, client=client, public_key=pem(new_key())),
        lambda: remove_api_key(actor=actor, key=client.keys.get()),
        lambda: block_api_client(actor=actor, client=client),
        lambda: unblock_api_client(actor=actor, client=client),
        lambda: change_api_client(
            actor=actor, client=client, name="X", purpose=PURPOSE, scopes=[READ], rate_per_minute=1, outside_id=None
        ),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


@db
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["alles"]}, "scope_kind"),
        ({"scopes": [ApiScope.WRITE_ATTENDANCE]}, "scope_kind"),
        ({"purpose": "kort"}, "min_length"),
        ({"purpose": ""}, "blank"),
        ({"rate_per_minute": 0}, "min_value"),
        ({"public_key": "geen"}, "public_key"),
    ],
)
def test_client_that_does_not_hold_is_refused(apeldoorn, fields, code):
    given_ = {"name": "Zaaksysteem", "purpose": PURPOSE, "scopes": [READ]} | fields
    with pytest.raises(ValidationError) as refusal:
        register_api_client(actor=ADMINISTRATOR, organisation=apeldoorn, **given_)

    assert code_of(refusal) == code


@db
def test_key_is_replaced_with_two_side_by_side(de_linde):
    client = client_of(de_linde, READ)
    first = client.keys.get()
    second = add_api_key(actor=ADMINISTRATOR, client=client, public_key=pem(new_key()))
    with pytest.raises(ValidationError) as refusal:
        add_api_key(actor=ADMINISTRATOR, client=client, public_key=pem(new_key()))
    assert code_of(refusal) == "too_many_keys"

    remove_api_key(actor=ADMINISTRATOR, key=first)
    remove_api_key(actor=ADMINISTRATOR, key=first)
    third = add_api_key(actor=ADMINISTRATOR, client=client, public_key=pem(new_key()))
    assert set(client.keys.all()) == {second, third}
    assert AuditEntry.objects.filter(target=first.public_id).count() == 2


@db
def test_one_key_is_of_one_client(de_linde, het_anker):
    key = new_key()
    client_of(de_linde, READ, key=key)
    with pytest.raises(ValidationError) as refusal:
        client_of(het_anker, READ, key=key)

    assert code_of(refusal) == "key_known"


@db
def test_blocking_twice_is_written_once(de_linde):
    client = client_of(de_linde, READ)
    token_of(client)
    for act in (block_api_client, block_api_client, unblock_api_client, unblock_api_client):
        act(actor=ADMINISTRATOR, client=client)

    assert not ApiToken.objects.exists()
    assert AuditEntry.objects.filter(target=client.public_id, event="changed").count() == 2


@db
def test_token_stands_nowhere(de_linde):
    token = token_of(client_of(de_linde, READ))

    stored = str([*ApiToken.objects.values(), *ApiClient.objects.values(), *AuditEntry.objects.values()])
    assert len(token) * 6 >= 256
    assert token not in stored
    assert ApiToken.objects.get().digest not in str([*AuditEntry.objects.values()])


@db
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("organisations_apiclient_purpose", {"purpose": ""}),
        ("organisations_apiclient_rate", {"rate_per_minute": 0}),
        ("organisations_apiclient_rate", {"rate_per_minute": 60_001}),
        ("organisations_apiclient_outside_id", {"outside_id": ""}),
    ],
)
def test_database_refuses_a_client_that_does_not_hold(de_linde, name, values):
    client = client_of(de_linde, READ)

    refused_by(name, ApiClient.objects.filter(pk=client.pk).update, **values)


@db
def test_database_refuses_two_clients_of_one_name(de_linde):
    client_of(de_linde, READ, name="Een")
    other = client_of(de_linde, READ, name="Twee")

    refused_by("organisations_apiclient_name", ApiClient.objects.filter(pk=other.pk).update, name="Een")


@db
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("organisations_apikey_slots", {"slot": 3}),
        ("organisations_apikey_slot", {"slot": 1}),
        ("organisations_apikey_public", {"pem": "-----BEGIN PRIVATE KEY-----"}),
    ],
)
def test_database_refuses_a_key_that_does_not_hold(de_linde, name, values):
    client = client_of(de_linde, READ)
    second = add_api_key(actor=ADMINISTRATOR, client=client, public_key=pem(new_key()))

    refused_by(name, ApiKey.objects.filter(pk=second.pk).update, **values)


@db
def test_database_refuses_a_token_that_ended_before_it_began(de_linde):
    token_of(client_of(de_linde, READ))

    refused_by("organisations_apitoken_order", ApiToken.objects.update, expires_at=now() - timedelta(days=1))


@db
def test_database_refuses_an_assertion_that_was_used(de_linde):
    client = client_of(de_linde, READ)
    store(ApiAssertion(client=client, digest="a" * 64, expires_at=now()))

    again = ApiAssertion(client=client, digest="a" * 64, expires_at=now())
    refused_by("organisations_apiassertion_once", again.save)
