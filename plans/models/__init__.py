from plans.models.agreement import Agreement
from plans.models.evaluation import Evaluation, GoalProgress, Participant
from plans.models.goal import Activity, Goal
from plans.models.plan import EvaluationMoment, Plan, PlanVersion, Responsibility

__all__ = [
    "Activity",
    "Agreement",
    "Evaluation",
    "EvaluationMoment",
    "Goal",
    "GoalProgress",
    "Participant",
    "Plan",
    "PlanVersion",
    "Responsibility",
]
