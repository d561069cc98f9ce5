from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Execution plans, agreements and evaluations."""

    name = "plans"
    verbose_name = "Uitvoeringsplannen"
