"""Admin pages: names of products are edited here; versions and requirements only change through services."""

from django.contrib import admin

from audit.admin import AuditedAdmin
from core.admin import ReadOnlyAdmin
from products.models import (
    ConsultedRequirement,
    Invitation,
    MarketConsultation,
    ProductFamily,
    ProductVariant,
    ProductVersion,
    Reaction,
    Requirement,
)


@admin.register(ProductFamily)
class ProductFamilyAdmin(AuditedAdmin[ProductFamily]):
    """The families of the product book."""

    list_display = ["name", "code"]
    search_fields = ["name", "code"]


@admin.register(ProductVariant)
class ProductVariantAdmin(AuditedAdmin[ProductVariant]):
    """The products."""

    list_display = ["name", "code", "family", "position"]
    list_filter = ["family"]
    list_select_related = ["family"]
    search_fields = ["name", "code"]


@admin.register(ProductVersion)
class ProductVersionAdmin(ReadOnlyAdmin[ProductVersion]):
    """The versions, with their life and period."""

    list_display = ["variant", "number", "status", "starts_on", "ends_on", "is_fictional"]
    list_filter = ["status", "is_fictional", "variant"]
    list_select_related = ["variant"]
    search_fields = ["variant__name", "variant__code", "source"]
    date_hierarchy = "starts_on"


@admin.register(Requirement)
class RequirementAdmin(ReadOnlyAdmin[Requirement]):
    """The requirements of every version."""

    list_display = ["code", "version", "category", "rule_kind", "checkable", "consequence"]
    list_filter = ["category", "rule_kind", "checkable", "consequence", "version__variant"]
    list_select_related = ["version__variant"]
    search_fields = ["code", "statement", "source"]


@admin.register(MarketConsultation)
class MarketConsultationAdmin(ReadOnlyAdmin[MarketConsultation]):
    """The market consultations."""

    list_display = ["version", "region", "opens_at", "closes_at", "note_published_at"]
    list_filter = ["region"]
    list_select_related = ["version__variant", "region"]
    search_fields = ["version__variant__name"]
    date_hierarchy = "opens_at"


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin[Invitation]):
    """Who was asked."""

    list_display = ["consultation", "provider"]
    list_select_related = ["consultation__version__variant", "provider"]
    search_fields = ["provider__name", "consultation__version__variant__name"]


@admin.register(ConsultedRequirement)
class ConsultedRequirementAdmin(ReadOnlyAdmin[ConsultedRequirement]):
    """On what was asked."""

    list_display = ["code", "consultation", "category"]
    list_filter = ["category"]
    list_select_related = ["consultation__version__variant"]
    search_fields = ["code", "statement", "consultation__version__variant__name"]


@admin.register(Reaction)
class ReactionAdmin(ReadOnlyAdmin[Reaction]):
    """That providers reacted, and not what they said: nobody reads that before the end."""

    fields = ["consultation", "provider", "about", "written_at", "answered_at", "revision"]
    list_display = ["consultation", "provider", "about", "written_at", "answered_at"]
    list_select_related = ["consultation__version__variant", "provider", "about"]
    search_fields = ["provider__name", "about__code", "consultation__version__variant__name"]
    date_hierarchy = "written_at"
