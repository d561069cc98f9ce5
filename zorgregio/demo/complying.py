"""What people of the demo wrote about what was found, and what they judged."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from clients.models import Allocation
from compliance.models import FileJudgement, Finding, Judgement
from compliance.services.checking import check_changed
from compliance.services.handling import explain_finding, judge_finding, plan_improvement
from compliance.services.judging import judge_file, judge_requirement
from core.clock import pretend
from products.enums import VersionStatus
from products.models import Requirement
from zorgregio.demo.organisations import Cast


def tell_compliance(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Write what is not there yet. Findings follow from the dagdelen, so these are checked first."""
    check_changed()
    for row in story["findings"]:
        finding = Finding.objects.filter(code=row["code"], group__name=row["group"], steps=None).first()
        if finding is not None:
            _tell_steps(row, finding, cast, today)
    for row in story["judgements"]:
        _tell_judgement(row, cast, today)


def _tell_steps(row: Mapping[str, Any], finding: Finding, cast: Cast, today: date) -> None:
    said, plan, ruled = row["explained"], row["improved"], row["judged"]
    with pretend(today + timedelta(days=said["day"])):
        explain_finding(actor=cast.actors[said["by"]], finding=finding, text=said["text"])
        due_on = today + timedelta(days=plan["due"])
        plan_improvement(actor=cast.actors[plan["by"]], finding=finding, text=plan["text"], due_on=due_on)
    with pretend(today + timedelta(days=ruled["day"])):
        judge_finding(actor=cast.actors[ruled["by"]], finding=finding, ruling=ruled["ruling"], text=ruled["text"])


def _tell_judgement(row: Mapping[str, Any], cast: Cast, today: date) -> None:
    requirement = Requirement.objects.get(code=row["code"], version__status=VersionStatus.ADOPTED)
    actor, day = cast.actors[row["by"]], today + timedelta(days=row["day"])
    judged = {name: row[name] for name in ("verdict", "explanation", "basis")}
    with pretend(day):
        if "client" in row:
            allocation = Allocation.objects.get(client__surname=row["client"])
            if not FileJudgement.objects.filter(allocation=allocation).exists():
                judge_file(actor=actor, requirement=requirement, allocation=allocation, judged_on=day, **judged)
            return
        provider = cast.providers[row["provider"]]
        if not Judgement.objects.filter(provider=provider, requirement=requirement).exists():
            judge_requirement(actor=actor, requirement=requirement, provider=provider, judged_on=day, **judged)
