"""All routes. Every one of them has a row in the access matrix of `tests/access/`."""

from django.contrib import admin
from django.urls import include, path

from compliance.web.findings import finding_work
from core.web.health import health
from core.web.pages import accessibility
from delivery.web.contract_work import contract_work
from informal_care.web.board_work import board_work
from informal_care.web.care_work import care_work
from informal_care.web.volunteer_work import volunteer_work
from plans.web.worklist import worklist

urlpatterns = [
    path("api/v1/", include("zorgregio.api")),
    path("", worklist, {"more": [contract_work, finding_work, care_work, board_work, volunteer_work]}, name="home"),
    path("gezond", health, name="health"),
    path("toegankelijkheid", accessibility, name="toegankelijkheid"),
    path("", include("accounts.urls")),
    path("", include("organisations.urls")),
    path("", include("contracts.urls")),
    path("", include("clients.urls")),
    path("", include("plans.urls")),
    path("", include("delivery.urls")),
    path("", include("informal_care.urls")),
    path("", include("products.urls")),
    path("", include("compliance.urls")),
    path("beheer/", admin.site.urls),
]

handler400 = "core.api.handlers.bad_request"
handler403 = "core.api.handlers.forbidden"
handler404 = "core.api.handlers.not_found"
handler500 = "core.api.handlers.server_error"
