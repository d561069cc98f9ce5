from abc import abstractmethod
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.services import Act, record, record_many, snapshot
from core.admin import ReadOnlyAdmin, TrailAdmin, searched_for
from core.web.views import actor_of

M = TypeVar("M", bound=Model)


class AuditedAdmin(TrailAdmin[M]):
    """For reference data that is edited on the admin pages: what is done there stands in the trail."""

    def save_model(self, request: HttpRequest, obj: M, form: ModelForm[M], change: bool) -> None:  # noqa: FBT001
        """Write the row and the entry about it; both or neither, for Django's page is one transaction."""
        if change and not form.has_changed():
            return
        before = snapshot(self.model._base_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        relations = {field.name for field in self.model._meta.many_to_many}
        record(
            actor=actor_of(request),
            event=AuditEvent.CHANGED if change else AuditEvent.CREATED,
            target=obj,
            before=before,
            fields=[name for name in form.changed_data if name in relations],
        )

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,
        formset: BaseModelFormSet[Any, Any],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Write the rows that stand below the edited one, each with an entry of its own."""
        formset.save(commit=False)
        actor = actor_of(request)
        for row in formset.deleted_objects:
            record(actor=actor, event=AuditEvent.DELETED, target=row)
            row.delete()
        for row, _ in formset.changed_objects:
            before = snapshot(type(row)._base_manager.get(pk=row.pk))
            row.save()
            record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)
        for row in formset.new_objects:
            row.save()
            record(actor=actor, event=AuditEvent.CREATED, target=row)
        formset.save_m2m()

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        """Delete the row and write down that it was there."""
        record(actor=actor_of(request), event=AuditEvent.DELETED, target=obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        """The same for all the rows that were chosen in the list."""
        acts = [Act(target=row) for row in queryset]
        record_many(actor=actor_of(request), event=AuditEvent.DELETED, acts=acts)
        super().delete_queryset(request, queryset)


class ClientFileAdmin(ReadOnlyAdmin[M]):
    """Parts of a client's file, to look at in case of trouble. Opening one stands in the trail of that client.

    People are listed by public id or number: what is searched for stands in the URL here.
    """

    def get_queryset(self, request: HttpRequest) -> Any:
        """Files that this administrator opened in an emergency, with a reason, and has open now; no other row.

        It is as an administrator that somebody is here, whatever memberships they have.
        """
        rows: Any = super().get_queryset(request)
        return rows.visible_to(actor_of(request).without_organisation())

    @abstractmethod
    def client_of(self, row: M) -> UUID:
        """The public id of the client whose file this row belongs to."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the row, and record who opened it."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, object_id) if object_id else None
        if row is not None and self.has_view_permission(request, row):
            client = self.client_of(row)
            record(actor=actor_of(request), event=AuditEvent.READ, target=row, client=client, fields=["beheer"])
        return response


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin[AuditEntry]):
    """The trail, to look through and nothing else. Looking is written down too (NEN 7513)."""

    list_display = ("at", "event", "actor_label", "organisation_label", "target_label")
    list_filter = ("event", "at", "role", "target_label")
    search_fields = ("actor_label", "organisation_label", "request_id")
    search_help_text = "Zoek op gebruiker, organisatie, kenmerk van het verzoek, of op een heel kenmerk (UUID)."
    ordering = ("-id",)
    actions = None
    exclude = ("fields",)
    readonly_fields = ("touched",)

    @admin.display(description="velden")
    def touched(self, entry: AuditEntry) -> SafeString:
        """The fields in words: their names, and old and new value where the trail holds them."""
        lines = [(field["name"], _values(field)) for field in entry.fields]
        return format_html_join("", "<div>{}{}</div>", lines)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """A whole UUID finds what that user, client or row did or underwent; other words are names."""
        try:
            identifier = UUID(search_term.strip())
        except ValueError:
            return super().get_search_results(request, queryset, search_term)
        return queryset & AuditEntry.objects.about(identifier), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; having looked through the trail stands in the trail."""
        by = {*request.GET, *(["q"] if searched_for(request, AuditEntry) else [])}
        event = AuditEvent.SEARCHED if by else AuditEvent.READ
        record(actor=actor_of(request), event=event, target=AuditEntry, fields=sorted(by))
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One entry; when it is about a client, that client's list shows that it was looked at."""
        entry = self.get_object(request, object_id) if object_id else None
        if entry is not None:
            record(actor=actor_of(request), event=AuditEvent.READ, target=AuditEntry, client=entry.client)
        return super().changeform_view(request, object_id, form_url, extra_context)


def _values(field: dict[str, Any]) -> str:
    old, new = field.get("old"), field.get("new", field.get("hash"))
    if old is None and new is None:
        return ""
    return f": {'' if old is None else old} → {'' if new is None else new}"
