"""Every kind of rule has a check, and every requirement of Duurzaam is accounted for."""

import pytest

from compliance.enums import LooksAt
from compliance.rules import TABLE, Attendance, StaffStay, checked
from compliance.rules.table import Line
from delivery.enums import StaffKind
from products.enums import Checkable, RuleKind
from products.models import Requirement
from products.rules import PARAMETERS
from products.rules.demands import CoverDemand, PersonalCareDemand, VolunteersDemand
from tests.reference import lay_out_book


@pytest.mark.parametrize("kind", RuleKind)
def test_every_kind_of_rule_has_a_line_with_an_explanation(kind):
    lines = [line for line in TABLE if line.kind == kind]

    assert lines
    for line in lines:
        assert line.parameter is PARAMETERS[kind]
        assert line.looks_at in LooksAt
        assert line.explanation.endswith(".")


def test_table_is_in_the_order_of_the_kinds():
    order = list(RuleKind)
    assert [order.index(line.kind) for line in TABLE] == sorted(order.index(line.kind) for line in TABLE)


@pytest.fixture
def duurzaam(db):
    lay_out_book()
    return Requirement.objects.filter(version__variant__code="bg-duurzaam")


def test_all_42_requirements_of_duurzaam_are_accounted_for(duurzaam):
    """By machine or partly: with a check. By a person: without a rule, for that is what nobody else can tell."""
    assert duurzaam.count() == 42
    found = {one.code: checked(one) for one in duurzaam}
    by_person = {one.code for one in duurzaam if one.checkable == Checkable.PERSON}

    assert {code for code, check in found.items() if check is None} == by_person | {"BGD-OP-06"}
    assert by_person == {"BGD-OP-02", "BGD-OP-05", "BGD-PR-01", "BGD-PR-04"}
    as_other = duurzaam.get(code="BGD-OP-06")
    assert as_other.how_checked == "Zoals bij BGD-IN-06."
    assert found["BGD-IN-06"] is not None


def test_requirements_of_every_product_of_the_book_can_be_checked(duurzaam):
    for one in Requirement.objects.exclude(rule_kind=""):
        assert checked(one) is not None, one


def test_group_of_a_plan_and_group_of_a_dagdeel_are_looked_at_apart(duurzaam):
    def looks_at(code):
        found = checked(duurzaam.get(code=code))
        return found and found.line.looks_at

    assert looks_at("BGD-OP-03") == LooksAt.FILE
    assert looks_at("BGD-IN-07") == LooksAt.SESSION
    assert looks_at("BGD-IN-08") == LooksAt.GROUP
    assert looks_at("BGD-PR-02") == LooksAt.PROFESSIONAL


def line_of(kind) -> Line:
    return next(line for line in TABLE if line.kind == kind)


def test_demand_that_asks_nothing_is_not_applicable():
    empty = Attendance(540, 780, (), ())

    assert line_of(RuleKind.CONTINUOUS_COVER).check(CoverDemand(at_all_times=False), empty).state == "not_applicable"
    assert line_of(RuleKind.PERSONAL_CARE_COMPETENCE).check(PersonalCareDemand(False), empty).state == "not_applicable"


def test_product_without_volunteers_has_none():
    beside = StaffStay(1, 540, 780, StaffKind.PROFESSIONAL, 4)
    volunteer = StaffStay(2, 540, 780, StaffKind.VOLUNTEER)
    check = line_of(RuleKind.VOLUNTEERS_BESIDE).check
    both = Attendance(540, 780, (), (beside, volunteer))

    assert check(VolunteersDemand(allowed=False, count_in_ratio=False), both).people == (2,)
    assert check(VolunteersDemand(allowed=True, count_in_ratio=False), both).state == "met"
    alone = Attendance(540, 780, (), (beside,))
    assert check(VolunteersDemand(allowed=False, count_in_ratio=False), alone).state == "not_applicable"
