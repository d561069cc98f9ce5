from django.contrib import admin

from core.admin import ReadOnlyAdmin
from informal_care.models import (
    Activity,
    ActivityActor,
    Aim,
    Choice,
    Edition,
    FindingPlaceKind,
    Statement,
    TaskGroup,
)


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin[Edition]):
    """Editions of the model, to look at: they are loaded from files."""

    list_display = ("name", "number", "source", "published_by")


@admin.register(Aim)
class AimAdmin(ReadOnlyAdmin[Aim]):
    """Aims of the model, to look at."""

    list_display = ("name", "edition", "page")
    list_select_related = ("edition",)
    list_filter = ("edition",)


@admin.register(Choice)
class ChoiceAdmin(ReadOnlyAdmin[Choice]):
    """Choices of the model, to look at."""

    list_display = ("name", "aim", "page")
    list_select_related = ("aim",)
    list_filter = ("aim",)


@admin.register(TaskGroup)
class TaskGroupAdmin(ReadOnlyAdmin[TaskGroup]):
    """Task groups of the model, to look at."""

    list_display = ("name", "aim", "page")
    list_select_related = ("aim",)
    list_filter = ("aim",)


class ActorInline(admin.TabularInline[ActivityActor, Activity]):
    """Who carries it out."""

    model = ActivityActor
    extra = 0


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin[Activity]):
    """Activities of the model, to look at."""

    list_display = ("code", "text", "aim", "choice", "task_group", "page")
    list_select_related = ("aim", "choice", "task_group")
    list_filter = ("aim", "choice", "task_group")
    search_fields = ("code", "text")
    inlines = (ActorInline,)


@admin.register(FindingPlaceKind)
class FindingPlaceKindAdmin(ReadOnlyAdmin[FindingPlaceKind]):
    """Kinds of finding places, to look at."""

    list_display = ("code", "name", "edition")
    list_select_related = ("edition",)


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin[Statement]):
    """Principles, duties and other sentences of the model, to look at."""

    list_display = ("code", "kind", "text", "law", "edition")
    list_select_related = ("edition",)
    list_filter = ("kind",)
