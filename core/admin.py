"""Base of the admin pages of all rooms: who may only look, and where the history of a row is found."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

M = TypeVar("M", bound=Model)


class TrailAdmin(admin.ModelAdmin[M]):
    """The history of a row is what the audit trail says about it; Django's own log is not kept beside it."""

    list_per_page = 50
    show_full_result_count = False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go to the entries of the trail about this row."""
        row = self.get_object(request, object_id)
        public_id = getattr(row, "public_id", None)
        if isinstance(public_id, UUID) and self.has_view_permission(request, row):
            try:
                trail = reverse(f"{self.admin_site.name}:audit_auditentry_changelist")
            except NoReverseMatch:
                pass
            else:
                return HttpResponseRedirect(f"{trail}?target__exact={public_id}")
        return super().history_view(request, object_id, extra_context)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Django's log would hold the names of people; the trail is kept elsewhere."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """See `log_addition`."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """See `log_addition`."""


class ReadOnlyAdmin(TrailAdmin[M]):
    """For rows that only services write: an administrator can look at them and find them, no more."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody deletes one here."""
        return False
