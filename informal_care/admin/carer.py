from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from informal_care.models import Carer, CareRelation, CarerPermission


@admin.register(Carer)
class CarerAdmin(ClientFileAdmin[Carer]):
    """Informal carers, to look at."""

    list_display = ("public_id", "municipality", "known_since", "ended_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
    search_fields = ("public_id",)
    exclude = ("search_name",)

    def client_of(self, row: Carer) -> UUID:
        """The carer: their file is their own."""
        return row.public_id


@admin.register(CareRelation)
class CareRelationAdmin(ClientFileAdmin[CareRelation]):
    """For whom carers care, to look at."""

    list_display = ("public_id", "relation", "starts_on", "ends_on")
    list_select_related = ("carer",)
    search_fields = ("public_id",)

    def client_of(self, row: CareRelation) -> UUID:
        """The carer: their file is their own."""
        return row.carer.public_id


@admin.register(CarerPermission)
class CarerPermissionAdmin(ClientFileAdmin[CarerPermission]):
    """What carers let providers know, to look at."""

    list_display = ("public_id", "provider", "shares_words", "starts_on", "ends_on")
    list_select_related = ("carer", "provider")
    search_fields = ("public_id",)

    def client_of(self, row: CarerPermission) -> UUID:
        """The carer: their file is their own."""
        return row.carer.public_id
