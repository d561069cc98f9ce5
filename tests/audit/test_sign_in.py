"""Signing in and what is done on the admin pages stands in the trail."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry

from audit.enums import AuditEvent
from audit.models import AuditEntry
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]


@pytest.fixture
def user():
    """Somebody with a password."""
    return UserFactory.create(name="Anna de Vries", email="anna@gemeente.example")


def attempt(client, email, password):
    """Send the sign-in form."""
    return client.post("/aanmelden", {"username": email, "password": password})


def last() -> AuditEntry:
    """The newest entry."""
    return AuditEntry.objects.latest("id")


def test_sign_in_is_written_down(client, user):
    response = attempt(client, user.email, PASSWORD)

    entry = last()
    assert (entry.event, entry.actor, entry.target) == (AuditEvent.SIGNED_IN, user.public_id, user.public_id)
    assert entry.address == "127.0.0.1"
    assert entry.request_id == response["X-Request-ID"]


def test_sign_out_is_written_down(client, user):
    client.force_login(user)

    client.post("/afmelden")

    assert (last().event, last().actor) == (AuditEvent.SIGNED_OUT, user.public_id)


def test_refusal_names_the_account_and_nobody_as_actor(client, user):
    attempt(client, " ANNA@gemeente.example", "heel-geheim")

    entry = last()
    assert (entry.event, entry.actor, entry.target) == (AuditEvent.SIGN_IN_REFUSED, None, user.public_id)
    assert entry.actor_label == "niet aangemeld"


def test_refusal_of_an_unknown_address_says_nothing_of_what_was_typed(client):
    attempt(client, "mijn-wachtwoord@typte.ik.example", "heel-geheim")

    entry = AuditEntry.objects.values().get()
    assert entry["target"] is None
    assert "typte" not in str(entry)
    assert "geheim" not in str(entry)


def test_lockout_is_written_down(client, user):
    for _ in range(5):
        attempt(client, user.email, "verkeerd")

    events = list(AuditEntry.objects.order_by("id").values_list("event", flat=True))
    assert events.count(AuditEvent.SIGN_IN_REFUSED) == 5
    assert events.count(AuditEvent.LOCKED_OUT) == 1
    assert AuditEntry.objects.get(event=AuditEvent.LOCKED_OUT).target == user.public_id


def test_own_new_password_is_written_down_by_name(client, user):
    client.force_login(user)
    new = "heel iets anders 9"

    client.post("/wachtwoord", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    entry = last()
    assert (entry.event, entry.actor, entry.target) == (AuditEvent.CHANGED, user.public_id, user.public_id)
    assert entry.fields == [{"name": "password"}]


def test_change_on_an_admin_page_is_written_down(client, user):
    administrator = UserFactory.create(administrator=True)
    client.force_login(administrator)
    data = {"email": user.email, "name": "Nieuwe Naam", "is_active": "on"}

    client.post(f"/beheer/accounts/user/{user.pk}/change/", data)

    entry = last()
    assert (entry.event, entry.actor, entry.target) == (
        AuditEvent.CHANGED,
        administrator.public_id,
        user.public_id,
    )
    assert len(entry.fields) == 1
    assert "Nieuwe Naam" not in str(AuditEntry.objects.values().get(pk=entry.pk))


def test_log_line_about_a_model_without_public_id_names_the_model(user):
    from django.contrib.auth.models import Group

    LogEntry.objects.log_actions(user.pk, [Group.objects.create(name="x")], CHANGE, "vrije tekst", single_object=True)

    assert (last().target_label, last().target, last().fields) == ("auth.group", None, [])
