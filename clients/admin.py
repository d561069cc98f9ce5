from typing import TypeVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from audit.enums import AuditEvent
from audit.services import record
from clients.models import Allocation, Client, ClientSystemMember
from core.admin import ReadOnlyAdmin
from core.web.views import actor_of

M = TypeVar("M", Client, ClientSystemMember, Allocation)


class FileAdmin(ReadOnlyAdmin[M]):
    """Parts of a client's file, to look at in case of trouble. Opening one stands in the trail.

    People are listed by public id: what is searched for stands in the URL here.
    """

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Show the row, and record who opened it."""
        response = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, object_id)
        if row is not None and self.has_view_permission(request, row):
            client = row if isinstance(row, Client) else row.client
            record(
                actor=actor_of(request),
                event=AuditEvent.READ,
                target=row,
                client=client.public_id,
                fields=["beheer"],
            )
        return response


@admin.register(Client)
class ClientAdmin(FileAdmin[Client]):
    """Client files; the BSN is masked."""

    list_display = ("public_id", "municipality")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
    search_fields = ("public_id",)
    exclude = ("bsn", "bsn_index", "search_name")
    readonly_fields = ("masked_bsn",)


@admin.register(ClientSystemMember)
class ClientSystemMemberAdmin(FileAdmin[ClientSystemMember]):
    """Members of client systems."""

    list_display = ("public_id", "relation", "representation", "is_informal_carer", "starts_on", "ends_on")
    list_filter = ("relation", "representation", "is_informal_carer")
    search_fields = ("public_id", "client__public_id")


@admin.register(Allocation)
class AllocationAdmin(FileAdmin[Allocation]):
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
