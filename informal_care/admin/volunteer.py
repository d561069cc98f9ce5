"""Volunteers, requests and matches, to look at: services own them."""

from typing import Any
from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from informal_care.models import (
    ConductCertificate,
    GuidanceTalk,
    HelpRequest,
    Match,
    MatchReview,
    Volunteer,
    VolunteerHours,
    VolunteerThanks,
    VolunteerTraining,
)


@admin.register(Volunteer)
class VolunteerAdmin(ClientFileAdmin[Volunteer]):
    """Volunteers."""

    list_display = ("public_id", "municipality", "kind", "status", "registered_on")
    list_select_related = ("municipality",)
    list_filter = ("municipality", "status")
    search_fields = ("public_id",)
    exclude = ("search_name",)

    def client_of(self, row: Volunteer) -> UUID:
        """The volunteer: their file is their own."""
        return row.public_id


class PartAdmin(ClientFileAdmin[Any]):
    """What is kept of a volunteer."""

    list_select_related = ("volunteer",)
    search_fields = ("public_id",)

    def client_of(self, row: Any) -> UUID:
        """The volunteer: their file is their own."""
        identifier: UUID = row.volunteer.public_id
        return identifier


@admin.register(ConductCertificate)
class ConductCertificateAdmin(PartAdmin):
    """Certificates of conduct that were seen."""

    list_display = ("public_id", "issued_on", "seen_on", "valid_until")


@admin.register(VolunteerTraining)
class VolunteerTrainingAdmin(PartAdmin):
    """Training of volunteers."""

    list_display = ("public_id", "followed_on")


@admin.register(GuidanceTalk)
class GuidanceTalkAdmin(PartAdmin):
    """Guidance conversations."""

    list_display = ("public_id", "held_on", "next_on")


@admin.register(VolunteerThanks)
class VolunteerThanksAdmin(PartAdmin):
    """With what volunteers were thanked."""

    list_display = ("public_id", "given_on")


@admin.register(Match)
class MatchAdmin(PartAdmin):
    """Matches of volunteers and requests."""

    list_display = ("public_id", "status", "proposed_on", "started_on", "ended_on")


@admin.register(HelpRequest)
class HelpRequestAdmin(ClientFileAdmin[HelpRequest]):
    """Requests for a volunteer."""

    list_display = ("public_id", "municipality", "status", "asked_on")
    list_select_related = ("municipality", "client", "carer")
    list_filter = ("municipality", "status")
    search_fields = ("public_id",)

    def client_of(self, row: HelpRequest) -> UUID:
        """The client or the carer who asks, or else the request itself."""
        if row.client is not None:
            return row.client.public_id
        return row.carer.public_id if row.carer is not None else row.public_id


class OfMatchAdmin(ClientFileAdmin[Any]):
    """What is kept of a match."""

    list_select_related = ("match__volunteer",)
    search_fields = ("public_id",)

    def client_of(self, row: Any) -> UUID:
        """The volunteer: their file is their own."""
        identifier: UUID = row.match.volunteer.public_id
        return identifier


@admin.register(MatchReview)
class MatchReviewAdmin(OfMatchAdmin):
    """Evaluations of matches."""

    list_display = ("public_id", "planned_on", "held_on")


@admin.register(VolunteerHours)
class VolunteerHoursAdmin(OfMatchAdmin):
    """Hours of volunteers."""

    list_display = ("public_id", "starts_on", "ends_on", "hours")
