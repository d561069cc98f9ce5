"""What an entry says, and above all what it does not say."""

import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.rules import HASHED_COLUMNS, entry_hash, plain
from audit.selectors import entries_of_client
from audit.services import Act, record, record_many, snapshot
from audit.services.recording import columns_of
from audit.services.verifying import verify
from core.actors import Actor, Origin
from tests.factories.accounts import UserFactory

ACTOR = Actor(
    user_uuid=uuid4(),
    user_label="Anna de Vries",
    organisation_uuid=uuid4(),
    organisation_label="Gemeente Voorbeeld",
    role="case_worker",
    origin=Origin("192.0.2.7", "verzoek-1"),
)


def names(entry: AuditEntry) -> list[str]:
    """The names of the touched fields."""
    return [field["name"] for field in entry.fields]


@pytest.mark.django_db
def test_entry_says_who_for_whom_what_and_from_where():
    user, client = UserFactory.create(), uuid4()

    entry = record(actor=ACTOR, event=AuditEvent.READ, target=user, client=client)

    entry.refresh_from_db()
    assert (entry.actor, entry.actor_label) == (ACTOR.user_uuid, "Anna de Vries")
    assert (entry.organisation, entry.organisation_label) == (ACTOR.organisation_uuid, "Gemeente Voorbeeld")
    assert (entry.role, entry.address, entry.request_id) == ("case_worker", "192.0.2.7", "verzoek-1")
    assert (entry.target_label, entry.target, entry.client) == ("accounts.user", user.public_id, client)
    assert entry.fields == []


@pytest.mark.django_db
def test_change_names_the_fields_and_shows_listed_values_only():
    user = UserFactory.create(name="Oude Naam")
    before = snapshot(user)
    user.name, user.is_active = "Nieuwe Naam", False

    entry = record(actor=ACTOR, event=AuditEvent.CHANGED, target=user, before=before, fields=["groups"])

    assert entry.fields == [
        {"name": "name"},
        {"name": "is_active", "old": True, "new": False},
        {"name": "groups"},
    ]


@pytest.mark.django_db
def test_creation_names_what_is_filled():
    entry = record(actor=ACTOR, event=AuditEvent.CREATED, target=UserFactory.create(last_login=None))

    assert {"name": "is_active", "new": True} in entry.fields
    assert {"name": "email"} in entry.fields
    assert not {"last_login", "id", "public_id"} & set(names(entry))


@pytest.mark.django_db
def test_deletion_shows_listed_values_as_they_were():
    user = UserFactory.create()
    user.delete()

    entry = record(actor=ACTOR, event=AuditEvent.DELETED, target=user)

    assert {"name": "is_active", "old": True} in entry.fields
    assert entry.target == user.public_id


@pytest.mark.django_db
def test_change_of_nothing_names_nothing():
    user = UserFactory.create()

    assert record(actor=ACTOR, event=AuditEvent.CHANGED, target=user, before=snapshot(user)).fields == []


@pytest.mark.django_db
def test_list_is_named_by_its_model():
    entry = record(actor=ACTOR, event=AuditEvent.SEARCHED, target=User, fields=["naam"])

    assert (entry.target_label, entry.target, names(entry)) == ("accounts.user", None, ["naam"])


@pytest.mark.django_db
def test_row_without_a_public_id_is_no_target():
    with pytest.raises(TypeError, match="has no public id"):
        record(actor=ACTOR, event=AuditEvent.CREATED, target=Group(name="x"))


@pytest.mark.django_db
def test_snapshot_asks_the_database_nothing(django_assert_num_queries):
    user = User.objects.get_queryset().only("name").get(pk=UserFactory.create().pk)

    with django_assert_num_queries(0):
        taken = snapshot(user)

    assert set(taken.values) == {"name"}
    assert user.name not in repr(taken)


@pytest.mark.django_db
def test_many_entries_keep_their_order_and_their_client():
    clients = [uuid4() for _ in range(3)]

    record_many(actor=ACTOR, event=AuditEvent.EXPORTED, acts=[Act(client=client) for client in clients])

    assert list(AuditEntry.objects.order_by("position").values_list("client", flat=True)) == clients
    assert record_many(actor=ACTOR, event=AuditEvent.EXPORTED, acts=[]) == []
    assert verify().is_whole


@pytest.mark.django_db
def test_client_list_holds_that_client_only_newest_first():
    client = uuid4()
    first, _, last = (record(actor=ACTOR, event=AuditEvent.READ, client=owner) for owner in (client, uuid4(), client))

    assert list(entries_of_client(client)) == [last, first]


@pytest.mark.django_db
def test_trail_is_visible_to_administrators_only():
    record(actor=ACTOR, event=AuditEvent.READ)

    assert AuditEntry.objects.visible_to(Actor(is_administrator=True)).count() == 1
    assert AuditEntry.objects.visible_to(ACTOR).count() == 0


@pytest.mark.django_db(transaction=True)
def test_write_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record(actor=ACTOR, event=AuditEvent.CHANGED, target=UserFactory.create())


@pytest.mark.django_db(transaction=True)
def test_entry_shares_the_fate_of_the_change():
    def change_and_fail():
        with transaction.atomic():
            record(actor=ACTOR, event=AuditEvent.CREATED, target=UserFactory.create())
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()

    assert not User.objects.get_queryset().exists()
    assert not AuditEntry.objects.exists()
    with transaction.atomic():
        entry = record(actor=ACTOR, event=AuditEvent.CREATED, target=UserFactory.create())
    assert entry.position == 1


SECRET = st.text(min_size=4).map(lambda text: f"geheim-{text}")


@given(name=SECRET, email=SECRET, password=SECRET)
def test_values_of_fields_that_are_not_listed_never_appear(name, email, password):
    user = User(name=name, email=email, password=password)
    other = User(name="a", email="b", password="c")
    acts = [
        (AuditEvent.CREATED, Act(target=user)),
        (AuditEvent.DELETED, Act(target=user)),
        (AuditEvent.CHANGED, Act(target=user, before=snapshot(other))),
        (AuditEvent.CHANGED, Act(target=other, before=snapshot(user))),
    ]

    for event, act in acts:
        fields = columns_of(ACTOR, event, act)["fields"]
        assert "geheim-" not in json.dumps(fields)
        assert {"name", "email", "password"} <= {field["name"] for field in fields}


@given(label=st.text(st.characters(exclude_categories=())), number=st.integers(), amount=st.decimals())
def test_any_value_can_be_stored_and_hashed(label, number, amount):
    columns = columns_of(Actor(user_label=label), AuditEvent.READ, Act(fields=[label]))
    columns |= {"lane": 0, "position": 1, "at": None, "fields": [{"old": plain(number), "new": plain(amount)}]}

    back = json.loads(json.dumps(columns))

    columns["actor_label"].encode()
    assert "\x00" not in columns["actor_label"]
    assert entry_hash("0", {name: back[name] for name in HASHED_COLUMNS}) == entry_hash("0", columns)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (2**60, str(2**60)),
        (Decimal("1.50"), "1.50"),
        (date(2026, 3, 1), "2026-03-01"),
        (AuditEvent.READ, "read"),
        ("a\x00b", "a\ufffdb"),
    ],
)
def test_value_in_the_trail_is_plain(value, stored):
    assert plain(value) == stored
