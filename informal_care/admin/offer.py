from django.contrib import admin

from core.admin import ReadOnlyAdmin
from informal_care.models import OfferNotice, OfferReminder, OfferRung, SupportOffer


@admin.register(SupportOffer)
class SupportOfferAdmin(ReadOnlyAdmin[SupportOffer]):
    """Help on the social map, to look at."""

    list_display = ("name", "municipality", "kind", "last_checked_on", "link_status", "withdrawn_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality", "kind")
    search_fields = ("name",)


@admin.register(OfferRung)
class OfferRungAdmin(ReadOnlyAdmin[OfferRung]):
    """When the coordinators are reminded. `manage.py load_mezzo` loads it from a file."""

    list_display = ("days", "source", "starts_on", "ends_on")


@admin.register(OfferReminder)
class OfferReminderAdmin(ReadOnlyAdmin[OfferReminder]):
    """Reminders of help that has to be checked, to look at."""

    list_display = ("offer", "due_on", "days", "state", "reached_at")
    list_select_related = ("offer",)
    list_filter = ("state",)


@admin.register(OfferNotice)
class OfferNoticeAdmin(ReadOnlyAdmin[OfferNotice]):
    """Who was told of help that has to be checked, to look at."""

    list_display = ("user", "reminder", "mail")
    list_select_related = ("user", "reminder", "mail")
