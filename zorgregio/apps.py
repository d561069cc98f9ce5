from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from zorgregio.checks import register_checks


class ZorgregioConfig(AppConfig):
    """Composition root: it has no tables, but commands that need every room, and the guard of the settings."""

    name = "zorgregio"
    verbose_name = "zorgregio"

    def ready(self) -> None:
        """Refuse settings that cannot be right."""
        register_checks()


class SiteConfig(AdminConfig):
    """Puts our own site in the place of the default one."""

    default_site = "zorgregio.admin.Site"
