from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.forms import NewUserForm, UserForm
from accounts.models import User
from accounts.services.second_factor import remove_second_factor
from accounts.services.sessions import end_sessions
from core.web.origin import origin_of
from core.web.views import actor_of


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """Users: add, give a new password, switch off. Nobody is deleted, for the trail refers to them."""

    form = UserForm
    add_form = NewUserForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    readonly_fields = ("public_id", "new_password", "last_login", "joined_at")
    actions = ("switch_off", "switch_on", "take_second_step_away")
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("name", "email", "new_password")}),
        ("Toegang", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Gegevens", {"fields": ("public_id", "last_login", "joined_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    @admin.display(description="wachtwoord")
    def new_password(self, user: User) -> SafeString:
        """A link to the page for another password; the hash is shown to nobody."""
        url = reverse(f"{self.admin_site.name}:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">Nieuw wachtwoord instellen</a>', url)

    @admin.action(description="Geen toegang meer geven", permissions=["change"])
    def switch_off(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Switch users off, except oneself: somebody must be left to undo it."""
        self._switch(request, users.exclude(pk=actor_of(request).user_id or 0), is_active=False)

    @admin.action(description="Weer toegang geven", permissions=["change"])
    def switch_on(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Let users sign in again."""
        self._switch(request, users, is_active=True)

    def _switch(self, request: HttpRequest, users: QuerySet[User], *, is_active: bool) -> None:
        for user in users.exclude(is_active=is_active):
            if not _reaches(request, user):
                continue
            user.is_active = is_active
            user.save(update_fields=["is_active"])
            self.log_change(request, user, [{"changed": {"fields": ["is_active"]}}])
            if not is_active:
                end_sessions(user=user, by=cast(User, request.user), origin=origin_of(request))

    @admin.action(description="Tweede stap weghalen (telefoon kwijt)", permissions=["change"])
    def take_second_step_away(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Let users set up their second step anew; never oneself, for whom there is a page that asks for a code."""
        by = cast(User, request.user)
        for user in users:
            if user == by:
                text = "Uw eigen tweede stap haalt u weg op de pagina ‘Uw account’."
                self.message_user(request, text, messages.WARNING)
            elif not _reaches(request, user):
                self.message_user(request, f"De tweede stap van {user} mag u niet weghalen.", messages.WARNING)
            elif remove_second_factor(user=user, by=by, origin=origin_of(request)):
                self.message_user(request, f"De tweede stap van {user} is weggehaald.", messages.SUCCESS)
            else:
                self.message_user(request, f"{user} had geen tweede stap.", messages.INFO)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        """Whoever is switched off is out at once."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            end_sessions(user=obj, by=cast(User, request.user), origin=origin_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only a superuser makes others one; nobody gives away more than they have."""
        fields = super().get_readonly_fields(request, obj)
        own = () if request.user.is_superuser else ("is_staff", "is_superuser", "groups")
        return (*fields, *own)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser: who sets another's password becomes that other."""
        return super().has_change_permission(request, obj) and _reaches(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: switch a user off instead."""
        return False


def _reaches(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or request.user.is_superuser
