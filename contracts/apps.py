from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """What the region agreed with the care providers."""

    name = "contracts"
    verbose_name = "Contracten"
