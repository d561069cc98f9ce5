"""Shapes of what is typed on the pages of this room. Rules stand in `rules.py`; services apply them."""

from core.web.fields import RevisionForm
from plans.forms.agreements import (
    ClientAgreementForm,
    PaperAgreementForm,
    ProfessionalAgreementForm,
    RefusalForm,
    WithdrawForm,
)
from plans.forms.coordination import ContactChangeForm, ContactForm, CoordinationForm
from plans.forms.evaluations import (
    EvaluationForm,
    ParticipantForm,
    ParticipantFormSet,
    ProgressForm,
    StartEvaluationForm,
)
from plans.forms.experiences import EvaluationRequestForm, ExperienceForm
from plans.forms.goals import ActivityForm, ActivityFormSet, GoalForm
from plans.forms.indicators import ScoresForm, StartScoresForm
from plans.forms.plan import EndPlanForm, HandOverForm, MomentsForm, NewVersionForm, PlanForm, StartPlanForm
from plans.forms.templates import NewTemplateForm, ResultForm, ResultFormSet, TemplateForm, TemplateGoalForm
from plans.forms.wlz import WlzEndForm, WlzOwnerForm, WlzStepForm

__all__ = [
    "ActivityForm",
    "ActivityFormSet",
    "ClientAgreementForm",
    "ContactChangeForm",
    "ContactForm",
    "CoordinationForm",
    "EndPlanForm",
    "EvaluationForm",
    "EvaluationRequestForm",
    "ExperienceForm",
    "GoalForm",
    "HandOverForm",
    "MomentsForm",
    "NewTemplateForm",
    "NewVersionForm",
    "PaperAgreementForm",
    "ParticipantForm",
    "ParticipantFormSet",
    "PlanForm",
    "ProfessionalAgreementForm",
    "ProgressForm",
    "RefusalForm",
    "ResultForm",
    "ResultFormSet",
    "RevisionForm",
    "ScoresForm",
    "StartEvaluationForm",
    "StartPlanForm",
    "StartScoresForm",
    "TemplateForm",
    "TemplateGoalForm",
    "WithdrawForm",
    "WlzEndForm",
    "WlzOwnerForm",
    "WlzStepForm",
]
