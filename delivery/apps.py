from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Groups, rosters and attendance: what was planned and what was delivered."""

    name = "delivery"
    verbose_name = "Levering"
