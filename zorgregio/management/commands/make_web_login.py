"""Makes, or renews, the login as which only the web server comes into PostgreSQL."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection

from core.row_security import ADMIN_ROLE, APP_ROLE
from zorgregio.settings import env


class Command(BaseCommand):
    """The login of `WEB_DATABASE_URL`: it owns nothing and can only work as the roles that row security binds."""

    help = "Makes the login of WEB_DATABASE_URL in PostgreSQL, or renews its password and its roles."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run as the owner of the tables, after `migrate`. Without WEB_DATABASE_URL it does nothing."""
        wanted = env.database("WEB_DATABASE_URL", Path())
        if connection.vendor != "postgresql" or "USER" not in wanted:
            self.stdout.write("WEB_DATABASE_URL is not set: the web server uses the login of DATABASE_URL.")
            return
        name, password = wanted["USER"], wanted["PASSWORD"]
        if not name or name == connection.settings_dict["USER"]:
            raise CommandError("WEB_DATABASE_URL must name another login than DATABASE_URL: the owner is not bound.")
        if wanted["OPTIONS"].get("assume_role") != APP_ROLE:
            raise CommandError(f"WEB_DATABASE_URL must end in ?assume_role={APP_ROLE}: the login alone may do nothing.")
        try:
            self._make(connection.ops.quote_name(name), name, password)
        except ProgrammingError as error:
            raise CommandError(
                f"This login may not make roles; an administrator of the server must: {error}"
            ) from error
        self.stdout.write(f"The web server can come in as {name}.")

    def _make(self, quoted: str, name: str, password: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [name])
            found = cursor.fetchone()
            if found and found[0]:
                raise CommandError(f"{name} is a superuser, whom nothing binds. Choose another login.")
            # NOINHERIT: a connection on which nobody stands as one of the roles is of no use.
            cursor.execute(f"{'ALTER' if found else 'CREATE'} ROLE {quoted} LOGIN NOINHERIT PASSWORD %s", [password])
            cursor.execute(f"GRANT {APP_ROLE}, {ADMIN_ROLE} TO {quoted}")
