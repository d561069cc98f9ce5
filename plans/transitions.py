"""Which status of a plan version may follow which. One service per arrow makes the change."""

from django.core.exceptions import ValidationError

from plans.enums import PlanStatus

FOLLOWS = {
    PlanStatus.DRAFT: {PlanStatus.AGREED, PlanStatus.ENDED},
    PlanStatus.AGREED: {PlanStatus.IN_EXECUTION, PlanStatus.ENDED},
    PlanStatus.IN_EXECUTION: {PlanStatus.ENDED},
    PlanStatus.ENDED: set[PlanStatus](),
}


def check_transition(current: str, following: PlanStatus) -> None:
    """Raise `ValidationError` (code `transition`) when this change of status is not in the table."""
    if following not in FOLLOWS[PlanStatus(current)]:
        raise ValidationError(
            "Dit plan is %(current)s en kan niet worden: %(following)s.",
            code="transition",
            params={"current": PlanStatus(current).label.lower(), "following": following.label.lower()},
        )
