from django.contrib import admin

from contracts.models import (
    Addendum,
    AddendumLine,
    AgreementDocument,
    AllowedMunicipality,
    CallOff,
    CeilingAmount,
    CeilingStep,
    Clause,
    Contract,
    ContractedProduct,
    ContractSetting,
    Evidence,
    ExtensionOption,
    FrameworkAgreement,
    IndexationLine,
    IndexationRun,
    Indicator,
    Lot,
    Measurement,
    Participation,
    PriceLevel,
    PriceSheet,
    ProviderReport,
    Rate,
    SpendingCeiling,
    WaitingTime,
)
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

    list_display = ("contracted_product", "amount", "starts_on", "ends_on", "is_fictional", "superseded_at")
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


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin[Lot]):
    """Lots, to look at."""

    list_display = ("framework", "number", "name", "domain")
    list_select_related = ("framework",)
    list_filter = ("domain",)


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin[Participation]):
    """Which municipalities take part, to look at."""

    list_display = ("framework", "municipality", "starts_on", "ends_on")
    list_select_related = ("framework", "municipality")


@admin.register(ExtensionOption)
class ExtensionOptionAdmin(ReadOnlyAdmin[ExtensionOption]):
    """Options to extend, to look at."""

    list_display = ("framework", "number", "months", "state", "decided_on")
    list_select_related = ("framework",)
    list_filter = ("state",)


@admin.register(AgreementDocument)
class AgreementDocumentAdmin(ReadOnlyAdmin[AgreementDocument]):
    """Documents, to look at."""

    exclude = ("file",)  # it is handed out by the page, to who may have it
    list_display = ("title", "version", "kind", "dated_on", "framework", "contract")
    list_select_related = ("framework", "contract__provider")
    list_filter = ("kind",)
    search_fields = ("title",)


@admin.register(AllowedMunicipality)
class AllowedMunicipalityAdmin(ReadOnlyAdmin[AllowedMunicipality]):
    """Which municipalities may allocate a product, to look at."""

    list_display = ("contracted_product", "municipality", "starts_on", "ends_on")
    list_select_related = (
        "contracted_product__variant",
        "contracted_product__contract__provider",
        "municipality",
    )


@admin.register(CallOff)
class CallOffAdmin(ReadOnlyAdmin[CallOff]):
    """Call-offs, to look at."""

    list_display = ("number", "title", "contract", "starts_on", "ends_on")
    list_select_related = ("contract__provider",)
    search_fields = ("number", "title")


@admin.register(Clause)
class ClauseAdmin(ReadOnlyAdmin[Clause]):
    """Articles with words of their own, to look at."""

    list_display = ("contract", "article", "starts_on", "ends_on")
    list_select_related = ("contract__provider",)


class LineInline(admin.TabularInline[AddendumLine, Addendum]):
    """What an addendum changes."""

    model = AddendumLine
    extra = 0
    fields = ("kind", "contracted_product", "variant", "amount", "ends_on", "article")
    readonly_fields = fields
    can_delete = False


@admin.register(Addendum)
class AddendumAdmin(ReadOnlyAdmin[Addendum]):
    """Addenda with their lines, to look at."""

    list_display = ("contract", "number", "title", "starts_on", "status")
    list_select_related = ("contract__provider",)
    list_filter = ("status",)
    inlines = (LineInline,)


@admin.register(ContractSetting)
class ContractSettingAdmin(ReadOnlyAdmin[ContractSetting]):
    """Limits with their articles. `manage.py load_contract_limits` loads them from a file."""

    list_display = ("parameter", "value", "starts_on", "ends_on", "source")


class LevelInline(admin.TabularInline[PriceLevel, PriceSheet]):
    """The mix of levels of a price."""

    model = PriceLevel
    extra = 0
    fields = ("level", "share", "hourly_cost")
    readonly_fields = fields
    can_delete = False


@admin.register(PriceSheet)
class PriceSheetAdmin(ReadOnlyAdmin[PriceSheet]):
    """From what prices are reckoned, to look at."""

    list_display = ("version", "region", "starts_on", "ends_on", "source", "is_fictional", "is_public")
    list_select_related = ("version__variant", "region")
    list_filter = ("is_fictional",)
    inlines = (LevelInline,)


class IndexationLineInline(admin.TabularInline[IndexationLine, IndexationRun]):
    """What each rate becomes."""

    model = IndexationLine
    extra = 0
    fields = ("rate", "amount", "is_first_year", "new_rate")
    readonly_fields = fields
    can_delete = False


@admin.register(IndexationRun)
class IndexationRunAdmin(ReadOnlyAdmin[IndexationRun]):
    """Indexations, to look at."""

    list_display = ("framework", "starts_on", "status", "prepared_by", "approved_by", "is_fictional")
    list_select_related = ("framework", "prepared_by", "approved_by")
    list_filter = ("status",)
    inlines = (IndexationLineInline,)


class CeilingAmountInline(admin.TabularInline[CeilingAmount, SpendingCeiling]):
    """How much a spending ceiling is, and was."""

    model = CeilingAmount
    extra = 0
    fields = ("amount", "agreed_on", "reason", "is_fictional")
    readonly_fields = fields
    can_delete = False


class CeilingStepInline(admin.TabularInline[CeilingStep, SpendingCeiling]):
    """What was done about a spending ceiling."""

    model = CeilingStep
    extra = 0
    fields = ("kind", "done_on", "note")
    readonly_fields = fields
    can_delete = False


@admin.register(SpendingCeiling)
class SpendingCeilingAdmin(ReadOnlyAdmin[SpendingCeiling]):
    """Spending ceilings, to look at."""

    list_display = ("contract", "starts_on", "ends_on")
    list_select_related = ("contract__provider",)
    inlines = (CeilingAmountInline, CeilingStepInline)


@admin.register(ProviderReport)
class ProviderReportAdmin(ReadOnlyAdmin[ProviderReport]):
    """Reports of providers, to look at."""

    list_display = ("kind", "contract", "reported_at", "state")
    list_select_related = ("contract__provider",)
    list_filter = ("kind", "state")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin[Evidence]):
    """Documents of providers, to look at."""

    list_display = ("provider", "kind", "issued_on", "valid_until", "state")
    list_select_related = ("provider",)
    list_filter = ("kind", "state")


class MeasurementInline(admin.TabularInline[Measurement, Indicator]):
    """What an indicator came to."""

    model = Measurement
    extra = 0
    fields = ("starts_on", "ends_on", "measured", "source")
    readonly_fields = fields
    can_delete = False


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin[Indicator]):
    """Targets with what was measured, to look at."""

    list_display = ("contract", "kind", "target", "starts_on", "ends_on")
    list_select_related = ("contract__provider",)
    list_filter = ("kind",)
    inlines = (MeasurementInline,)
