"""The login as which only the web server comes into PostgreSQL."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.row_security import ADMIN_ROLE, APP_ROLE
from zorgregio.checks import check_row_security

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.postgresql

URL = "postgresql://zr_test_web:geheim@db:5432/z?assume_role=zorgregio_app"


def make(monkeypatch: pytest.MonkeyPatch, url: str) -> str:
    """Run the command and return what it says."""
    monkeypatch.setenv("WEB_DATABASE_URL", url)
    said = StringIO()
    call_command("make_web_login", stdout=said)
    return said.getvalue()


@on_postgresql
def test_web_login_has_its_roles_and_nothing_else_and_can_be_renewed(monkeypatch):
    for password in ("geheim", "nieuw"):
        assert "zr_test_web" in make(monkeypatch, URL.replace("geheim", password))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles "
            "WHERE rolname = 'zr_test_web'"
        )
        assert cursor.fetchone() == (True, False, False, False, False)
        cursor.execute(
            "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
            "WHERE m.member = 'zr_test_web'::regrole"
        )
        assert {row[0] for row in cursor.fetchall()} == {APP_ROLE, ADMIN_ROLE}


@on_postgresql
@pytest.mark.parametrize(
    ("url", "why"),
    [
        (URL.partition("?")[0], "assume_role"),
        ("postgresql://{owner}@db:5432/z?assume_role=zorgregio_app", "another login"),
        ("postgresql://zr_boss@db:5432/z?assume_role=zorgregio_app", "superuser"),
    ],
)
def test_web_login_that_would_not_be_bound_is_refused(url, why, monkeypatch):
    connection.cursor().execute("CREATE ROLE zr_boss SUPERUSER")

    with pytest.raises(CommandError, match=why):
        make(monkeypatch, url.format(owner=connection.settings_dict["USER"]))


def test_without_an_address_nothing_is_made(monkeypatch):
    assert "not set" in make(monkeypatch, "")


@on_postgresql
def test_unguarded_table_is_told_with_the_remedy():
    connection.cursor().execute("ALTER TABLE plans_goal DISABLE ROW LEVEL SECURITY")

    (warning,) = check_row_security(databases=["default"])

    assert warning.id == "zorgregio.W002"
    assert "plans_goal" in warning.msg
    assert "migrate" in str(warning.hint)


def test_guarded_tables_are_in_order() -> None:
    nothing: list[Any] = []

    assert check_row_security(databases=["default"]) == check_row_security() == nothing
