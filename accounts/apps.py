from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and sign-in. Knows no organisation."""

    name = "accounts"
    verbose_name = "Gebruikers"

    def ready(self) -> None:
        """Listen to Django, whose signals are the only word of a session that begins or ends."""
        from django.contrib.auth import signals  # noqa: PLC0415 - models are there only now

        from accounts.web.sessions import note_end_of_session, note_new_session  # noqa: PLC0415

        signals.user_logged_in.connect(note_new_session)
        signals.user_logged_out.connect(note_end_of_session)
