"""How the client's side of the demo agrees to a plan: itself, by somebody else with a reason, on paper, or not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from core.actors import Actor
from plans.documents import plan_document
from plans.models import PlanVersion
from plans.rules import agrees_as
from plans.selectors import person_of
from plans.services.agreements import Paper, agree_for_client
from plans.services.withdrawing import refuse_plan
from zorgregio.demo.organisations import DIPLOMA


def client_agrees(row: Mapping[str, Any], version: PlanVersion, actor: Actor, day: date) -> None:
    """The client agrees on `day`; with `agreement` in the story somebody of the client system, or on paper."""
    told = row.get("agreement", {})
    member = version.plan.allocation.client.system.first() if "why" in told else None
    why = told.get("why", "")
    # Any PDF will do: what was signed is made up.
    scan = ContentFile(DIPLOMA, name="getekend plan.pdf")
    agree_for_client(
        actor=actor,
        version=version,
        revision=version.revision,
        agreed_as=agrees_as(person_of(member, day) if member else None, why),
        member=member,
        agreed_on=day,
        why_not_client=why,
        not_client_reason=told.get("reason", ""),
        paper=Paper(scan, plan_document(version)["paper_mark"]) if told.get("paper") else None,
    )


def client_refuses(row: Mapping[str, Any], version: PlanVersion, actor: Actor, day: date) -> None:
    """The client does not agree with the draft, where the story says so."""
    if "refused" in row:
        refuse_plan(actor=actor, version=version, revision=version.revision, refused_on=day, reason=row["refused"])
