"""All routes. Every one of them has a row in the access matrix of `tests/access/`."""

from django.contrib import admin
from django.urls import include, path

from compliance.web.findings import finding_work
from core.web.health import health
from core.web.pages import accessibility
from plans.web.worklist import worklist

urlpatterns = [
    path("", worklist, {"more": [finding_work]}, name="home"),
    path("gezond", health, name="health"),
    path("toegankelijkheid", accessibility, name="toegankelijkheid"),
    path("", include("accounts.urls")),
    path("", include("organisations.urls")),
    path("", include("contracts.urls")),
    path("", include("clients.urls")),
    path("", include("plans.urls")),
    path("", include("delivery.urls")),
    path("", include("products.urls")),
    path("", include("compliance.urls")),
    path("api/v1/", include("zorgregio.api")),
    path("beheer/", admin.site.urls),
]
