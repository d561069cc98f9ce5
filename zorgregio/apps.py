from django.apps import AppConfig

from zorgregio.checks import register_checks


class ZorgregioConfig(AppConfig):
    """Composition root: it has no tables, but commands that need every room, and the guard of the settings."""

    name = "zorgregio"
    verbose_name = "zorgregio"

    def ready(self) -> None:
        """Refuse settings that cannot be right."""
        register_checks()
