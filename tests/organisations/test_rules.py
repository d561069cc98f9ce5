from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from organisations.enums import Level, OrganisationKind, ProofState, Role
from organisations.rules import KIND_OF_ROLE, check_end, levels_from, meets, proof_state, rank, role_fits

LEVELS = st.sampled_from(Level.values)
DAY = date(2026, 3, 1)


@given(LEVELS, LEVELS)
def test_level_order_is_total(one, other):
    assert meets(one, other) or meets(other, one)
    assert (meets(one, other) and meets(other, one)) == (one == other)


@given(LEVELS, LEVELS, LEVELS)
def test_level_order_is_transitive(low, middle, high):
    if meets(middle, low) and meets(high, middle):
        assert meets(high, low)


@given(LEVELS, LEVELS, LEVELS)
def test_meets_is_monotone(level, higher, demanded):
    if rank(higher) >= rank(level) and meets(level, demanded):
        assert meets(higher, demanded)


@given(LEVELS)
def test_unknown_level_never_meets(demanded):
    assert not meets(None, demanded)


def test_levels_have_the_order_of_the_nlqf():
    assert sorted(Level.values, key=rank) == ["mbo1", "mbo2", "mbo3", "mbo4", "ad", "hbo", "wo"]


@given(LEVELS)
def test_levels_from_are_those_that_meet(demanded):
    assert levels_from(demanded) == [level for level in Level.values if meets(level, demanded)]


def test_unknown_level_is_an_error_and_not_the_lowest():
    with pytest.raises(ValueError, match="vmbo"):
        rank("vmbo")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", OrganisationKind)
def test_role_fits_one_kind_of_organisation(role, kind):
    assert role_fits(role, kind) == (KIND_OF_ROLE[role] == kind)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "verified_on", "has_evidence", "state"),
    [
        (date(2020, 1, 1), None, DAY, True, ProofState.PROVEN),
        (DAY, DAY, DAY, True, ProofState.PROVEN),
        (date(2020, 1, 1), None, None, True, ProofState.NOT_VERIFIED),
        (date(2020, 1, 1), None, date(2026, 3, 2), True, ProofState.NOT_VERIFIED),
        (date(2020, 1, 1), None, None, False, ProofState.NO_EVIDENCE),
        (date(2026, 3, 2), None, date(2026, 2, 1), True, ProofState.NOT_YET),
        (date(2020, 1, 1), date(2026, 2, 28), date(2020, 2, 1), True, ProofState.EXPIRED),
    ],
)
def test_proof_state_says_what_stands_in_the_way(starts_on, ends_on, verified_on, has_evidence, state):
    assert proof_state(starts_on, ends_on, verified_on, has_evidence=has_evidence, day=DAY) == state


def test_check_end_refuses_a_longer_period():
    with pytest.raises(ValidationError) as caught:
        check_end(date(2026, 3, 2), current=DAY)

    assert caught.value.error_dict["ends_on"][0].code == "end_later"


@pytest.mark.parametrize("current", [None, DAY, date(2026, 12, 31)])
def test_check_end_accepts_a_shorter_period(current):
    check_end(DAY, current=current)
