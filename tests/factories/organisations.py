from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from core.identifiers import search_key
from organisations.enums import Level, OrganisationKind, PartnerKind, Role
from organisations.models import (
    CareProvider,
    Employment,
    Location,
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
from tests.factories.accounts import UserFactory

START = date(2020, 1, 1)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


class RegionFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("name",)

    kind = OrganisationKind.REGION
    name = "Zorgregio Midden-IJssel/Oost-Veluwe"


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    kind = OrganisationKind.MUNICIPALITY
    name = Sequence(lambda number: f"Gemeente {number}")
    cbs_code = Sequence(lambda number: f"{9000 + number % 1000:04}")
    region = SubFactory(RegionFactory)


class CareProviderFactory(DjangoModelFactory[CareProvider]):
    class Meta:
        model = CareProvider

    kind = OrganisationKind.PROVIDER
    name = Sequence(lambda number: f"Zorgaanbieder {number}")
    agb_code = Sequence(lambda number: f"98{1000 + number:06}")
    kvk_number = Sequence(lambda number: f"99{1000 + number:06}")
    is_fictional = True


class SupervisorFactory(DjangoModelFactory[Supervisor]):
    class Meta:
        model = Supervisor

    kind = OrganisationKind.SUPERVISOR
    name = Sequence(lambda number: f"Toezichthouder {number}")
    region = SubFactory(RegionFactory)


class PartnerFactory(DjangoModelFactory[Partner]):
    """Who stands around carers with the municipalities that `municipalities` names."""

    class Meta:
        model = Partner
        skip_postgeneration_save = True

    kind = OrganisationKind.PARTNER
    name = Sequence(lambda number: f"Partner {number}")
    partner_kind = PartnerKind.CARER_SUPPORT
    is_fictional = True

    @post_generation
    def municipalities(self, create, extracted, **fields):
        partner: Any = self  # factory-boy hands over what was made
        if create:
            partner.municipalities.set(extracted or [])


class LocationFactory(DjangoModelFactory[Location]):
    class Meta:
        model = Location

    provider = SubFactory(CareProviderFactory)
    name = Sequence(lambda number: f"Locatie {number}")
    street = "Dorpsstraat"
    house_number = "1"
    postcode = "7311 AB"
    city = "Apeldoorn"


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    organisation = SubFactory(CareProviderFactory)
    role = Role.CARE_PROFESSIONAL
    starts_on = START


class ProfessionalFactory(DjangoModelFactory[Professional]):
    """Somebody who carries out care; `ProfessionalFactory(provider=...)` also gives an employment."""

    class Meta:
        model = Professional
        skip_postgeneration_save = True

    name = Sequence(lambda number: f"Medewerker {number}")
    search_name = LazyAttribute(lambda row: search_key(row.name))

    @post_generation
    def provider(self, create, provider, **fields):
        if create and provider is not None:
            EmploymentFactory(professional=self, provider=provider, **fields)


class EmploymentFactory(DjangoModelFactory[Employment]):
    class Meta:
        model = Employment

    professional = SubFactory(ProfessionalFactory)
    provider = SubFactory(CareProviderFactory)
    starts_on = START


class QualificationFactory(DjangoModelFactory[Qualification]):
    """A diploma without evidence; with the traits `evidenced` or `verified` it has some, or is checked too."""

    class Meta:
        model = Qualification

    professional = SubFactory(ProfessionalFactory)
    level = Level.MBO_4
    title = "Maatschappelijke zorg"
    starts_on = START

    class Params:
        evidenced = Trait(
            evidence=LazyFunction(lambda: ContentFile(PDF, name="diploma.pdf")),
            evidence_name="diploma.pdf",
        )
        verified = Trait(evidenced=True, verified_by=SubFactory(UserFactory), verified_on=date(2020, 1, 2))


class TargetGroupFactory(DjangoModelFactory[TargetGroup]):
    class Meta:
        model = TargetGroup
        django_get_or_create = ("name",)

    name = "Mensen met dementie"


class TargetGroupExperienceFactory(DjangoModelFactory[TargetGroupExperience]):
    class Meta:
        model = TargetGroupExperience

    professional = SubFactory(ProfessionalFactory)
    target_group = SubFactory(TargetGroupFactory)
    position = "Begeleider"
    evidence_reference = "Getuigschrift 2019"
    starts_on = START


class PersonalCareCompetenceFactory(DjangoModelFactory[PersonalCareCompetence]):
    class Meta:
        model = PersonalCareCompetence

    professional = SubFactory(ProfessionalFactory)
    evidence_reference = "Aftekenlijst 2020"
    starts_on = START
