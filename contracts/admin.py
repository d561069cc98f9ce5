from django.contrib import admin

from contracts.models import Contract, ContractedProduct, FrameworkAgreement, Rate, WaitingTime
from core.admin import ReadOnlyAdmin


@admin.register(FrameworkAgreement)
class FrameworkAgreementAdmin(ReadOnlyAdmin[FrameworkAgreement]):
    """Framework agreements, to look at."""

    list_display = ("name", "reference", "region", "starts_on", "ends_on")
    list_select_related = ("region",)
    list_filter = ("region",)
    search_fields = ("name", "reference")


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin[Contract]):
    """Contracts, to look at."""

    list_display = ("number", "provider", "framework", "starts_on", "ends_on")
    list_select_related = ("provider", "framework")
    list_filter = ("framework",)
    search_fields = ("number", "provider__name")


@admin.register(ContractedProduct)
class ContractedProductAdmin(ReadOnlyAdmin[ContractedProduct]):
    """Products in contracts, to look at."""

    list_display = ("variant", "contract", "product_code", "unit")
    list_select_related = ("variant", "contract__provider")
    list_filter = ("variant",)
    search_fields = ("product_code", "contract__number", "contract__provider__name")


@admin.register(Rate)
class RateAdmin(ReadOnlyAdmin[Rate]):
    """Rates, to look at: a rate is never changed, a new one follows it."""

    list_display = ("contracted_product", "amount", "starts_on", "ends_on", "is_fictional")
    list_select_related = ("contracted_product__variant", "contracted_product__contract__provider")
    list_filter = ("is_fictional",)
    search_fields = ("contracted_product__contract__number", "contracted_product__contract__provider__name")


@admin.register(WaitingTime)
class WaitingTimeAdmin(ReadOnlyAdmin[WaitingTime]):
    """Waiting times, to look at: a newer one follows."""

    list_display = ("contracted_product", "weeks", "reported_on", "source", "entered_by")
    list_select_related = ("contracted_product__variant", "contracted_product__contract__provider", "entered_by")
    list_filter = ("reported_on",)
    search_fields = ("contracted_product__contract__number", "contracted_product__contract__provider__name")
