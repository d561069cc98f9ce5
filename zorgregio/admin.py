"""The Django admin site: for administrators and reference data."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from core.admin import SealedSearch


class SiteConfig(AdminConfig):
    """Puts our own site in the place of the default one."""

    default_site = "zorgregio.admin.Site"


class Site(AdminSite):
    """Titles in Dutch; signing in and changing a password go through the pages that everybody uses."""

    site_header = "zorgregio beheer"
    site_title = "zorgregio beheer"
    index_title = "Gegevens en instellingen"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Every list is searched without the words in its address."""
        pages = admin_class or ModelAdmin
        super().register(model_or_iterable, type(pages.__name__, (SealedSearch, pages), {}), **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:
        """Go to the page with the lockout and the trail; somebody who is signed in but no administrator: 403."""
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': wanted})}")

    def password_change(  # type: ignore[override]  # Django's own gives a page, ours leads to one
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Go to the page that also ends the other sessions."""
        return HttpResponseRedirect(reverse("accounts:change_password"))
