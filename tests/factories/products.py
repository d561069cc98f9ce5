from datetime import UTC, date, datetime

from factory.declarations import Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from products.enums import Checkable, Consequence, RequirementCategory, RuleKind, VersionStatus
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
from tests.factories.accounts import UserFactory
from tests.factories.organisations import CareProviderFactory, RegionFactory

START = date(2020, 1, 1)
MOMENT = datetime(2019, 12, 1, 10, tzinfo=UTC)


class ProductFamilyFactory(DjangoModelFactory[ProductFamily]):
    class Meta:
        model = ProductFamily
        django_get_or_create = ("code",)

    code = "begeleiding-groep"
    name = "Begeleiding Groep"


class ProductVariantFactory(DjangoModelFactory[ProductVariant]):
    class Meta:
        model = ProductVariant

    family = SubFactory(ProductFamilyFactory)
    code = Sequence(lambda number: f"product-{number}")
    name = Sequence(lambda number: f"Begeleiding Groep {number}")
    position = Sequence(lambda number: number % 1000)


class ProductVersionFactory(DjangoModelFactory[ProductVersion]):
    """An adopted version since 2020; with the traits `draft`, `consultation` or `withdrawn` another one."""

    class Meta:
        model = ProductVersion

    variant = SubFactory(ProductVariantFactory)
    number = Sequence(lambda number: number % 30000 + 1)
    status = VersionStatus.ADOPTED
    adopted_at = MOMENT
    starts_on = START
    summary = "Voor mensen die graag meedoen."
    source = "Productblad van de tests"

    class Params:
        draft = Trait(status=VersionStatus.DRAFT, adopted_at=None)
        consultation = Trait(status=VersionStatus.CONSULTATION, adopted_at=None)
        withdrawn = Trait(
            status=VersionStatus.WITHDRAWN,
            withdrawn_at=datetime(2024, 1, 1, tzinfo=UTC),
            ends_on=date(2024, 12, 31),
        )


class RequirementFactory(DjangoModelFactory[Requirement]):
    """A requirement with a rule of four clients to a professional."""

    class Meta:
        model = Requirement

    version = SubFactory(ProductVersionFactory)
    code = Sequence(lambda number: f"T-IN-{number:02}")
    category = RequirementCategory.CONTENT
    statement = "Er zijn genoeg professionals."
    source = "Productblad van de tests, punt 1"
    checkable = Checkable.MACHINE
    how_checked = "Het systeem telt."
    evidence = "rooster"
    consequence = Consequence.FAULT
    rule_kind = RuleKind.MAX_CLIENTS_PER_PROFESSIONAL
    rule_value = {"max": 4}


class ConsultationFactory(DjangoModelFactory[MarketConsultation]):
    """The consultation of the seed sheet: 28 March up to and including 3 May 2019."""

    class Meta:
        model = MarketConsultation

    version = SubFactory(ProductVersionFactory, consultation=True)
    region = SubFactory(RegionFactory)
    opens_at = datetime(2019, 3, 27, 23, tzinfo=UTC)
    closes_at = datetime(2019, 5, 3, 22, tzinfo=UTC)
    published_at = datetime(2019, 3, 20, 9, tzinfo=UTC)


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    consultation = SubFactory(ConsultationFactory)
    provider = SubFactory(CareProviderFactory)


class ConsultedRequirementFactory(DjangoModelFactory[ConsultedRequirement]):
    class Meta:
        model = ConsultedRequirement

    consultation = SubFactory(ConsultationFactory)
    code = Sequence(lambda number: f"T-IN-{number:02}")
    category = RequirementCategory.CONTENT
    statement = "Er zijn genoeg professionals."


class ReactionFactory(DjangoModelFactory[Reaction]):
    """A reaction on the whole of a consultation."""

    class Meta:
        model = Reaction

    consultation = SubFactory(ConsultationFactory)
    provider = SubFactory(CareProviderFactory)
    text = "Wat bedoelt u met genoeg?"
    written_by = SubFactory(UserFactory)
    written_at = datetime(2019, 4, 10, 9, tzinfo=UTC)
