from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Whether what is delivered meets what was bought, and the proof of it."""

    name = "compliance"
    verbose_name = "Naleving"
