from typing import Any

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Shared kernel: values, guards and base classes. It imports no other room."""

    name = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        """After every migration protect the tables; on every connection tell who acts."""
        from django.db.backends.signals import connection_created  # noqa: PLC0415 - applications are there only now
        from django.db.models.signals import post_migrate  # noqa: PLC0415

        from core.acting import stand_on_new_connection  # noqa: PLC0415

        post_migrate.connect(_protect, sender=self)
        connection_created.connect(stand_on_new_connection)


def _protect(using: str, plan: list[Any] | None = None, **_: Any) -> None:
    """Told once by `migrate`, when the tables of all rooms are there."""
    from django.db import connections  # noqa: PLC0415

    from core.row_security import protect  # noqa: PLC0415

    protect(connections[using])
