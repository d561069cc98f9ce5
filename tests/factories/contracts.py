from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory, FileField
from factory.helpers import post_generation

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
)
from products.models import ProductVariant
from tests.factories.accounts import UserFactory
from tests.factories.organisations import PDF, CareProviderFactory, MunicipalityFactory, RegionFactory
from tests.factories.products import ProductVariantFactory, ProductVersionFactory

START = date(2025, 1, 1)


def variant_in_force(code: str = "duurzaam", starts_on: date = START) -> ProductVariant:
    """The variant with this code, with a version in force since `starts_on`."""
    variant = ProductVariant.objects.filter(code=code).first()
    if variant is None:
        variant = ProductVariantFactory.create(code=code, name=f"Begeleiding Groep {code.capitalize()}")
        ProductVersionFactory.create(variant=variant, number=1, starts_on=starts_on, is_fictional=True)
    return variant


class FrameworkFactory(DjangoModelFactory[FrameworkAgreement]):
    class Meta:
        model = FrameworkAgreement

    region = SubFactory(RegionFactory)
    name = "Begeleiding Groep"
    reference = Sequence(lambda number: f"ROK-{number:04}")
    starts_on = START


class ContractFactory(DjangoModelFactory[Contract]):
    class Meta:
        model = Contract

    framework = SubFactory(FrameworkFactory)
    provider = SubFactory(CareProviderFactory)
    number = Sequence(lambda number: f"C-{number:05}")
    starts_on = START


class ContractedProductFactory(DjangoModelFactory[ContractedProduct]):
    """A product in a contract, with a rate since the start; `rate=False` leaves the rate out."""

    class Meta:
        model = ContractedProduct
        skip_postgeneration_save = True

    contract = SubFactory(ContractFactory)
    variant = LazyFunction(variant_in_force)
    product_code = "07A16"

    @post_generation
    def rate(self, create, amount, **fields):
        if create and amount is not False:
            RateFactory.create(contracted_product=self, amount=amount or Decimal("61.50"), **fields)


class RateFactory(DjangoModelFactory[Rate]):
    class Meta:
        model = Rate

    contracted_product = SubFactory(ContractedProductFactory, rate=False)
    amount = Decimal("61.50")
    starts_on = START
    is_fictional = True


class LotFactory(DjangoModelFactory[Lot]):
    class Meta:
        model = Lot

    framework = SubFactory(FrameworkFactory)
    number = Sequence(lambda number: number + 1)
    domain = "wmo"
    name = "Wmo"


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    framework = SubFactory(FrameworkFactory)
    municipality = SubFactory(MunicipalityFactory)
    starts_on = START


class OptionFactory(DjangoModelFactory[ExtensionOption]):
    class Meta:
        model = ExtensionOption

    framework = SubFactory(FrameworkFactory)
    number = 1
    months = 12


class DocumentFactory(DjangoModelFactory[AgreementDocument]):
    class Meta:
        model = AgreementDocument

    framework = SubFactory(FrameworkFactory)
    kind = "agreement"
    title = "Raamovereenkomst"
    version = "1.0"
    dated_on = START


class AllowedFactory(DjangoModelFactory[AllowedMunicipality]):
    class Meta:
        model = AllowedMunicipality

    contracted_product = SubFactory(ContractedProductFactory)
    municipality = SubFactory(MunicipalityFactory)
    starts_on = START


class CallOffFactory(DjangoModelFactory[CallOff]):
    class Meta:
        model = CallOff

    contract = SubFactory(ContractFactory)
    number = Sequence(lambda number: f"NO-{number:04}")
    title = "Extra dagdelen"
    description = "Twintig dagdelen per week op zaterdag."
    signed_on = START
    starts_on = START


class ClauseFactory(DjangoModelFactory[Clause]):
    class Meta:
        model = Clause

    contract = SubFactory(ContractFactory)
    article = "3.7"
    text = "De opzegtermijn is een maand."
    starts_on = START


class AddendumFactory(DjangoModelFactory[Addendum]):
    class Meta:
        model = Addendum

    contract = SubFactory(ContractFactory)
    number = Sequence(lambda number: number + 1)
    title = "Nieuw tarief"
    reason = "Afgesproken in het overleg."
    starts_on = date(2026, 7, 1)
    written_by = SubFactory(UserFactory)


class LineFactory(DjangoModelFactory[AddendumLine]):
    class Meta:
        model = AddendumLine

    addendum = SubFactory(AddendumFactory)
    kind = "end"


class SettingFactory(DjangoModelFactory[ContractSetting]):
    class Meta:
        model = ContractSetting

    parameter = "framework_months"
    value = 48
    source = "Contractstandaarden Wmo"
    starts_on = START


class PriceLevelFactory(DjangoModelFactory[PriceLevel]):
    class Meta:
        model = PriceLevel


class PriceSheetFactory(DjangoModelFactory[PriceSheet]):
    """The price of the test that is worked by hand; without levels when `levels=False`."""

    class Meta:
        model = PriceSheet
        skip_postgeneration_save = True

    region = SubFactory(RegionFactory)
    version = LazyFunction(lambda: variant_in_force().versions.get(number=1))
    starts_on = START
    clients_per_professional = Decimal("5")
    hours_per_unit = Decimal("4")
    year_hours = Decimal("1800")
    leave_hours = Decimal("200")
    illness_hours = Decimal("100")
    training_hours = Decimal("20")
    meeting_hours = Decimal("40")
    overhead_percentage = Decimal("20")
    travel_costs = Decimal("6.00")
    training_costs = Decimal("0.50")
    index_percentage = Decimal("4")
    demand_minutes = Decimal("6")
    is_fictional = True

    @post_generation
    def levels(self, create, wanted, **fields):
        if create and wanted is not False:
            for level, share, cost in (("mbo2", "30", "30"), ("mbo3", "40", "35"), ("mbo4", "30", "40")):
                PriceLevelFactory.create(sheet=self, level=level, share=Decimal(share), hourly_cost=Decimal(cost))


class IndexationFactory(DjangoModelFactory[IndexationRun]):
    class Meta:
        model = IndexationRun

    framework = SubFactory(FrameworkFactory)
    starts_on = date(2027, 1, 1)
    staff_share = Decimal("90")
    staff_forecast_next = staff_forecast = staff_definite = Decimal("4")
    material_forecast_next = material_forecast = material_definite = Decimal("2")
    is_fictional = True
    status = "approved"
    prepared_by = SubFactory(UserFactory)
    prepared_at = datetime(2026, 11, 1, tzinfo=UTC)
    approved_by = SubFactory(UserFactory)
    approved_at = datetime(2026, 11, 2, tzinfo=UTC)


class IndexationLineFactory(DjangoModelFactory[IndexationLine]):
    class Meta:
        model = IndexationLine

    run = SubFactory(IndexationFactory)
    rate = SubFactory(RateFactory)
    amount = Decimal("64.08")
    is_first_year = False


class CeilingFactory(DjangoModelFactory[SpendingCeiling]):
    """A ceiling for 2026 of 100,000 euros, agreed before it; `amount=` makes it another."""

    class Meta:
        model = SpendingCeiling
        skip_postgeneration_save = True

    contract = SubFactory(ContractFactory)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)

    @post_generation
    def amount(self, create, amount, **fields):
        if create:
            CeilingAmount.objects.create(
                ceiling=cast(SpendingCeiling, self),
                amount=amount or Decimal(100000),
                agreed_on=date(2025, 10, 1),
                is_fictional=True,
            )


class CeilingStepFactory(DjangoModelFactory[CeilingStep]):
    class Meta:
        model = CeilingStep

    ceiling = SubFactory(CeilingFactory)
    kind = "warned"
    done_on = date(2026, 9, 1)


class ReportFactory(DjangoModelFactory[ProviderReport]):
    """A client stop that waits for an answer."""

    class Meta:
        model = ProviderReport

    contract = SubFactory(ContractFactory)
    kind = "client_stop"
    happened_at = datetime(2026, 10, 1, tzinfo=UTC)
    text = "Te weinig professionals."
    reported_at = datetime(2026, 9, 1, tzinfo=UTC)
    reported_by = SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A document that waits to be checked."""

    class Meta:
        model = Evidence

    provider = SubFactory(CareProviderFactory)
    kind = "gva"
    issued_on = date(2026, 1, 15)
    valid_until = date(2028, 1, 15)
    file = FileField(data=PDF, filename="gva.pdf")
    file_name = "gva.pdf"
    uploaded_at = datetime(2026, 2, 1, tzinfo=UTC)
    uploaded_by = SubFactory(UserFactory)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """Ninety percent of evaluations on time."""

    class Meta:
        model = Indicator

    contract = SubFactory(ContractFactory)
    kind = "evaluations"
    target = Decimal(90)
    starts_on = date(2026, 1, 1)
    is_fictional = True


class MeasurementFactory(DjangoModelFactory[Measurement]):
    class Meta:
        model = Measurement

    indicator = SubFactory(IndicatorFactory)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 3, 31)
    measured = Decimal(85)
    source = "Kwartaalrapportage (fictief)"
