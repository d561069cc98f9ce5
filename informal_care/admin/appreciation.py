from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from core.admin import ReadOnlyAdmin
from informal_care.models import AppreciationApplication, AppreciationKind, AppreciationScheme


@admin.register(AppreciationScheme)
class AppreciationSchemeAdmin(ReadOnlyAdmin[AppreciationScheme]):
    """What municipalities give each year, to look at."""

    list_display = ("year", "municipality", "opens_on", "closes_on", "budget", "granted_amount")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)


@admin.register(AppreciationKind)
class AppreciationKindAdmin(ReadOnlyAdmin[AppreciationKind]):
    """What can be chosen, to look at."""

    list_display = ("name", "scheme", "form", "value", "available", "granted")
    list_select_related = ("scheme",)


@admin.register(AppreciationApplication)
class AppreciationApplicationAdmin(ClientFileAdmin[AppreciationApplication]):
    """Who applied, to look at."""

    list_display = ("public_id", "scheme", "status", "applied_on")
    list_select_related = ("scheme",)
    list_filter = ("status",)
    search_fields = ("public_id",)
    exclude = ("iban", "identity", "identity_index", "fingerprint")

    def client_of(self, row: AppreciationApplication) -> UUID:
        """The applicant: what is known of them is their own file."""
        return row.public_id
