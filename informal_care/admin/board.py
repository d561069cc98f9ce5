from django.contrib import admin

from core.admin import ReadOnlyAdmin
from informal_care.models import (
    Board,
    BoardTask,
    MomentParticipants,
    PolicyDecision,
    PolicyMoment,
    TaskEvidence,
    TaskNotice,
    TaskReminder,
    TaskRung,
    VisionAnswer,
)


@admin.register(Board)
class BoardAdmin(ReadOnlyAdmin[Board]):
    """Boards, to look at."""

    list_display = ("name", "municipality", "edition", "starts_on", "ends_on")
    list_select_related = ("municipality", "edition")
    list_filter = ("municipality",)


@admin.register(BoardTask)
class BoardTaskAdmin(ReadOnlyAdmin[BoardTask]):
    """Tasks of boards, to look at."""

    list_display = ("activity", "board", "choosing", "owner", "status", "due_on")
    list_select_related = ("activity", "board__municipality", "owner")
    list_filter = ("choosing", "status")


@admin.register(TaskEvidence)
class TaskEvidenceAdmin(ReadOnlyAdmin[TaskEvidence]):
    """What shows that tasks were done, to look at."""

    list_display = ("title", "kind", "figure", "value", "added_at")
    exclude = ("file",)


@admin.register(TaskRung)
class TaskRungAdmin(ReadOnlyAdmin[TaskRung]):
    """When who is reminded of a task. `manage.py load_mezzo` loads it from a file."""

    list_display = ("days", "recipient", "source", "starts_on", "ends_on")


@admin.register(TaskReminder)
class TaskReminderAdmin(ReadOnlyAdmin[TaskReminder]):
    """Reminders of tasks, to look at."""

    list_display = ("due_on", "days", "state", "reached_at")
    list_filter = ("state",)


@admin.register(TaskNotice)
class TaskNoticeAdmin(ReadOnlyAdmin[TaskNotice]):
    """Who was told of a task, to look at."""

    list_display = ("user", "reminder", "mail")
    list_select_related = ("user", "reminder", "mail")


class ParticipantsInline(admin.TabularInline[MomentParticipants, PolicyMoment]):
    """How many took part."""

    model = MomentParticipants
    extra = 0


@admin.register(PolicyMoment)
class PolicyMomentAdmin(ReadOnlyAdmin[PolicyMoment]):
    """Moments of the policy cycle, to look at."""

    list_display = ("subject", "board", "phase", "held_on")
    list_select_related = ("board__municipality",)
    list_filter = ("phase",)
    inlines = (ParticipantsInline,)


@admin.register(PolicyDecision)
class PolicyDecisionAdmin(ReadOnlyAdmin[PolicyDecision]):
    """Decisions, to look at."""

    list_display = ("decided_on", "decided_by", "board")
    list_select_related = ("board__municipality",)


@admin.register(VisionAnswer)
class VisionAnswerAdmin(ReadOnlyAdmin[VisionAnswer]):
    """Answers for the vision, to look at."""

    list_display = ("question", "board", "answered_on")
    list_select_related = ("question", "board__municipality")
