from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from core.admin import ReadOnlyAdmin
from informal_care.models import CouncilVacancy, PanelMember, Poll


@admin.register(PanelMember)
class PanelMemberAdmin(ClientFileAdmin[PanelMember]):
    """Who is in the panel of a municipality, to look at."""

    list_display = ("public_id", "municipality", "joined_on", "left_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
    search_fields = ("public_id",)

    def client_of(self, row: PanelMember) -> UUID:
        """The member: what is known of them is their own file."""
        return row.public_id


@admin.register(Poll)
class PollAdmin(ReadOnlyAdmin[Poll]):
    """Polls, to look at; never what was answered, for an administrator is bound by the ten people as well."""

    list_display = ("title", "municipality", "opens_on", "closes_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
    exclude = ("answers", "remarks")


@admin.register(CouncilVacancy)
class CouncilVacancyAdmin(ReadOnlyAdmin[CouncilVacancy]):
    """Councils that look for members, to look at."""

    list_display = ("council", "municipality", "starts_on", "ends_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
