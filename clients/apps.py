from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The client, the client system and what the municipality allocated."""

    name = "clients"
    verbose_name = "Cliënten"
