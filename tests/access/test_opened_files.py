"""What somebody opened with a reason is asked once for a query, and by nobody but the two roles."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from accounts.models import User
from clients.models import Client, ClientSystemMember, FileOpening
from core import row_security
from core.acting import acting
from core.clock import now
from organisations.models import CareProvider
from tests.cast import actor_of_user
from tests.factories.clients import AllocationFactory, ClientFactory, MemberFactory
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

CALLS = "SELECT coalesce(pg_stat_get_xact_function_calls(to_regprocedure('zorgregio_opened_files()')), 0)"


def opened(client: Client, user: User, organisation_id: int | None, **hours: float) -> FileOpening:
    moment = now()
    return FileOpening.objects.create(
        client=client,
        municipality=client.municipality,
        user=user,
        organisation_id=organisation_id,
        ground="break_glass" if organisation_id else "emergency",
        reason="Nodig.",
        opened_at=moment - timedelta(days=2),
        expires_at=moment + timedelta(**hours),
    )


def calls() -> int:
    with connection.cursor() as cursor:
        cursor.execute(CALLS)
        return int(cursor.fetchone()[0])


@pytest.fixture
def counted() -> None:
    """PostgreSQL counts how often functions are called."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL track_functions = 'all'")


def provider_clients(provider: CareProvider, count: int) -> None:
    for _ in range(count):
        AllocationFactory.create(contracted_product__contract__provider=provider)


def test_whole_table_asks_once_what_is_opened(het_anker: CareProvider, mo: User, counted: None) -> None:
    provider_clients(het_anker, 3)
    other = ClientFactory.create()
    opened(other, mo, actor_of_user(mo).organisation_id, hours=1)
    actor, before = actor_of_user(mo), calls()

    with acting(actor):
        seen = Client.objects.count()
        asked_at_three = calls() - before

    provider_clients(het_anker, 4)
    before = calls()
    with acting(actor):
        seen_more = Client.objects.count()
        asked_at_seven = calls() - before

    assert (seen, seen_more) == (4, 8)
    assert asked_at_three == asked_at_seven == 1


@pytest.mark.parametrize("model", [Client, ClientSystemMember])
def test_plan_of_a_scan_holds_it_apart(model: Any, het_anker: CareProvider, mo: User) -> None:
    """Each asking is an InitPlan: it stands beside the scan, and no row of the scan asks."""
    MemberFactory.create(client=AllocationFactory.create(contracted_product__contract__provider=het_anker).client)
    with acting(actor_of_user(mo)), connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) SELECT count(*) FROM {model._meta.db_table}"  # noqa: S608
        )
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    asking = [node for node in nodes(plan) if "zorgregio_opened_files" in json.dumps(without_plans(node))]

    assert asking
    for node in asking:
        assert node["Parent Relationship"] == "InitPlan", node
        assert node["Actual Loops"] <= 1, node
        assert node["Node Type"] == "Result", node


def nodes(plan: dict[str, Any]) -> Any:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def without_plans(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name != "Plans"}


def test_opening_lets_through_its_own_user_organisation_and_time_only(
    het_anker: CareProvider, mo: User, petra: User, ada: User
) -> None:
    client, ended, of_petra, emergency = ClientFactory.create_batch(4)
    anker = actor_of_user(mo).organisation_id
    opened(client, mo, anker, hours=1)
    opened(client, mo, anker, hours=2)
    opened(ended, mo, anker, hours=-1)
    opened(of_petra, petra, actor_of_user(petra).organisation_id, hours=1)
    opened(emergency, mo, None, hours=1)

    with acting(actor_of_user(mo)):
        assert set(Client._base_manager.values_list("pk", flat=True)) == {client.pk}
    with acting(actor_of_user(ada)):
        assert not Client._base_manager.exists()


def test_nobody_else_may_ask_and_nobody_slips_a_table_under_it(mo: User) -> None:
    client = ClientFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE zr_stranger LOGIN")
        cursor.execute("SET LOCAL ROLE zr_stranger")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT zorgregio_opened_files()")
        cursor.execute("RESET ROLE")
    actor = actor_of_user(mo)

    with acting(actor), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE clients_fileopening (client_id bigint, user_id bigint, organisation_id bigint, "
            "expires_at timestamptz) ON COMMIT DROP"
        )
        cursor.execute(
            "INSERT INTO pg_temp.clients_fileopening VALUES (%s, %s, %s, now() + interval '1 hour')",
            [client.pk, actor.user_id, actor.organisation_id],
        )
        cursor.execute("SELECT zorgregio_opened_files()")
        assert cursor.fetchone()[0] == []


def test_policies_ask_no_function_for_a_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('zorgregio_opened(bigint)')")
        assert cursor.fetchone()[0] is None
        cursor.execute("SELECT qual FROM pg_policies WHERE policyname = %s", [row_security.POLICY])
        for (condition,) in cursor.fetchall():
            alone = condition.replace("( SELECT zorgregio_opened_files() AS zorgregio_opened_files)", "")
            assert "zorgregio_opened" not in alone


@pytest.mark.django_db(transaction=True)
def test_way_there_and_back_leaves_every_table_guarded(mo: User) -> None:
    client = ClientFactory.create()
    opened(client, mo, actor_of_user(mo).organisation_id, hours=1)
    try:
        call_command("migrate", "clients", "0013", verbosity=0)
        # As it was with the release before: policies that name the old function.
        with connection.cursor() as cursor:
            cursor.execute("DROP POLICY zorgregio_acting ON clients_client")
            cursor.execute(
                "CREATE POLICY zorgregio_acting ON clients_client TO zorgregio_app "
                "USING (zorgregio_opened(id)) WITH CHECK (zorgregio_opened(id))"
            )
    finally:
        call_command("migrate", verbosity=0)  # all of it: what depends on these went too

    assert row_security.unprotected(connection) == []
    with acting(actor_of_user(mo)):
        assert set(Client._base_manager.values_list("pk", flat=True)) == {client.pk}
