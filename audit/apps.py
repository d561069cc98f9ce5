from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail of writes and reads (NEN 7513)."""

    name = "audit"
    verbose_name = "Spoor"

    def ready(self) -> None:
        """Listen to django and django-axes, whose signals are the only word of a sign-in."""
        from axes.signals import user_locked_out  # noqa: PLC0415 - models are there only now
        from django.contrib.admin.models import LogEntry  # noqa: PLC0415
        from django.contrib.auth import signals  # noqa: PLC0415
        from django.db.models.signals import post_save  # noqa: PLC0415

        from audit.web.admin_log import note_admin_act  # noqa: PLC0415
        from audit.web.sign_in import (  # noqa: PLC0415
            note_lockout,
            note_refusal,
            note_sign_in,
            note_sign_out,
        )

        signals.user_logged_in.connect(note_sign_in)
        signals.user_logged_out.connect(note_sign_out)
        signals.user_login_failed.connect(note_refusal)
        user_locked_out.connect(note_lockout)
        post_save.connect(note_admin_act, sender=LogEntry)
