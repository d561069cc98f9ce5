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
    BROKE_GLASS = "broke_glass", "geopend met een reden"
    SIGNED_IN = "signed_in", "ingelogd"
    SIGN_IN_REFUSED = "sign_in_refused", "inloggen geweigerd"
    LOCKED_OUT = "locked_out", "inloggen geblokkeerd"
    SIGNED_OUT = "signed_out", "uitgelogd"
    SECOND_STEP_SET = "second_step_set", "tweede stap ingesteld"
    SECOND_STEP_REMOVED = "second_step_removed", "tweede stap weggehaald"
    SECOND_STEP_PASSED = "second_step_passed", "tweede stap gezet"
    SECOND_STEP_REFUSED = "second_step_refused", "code geweigerd"
    RECOVERY_USED = "recovery_used", "herstelcode gebruikt"
    RECOVERY_RENEWED = "recovery_renewed", "nieuwe herstelcodes gemaakt"
    SESSION_ENDED = "session_ended", "sessie beëindigd"
    SEALED = "sealed", "verzegeld"
    DESTROYED = "destroyed", "vernietigd"


WRITES = frozenset({AuditEvent.CREATED, AuditEvent.CHANGED, AuditEvent.DELETED})
"""Events that stand or fall with the transaction of the change itself."""


class DestructionGround(TextChoices):
    """Why a file was destroyed, or a part of it."""

    RETENTION = "retention", "De bewaartermijn is voorbij (Wmo 2015 art. 5.3.4)"
    REQUEST = "request", "Op verzoek van de cliënt (Wmo 2015 art. 5.3.5)"
    PARTLY = "partly", "Op verzoek van de cliënt, voor een deel (Wmo 2015 art. 5.3.5)"
