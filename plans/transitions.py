"""Which status of a plan version may follow which. One service per arrow makes the change."""

from django.core.exceptions import ValidationError

from plans.enums import PlanStatus

FOLLOWS = {
    PlanStatus.DRAFT: {PlanStatus.AGREED, PlanStatus.ENDED},
    PlanStatus.AGREED: {PlanStatus.IN_EXECUTION, PlanStatus.ENDED},
    PlanStatus.IN_EXECUTION: {PlanStatus.ENDED},
    PlanStatus.ENDED: set[PlanStatus](),
}

# What is the case, and what somebody can do who wanted something else.
ADVICE = {
    PlanStatus.DRAFT: "Dit plan is nog een concept. Laat eerst beide kanten akkoord geven. Start daarna de uitvoering.",
    PlanStatus.AGREED: "Dit plan is al vastgesteld. Wilt u iets veranderen? Maak dan een nieuwe versie.",
    PlanStatus.IN_EXECUTION: "Dit plan is al in uitvoering. Wilt u iets veranderen? Maak dan een nieuwe versie.",
    PlanStatus.ENDED: "Dit plan is beëindigd. Wilt u er verder mee? Maak dan een nieuwe versie.",
}


def check_transition(current: str, following: PlanStatus) -> None:
    """Raise `ValidationError` (code `transition`) when this change of status is not in the table."""
    status = PlanStatus(current)
    if following in FOLLOWS[status]:
        return
    if following == status == PlanStatus.ENDED:
        raise ValidationError("Dit plan is al beëindigd. U hoeft niets meer te doen.", code="transition")
    raise ValidationError(ADVICE[status], code="transition")
