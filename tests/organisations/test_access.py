from datetime import date

import pytest

from core.actors import Actor
from organisations.access import (
    may_edit_professional,
    may_manage_memberships,
    may_manage_professionals,
    may_see_professional,
    may_see_professionals,
    may_verify,
)
from tests.cast import actor_of_user
from tests.factories.organisations import ProfessionalFactory

DAY = date(2026, 3, 1)
pytestmark = pytest.mark.django_db

# see the list, see, manage, edit, verify a colleague of Petra; manage memberships
TABLE = {
    "petra": (True, True, True, True, True, False),
    "mo": (True, False, False, False, False, False),
    "pim": (True, True, False, False, True, False),
    "karin": (False, False, False, False, False, False),
    "ruud": (False, False, False, False, False, False),
    "ilse": (False, False, False, False, False, False),
    "zoe": (False, False, False, False, False, False),
    "ada": (False, False, False, False, False, True),
    "nobody": (False, False, False, False, False, False),
}


def answers(actor, professional, provider):
    return (
        may_see_professionals(actor),
        may_see_professional(actor, professional),
        may_manage_professionals(actor, provider),
        may_edit_professional(actor, professional, DAY),
        may_verify(actor, professional, DAY),
        may_manage_memberships(actor),
    )


@pytest.mark.parametrize("name", TABLE)
def test_who_may_what(name, request, de_linde):
    colleague = ProfessionalFactory.create(provider=de_linde)

    assert answers(actor_of_user(request.getfixturevalue(name)), colleague, de_linde) == TABLE[name]


@pytest.mark.parametrize("actor", [Actor.anonymous(), Actor.system("job")], ids=["anonymous", "system"])
def test_without_a_user_nothing_is_allowed(actor, de_linde):
    colleague = ProfessionalFactory.create(provider=de_linde)

    assert not any(answers(actor, colleague, de_linde))


def test_command_that_sets_up_manages_memberships_only(de_linde):
    colleague = ProfessionalFactory.create(provider=de_linde)

    assert answers(Actor.system("setup", is_administrator=True), colleague, de_linde) == TABLE["ada"]


def test_own_diploma_may_not_be_verified(petra, petra_professional):
    assert not may_verify(actor_of_user(petra), petra_professional, DAY)
