from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from core.actors import Actor
from organisations.enums import Role
from organisations.models import Employment, Membership, Professional
from organisations.services import (
    employ,
    end_employment,
    end_membership,
    grant_membership,
    link_account,
    register_professional,
)
from tests.cast import actor_of_user
from tests.factories.organisations import MembershipFactory, ProfessionalFactory, QualificationFactory

DAY = date(2026, 3, 1)
SETUP = Actor.system("test", is_administrator=True)
pytestmark = pytest.mark.django_db


def test_registered_professional_works_for_the_provider(petra, de_linde):
    professional = register_professional(
        actor=actor_of_user(petra), name="  Nina   Bakker ", provider=de_linde, starts_on=DAY
    )

    assert professional.name == "Nina Bakker"
    assert professional.search_name == "nina bakker"
    employment = professional.employments.get()
    assert (employment.provider, employment.starts_on, employment.ends_on) == (de_linde, DAY, None)
    targets = [professional.public_id, employment.public_id]
    entries = AuditEntry.objects.filter(target__in=targets)
    assert entries.count() == 2
    assert "Bakker" not in str(list(entries.values("fields", "target_label")))


def test_registering_with_a_wrong_period_keeps_nothing(petra, de_linde):
    before = Professional.objects.count()

    with pytest.raises(ValidationError):
        register_professional(
            actor=actor_of_user(petra),
            name="Nina",
            provider=de_linde,
            starts_on=DAY,
            ends_on=date(2026, 2, 1),
        )

    assert Professional.objects.count() == before


@pytest.mark.parametrize("name", ["mo", "karin", "pim", "ada", "nobody"])
def test_others_register_nobody_for_this_provider(name, request, de_linde):
    with pytest.raises(PermissionDenied):
        register_professional(
            actor=actor_of_user(request.getfixturevalue(name)), name="N", provider=de_linde, starts_on=DAY
        )


def test_employing_twice_on_one_day_is_refused(petra, petra_professional, de_linde):
    with pytest.raises(ValidationError) as caught:
        employ(actor=actor_of_user(petra), professional=petra_professional, provider=de_linde, starts_on=DAY)

    assert [error.code for error in caught.value.error_dict["__all__"]] == ["employment_overlap"]


def test_provider_cannot_take_over_somebody_it_does_not_know(mo, petra_professional, het_anker):
    with pytest.raises(PermissionDenied):
        employ(actor=actor_of_user(mo), professional=petra_professional, provider=het_anker, starts_on=DAY)


def test_employment_ends_and_can_begin_again(petra, petra_professional, de_linde):
    actor = actor_of_user(petra)
    first = end_employment(actor=actor, employment=petra_professional.employments.get(), ends_on=DAY)

    with pytest.raises(ValidationError):
        end_employment(actor=actor, employment=first, ends_on=date(2026, 3, 2))
    employ(actor=actor, professional=petra_professional, provider=de_linde, starts_on=date(2026, 3, 2))

    assert Employment.objects.filter(professional=petra_professional).count() == 2


def test_only_the_provider_itself_ends_an_employment(mo, petra_professional):
    with pytest.raises(PermissionDenied):
        end_employment(actor=actor_of_user(mo), employment=petra_professional.employments.get(), ends_on=DAY)


def test_administrator_links_an_account(ada, petra, petra_professional, nobody):
    link_account(actor=actor_of_user(ada), professional=petra_professional, user=nobody)

    petra_professional.refresh_from_db()
    assert petra_professional.user == nobody
    with pytest.raises(PermissionDenied):
        link_account(actor=actor_of_user(petra), professional=petra_professional, user=petra)


def test_administrator_grants_and_ends_a_membership(ada, nobody, apeldoorn):
    actor = actor_of_user(ada)
    membership = grant_membership(
        actor=actor, user=nobody, organisation=apeldoorn, role=Role.CASE_WORKER, starts_on=DAY
    )
    end_membership(actor=actor, membership=membership, ends_on=date(2026, 12, 31))

    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 12, 31)
    assert AuditEntry.objects.filter(target=membership.public_id).count() == 2


def test_nobody_lets_themself_in(ada, apeldoorn):
    with pytest.raises(PermissionDenied):
        grant_membership(
            actor=actor_of_user(ada), user=ada, organisation=apeldoorn, role=Role.CASE_WORKER, starts_on=DAY
        )


@pytest.mark.parametrize("name", ["petra", "karin", "pim", "nobody"])
def test_others_grant_and_end_no_membership(name, request, ilse, apeldoorn):
    actor = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        grant_membership(actor=actor, user=ilse, organisation=apeldoorn, role=Role.CASE_WORKER, starts_on=DAY)
    with pytest.raises(PermissionDenied):
        end_membership(actor=actor, membership=ilse.memberships.get(), ends_on=DAY)


def test_role_must_fit_the_organisation(nobody, de_linde):
    with pytest.raises(ValidationError) as caught:
        grant_membership(actor=SETUP, user=nobody, organisation=de_linde, role=Role.CASE_WORKER, starts_on=DAY)

    assert caught.value.error_dict["role"][0].code == "role_kind"
    assert not Membership.objects.filter(user=nobody).exists()


def test_membership_twice_on_one_day_is_refused(karin, apeldoorn):
    with pytest.raises(ValidationError) as caught:
        grant_membership(actor=SETUP, user=karin, organisation=apeldoorn, role=Role.CASE_WORKER, starts_on=DAY)

    assert [error.code for error in caught.value.error_dict["__all__"]] == ["membership_overlap"]


def test_administrator_does_not_become_a_professional(ada, petra_professional):
    with pytest.raises(PermissionDenied):
        link_account(actor=actor_of_user(ada), professional=petra_professional, user=ada)


def test_provider_cannot_say_who_signs_in_as_a_professional(petra, de_linde, nobody):
    with pytest.raises(TypeError):
        register_professional(
            actor=actor_of_user(petra),
            name="Nieuw",
            provider=de_linde,
            starts_on=DAY,
            user=nobody,  # type: ignore[call-arg]  # that it is no argument is what is tried here
        )


def test_nobody_gets_a_diploma_that_they_checked_themselves_before_the_link(ada, petra, de_linde):
    professional = ProfessionalFactory.create(provider=de_linde)
    QualificationFactory.create(professional=professional, verified=True, verified_by=petra)
    Professional.objects.filter(user=petra).update(user=None)

    with pytest.raises(ValidationError) as refusal:
        link_account(actor=actor_of_user(ada), professional=professional, user=petra)

    assert refusal.value.code == "verified_own_diploma"
    professional.refresh_from_db()
    assert professional.user is None


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.PURCHASER, Role.CARE_PROFESSIONAL])
def test_membership_with_a_role_of_another_kind_of_organisation_gives_nothing(role, nobody, het_anker, zutphen):
    organisation = zutphen if role == Role.CARE_PROFESSIONAL else het_anker
    MembershipFactory.create(user=nobody, organisation=organisation, role=role)  # behind the service's back

    actor = actor_of_user(nobody)

    assert (actor.organisation_id, actor.role) == (None, "")
