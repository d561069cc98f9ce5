from django.db import models


class ProvenBy(models.TextChoices):
    """What a session showed beside the password."""

    NOTHING = "", "alleen wachtwoord"
    APP = "app", "code uit de app"
    RECOVERY = "recovery", "herstelcode"
    SINGLE_SIGN_ON = "sso", "inloggen via de organisatie"


class AccountEvent(models.TextChoices):
    """What happens to an account and belongs in the trail; the codes are those of the trail."""

    SECOND_STEP_SET = "second_step_set", "tweede stap ingesteld"
    SECOND_STEP_REMOVED = "second_step_removed", "tweede stap weggehaald"
    SECOND_STEP_PASSED = "second_step_passed", "tweede stap gezet"
    RECOVERY_USED = "recovery_used", "herstelcode gebruikt"
    RECOVERY_RENEWED = "recovery_renewed", "nieuwe herstelcodes gemaakt"
    SESSION_ENDED = "session_ended", "sessie beëindigd"
