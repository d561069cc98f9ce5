"""Programs that use the API: made, changed, given another key and blocked here, through the services."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from core.admin import TrailAdmin
from core.web.views import actor_of
from organisations.enums import ApiScope
from organisations.forms import ApiClientForm
from organisations.models import ApiClient, ApiKey
from organisations.services import (
    add_api_key,
    block_api_client,
    change_api_client,
    register_api_client,
    remove_api_key,
    unblock_api_client,
)


class ApiKeyInline(admin.TabularInline[ApiKey, ApiClient]):
    """The keys of a client: to look at, and to take away once the next one works."""

    model = ApiKey
    fields = readonly_fields = ("fingerprint", "added_at", "last_used_at")
    verbose_name_plural = "publieke sleutels (vingerafdruk: SHA-256 van de sleutel in DER)"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A key is pasted in the form above."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Another key is another row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the client."""
        return request.user.has_perm("organisations.change_apiclient")


@admin.register(ApiClient)
class ApiClientAdmin(TrailAdmin[ApiClient]):
    """Programs that use the API. Nobody is handed a secret: only the `client_id`, and the other side has the key."""

    form = ApiClientForm
    inlines = [ApiKeyInline]
    list_display = ["name", "organisation", "scopes_in_words", "key_count", "last_used_at", "blocked_at"]
    list_filter = [("blocked_at", admin.EmptyFieldListFilter), "organisation__kind"]
    list_select_related = ["organisation"]
    search_fields = ["name", "organisation__name", "outside_id", "public_id"]
    actions = ["block", "unblock"]
    fieldsets = [
        (None, {"fields": ["client_id", "organisation", "name", "purpose", "scopes"]}),
        ("Sleutel", {"fields": ["public_key"]}),
        ("Gebruik", {"fields": ["rate_per_minute", "outside_id", "made_at", "last_used_at", "blocked_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiClient]:
        """With their keys."""
        return super().get_queryset(request).prefetch_related(Prefetch("keys"))

    def get_readonly_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> list[str]:
        """For whom a client asks never changes: another organisation is another client."""
        always = ["client_id", "made_at", "last_used_at", "blocked_at"]
        return [*always, "organisation"] if obj else always

    def has_delete_permission(self, request: HttpRequest, obj: ApiClient | None = None) -> bool:
        """It stays, so that the trail can say later who asked; block it instead."""
        return False

    @admin.display(description="client_id")
    def client_id(self, client: ApiClient) -> str:
        """What the other side needs to know, and all that it needs to know."""
        return str(client.public_id) if client.pk else "komt er na het opslaan"

    @admin.display(description="toegang tot")
    def scopes_in_words(self, client: ApiClient) -> str:
        """What it may, as the table says it."""
        return ", ".join(str(ApiScope(scope).label) for scope in client.scopes if scope in ApiScope.values)

    @admin.display(description="sleutels")
    def key_count(self, client: ApiClient) -> int:
        """How many keys it has."""
        return len(client.keys.all())

    def save_model(
        self,
        request: HttpRequest,
        obj: ApiClient,
        form: ModelForm[ApiClient],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Register or change it through the services, and add the key that was pasted."""
        actor = actor_of(request)
        values = dict(form.cleaned_data)
        public_key = values.pop("public_key", "")
        if not change:
            made = register_api_client(actor=actor, public_key=public_key, **values)
            obj.pk, obj.public_id = made.pk, made.public_id
            return
        if set(form.changed_data) - {"public_key"}:
            change_api_client(actor=actor, client=obj, **values)
        if public_key:
            add_api_key(actor=actor, client=obj, public_key=public_key)

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,
        formset: BaseModelFormSet[Any, Any],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Take away the keys that were ticked; nothing else can be done with them."""
        formset.save(commit=False)
        formset.new_objects, formset.changed_objects = [], []
        for key in formset.deleted_objects:
            remove_api_key(actor=actor_of(request), key=key)

    @admin.action(description="Blokkeren: alle tokens vervallen meteen", permissions=["change"])
    def block(self, request: HttpRequest, clients: QuerySet[ApiClient]) -> None:
        """Let these clients do nothing any more."""
        for client in clients:
            block_api_client(actor=actor_of(request), client=client)

    @admin.action(description="Niet meer blokkeren", permissions=["change"])
    def unblock(self, request: HttpRequest, clients: QuerySet[ApiClient]) -> None:
        """Let these clients ask for tokens again."""
        for client in clients:
            unblock_api_client(actor=actor_of(request), client=client)
