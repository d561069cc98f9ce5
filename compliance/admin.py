"""What checks found and people judged in the admin: to look at, which stands in the trail. Services write them."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest

from audit.admin import ClientFileAdmin
from compliance.models import CheckRun, FileJudgement, Finding, Judgement, SessionOutcome
from core.admin import ReadOnlyAdmin


@admin.register(Judgement)
class JudgementAdmin(ReadOnlyAdmin[Judgement]):
    list_display = ("requirement", "provider", "group", "verdict", "judged_on", "judge_name")
    list_filter = ("verdict", "provider")
    list_select_related = ("requirement", "provider", "group")
    search_fields = ("=public_id", "requirement__code", "judge_name")
    date_hierarchy = "judged_on"


@admin.register(FileJudgement)
class FileJudgementAdmin(ClientFileAdmin[FileJudgement]):
    list_display = ("requirement", "allocation", "verdict", "judged_on", "judge_name")
    list_filter = ("verdict",)
    list_select_related = ("requirement", "allocation")
    search_fields = ("=public_id", "=allocation__number", "requirement__code")

    def client_of(self, row: FileJudgement) -> UUID:
        """The client of the allocation."""
        return row.allocation.client.public_id


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin[Finding]):
    """Findings about groups. What was found of a file is for the provider and the municipality alone."""

    list_display = ("code", "group", "severity", "opened_on", "last_on", "met_again_on", "withdrawn_at")
    list_filter = ("severity", "code", "provider")
    list_select_related = ("group",)
    search_fields = ("=public_id", "=code")
    date_hierarchy = "opened_on"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those about nobody."""
        return super().get_queryset(request).filter(allocation__isnull=True)


@admin.register(SessionOutcome)
class SessionOutcomeAdmin(ReadOnlyAdmin[SessionOutcome]):
    list_display = ("session", "basis", "ratio", "cover", "levels", "computed_at", "superseded_at")
    list_filter = ("basis", "ratio", "cover", "levels")
    list_select_related = ("session__group",)
    search_fields = ("=session__public_id",)


@admin.register(CheckRun)
class CheckRunAdmin(ReadOnlyAdmin[CheckRun]):
    list_display = ("started_at", "finished_at", "sessions", "outcomes", "differences")
