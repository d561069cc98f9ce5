"""Every constraint of the database, attacked behind the back of services and forms."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from organisations.models import (
    Employment,
    Location,
    Membership,
    Municipality,
    Organisation,
    PersonalCareCompetence,
    Professional,
    Qualification,
    TargetGroup,
    TargetGroupExperience,
)
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    CareProviderFactory,
    EmploymentFactory,
    LocationFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerFactory,
    PersonalCareCompetenceFactory,
    ProfessionalFactory,
    QualificationFactory,
    TargetGroupExperienceFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db

NAMED = "(?i)"


def refused(name, act):
    """The database refuses, and says by which constraint."""
    with pytest.raises(IntegrityError, match=NAMED + name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("factory", "model", "name"),
    [
        (EmploymentFactory, Employment, "organisations_employment_period_order"),
        (MembershipFactory, Membership, "organisations_membership_period_order"),
        (QualificationFactory, Qualification, "organisations_qualification_period_order"),
        (TargetGroupExperienceFactory, TargetGroupExperience, "organisations_experience_period_order"),
        (PersonalCareCompetenceFactory, PersonalCareCompetence, "organisations_competence_period_order"),
    ],
)
def test_period_cannot_end_before_it_starts(factory, model, name):
    row = factory.create()

    # Without the look-ahead of the overlap trigger in the way: the check itself refuses.
    refused(f"{name}|no_overlap", lambda: model.objects.filter(pk=row.pk).update(ends_on=date(2019, 12, 31)))


def test_organisation_cannot_be_of_another_kind():
    refused(
        "organisations_organisation_kind",
        lambda: Organisation.objects.bulk_create([Organisation(kind="club", name="Club")]),
    )


def test_membership_cannot_have_another_role():
    membership = MembershipFactory.create()

    refused(
        "organisations_membership_role",
        lambda: Membership.objects.filter(pk=membership.pk).update(role="boss"),
    )


def test_membership_cannot_be_there_twice_on_one_day():
    first = MembershipFactory.create(ends_on=date(2026, 3, 1))
    second = {"user": first.user, "organisation": first.organisation, "role": first.role}

    refused(
        "organisations_membership_no_overlap",
        lambda: Membership.objects.bulk_create([Membership(starts_on=date(2026, 3, 1), **second)]),
    )
    Membership.objects.bulk_create([Membership(starts_on=date(2026, 3, 2), **second)])


def test_employment_cannot_be_there_twice_on_one_day():
    first = EmploymentFactory.create(ends_on=date(2026, 3, 1))
    second = EmploymentFactory.create(
        professional=first.professional, provider=first.provider, starts_on=date(2026, 3, 2)
    )

    refused(
        "organisations_employment_no_overlap",
        lambda: Employment.objects.filter(pk=second.pk).update(starts_on=date(2026, 3, 1)),
    )


def test_qualification_cannot_have_an_unknown_level():
    qualification = QualificationFactory.create()

    refused(
        "organisations_qualification_level",
        lambda: Qualification.objects.filter(pk=qualification.pk).update(level="vmbo"),
    )


@pytest.mark.parametrize("missing", ["verified_by", "verified_on", "evidence"])
def test_qualification_cannot_be_half_verified(missing):
    qualification = QualificationFactory.create(verified=True)
    value = "" if missing == "evidence" else None

    refused(
        "organisations_qualification_verified",
        lambda: Qualification.objects.filter(pk=qualification.pk).update(**{missing: value}),
    )


def test_location_name_is_unique_at_a_provider():
    location = LocationFactory.create(name="De Schuur")
    LocationFactory.create(name="De Schuur", provider=CareProviderFactory.create())

    refused(
        "organisations_location_name|name",
        lambda: Location.objects.bulk_create([Location(provider=location.provider, name="De Schuur")]),
    )


@pytest.mark.parametrize("field", ["agb_code", "kvk_number"])
def test_care_provider_codes_are_unique(field):
    one, other = CareProviderFactory.create(), CareProviderFactory.create()

    refused(field, lambda: type(one).objects.filter(pk=one.pk).update(**{field: getattr(other, field)}))


def test_municipality_code_is_unique():
    one, other = MunicipalityFactory.create(), MunicipalityFactory.create()

    refused("cbs_code", lambda: Municipality.objects.filter(pk=one.pk).update(cbs_code=other.cbs_code))


def test_target_group_name_is_unique():
    TargetGroupFactory.create(name="Ouderen")

    refused("name", lambda: TargetGroup.objects.bulk_create([TargetGroup(name="Ouderen")]))


def test_account_belongs_to_one_professional():
    user = UserFactory.create()
    ProfessionalFactory.create(user=user)
    other = ProfessionalFactory.create()

    refused("user_id", lambda: Professional.objects.filter(pk=other.pk).update(user=user))


def test_a_partner_is_of_a_known_kind():
    with pytest.raises(IntegrityError, match="organisations_partner_kind"), transaction.atomic():
        PartnerFactory.create(partner_kind="friend")
