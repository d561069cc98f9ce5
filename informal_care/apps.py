from django.apps import AppConfig


class InformalCareConfig(AppConfig):
    """The people who care for somebody, and who helps them."""

    name = "informal_care"
    verbose_name = "Informele zorg"
