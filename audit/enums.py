from django.db.models import TextChoices


class AuditEvent(TextChoices):
    """What happened. The codes stand in the chain for good: add to them, never rename one."""

    CREATED = "created", "toegevoegd"
    CHANGED = "changed", "gewijzigd"
    DELETED = "deleted", "verwijderd"
    READ = "read", "ingezien"
    SEARCHED = "searched", "gezocht"
    EXPORTED = "exported", "geëxporteerd"
    PRINTED = "printed", "afgedrukt"
    SIGNED_IN = "signed_in", "ingelogd"
    SIGN_IN_REFUSED = "sign_in_refused", "inloggen geweigerd"
    LOCKED_OUT = "locked_out", "inloggen geblokkeerd"
    SIGNED_OUT = "signed_out", "uitgelogd"
    SEALED = "sealed", "verzegeld"


WRITES = frozenset({AuditEvent.CREATED, AuditEvent.CHANGED, AuditEvent.DELETED})
"""Events that stand or fall with the transaction of the change itself."""
