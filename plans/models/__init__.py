from plans.models.agreement import Agreement, Refusal
from plans.models.coordination import CareContact, CoordinationNote
from plans.models.evaluation import Evaluation, GoalProgress, Participant
from plans.models.experience import EvaluationRequest, Experience
from plans.models.goal import Activity, Goal
from plans.models.indicator import IndicatorScore
from plans.models.plan import EvaluationMoment, Plan, PlanVersion, Responsibility
from plans.models.print_batch import PrintBatch, PrintItem
from plans.models.reminder import Notice, Reminder, ReminderRung
from plans.models.result import AgreedResult
from plans.models.template import PlanTemplate, TemplateActivity, TemplateGoal
from plans.models.wlz import PlanSetting, WlzStep, WlzTrack

__all__ = [
    "Activity",
    "AgreedResult",
    "Agreement",
    "CareContact",
    "CoordinationNote",
    "Evaluation",
    "EvaluationMoment",
    "EvaluationRequest",
    "Experience",
    "Goal",
    "GoalProgress",
    "IndicatorScore",
    "Notice",
    "Participant",
    "Plan",
    "PlanSetting",
    "PlanTemplate",
    "PlanVersion",
    "PrintBatch",
    "PrintItem",
    "Refusal",
    "Reminder",
    "ReminderRung",
    "Responsibility",
    "TemplateActivity",
    "TemplateGoal",
    "WlzStep",
    "WlzTrack",
]
