from datetime import date

import pytest

from core.actors import Actor, Origin
from organisations.access import may_verify
from organisations.enums import Level, Role
from organisations.models import Employment, Professional, Qualification
from organisations.selectors import (
    actor_for,
    current_membership,
    employment_covers,
    memberships_of,
    professionals_with_level,
    proven_level,
    proven_levels,
)
from tests.cast import actor_of_user, member
from tests.factories.organisations import MembershipFactory, ProfessionalFactory, QualificationFactory, RegionFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def test_proven_level_is_the_highest_verified_one():
    professional = ProfessionalFactory.create()
    QualificationFactory.create(professional=professional, level=Level.MBO_2, verified=True)
    QualificationFactory.create(professional=professional, level=Level.MBO_3, verified=True)
    QualificationFactory.create(professional=professional, level=Level.WO, evidenced=True)
    QualificationFactory.create(professional=professional, level=Level.HBO, verified=True, ends_on=date(2026, 2, 28))

    assert proven_level(professional, DAY) == Level.MBO_3
    assert proven_level(professional, date(2026, 2, 28)) == Level.HBO


def test_proven_level_is_none_before_the_day_of_verification():
    professional = ProfessionalFactory.create()
    QualificationFactory.create(professional=professional, verified=True, verified_on=DAY)

    assert proven_level(professional, date(2026, 2, 28)) is None
    assert proven_level(professional, DAY) == Level.MBO_4


def test_proven_levels_agree_with_proven_level_in_one_query(django_assert_num_queries):
    professionals = ProfessionalFactory.create_batch(3)
    QualificationFactory.create(professional=professionals[0], level=Level.AD, verified=True)
    QualificationFactory.create(professional=professionals[0], level=Level.MBO_1, verified=True)
    QualificationFactory.create(professional=professionals[1], level=Level.HBO, evidenced=True)
    QualificationFactory.create(professional=professionals[2], level=Level.MBO_2, verified=True)

    with django_assert_num_queries(1):
        levels = proven_levels(professionals, DAY)

    assert levels == {professionals[0].pk: Level.AD, professionals[2].pk: Level.MBO_2}
    assert levels == proven_levels(Professional.objects.all(), DAY)
    for professional in professionals:
        assert levels.get(professional.pk) == proven_level(professional, DAY)


def test_professionals_with_level_are_employed_and_proven(de_linde, het_anker):
    good = ProfessionalFactory.create(provider=de_linde)
    low, unverified, elsewhere, left = (
        ProfessionalFactory.create(provider=provider) for provider in (de_linde, de_linde, het_anker, de_linde)
    )
    for professional in (good, elsewhere, left):
        QualificationFactory.create(professional=professional, level=Level.HBO, verified=True)
        QualificationFactory.create(professional=professional, level=Level.WO, verified=True)
    QualificationFactory.create(professional=low, level=Level.MBO_3, verified=True)
    QualificationFactory.create(professional=unverified, level=Level.WO, evidenced=True)
    Employment.objects.filter(professional=left).update(ends_on=date(2026, 2, 28))

    assert list(professionals_with_level(de_linde.pk, Level.MBO_4, DAY)) == [good]


def test_employment_covers_first_and_last_day(de_linde, het_anker):
    professional = ProfessionalFactory.create(provider=de_linde)
    Employment.objects.update(ends_on=DAY)

    assert employment_covers(professional, de_linde.pk, date(2020, 1, 1))
    assert employment_covers(professional, de_linde.pk, DAY)
    assert not employment_covers(professional, de_linde.pk, date(2026, 3, 2))
    assert not employment_covers(professional, de_linde.pk, date(2019, 12, 31))
    assert not employment_covers(professional, het_anker.pk, DAY)


def test_memberships_end_with_their_last_day(petra, on_day):
    membership = petra.memberships.get()
    petra.memberships.update(ends_on=DAY)

    assert memberships_of(petra, DAY) == [membership]
    assert memberships_of(petra, date(2026, 3, 2)) == []


def test_current_membership_is_the_chosen_one_or_the_first(petra, het_anker):
    second = MembershipFactory.create(user=petra, organisation=het_anker)
    memberships = memberships_of(petra, DAY)

    assert current_membership(memberships, str(second.public_id)) == second
    assert current_membership(memberships, "something else") == memberships[0]
    assert current_membership([], str(second.public_id)) is None


def test_actor_without_membership_has_no_organisation(nobody):
    actor = actor_for(nobody, None, Origin())

    assert (actor.organisation_id, actor.organisation_kind, actor.role) == (None, "", "")


def seen_by(actor):
    return set(Professional.objects.visible_to(actor).values_list("name", flat=True))


def test_provider_sees_its_own_professionals_and_purchaser_those_under_contract(petra, mo, pim):
    assert seen_by(actor_of_user(petra)) == {"Petra Linde"}
    assert seen_by(actor_of_user(mo)) == {"Mo Anker"}
    ProfessionalFactory.create(name="Without a contract")
    assert seen_by(actor_of_user(pim)) == {"Petra Linde", "Mo Anker"}


def test_purchaser_of_another_region_sees_no_professional_and_verifies_nobody(petra, pim):
    elsewhere = actor_of_user(member("Piet", RegionFactory.create(name="Elders"), Role.PURCHASER))

    assert seen_by(elsewhere) == set()
    assert not Qualification.objects.visible_to(elsewhere).exists()
    assert not Employment.objects.visible_to(elsewhere).exists()
    assert not may_verify(elsewhere, Professional.objects.get(user=petra), DAY)
    assert may_verify(actor_of_user(pim), Professional.objects.get(user=petra), DAY)


@pytest.mark.parametrize("name", ["karin", "ruud", "ilse", "zoe", "ada", "nobody"])
def test_others_see_no_professional(name, request, petra):
    assert seen_by(actor_of_user(request.getfixturevalue(name))) == set()


def test_nobody_signed_in_and_the_software_itself_see_no_professional(petra):
    assert seen_by(Actor.anonymous()) == seen_by(Actor.system("test")) == set()


def test_parts_of_a_professional_follow_its_scope(petra, mo, karin, pim):
    assert Qualification.objects.visible_to(actor_of_user(petra)).get().professional.user == petra
    assert Qualification.objects.visible_to(actor_of_user(pim)).count() == 2
    assert not Qualification.objects.visible_to(actor_of_user(karin)).exists()
    assert Employment.objects.visible_to(actor_of_user(mo)).get().professional.user == mo
    assert Employment.objects.visible_to(actor_of_user(pim)).count() == 2
    assert not Employment.objects.visible_to(actor_of_user(karin)).exists()


def test_search_knows_no_case_and_no_accents():
    professional = ProfessionalFactory.create(name="Renée de Boër")

    assert Professional.objects.all().named("  BOER renee ").get() == professional
    assert not Professional.objects.all().named("renee jansen").exists()
