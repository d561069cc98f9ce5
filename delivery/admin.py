"""Groups, placements and attendance in the admin: to look at, which stands in the trail. Services write them."""

from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from core.admin import ReadOnlyAdmin
from delivery.models import (
    ClientAttendance,
    ClosedDay,
    Group,
    Helper,
    Leave,
    MixDecision,
    MixShare,
    Opening,
    Placement,
    RosterLine,
    Session,
    StaffAttendance,
    StaffBreak,
)


class MixShareInline(admin.TabularInline[MixShare, MixDecision]):
    """Which part of the hours each level has."""

    model = MixShare
    extra = 0
    can_delete = False


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin[Group]):
    list_display = ("name", "provider", "location", "target_group", "capacity", "starts_on", "ends_on")
    list_filter = ("provider", "target_group")
    list_select_related = ("provider", "location", "target_group")
    search_fields = ("name", "=public_id", "location__name")


@admin.register(Opening)
class OpeningAdmin(ReadOnlyAdmin[Opening]):
    list_display = ("group", "weekday", "dagdeel", "opens", "closes", "starts_on", "ends_on")
    list_filter = ("weekday", "dagdeel", "group__provider")
    list_select_related = ("group",)
    search_fields = ("group__name", "=public_id")


@admin.register(ClosedDay)
class ClosedDayAdmin(ReadOnlyAdmin[ClosedDay]):
    list_display = ("day", "group", "reason")
    list_filter = ("group__provider",)
    list_select_related = ("group",)
    search_fields = ("reason", "group__name", "=public_id")
    date_hierarchy = "day"


@admin.register(MixDecision)
class MixDecisionAdmin(ReadOnlyAdmin[MixDecision]):
    list_display = ("group", "starts_on", "ends_on")
    list_filter = ("group__provider",)
    list_select_related = ("group",)
    search_fields = ("group__name", "=public_id")
    inlines = (MixShareInline,)


@admin.register(Placement)
class PlacementAdmin(ClientFileAdmin[Placement]):
    list_display = ("group", "allocation", "moments", "starts_on", "ends_on")
    list_filter = ("group__provider",)
    list_select_related = ("group", "allocation")
    search_fields = ("=public_id", "=allocation__number", "group__name")

    def client_of(self, row: Placement) -> UUID:
        """The client of the allocation."""
        return row.allocation.client.public_id


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin[Session]):
    list_display = ("held_on", "group", "dagdeel", "starts", "ends", "closed_at")
    list_filter = ("dagdeel", "group__provider")
    list_select_related = ("group",)
    search_fields = ("group__name", "=public_id")
    date_hierarchy = "held_on"
    exclude = ("note",)


class StaffBreakInline(admin.TabularInline[StaffBreak, StaffAttendance]):
    """When somebody was not with the group."""

    model = StaffBreak
    extra = 0
    can_delete = False


@admin.register(StaffAttendance)
class StaffAttendanceAdmin(ReadOnlyAdmin[StaffAttendance]):
    list_display = ("session", "professional", "helper", "presence", "arrived", "left", "superseded_at")
    list_filter = ("presence", "session__group__provider")
    list_select_related = ("session__group", "professional", "helper")
    search_fields = ("=public_id", "professional__search_name", "helper__name", "session__group__name")
    inlines = (StaffBreakInline,)


@admin.register(ClientAttendance)
class ClientAttendanceAdmin(ClientFileAdmin[ClientAttendance]):
    list_display = ("session", "allocation", "presence", "arrived", "left", "superseded_at")
    list_filter = ("presence", "session__group__provider")
    list_select_related = ("session__group", "allocation")
    search_fields = ("=public_id", "=allocation__number", "session__group__name")

    def client_of(self, row: ClientAttendance) -> UUID:
        """The client of the allocation."""
        return row.allocation.client.public_id


@admin.register(Helper)
class HelperAdmin(ReadOnlyAdmin[Helper]):
    list_display = ("name", "kind", "provider", "starts_on", "ends_on")
    list_filter = ("provider", "kind")
    list_select_related = ("provider",)
    search_fields = ("name", "=public_id")


@admin.register(RosterLine)
class RosterLineAdmin(ReadOnlyAdmin[RosterLine]):
    list_display = ("group", "professional", "helper", "moments", "starts_on", "ends_on")
    list_filter = ("group__provider",)
    list_select_related = ("group", "professional", "helper")
    search_fields = ("group__name", "professional__name", "helper__name", "=public_id")


@admin.register(Leave)
class LeaveAdmin(ReadOnlyAdmin[Leave]):
    """Without the reason: an administrator need not know who is ill."""

    exclude = ("kind",)
    list_display = ("professional", "helper", "provider", "starts_on", "ends_on")
    list_filter = ("provider",)
    list_select_related = ("professional", "helper", "provider")
    search_fields = ("professional__name", "helper__name", "=public_id")
