"""Plans in the admin: to look at, which stands in the trail. Services write them."""

from operator import attrgetter
from typing import ClassVar, TypeVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Model

from audit.admin import ClientFileAdmin
from core.admin import ReadOnlyAdmin
from plans.models import (
    Activity,
    AgreedResult,
    Agreement,
    CareContact,
    CoordinationNote,
    Evaluation,
    EvaluationMoment,
    EvaluationRequest,
    Experience,
    Goal,
    GoalProgress,
    IndicatorScore,
    Participant,
    Plan,
    PlanSetting,
    PlanTemplate,
    PlanVersion,
    PrintBatch,
    Refusal,
    ReminderRung,
    Responsibility,
    TemplateActivity,
    TemplateGoal,
    WlzStep,
    WlzTrack,
)

OF_ALLOCATION = "plan__allocation"
M = TypeVar("M", bound=Model)


class OfPlanAdmin(ClientFileAdmin[M]):
    """What belongs to a plan, and so to the file of the client under whose allocation the plan stands."""

    path: ClassVar[str]
    """The way from a row to its allocation."""

    def client_of(self, row: M) -> UUID:
        """The client of the allocation."""
        client: UUID = attrgetter(f"{self.path}.client.public_id")(row)
        return client


@admin.register(Plan)
class PlanAdmin(OfPlanAdmin[Plan]):
    path = "allocation"
    list_display = ("allocation", "clock_starts_on", "next_evaluation_due_on")
    list_filter = ("allocation__provider", "allocation__variant")
    list_select_related = ("allocation__variant",)
    search_fields = ("=public_id", "=allocation__number")
    date_hierarchy = "next_evaluation_due_on"


@admin.register(PlanVersion)
class PlanVersionAdmin(OfPlanAdmin[PlanVersion]):
    path = "plan.allocation"
    list_display = ("plan", "number", "status", "starts_on", "ends_on", "agreed_at")
    list_filter = ("status", f"{OF_ALLOCATION}__provider", f"{OF_ALLOCATION}__variant")
    list_select_related = (OF_ALLOCATION,)
    search_fields = ("=public_id", f"={OF_ALLOCATION}__number", "=pdf_sha256")
    exclude = ("agreed_document",)


@admin.register(Goal)
class GoalAdmin(OfPlanAdmin[Goal]):
    path = "version.plan.allocation"
    list_display = ("version", "position", "domain", "has_consent", "due_on")
    list_filter = ("domain", "has_consent")
    list_select_related = (f"version__{OF_ALLOCATION}",)
    search_fields = ("=public_id", f"=version__{OF_ALLOCATION}__number")


@admin.register(Activity)
class ActivityAdmin(OfPlanAdmin[Activity]):
    path = "goal.version.plan.allocation"
    list_display = ("goal", "public_id", "times", "per", "is_in_group")
    list_filter = ("per", "is_in_group")
    list_select_related = ("goal",)
    search_fields = ("=public_id", "=goal__public_id")


@admin.register(EvaluationMoment)
class EvaluationMomentAdmin(OfPlanAdmin[EvaluationMoment]):
    path = "version.plan.allocation"
    list_display = ("version", "planned_on")
    list_filter = ("planned_on",)
    list_select_related = (f"version__{OF_ALLOCATION}",)
    search_fields = ("=public_id", f"=version__{OF_ALLOCATION}__number")


@admin.register(Responsibility)
class ResponsibilityAdmin(OfPlanAdmin[Responsibility]):
    path = "plan.allocation"
    list_display = ("plan", "professional", "starts_on", "ends_on")
    list_filter = ("plan__allocation__provider",)
    list_select_related = ("plan__allocation", "professional")
    search_fields = ("=public_id", "professional__name", "=plan__allocation__number")


@admin.register(Agreement)
class AgreementAdmin(OfPlanAdmin[Agreement]):
    path = "version.plan.allocation"
    list_display = ("version", "party", "agreed_as", "agreed_on", "given_how", "ended_how")
    list_filter = ("party", "agreed_as", "given_how", "why_not_client", "ended_how")
    exclude = ("scan",)
    list_select_related = (f"version__{OF_ALLOCATION}",)
    search_fields = ("=public_id", f"=version__{OF_ALLOCATION}__number")


@admin.register(Refusal)
class RefusalAdmin(OfPlanAdmin[Refusal]):
    path = "version.plan.allocation"
    list_display = ("version", "revision", "refused_on")
    list_filter = ("refused_on",)
    list_select_related = (f"version__{OF_ALLOCATION}",)
    search_fields = ("=public_id", f"=version__{OF_ALLOCATION}__number")


@admin.register(Evaluation)
class EvaluationAdmin(OfPlanAdmin[Evaluation]):
    path = "version.plan.allocation"
    list_display = ("version", "held_on", "wmo_fit", "completed_at")
    list_filter = ("wmo_fit", "held_on", f"version__{OF_ALLOCATION}__provider")
    list_select_related = (f"version__{OF_ALLOCATION}",)
    search_fields = ("=public_id", f"=version__{OF_ALLOCATION}__number")


@admin.register(Participant)
class ParticipantAdmin(OfPlanAdmin[Participant]):
    path = "evaluation.version.plan.allocation"
    list_display = ("evaluation", "kind")
    list_filter = ("kind",)
    list_select_related = ("evaluation",)
    search_fields = ("=public_id", "=evaluation__public_id")


@admin.register(GoalProgress)
class GoalProgressAdmin(OfPlanAdmin[GoalProgress]):
    path = "evaluation.version.plan.allocation"
    list_display = ("evaluation", "goal", "progress", "measured_value")
    list_filter = ("progress",)
    list_select_related = ("evaluation", "goal")
    search_fields = ("=public_id", "=evaluation__public_id")


@admin.register(IndicatorScore)
class IndicatorScoreAdmin(OfPlanAdmin[IndicatorScore]):
    path = "version.plan.allocation"
    list_display = ("version", "indicator", "evaluation")
    list_filter = ("indicator",)
    list_select_related = (f"version__{OF_ALLOCATION}", "evaluation")
    search_fields = ("=public_id", f"=version__{OF_ALLOCATION}__number")


@admin.register(Experience)
class ExperienceAdmin(OfPlanAdmin[Experience]):
    path = "evaluation.version.plan.allocation"
    list_display = ("evaluation", "respondent", "answered_how")
    list_filter = ("respondent", "answered_how")
    list_select_related = ("evaluation",)
    search_fields = ("=public_id", "=evaluation__public_id")


@admin.register(EvaluationRequest)
class EvaluationRequestAdmin(OfPlanAdmin[EvaluationRequest]):
    path = "plan.allocation"
    list_display = ("plan", "asked_by", "asked_on", "evaluation")
    list_filter = ("asked_by", "asked_on")
    list_select_related = ("plan__allocation", "evaluation")
    search_fields = ("=public_id", "=plan__allocation__number")


@admin.register(CareContact)
class CareContactAdmin(OfPlanAdmin[CareContact]):
    path = "plan.allocation"
    list_display = ("plan", "function", "sharing", "starts_on", "ends_on")
    list_filter = ("sharing", "plan__allocation__provider")
    list_select_related = ("plan__allocation",)
    search_fields = ("=public_id", "=plan__allocation__number")


@admin.register(CoordinationNote)
class CoordinationNoteAdmin(OfPlanAdmin[CoordinationNote]):
    path = "plan.allocation"
    list_display = ("plan", "held_on")
    list_filter = ("held_on", "plan__allocation__provider")
    list_select_related = ("plan__allocation",)
    search_fields = ("=public_id", "=plan__allocation__number")


@admin.register(WlzTrack)
class WlzTrackAdmin(OfPlanAdmin[WlzTrack]):
    path = "plan.allocation"
    list_display = ("plan", "owner", "opened_on", "outcome", "ended_on")
    list_filter = ("outcome", "plan__allocation__provider")
    list_select_related = ("plan__allocation", "owner")
    search_fields = ("=public_id", "=plan__allocation__number")


@admin.register(WlzStep)
class WlzStepAdmin(OfPlanAdmin[WlzStep]):
    path = "track.plan.allocation"
    list_display = ("track", "kind", "taken_on")
    list_filter = ("kind", "taken_on")
    list_select_related = ("track",)
    search_fields = ("=public_id", "=track__public_id")


@admin.register(PlanSetting)
class PlanSettingAdmin(ReadOnlyAdmin[PlanSetting]):
    """Numbers about plans. `manage.py load_reminders` loads them from a file."""

    list_display = ("parameter", "value", "starts_on", "ends_on", "source")


@admin.register(ReminderRung)
class ReminderRungAdmin(ReadOnlyAdmin[ReminderRung]):
    """When who is reminded. `manage.py load_reminders` loads it from a file."""

    list_display = ("product_version", "days", "recipient", "source")
    list_select_related = ("product_version__variant",)


@admin.register(AgreedResult)
class AgreedResultAdmin(OfPlanAdmin[AgreedResult]):
    path = "allocation"
    list_display = ("allocation", "position", "domain")
    list_filter = ("domain", "allocation__provider")
    list_select_related = ("allocation",)
    search_fields = ("=public_id", "=allocation__number")


@admin.register(PrintBatch)
class PrintBatchAdmin(ReadOnlyAdmin[PrintBatch]):
    """That plans were printed together; which, stands in the trail."""

    list_display = ("created_at", "user", "organisation", "kind", "status", "finished_at")
    list_filter = ("status", "kind")
    list_select_related = ("user", "organisation")
    search_fields = ("=public_id",)


@admin.register(PlanTemplate)
class PlanTemplateAdmin(ReadOnlyAdmin[PlanTemplate]):
    """With what plans can start. `manage.py load_plan_templates` loads the general ones from a file."""

    list_display = ("name", "variant", "provider", "source", "retired_at")
    list_filter = ("variant", "provider")
    list_select_related = ("variant", "provider")
    search_fields = ("name", "=public_id")


@admin.register(TemplateGoal)
class TemplateGoalAdmin(ReadOnlyAdmin[TemplateGoal]):
    list_display = ("template", "position", "domain", "statement")
    list_filter = ("domain",)
    list_select_related = ("template",)
    search_fields = ("statement", "template__name", "=public_id")


@admin.register(TemplateActivity)
class TemplateActivityAdmin(ReadOnlyAdmin[TemplateActivity]):
    list_display = ("description", "goal", "times", "per", "is_in_group")
    list_filter = ("per", "is_in_group")
    list_select_related = ("goal",)
    search_fields = ("description", "=public_id")
