"""What people judged, for stories of other rooms."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from clients.models import Allocation
from compliance.models import FileJudgement, Finding, Involved, Step
from core.clock import today
from delivery.models import Group, Session
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


def found_in_file(allocation: Allocation, code: str = "BGD-IN-06", **values: Any) -> Finding:
    """A finding about a file, open since today."""
    return _finding(allocation, code, {"allocation": allocation} | values)


def found_in_group(group: Group, allocation: Allocation, code: str = "BGD-IN-09", **values: Any) -> Finding:
    """A finding about a group in which the client of this allocation was, on one dagdeel of today."""
    when = {"starts": 540, "ends": 750}
    session, _ = Session.objects.get_or_create(group=group, held_on=today(), dagdeel="morning", defaults=when)
    about = {"group": group, "sessions": 1, "short_minutes": 30, "worst_session": session}
    return _finding(allocation, code, about | values)


def explained(finding: Finding, user: User) -> Step:
    """What somebody of the provider wrote about it."""
    return Step.objects.create(finding=finding, kind="explanation", text="Er was iemand ziek.", written_by=user)


def _finding(allocation: Allocation, code: str, values: dict[str, Any]) -> Finding:
    demand, day = requirement(code), today()
    fields = {
        "requirement": demand,
        "rule_kind": demand.rule_kind,
        "code": code,
        "severity": demand.consequence,
        "opened_on": day,
        "last_on": day,
        "answer_before": day + timedelta(days=14),
        "measured": "2 te weinig",
        "demanded": "3 of meer",
    }
    finding = Finding.objects.create(provider=allocation.provider, **fields | values)
    Involved.objects.create(finding=finding, provider=allocation.provider, municipality=allocation.municipality)
    return finding
