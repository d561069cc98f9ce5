from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Shared kernel: values, guards and base classes. It imports no other room."""

    name = "core"
    verbose_name = "Kern"
