"""Judgements in the admin: to look at, which stands in the trail. Services write them."""

from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from compliance.models import FileJudgement, Judgement
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
