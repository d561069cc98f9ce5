"""Organisations and their people: reference data is edited here; what services own can be looked at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from audit.admin import AuditedAdmin
from core.admin import ReadOnlyAdmin, TrailAdmin
from core.web.views import actor_of
from organisations.models import (
    CalendarFeed,
    CareProvider,
    Employment,
    Location,
    Mail,
    Membership,
    Municipality,
    Partner,
    PersonalCareCompetence,
    Professional,
    Qualification,
    Region,
    Supervisor,
    TargetGroup,
    TargetGroupExperience,
)
from organisations.services import end_membership, grant_membership, link_account, revoke_feed


@admin.register(Region)
class RegionAdmin(AuditedAdmin[Region]):
    """The region."""

    exclude = ["organisation"]
    list_display = ["name", "public_id"]
    search_fields = ["name"]


@admin.register(Municipality)
class MunicipalityAdmin(AuditedAdmin[Municipality]):
    """The municipalities."""

    fieldsets = [
        (None, {"fields": ["name", "cbs_code", "region"]}),
        ("Contactgegevens op brieven", {"fields": list(Municipality.CONTACT)}),
    ]
    list_display = ["name", "cbs_code", "region"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["name", "cbs_code"]


@admin.register(Supervisor)
class SupervisorAdmin(AuditedAdmin[Supervisor]):
    """Who supervises the quality of care."""

    exclude = ["organisation"]
    list_display = ["name", "region"]
    list_select_related = ["region"]
    search_fields = ["name"]


@admin.register(CareProvider)
class CareProviderAdmin(AuditedAdmin[CareProvider]):
    """The care providers."""

    exclude = ["organisation"]
    list_display = ["name", "agb_code", "kvk_number", "is_fictional"]
    list_filter = ["is_fictional"]
    search_fields = ["name", "agb_code", "kvk_number"]


@admin.register(Partner)
class PartnerAdmin(AuditedAdmin[Partner]):
    """Who works with municipalities for informal carers, beside care providers."""

    exclude = ["organisation"]
    list_display = ["name", "partner_kind", "is_fictional"]
    list_filter = ["partner_kind", "is_fictional"]
    search_fields = ["name"]


@admin.register(Location)
class LocationAdmin(AuditedAdmin[Location]):
    """Where groups meet."""

    list_display = ["name", "provider", "postcode", "city"]
    list_filter = ["provider"]
    list_select_related = ["provider"]
    search_fields = ["name", "city", "provider__name"]


@admin.register(TargetGroup)
class TargetGroupAdmin(AuditedAdmin[TargetGroup]):
    """Groups of clients that ask for experience."""

    list_display = ["name"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(TrailAdmin[Membership]):
    """Who acts for whom. Services write it: a membership is given and ended, never changed or deleted."""

    list_display = ["user", "organisation", "role", "starts_on", "ends_on"]
    list_filter = ["role", "organisation__kind"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__name", "user__email", "organisation__name"]
    date_hierarchy = "starts_on"

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        """Only the end of a membership can change."""
        return ["user", "organisation", "role", "starts_on"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """It stays, so that it can be seen later who acted for whom."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Membership,
        form: ModelForm[Membership],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Give or end it through the service."""
        actor = actor_of(request)
        values = form.cleaned_data
        if not change:
            made = grant_membership(actor=actor, **values)
            obj.pk, obj.public_id = made.pk, made.public_id
        elif form.has_changed() and values["ends_on"] is not None:
            end_membership(actor=actor, membership=obj, ends_on=values["ends_on"])


@admin.register(Professional)
class ProfessionalAdmin(TrailAdmin[Professional]):
    """Professionals. Providers register them; an administrator says with which account they sign in."""

    list_display = ["name", "user", "public_id"]
    list_select_related = ["user"]
    search_fields = ["search_name", "user__email"]
    list_filter = ["employments__provider"]
    readonly_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Providers register them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Professional | None = None) -> bool:
        """They stand in plans."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Professional,
        form: ModelForm[Professional],
        change: bool,  # noqa: FBT001
    ) -> None:
        """Link the account through the service."""
        if form.has_changed():
            link_account(actor=actor_of(request), professional=obj, user=form.cleaned_data["user"])


@admin.register(Employment)
class EmploymentAdmin(ReadOnlyAdmin[Employment]):
    """Who works where."""

    list_display = ["professional", "provider", "starts_on", "ends_on"]
    list_filter = ["provider"]
    list_select_related = ["professional", "provider"]
    search_fields = ["professional__search_name", "provider__name"]


@admin.register(Qualification)
class QualificationAdmin(ReadOnlyAdmin[Qualification]):
    """Diplomas. The file itself is only on the page of the provider."""

    list_display = ["professional", "level", "title", "starts_on", "ends_on", "verified_on", "verified_by"]
    list_filter = ["level", ("verified_on", admin.EmptyFieldListFilter)]
    list_select_related = ["professional", "verified_by"]
    search_fields = ["professional__search_name", "title"]
    fields = [
        "professional",
        "level",
        "title",
        "starts_on",
        "ends_on",
        "evidence_name",
        "verified_by",
        "verified_on",
    ]


@admin.register(TargetGroupExperience)
class TargetGroupExperienceAdmin(ReadOnlyAdmin[TargetGroupExperience]):
    """Experience with target groups."""

    list_display = ["professional", "target_group", "position", "starts_on", "ends_on"]
    list_filter = ["target_group"]
    list_select_related = ["professional", "target_group"]
    search_fields = ["professional__search_name", "position"]


@admin.register(PersonalCareCompetence)
class PersonalCareCompetenceAdmin(ReadOnlyAdmin[PersonalCareCompetence]):
    """Competence for personal care."""

    list_display = ["professional", "evidence_reference", "starts_on", "ends_on"]
    list_select_related = ["professional"]
    search_fields = ["professional__search_name"]


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin[Mail]):
    """Mail to users: what waits, what went, and what was given up and why."""

    list_display = ["subject", "user", "status", "not_before", "attempts", "lost_answers", "fault"]
    list_filter = ["status"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnlyAdmin[CalendarFeed]):
    """Addresses of calendars: who has one, when it was used last, and a way to take it away. None is shown."""

    list_display = ["user", "made_at", "last_used_on", "proven_by"]
    list_select_related = ["user"]
    fields = ["user", "made_at", "last_used_on", "proven_by"]
    search_fields = ["user__name", "user__email"]
    actions = ["take_away"]

    @admin.action(description="Agenda-adres intrekken", permissions=["view"])
    def take_away(self, request: HttpRequest, feeds: QuerySet[CalendarFeed]) -> None:
        """Let these addresses work no more; only for an administrator, which the service sees to."""
        for feed in feeds.select_related("user"):
            revoke_feed(actor=actor_of(request), user=feed.user)
