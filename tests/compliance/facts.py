"""Facts to check: a file in which all is well on the day of the story, and its parts."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from compliance.rules import Evidence
from compliance.rules.facts import (
    AgreedSide,
    EvaluationFacts,
    FileFacts,
    MemberFacts,
    PlanFacts,
    Responsible,
    TraitFacts,
)
from core.periods import Period
from plans.rules import EvaluationContent, PlanContent, Standing
from plans.rules.content import ActivityContent, GoalContent

DAY = date(2026, 6, 1)
SINCE = date(2025, 6, 1)
AGREED = date(2026, 3, 2)


def row(number: int, model: str = "plans.Row") -> Evidence:
    return Evidence(model, UUID(int=number))


def goal(position: int = 1, **values: Any) -> GoalContent:
    good: dict[str, Any] = {
        "position": position,
        "domain": "structure",
        "statement": "Mevrouw komt op vaste dagen.",
        "measure": "Dagdelen per week",
        "unit": "dagdelen",
        "start_value": Decimal(1),
        "target_value": Decimal(3),
        "client_words": "Ik wil weten waar ik aan toe ben.",
        "has_consent": True,
        "why_realistic": "Het vervoer rijdt op vaste tijden.",
        "due_on": date(2026, 8, 31),
        "activities": (ActivityContent("Weekkaart", 1, "week"),),
    }
    return GoalContent(**good | values)


def content(*goals: GoalContent, **values: Any) -> PlanContent:
    good: dict[str, Any] = {
        "period": Period(date(2026, 3, 1), date(2026, 12, 31)),
        "goals": goals or (goal(),),
        "evaluation_moments": (date(2026, 8, 1),),
        "interval_months": None,
        "needed_support": "",
    }
    return PlanContent(**good | values)


def side(party: str, agreed_as: str = "", agreed_on: date = AGREED, *, is_explained: bool = True) -> AgreedSide:
    as_what = agreed_as or ("client" if party == "client" else "responsible")
    return AgreedSide(party, as_what, agreed_on, is_explained, row(1 if party == "client" else 2, "plans.Agreement"))


def plan(*goals: GoalContent, **values: Any) -> PlanFacts:
    what = content(*goals)
    good: dict[str, Any] = {
        "row": row(10, "plans.PlanVersion"),
        "content": what,
        "goals": tuple(row(20 + one.position, "plans.Goal") for one in what.goals),
        "group_activities": (row(31),),
        "agreements": (side("client"), side("professional")),
    }
    return PlanFacts(**good | values)


def standing(level: str = "mbo4", *, employed: Period | None = None, proven: Period | None = None) -> Standing:
    always = Period(date(2020, 1, 1))
    return Standing((employed or always,), ((level, proven or always),))


def responsible(starts_on: date = AGREED, ends_on: date | None = None, **values: Any) -> Responsible:
    return Responsible(Period(starts_on, ends_on), values.get("standing", standing()), row(values.get("number", 40)))


def evaluation(held_on: date, *, chosen: int | None = None, has_author: bool = True, **values: Any) -> EvaluationFacts:
    scores = values.pop("scores", {})
    good: dict[str, Any] = {
        "held_on": held_on,
        "first_agreed_on": None,
        "participants": ("client", "professional"),
        "goals_to_judge": (1,),
        "goals_judged": (1,),
        "effectiveness": "Het helpt.",
        "report": "We gaan zo door.",
        "wmo_fit": "yes",
        "wmo_reason": "Thuis gaat het.",
        "client_absence_reason": "",
    }
    what = EvaluationContent(**good | values)
    return EvaluationFacts(row(held_on.toordinal(), "plans.Evaluation"), what, chosen, has_author, scores)


def file(**values: Any) -> FileFacts:
    good: dict[str, Any] = {
        "day": DAY,
        "since": SINCE,
        "row": row(99, "clients.Allocation"),
        "starts_on": date(2026, 1, 1),
        "delivery_started_on": AGREED,
        "first_agreed_on": AGREED,
        "plan": plan(),
        "responsible": (responsible(),),
        "members": (MemberFacts(row(50), represents=True),),
        "traits": {"structure_needed": TraitFacts(row(60), "yes", is_explained=True)},
        "placements": (row(70),),
        "contacts": (row(71),),
    }
    return FileFacts(**good | values)
