"""Who judges, what a judgement must hold, and that the former ones stay."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from compliance.access import may_judge_file, may_judge_provider, may_see_compliance_of
from compliance.models import FileJudgement, Judgement
from compliance.selectors.overview import Scope, judgements_of, requirement_rows
from compliance.services.judging import judge_file, judge_requirement
from delivery.models import Group
from organisations.enums import Role
from products.models import Requirement
from tests.cast import actor_of_user, member
from tests.compliance.story import JUDGED, judged_file, requirement
from tests.factories.clients import OpeningFactory
from tests.factories.contracts import ContractFactory
from tests.factories.organisations import LocationFactory
from tests.plans.story import TODAY
from tests.plans.test_constraints import refused_by

TOMORROW = date(2026, 3, 3)
GOOD = JUDGED | {"judged_on": TODAY}


@pytest.fixture
def cees(apeldoorn):
    """Contract manager of Apeldoorn."""
    return member("Cees Contract", apeldoorn, Role.CONTRACT_MANAGER)


@pytest.fixture
def contracted(region, de_linde):
    """The region of the cast bought from De Linde."""
    return ContractFactory.create(framework__region=region, provider=de_linde)


@pytest.fixture
def opened(allocation, tess, ggd):
    """The supervisor opened the file."""
    return OpeningFactory.create(client=allocation.client, user=tess, organisation=ggd, ground="supervision")


def codes_of(refusal):
    return {fault.code for faults in refusal.value.error_dict.values() for fault in faults}


@pytest.mark.usefixtures("allocation", "contracted")
def test_each_sees_how_those_comply_with_whom_they_have_to_do(request, de_linde, het_anker, cees, zutphen):
    def seen(user):
        actor = actor_of_user(user)
        return [one for one in (de_linde, het_anker) if may_see_compliance_of(actor, one)]

    for name in ("hanna", "pim", "tess", "cees"):
        assert seen(request.getfixturevalue(name)) == [de_linde], name
    for name in ("karin", "petra", "maud", "mo"):
        assert seen(request.getfixturevalue(name)) == [], name
    assert seen(member("Carla Contract", zutphen, Role.CONTRACT_MANAGER)) == []


@pytest.mark.usefixtures("allocation", "contracted")
@pytest.mark.parametrize(("name", "may"), [("cees", True), ("tess", True), ("hanna", False), ("pim", False)])
def test_contract_manager_and_supervisor_judge_a_provider_and_nobody_else(name, may, de_linde, request):
    actor = actor_of_user(request.getfixturevalue(name))

    assert may_judge_provider(actor, de_linde) == may
    if not may:
        with pytest.raises(PermissionDenied):
            judge_requirement(actor=actor, requirement=requirement(), provider=de_linde, **GOOD)


def test_file_is_judged_by_a_supervisor_who_has_it_open(allocation, cees, tess, ggd, request):
    assert not may_judge_file(actor_of_user(tess), allocation)
    request.getfixturevalue("opened")
    assert may_judge_file(actor_of_user(tess), allocation)
    assert not may_judge_file(actor_of_user(cees), allocation)
    with pytest.raises(PermissionDenied):
        judge_file(actor=actor_of_user(cees), requirement=requirement(), allocation=allocation, **GOOD)

    row = judge_file(actor=actor_of_user(tess), requirement=requirement(), allocation=allocation, **GOOD)
    assert (row.judge_name, row.on_behalf_of_id) == (tess.name, ggd.pk)


def test_new_judgement_stands_beside_the_former_one(allocation, de_linde, cees, on_day):
    actor = actor_of_user(cees)
    first = judge_requirement(actor=actor, requirement=requirement(), provider=de_linde, **GOOD)
    on_day(TOMORROW)
    better = GOOD | {"verdict": "met", "judged_on": TOMORROW}
    second = judge_requirement(actor=actor, requirement=requirement(), provider=de_linde, **better)

    def last(day):
        scope = Scope(de_linde, requirement().version, day)
        rows = requirement_rows(actor, scope)
        return next(row.judgement for row in rows if row.requirement.code == "BGD-IN-06")

    assert (last(TODAY), last(TOMORROW)) == (first, second)
    scope = Scope(de_linde, requirement().version, TOMORROW)
    assert judgements_of(scope, requirement(), actor) == [second, first]
    late = GOOD | {"judged_on": TODAY}
    judge_requirement(actor=actor, requirement=requirement(), provider=de_linde, **late)
    assert last(TODAY) == first, "it was not written down yet on that day"


def test_all_that_is_wrong_is_said_at_once(allocation, de_linde, het_anker, cees):
    location = LocationFactory.create(provider=het_anker)
    group = Group.objects.create(provider=het_anker, location=location, name="Elders", capacity=3, starts_on=TODAY)
    bad: dict[str, Any] = {"verdict": "", "explanation": "", "basis": "", "judged_on": TOMORROW}
    with pytest.raises(ValidationError) as refusal:
        judge_requirement(actor=actor_of_user(cees), requirement=requirement(), provider=de_linde, group=group, **bad)

    assert {"judged_in_future", "group_of_other", "blank"} <= codes_of(refusal)
    early = GOOD | {"judged_on": date(2019, 12, 31)}
    with pytest.raises(ValidationError) as refusal:
        judge_requirement(actor=actor_of_user(cees), requirement=requirement(), provider=de_linde, **early)
    assert codes_of(refusal) == {"judged_before_requirement"}
    assert not Judgement.objects.exists()


def test_file_is_judged_by_the_requirements_of_its_own_product(allocation, opened, tess):
    other = Requirement.objects.filter(version__variant__code="bg-licht")[0]
    with pytest.raises(ValidationError) as refusal:
        judge_file(actor=actor_of_user(tess), requirement=other, allocation=allocation, **GOOD)

    assert codes_of(refusal) == {"requirement_of_other"}


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("name", "may"), [("hanna", True), ("tess", True), ("petra", False), ("pim", False)])
def test_judgement_on_a_file_is_seen_with_the_file(name, may, allocation, tess, request):
    judged_file(tess, allocation)

    actor = actor_of_user(request.getfixturevalue(name))
    assert FileJudgement.objects.visible_to(actor).exists() == may


@pytest.mark.parametrize("values", [{"verdict": "good"}, {"explanation": ""}, {"basis": ""}, {"judge_name": ""}])
def test_database_refuses_half_a_judgement(values, allocation, de_linde, cees, tess):
    row = judge_requirement(actor=actor_of_user(cees), requirement=requirement(), provider=de_linde, **GOOD)
    refused_by("compliance_judgement_complete", Judgement.objects.filter(pk=row.pk).update, **values)
    of_file = FileJudgement.objects.filter(pk=judged_file(tess, allocation).pk)
    refused_by("compliance_filejudgement_complete", of_file.update, **values)
