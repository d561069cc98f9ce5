from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest

from audit.admin import ClientFileAdmin
from clients.models import (
    Allocation,
    Amendment,
    Application,
    CarerTalk,
    Case,
    CaseTerm,
    Client,
    ClientSystemMember,
    Death,
    Decision,
    EquatedDay,
    Finding,
    Investigation,
    LegalTerm,
    Letter,
    Move,
    PersonalPlan,
    Present,
    ProfileItem,
    SignalSetting,
    Suspension,
    Telling,
)
from core.admin import ReadOnlyAdmin


@admin.register(Client)
class ClientAdmin(ClientFileAdmin[Client]):
    """Client files; the BSN is masked."""

    list_display = ("public_id", "municipality")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
    search_fields = ("public_id",)
    exclude = ("bsn", "bsn_index", "search_name")
    readonly_fields = ("bsn_masked",)

    @admin.display(description="BSN")
    def bsn_masked(self, row: Client) -> str:
        """The last digits."""
        return row.masked_bsn

    def client_of(self, row: Client) -> UUID:
        """The client."""
        return row.public_id


@admin.register(ClientSystemMember)
class ClientSystemMemberAdmin(ClientFileAdmin[ClientSystemMember]):
    """Members of client systems."""

    list_display = ("public_id", "relation", "representation", "is_informal_carer", "starts_on", "ends_on")
    list_filter = ("relation", "representation", "is_informal_carer")
    search_fields = ("public_id", "client__public_id")

    def client_of(self, row: ClientSystemMember) -> UUID:
        """The client whom this person stands around."""
        return row.client.public_id


@admin.register(Allocation)
class AllocationAdmin(ClientFileAdmin[Allocation]):
    """Allocations."""

    list_display = (
        "number",
        "municipality",
        "variant",
        "provider",
        "starts_on",
        "ends_on",
        "volume",
        "frequency",
    )
    list_select_related = ("municipality", "variant", "provider")
    list_filter = ("municipality", "variant", "frequency")
    search_fields = ("number", "public_id", "client__public_id", "provider__name")

    def client_of(self, row: Allocation) -> UUID:
        """The client to whom the care was allocated."""
        return row.client.public_id


@admin.register(
    Case,
    Telling,
    PersonalPlan,
    Letter,
    Investigation,
    Present,
    Finding,
    CarerTalk,
    ProfileItem,
    Application,
    Decision,
    Amendment,
    Death,
    CaseTerm,
    Suspension,
    Move,
)
class IntakeAdmin(ClientFileAdmin[Any]):
    """Parts of the intake: how far it is and when, and nothing of what people said."""

    search_fields = ("public_id",)
    list_display = ("public_id",)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What may not stand in the trail is not for administrators either."""
        shown = self.model.audited_values - {"member"}
        return [field.name for field in self.model._meta.fields if field.name not in shown]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The rest, in the order of the model."""
        excluded = self.get_exclude(request, obj)
        return [field.name for field in self.model._meta.fields if field.name not in excluded]

    def client_of(self, row: Any) -> UUID:
        """The client at the end of the path of the model."""
        for step in self.model.client_path.split("__"):
            row = getattr(row, step)
        public_id: UUID = row.public_id
        return public_id


@admin.register(LegalTerm, EquatedDay, SignalSetting)
class TermAdmin(ReadOnlyAdmin[Any]):
    """The terms of the law, and when access is conspicuous. `manage.py load_terms` loads them from files.

    A new length or value is a new row there.
    """
