from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from clients.models import Allocation, Client, ClientSystemMember


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
