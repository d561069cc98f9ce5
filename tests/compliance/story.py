"""What people judged, for stories of other rooms."""

from datetime import date
from typing import Any

from accounts.models import User
from clients.models import Allocation
from compliance.models import FileJudgement
from core.clock import today
from organisations.models import Organisation
from products.models import Requirement

JUDGED: dict[str, Any] = {
    "verdict": "not_met",
    "explanation": "De doelen zijn niet haalbaar.",
    "basis": "Het plan van 2 maart.",
}


def requirement(code: str = "BGD-IN-06") -> Requirement:
    """A requirement of Duurzaam."""
    return Requirement.objects.select_related("version").get(code=code, version__number=1)


def judged_file(user: User, allocation: Allocation, day: date | None = None) -> FileJudgement:
    """A judgement on a file, as if this user had been a supervisor with the file open."""
    return FileJudgement.objects.create(
        allocation=allocation,
        requirement=requirement(),
        judged_on=day or today(),
        judged_by=user,
        judge_name=user.name,
        on_behalf_of=Organisation.objects.get(pk=allocation.municipality_id),
        **JUDGED,
    )
