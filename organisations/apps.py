from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Region, municipalities, care providers and their professionals."""

    name = "organisations"
    verbose_name = "Organisaties"
