"""Base of the admin pages of all rooms: who may only look, how is searched, where the history of a row is found."""

from typing import Any, Final, TypeVar
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from core.web import remembered

M = TypeVar("M", bound=Model)

LONGEST_SEARCH: Final = 200


class SealedSearchList(ChangeList):
    """A list that searches for what the session remembers, and never for what stands in the address."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """The rows that are found."""
        self.query = searched_for(request, self.model)
        return super().get_queryset(request, exclude_parameters)


class SealedSearch(admin.ModelAdmin[M]):
    """Lists are searched by POST: a name in an address stays behind in logs and in the history of a browser.

    The site puts this before each admin page that it is given, also of other people's packages.
    """

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows where the search stands."""
        return SealedSearchList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Take a search in, or show the list. What was typed into the address is taken away and not searched for."""
        is_search = request.method == "POST" and SEARCH_VAR in request.POST
        if not is_search and SEARCH_VAR not in request.GET:
            return super().changelist_view(request, extra_context)
        if is_search and self.has_view_or_change_permission(request):
            key, words = _key(self.model), request.POST[SEARCH_VAR].replace("\0", "").strip()[:LONGEST_SEARCH]
            if words:
                remembered.keep(request, key, {SEARCH_VAR: words})
            else:
                remembered.forget(request, key)
        rest = request.GET.copy()
        for name in (SEARCH_VAR, PAGE_VAR):
            rest.pop(name, None)
        return HttpResponseRedirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)


def searched_for(request: HttpRequest, model: type[Model]) -> str:
    """What somebody searches for in the list of this model; empty when for nothing."""
    return remembered.read(request, _key(model)).get(SEARCH_VAR, "")


def _key(model: type[Model]) -> str:
    return f"admin.search.{model._meta.label_lower}"


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
