"""The second line: what the database itself shows when the code forgets its scope."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model

from audit.models import AuditEntry
from clients.models import Allocation, Autosave, Case, Client, TreatmentRelation
from compliance.models import Finding, Involved, Step
from core import row_security
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from core.personal_data import models_about_clients, models_about_others, parent_of
from core.row_security import owners_of
from tests.cast import actor_of_user
from tests.clients import intake
from tests.compliance.story import explained, found_in_file, judged_file
from tests.delivery.story import attend, place
from tests.factories.clients import AllocationFactory, ClientFactory, MemberFactory
from tests.plans.print_story import start as print_together
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.reference import lay_out_terms

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

HINT = "A model about clients inherits PublicModel and names its client_path; `manage.py migrate` then protects it."


NOT_IN_THE_STORY = {
    "clients.Suspension",
    "clients.PersonalPlan",
    "clients.Move",
    "clients.FileOpening",
    "clients.FileShield",
    "clients.ShieldAccess",
    "clients.RightsRequest",
    "clients.Destruction",
    "clients.DestructionPart",
    "clients.Amendment",
    "clients.Death",
}
"""Models without a row in this story: they are judged by their policy alone, so keep it short."""


OF_FINDINGS = {Finding, Involved, Step}
"""What was found of a file is for the provider and the municipality, and no part of what an exception opens."""


@pytest.fixture
def story(evaluation, karin, petra, zutphen, het_anker) -> Client:
    """A file of Apeldoorn with everything in it, given to De Linde; and one of Zutphen, given to Het Anker."""
    lay_out_terms()
    theirs = allocate(zutphen, het_anker, surname="Elders")  # noqa: F405
    MemberFactory.create(client=theirs.client)
    client: Client = evaluation.version.plan.allocation.client
    MemberFactory.create(client=client, is_informal_carer=True)
    intake.grant(
        actor_of_user(karin),
        intake.applied(actor_of_user(karin), client),
        evaluation.version.plan.allocation.variant,
    )
    watch(petra, evaluation)  # noqa: F405
    leave_autosave(petra, evaluation)  # noqa: F405
    remind()  # noqa: F405
    print_together(petra, [evaluation.version])
    attend(place(evaluation.version.plan.allocation))
    judged_file(petra, evaluation.version.plan.allocation)
    explained(found_in_file(evaluation.version.plan.allocation), petra)
    return client


def rows(model: type[Model]) -> set[int]:
    """Everything in a table, straight through the ORM."""
    return set(model._base_manager.values_list("pk", flat=True))


def client_of(model: type[Model], client: Client) -> set[int]:
    """What of it is part of this client's file."""
    path = getattr(model, "client_path")  # noqa: B009
    return set(model._base_manager.filter(**{path: client.pk}).values_list("pk", flat=True))


def is_intake(model: type[Model]) -> bool:
    """Whether it is a part of a case: no business of a provider."""
    return model is Case or "case" in str(getattr(model, "client_path")).split("__")  # noqa: B009


def standing() -> tuple[str, str]:
    """As which role, and for which organisation, this connection works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('zorgregio.organisation', true), '')")
        role, organisation = cursor.fetchone()
    return role, organisation


def test_every_model_about_somebody_has_its_policy():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, roles::text[], cmd, permissive, qual, with_check FROM pg_policies"
        )
        found = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        switched_on = {row[0] for row in cursor.fetchall()}
    tables = {model._meta.db_table: model for model in (*models_about_clients(), *models_about_others())}

    assert switched_on == set(tables), HINT
    assert row_security.unprotected(connection) == [], HINT
    assert {table for table, _ in found} == set(tables)
    for table, model in tables.items():
        roles, command, permissive, condition, check = found[table, row_security.POLICY]
        assert (roles, command, permissive) == ([row_security.APP_ROLE], "ALL", "PERMISSIVE")
        assert condition == check
        parent = parent_of(model)
        if parent is not None and not owners_of(model):
            assert f"FROM {parent.related_model._meta.db_table} above" in condition
            assert f"{table}.{parent.column}" in condition
        assert found[table, row_security.ADMIN_POLICY][0] == [row_security.ADMIN_ROLE]


def test_lost_or_changed_policy_is_seen_and_mended(story, zoe):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or what the story wrote would be in the way
        cursor.execute("ALTER TABLE clients_client DISABLE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY zorgregio_acting ON plans_goal")
        cursor.execute("COMMENT ON POLICY zorgregio_acting ON plans_plan IS 'of an earlier release'")
    lacking = {one.table for one in row_security.unprotected(connection)}

    row_security.protect(connection)

    assert lacking == {"clients_client", "plans_goal", "plans_plan"}
    assert row_security.unprotected(connection) == []
    with acting(actor_of_user(zoe)):
        assert story.pk not in rows(Client)


def test_forgotten_filter_shows_what_is_ones_own_only(story, request):
    karin, petra, zoe, mo, pim, ada, nobody = map(
        request.getfixturevalue, ("karin", "petra", "zoe", "mo", "pim", "ada", "nobody")
    )
    in_the_story = {model for model in models_about_clients() if rows(model)}
    whole = {model: client_of(model, story) for model in in_the_story}
    with acting(actor_of_user(karin)):
        seen = {model: rows(model) for model in in_the_story}
    of_provider = {TreatmentRelation, Autosave}
    assert seen == {model: set() if model in of_provider else own for model, own in whole.items()}
    with acting(actor_of_user(petra)):
        seen = {model: rows(model) for model in in_the_story}
    assert seen == {model: set() if is_intake(model) else own for model, own in whole.items()}
    for person in (zoe, mo):
        with acting(actor_of_user(person)):
            for model in in_the_story:
                assert not rows(model) & client_of(model, story), (person, model)
    for person in (pim, ada, nobody):
        with acting(actor_of_user(person)):
            assert not any(rows(model) for model in in_the_story), person
    with acting(Actor.anonymous()):
        assert not any(rows(model) for model in in_the_story)
    # Only then does the above say something.
    assert all(whole.values())
    assert {model._meta.label for model in set(models_about_clients()) - in_the_story} <= NOT_IN_THE_STORY


def test_provider_sees_the_client_and_not_what_another_provider_was_given(story, petra, apeldoorn, het_anker):
    other = AllocationFactory.create(client=story, contracted_product__contract__provider=het_anker)

    with acting(actor_of_user(petra)):
        assert rows(Client) == {story.pk}
        assert other.pk not in rows(Allocation)


def test_raw_sql_is_bound_as_well(story, mo):
    with acting(actor_of_user(mo)), connection.cursor() as cursor:
        cursor.execute("SELECT surname FROM clients_client")
        names = [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE clients_client SET surname = 'x' WHERE id = %s", [story.pk])
        changed = cursor.rowcount
        cursor.execute("DELETE FROM plans_goal")

        assert (names, changed, cursor.rowcount) == (["Elders"], 0, 0)


def test_database_refuses_rows_of_others(story, karin, zutphen):
    theirs = Client.objects.get(surname="Elders")
    with acting(actor_of_user(karin)):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            ClientFactory.create(municipality=zutphen)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            MemberFactory.create(client=theirs)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Client.objects.filter(pk=story.pk).update(municipality=zutphen)
        ClientFactory.create(municipality=story.municipality)


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET role = 'x'", "DELETE FROM audit_auditentry"])
@pytest.mark.parametrize("as_administrator", [False, True])
def test_web_server_may_add_to_the_trail_and_nothing_else(story, karin, statement, as_administrator):
    assert AuditEntry.objects.exists()
    with acting(ADMINISTRATION if as_administrator else actor_of_user(karin)):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("TRUNCATE audit_auditentry")


def test_administration_sees_all_rows(story):
    with acting(ADMINISTRATION):
        assert len(rows(Client)) == 2


def test_acting_ends_where_it_began(story, karin, zoe):
    before = standing()

    with acting(actor_of_user(karin)):
        outer = standing()
        with acting(actor_of_user(zoe)):
            assert standing() == ("zorgregio_app", str(actor_of_user(zoe).organisation_id))
        with pytest.raises(ZeroDivisionError), acting(actor_of_user(zoe)):
            raise ZeroDivisionError
        assert standing() == outer == ("zorgregio_app", str(actor_of_user(karin).organisation_id))
    assert standing() == before


def test_failed_transaction_around_it_leaves_nothing(story, karin):
    before = standing()

    with pytest.raises(ProgrammingError), transaction.atomic(), acting(actor_of_user(karin)):
        connection.cursor().execute("SELECT no_such_column")

    assert standing() == before
    assert getattr(connection, "standing", None) is None


@pytest.mark.django_db(transaction=True)
def test_connection_that_was_lost_comes_back_bound(apeldoorn, karin, zutphen):
    ClientFactory.create(municipality=zutphen)
    own = ClientFactory.create(municipality=apeldoorn)
    karin = actor_of_user(karin)

    with acting(karin):
        connection.close()
        assert rows(Client) == {own.pk}
    connection.close()
    with acting(karin):
        assert rows(Client) == {own.pk}
        connection.connection.close()  # the server went away: the next request finds a dead connection
    assert standing()[0] != row_security.APP_ROLE


def test_exception_to_the_rule_is_a_function_of_the_database(story, zoe):
    """As the room that records why a supervisor opens a file will replace it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION zorgregio_opened_files() RETURNS bigint[] LANGUAGE sql STABLE "
            f"AS 'SELECT ARRAY[{int(story.pk)}]::bigint[]'"
        )
    row_security.protect(connection)  # leaves it alone

    with acting(Actor(user_id=1)):
        for model in set(models_about_clients()) - OF_FINDINGS:
            assert rows(model) == client_of(model, story), model


@pytest.fixture
def poor_login() -> Iterator[str]:
    """A login without rights, as whom this connection works until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE zr_poor LOGIN NOINHERIT")
        yield "zr_poor"
        cursor.execute("RESET SESSION AUTHORIZATION")


def test_login_that_may_not_make_roles_says_what_to_do(poor_login, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(row_security, "APP_ROLE", "zr_not_there")
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION AUTHORIZATION {poor_login}")

    with (
        pytest.raises(ImproperlyConfigured, match="CREATE ROLE zr_not_there NOLOGIN"),
        transaction.atomic(),
    ):
        row_security.make_roles(connection)


def test_login_of_the_web_server_can_do_nothing_by_itself(story, karin, poor_login):
    """Its own right is only to work as the two roles: a connection that nobody bound is of no use."""
    karin = actor_of_user(karin)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT {row_security.APP_ROLE}, {row_security.ADMIN_ROLE} TO {poor_login}")
        cursor.execute(f"SET SESSION AUTHORIZATION {poor_login}")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows(Client)
    with acting(karin):
        assert rows(Client) == {story.pk}
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows(Client)


def test_all_tables_can_be_used_by_the_web_server():
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute("SELECT has_table_privilege('zorgregio_app', %s, 'SELECT, INSERT')", [table])
            assert cursor.fetchone()[0], table


def test_models_that_name_their_owners_are_known():
    """Whoever adds one thinks of who sees it: a row of another municipality must not come along."""
    owners = {model._meta.label: owners_of(model) for model in models_about_clients() if owners_of(model)}

    assert owners == {
        "clients.Autosave": ("organisation",),
        "clients.Client": ("municipality", "allocations__provider"),
        "clients.Allocation": ("municipality", "provider"),
        "clients.Case": ("municipality",),
        "clients.Move": ("from_municipality", "to_municipality"),
        "clients.TreatmentRelation": ("provider",),
        "clients.FileOpening": ("organisation", "municipality"),
        "clients.FileShield": ("organisation",),
        "compliance.Finding": ("provider", "involved__municipality"),
        "compliance.Involved": ("provider", "municipality"),
    }
