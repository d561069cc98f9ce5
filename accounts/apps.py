from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and sign-in. Knows no organisation."""

    name = "accounts"
    verbose_name = "Gebruikers"
