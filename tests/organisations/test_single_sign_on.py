"""Signing in through one's own organisation, against a provider that signs real tokens and sometimes lies."""

from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts.models import User, UserSession
from audit.enums import AuditEvent
from audit.models import AuditEntry
from core.clock import today
from organisations.enums import Role
from organisations.models import Membership
from organisations.rules import claimed_values
from organisations.selectors import memberships_of
from tests.accounts.phone import set_up
from tests.cast import actor_of_user
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.organisations.identity_provider import CLIENT_ID, RETURN, SECRET, START, Provider, serve

pytestmark = pytest.mark.django_db
MAPPING = [
    ("zr-consulent", "0200:case_worker"),
    ("zr-meelezer", "0200:municipal_reader"),
    ("zr-linde", "98000101:care_professional"),
    ("zr-inkoop", "regio:purchaser"),
    ("zr-fout", "0200:care_professional"),
    ("zr-onbekend", "9999:case_worker"),
]


@pytest.fixture
def provider(settings, apeldoorn, de_linde):
    """The provider, with the settings that lead to it."""
    provider = Provider()
    provider.claims["groups"] = ["zr-consulent", "iets-anders"]
    with serve(provider) as url:
        settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT_ID, SECRET
        settings.OIDC_ISSUER = url
        settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{url}/authorise"
        settings.OIDC_OP_TOKEN_ENDPOINT = f"{url}/token"
        settings.OIDC_OP_USER_ENDPOINT = f"{url}/info"
        settings.OIDC_OP_JWKS_ENDPOINT = f"{url}/keys"
        settings.OIDC_MEMBERSHIPS_CLAIM, settings.OIDC_MEMBERSHIPS = "groups", MAPPING
        settings.OIDC_SECOND_FACTOR = ["mfa"]
        yield provider


def come_in(client, provider, wanted=""):
    """Go to the provider and come back; the answer of the first page afterwards."""
    start = client.get(START, {"next": wanted} if wanted else {})
    return client.get(provider.authorise(start["Location"]))


def roles(user: User) -> set[tuple[str, str]]:
    """Names of organisations and roles that the user has today."""
    return {(row.organisation.name, row.role) for row in memberships_of(user, today())}


def is_signed_in(client) -> bool:
    """Whether this browser has a session of a user."""
    return "_auth_user_id" in client.session


def test_off_there_is_no_button_and_no_door(client):
    assert client.get(START).status_code == 404
    assert client.get(RETURN).status_code == 404
    assert "via uw organisatie" not in client.get("/aanmelden").text


def test_button_leads_to_the_provider_with_state_nonce_and_challenge(client, provider):
    assert f'href="{START}?next=/namens"' in client.get("/aanmelden?next=/namens").text.replace("%2F", "/")

    start = client.get(START)

    assert start["Location"].startswith(f"{provider.url}/authorise?")
    provider.authorise(start["Location"])
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"] == f"http://testserver{RETURN}"
    assert min(len(provider.asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32


def test_new_user_comes_in_with_the_role_that_the_claim_gives(client, provider):
    provider.claims["name"] = "Karin Consulent"

    response = come_in(client, provider, wanted="/namens")

    user = User.objects.get(email="karin@apeldoorn.example")
    assert response["Location"] == "/namens"
    assert is_signed_in(client)
    assert (user.name, user.has_usable_password(), user.is_staff) == ("Karin Consulent", False, False)
    assert roles(user) == {("Apeldoorn", Role.CASE_WORKER)}
    made = AuditEntry.objects.filter(event=AuditEvent.CREATED)
    assert {entry.actor_label for entry in made} == {"inloggen via de organisatie"}
    assert {entry.target_label for entry in made} == {"accounts.user", "organisations.membership"}


def test_known_user_is_found_by_address_in_any_case(client, provider, karin):
    provider.claims["email"] = "KARIN@zorgregio.example"

    come_in(client, provider)

    assert client.session["_auth_user_id"] == str(karin.pk)
    assert roles(karin) == {("Apeldoorn", Role.CASE_WORKER)}
    assert Membership.objects.filter(user=karin).count() == 1


def test_memberships_follow_the_claims(client, provider, region, on_day):
    on_day(date(2026, 3, 2))
    come_in(client, provider)
    user = User.objects.get(email="karin@apeldoorn.example")

    on_day(date(2026, 4, 1))
    provider.used.clear()
    provider.claims["groups"] = ["zr-linde", "zr-inkoop"]
    client.logout()
    come_in(client, provider)

    assert roles(user) == {("De Linde", Role.CARE_PROFESSIONAL), (region.name, Role.PURCHASER)}
    assert Membership.objects.get(user=user, role=Role.CASE_WORKER).ends_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    "groups", [["iets-anders"], [], "zr", None, 7, {"zr-consulent": True}, ["zr-fout"], ["zr-onbekend"]]
)
def test_unknown_values_give_nothing_and_say_so(client, provider, groups):
    provider.claims["groups"] = groups

    response = client.get(come_in(client, provider)["Location"])

    assert "geen rol gegeven" in response.text
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert AuditEntry.objects.latest("id").event == AuditEvent.SIGN_IN_REFUSED


def test_leaver_is_refused_and_the_membership_ends(client, provider, karin):
    provider.claims |= {"email": karin.email, "groups": []}

    response = client.get(come_in(client, provider)["Location"])

    assert "geen rol gegeven" in response.text
    assert not is_signed_in(client)
    assert Membership.objects.get(user=karin).ends_on == today() - timedelta(days=1)
    entry = AuditEntry.objects.latest("id")
    assert (entry.event, entry.target) == (AuditEvent.SIGN_IN_REFUSED, karin.public_id)


def test_membership_given_by_hand_elsewhere_stays(client, provider, karin, zutphen):
    MembershipFactory.create(user=karin, organisation=zutphen, role=Role.MUNICIPAL_READER)
    provider.claims |= {"email": karin.email, "groups": []}

    come_in(client, provider)

    assert is_signed_in(client)
    assert roles(karin) == {("Zutphen", Role.MUNICIPAL_READER)}


def test_role_that_begins_later_by_hand_does_not_stand_in_the_way(client, provider, apeldoorn):
    user = UserFactory.create(email="karin@apeldoorn.example")
    later = today() + timedelta(days=10)
    MembershipFactory.create(user=user, organisation=apeldoorn, role=Role.CASE_WORKER, starts_on=later)

    come_in(client, provider)

    assert roles(user) == {("Apeldoorn", Role.CASE_WORKER)}
    assert Membership.objects.get(user=user, starts_on=today()).ends_on == later - timedelta(days=1)


def test_without_a_claim_in_the_settings_memberships_are_given_by_hand(client, provider, settings):
    settings.OIDC_MEMBERSHIPS_CLAIM, settings.OIDC_MEMBERSHIPS = "", []

    come_in(client, provider)

    assert is_signed_in(client)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("kind", ["staff", "superuser", "inactive"])
def test_administrators_and_who_was_switched_off_do_not_come_in(client, provider, kind):
    flags = {"staff": {"is_staff": True}, "superuser": {"administrator": True}, "inactive": {"is_active": False}}
    UserFactory.create(email="karin@apeldoorn.example", **flags[kind])

    response = client.get(come_in(client, provider)["Location"])

    assert ("niet meer inloggen" if kind == "inactive" else "Beheerders loggen in") in response.text
    assert not is_signed_in(client)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("change", [{"email_verified": False}, {"email_verified": None}, {"email": None}, {"email": 7}])
def test_address_that_is_not_verified_lets_nobody_in(client, provider, karin, change):
    provider.claims |= {"email": karin.email} | change
    if change.get("email_verified", True) is None:
        del provider.claims["email_verified"]

    response = client.get(come_in(client, provider)["Location"])

    assert "geen gecontroleerd e-mailadres" in response.text
    assert not is_signed_in(client)


def test_provider_whose_addresses_are_trusted_need_not_say_so(client, provider, settings):
    settings.OIDC_TRUST_EMAIL = True
    del provider.claims["email_verified"]

    come_in(client, provider)
    assert is_signed_in(client)

    client.logout()
    provider.used.clear()
    provider.claims["email_verified"] = False
    come_in(client, provider)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-application"},
        {"aud": ["another-application"]},
        {"aud": None},
        {"aud": [CLIENT_ID, "other"], "azp": "other"},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"nbf": 4102444800},
        {"sub": "8"},
    ],
)
def test_token_that_is_not_for_this_sign_in_is_refused(client, provider, lie):
    provider.token_changes = lie
    provider.info_changes = {"sub": "7"}

    response = client.get(come_in(client, provider)["Location"])

    assert "niet gelukt" in response.text
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert AuditEntry.objects.get().event == AuditEvent.SIGN_IN_REFUSED


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "HS256", "none"])
def test_bad_signature_is_refused(client, provider, algorithm):
    provider.algorithm = algorithm
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    come_in(client, provider)

    assert not is_signed_in(client)
    assert not User.objects.exists()


@pytest.mark.parametrize("kind", ["made up", "of another browser", "used before", "none"])
def test_state_of_another_browser_is_refused(client, provider, kind, django_user_model):
    from django.test import Client

    back = provider.authorise(client.get(START)["Location"])
    victim = Client()
    if kind == "made up":
        back = back.replace(provider.asked["state"], "x" * 32)
    elif kind == "used before":
        client.get(back)
        client.logout()
        victim = client
    elif kind == "none":
        back = f"{RETURN}?code=c0de"
    elif kind == "of another browser":
        victim.get(START)

    assert victim.get(back)["Location"] == "/aanmelden"
    assert not is_signed_in(victim)


def test_provider_that_refuses_or_cannot_be_reached_gives_a_clear_page(client, provider, settings):
    back = provider.authorise(client.get(START)["Location"])
    state = back.rpartition("=")[2]
    assert "niet gelukt" in client.get(f"{RETURN}?error=access_denied&state={state}", follow=True).text
    provider.status = 500
    assert "niet gelukt" in client.get(come_in(client, provider)["Location"]).text
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token"
    assert "niet gelukt" in client.get(come_in(client, provider)["Location"]).text


def test_log_of_a_refusal_names_nobody(client, provider, caplog):
    provider.token_changes = {"aud": "another"}

    come_in(client, provider)

    assert "single sign-on refused" in caplog.text
    assert "karin" not in caplog.text


@pytest.mark.parametrize(("said", "proven"), [({"amr": ["pwd", "mfa"]}, True), ({"acr": "mfa"}, True), ({}, False)])
def test_second_factor_of_the_provider_counts_when_the_setting_says_so(client, provider, settings, said, proven):
    settings.SECOND_FACTOR = "required"
    provider.token_changes = said

    come_in(client, provider)

    assert (UserSession.objects.get().proven_by == "sso") is proven
    response = client.get("/clienten")
    assert response.status_code == (200 if proven else 302)


def test_second_factor_in_the_unsigned_answer_counts_for_nothing(client, provider):
    provider.info_changes = {"acr": "mfa", "amr": ["mfa"]}

    come_in(client, provider)

    assert is_signed_in(client)
    assert not UserSession.objects.get().is_proven


def test_user_with_an_app_is_asked_for_a_code(client, provider, karin):
    phone, _ = set_up(karin)
    provider.claims["email"] = karin.email

    come_in(client, provider)

    assert client.get("/clienten")["Location"].startswith("/aanmelden/tweede-stap")
    client.post("/aanmelden/tweede-stap", {"code": phone.code()})
    assert client.get("/clienten").status_code == 200


def test_next_page_elsewhere_is_not_followed(client, provider):
    assert come_in(client, provider, wanted="https://kwaad.example/")["Location"] == "/"


def test_actor_of_the_newcomer_is_that_of_the_membership(client, provider):
    come_in(client, provider)

    actor = actor_of_user(User.objects.get())
    assert (actor.organisation_label, actor.role) == ("Apeldoorn", Role.CASE_WORKER)


@pytest.mark.parametrize(
    ("claim", "values"),
    [("a", {"a"}), (["a", "b", 3, None, ""], {"a", "b"}), (None, set()), ({"a": 1}, set()), ("", set())],
)
def test_values_of_a_claim(claim, values):
    assert claimed_values(claim) == values
