from django.contrib import admin

from core.admin import ReadOnlyAdmin
from informal_care.models import SupportOffer


@admin.register(SupportOffer)
class SupportOfferAdmin(ReadOnlyAdmin[SupportOffer]):
    """Help on the social map, to look at."""

    list_display = ("name", "municipality", "kind", "last_checked_on", "link_status", "withdrawn_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality", "kind")
    search_fields = ("name",)
