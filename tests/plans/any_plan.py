"""Any plan that the database can hold: strategies that draw one, and how it is written behind the services' back."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from plans.documents.fhir_values import without_empty
from plans.enums import GoalDomain, Per, Progress, Respondent, WmoFit
from plans.models import (
    Activity,
    Evaluation,
    Experience,
    Goal,
    GoalProgress,
    IndicatorScore,
    Participant,
    PlanVersion,
)
from plans.rules import Week
from plans.rules.week import MOMENTS
from products.enums import Indicator
from tests.plans.story import TODAY

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
FILLED = TEXT.filter(lambda text: bool(without_empty(text)))
VALUES = st.none() | st.decimals(-99999, 99999, places=2)
GOALS = st.fixed_dictionaries(
    {
        "domain": st.sampled_from(GoalDomain.values),
        "statement": FILLED,
        "measure": TEXT,
        "unit": TEXT,
        "start_value": VALUES,
        "target_value": VALUES,
        "client_words": TEXT,
        "has_consent": st.booleans(),
        "why_realistic": TEXT,
        "due_on": st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    }
)
ACTIVITIES = st.fixed_dictionaries(
    {
        "description": FILLED,
        "times": st.integers(1, 20),
        "per": st.sampled_from(Per.values),
        "performed_by": TEXT,
        "is_in_group": st.booleans(),
        "moments": st.sets(st.sampled_from(MOMENTS)).map(lambda chosen: Week(frozenset(chosen))),
    }
)
SCORED = st.dictionaries(st.sampled_from(Indicator.values), st.integers(0, 4))
EVALUATIONS = st.fixed_dictionaries(
    {
        "scores": SCORED,
        "progress": st.sampled_from(Progress.values),
        "measured_value": VALUES,
        "explanation": TEXT,
        "participant": FILLED,
        "respondent": st.sampled_from(Respondent.values),
        "cooperation": st.none() | st.integers(1, 5),
        "goes_well": TEXT,
        "report": FILLED,
    }
)


def add(version: PlanVersion, goals: Any, start: Any, evaluations: Any) -> None:
    """What was drawn, behind the back of the services, which would ask for more."""
    version.goals.all().delete()
    for position, (values, activities) in enumerate(goals, start=1):
        made = Goal.objects.create(version=version, position=position, **values)
        for one in activities:
            Activity.objects.create(goal=made, **one)
    for indicator, score in start.items():
        IndicatorScore.objects.create(version=version, indicator=indicator, score=score)
    for number, one in enumerate(evaluations):
        held = Evaluation.objects.create(
            version=version,
            held_on=TODAY + timedelta(days=number),
            effectiveness="Het helpt.",
            report=one["report"],
            wmo_fit=WmoFit.YES,
            wmo_reason="Het past.",
            author_name="Petra",
            completed_at=f"2026-03-{number + 2:02}T12:00:00Z",
        )
        Participant.objects.create(evaluation=held, kind="client", name=one["participant"])
        Experience.objects.create(
            evaluation=held,
            respondent=one["respondent"],
            answered_how="on_paper",
            cooperation=one["cooperation"],
            goes_well=one["goes_well"],
        )
        for indicator, score in one["scores"].items():
            IndicatorScore.objects.create(version=version, evaluation=held, indicator=indicator, score=score)
        for made in version.goals.all():
            GoalProgress.objects.create(
                evaluation=held,
                goal=made,
                progress=one["progress"],
                measured_value=one["measured_value"],
                explanation=one["explanation"],
            )
