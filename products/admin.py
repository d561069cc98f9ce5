"""Admin pages: names of products are edited here; versions and requirements only change through services."""

from django.contrib import admin

from audit.admin import AuditedAdmin
from core.admin import ReadOnlyAdmin
from products.models import ProductFamily, ProductVariant, ProductVersion, Requirement


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
