"""Who writes about a finding, who reads it, and what is still to be done."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from compliance.access import may_answer_finding, may_judge_finding
from compliance.models import Finding
from compliance.services.handling import explain_finding, judge_finding, plan_improvement
from organisations.enums import Role
from tests.cast import actor_of_user, member
from tests.compliance.story import found_in_file, found_in_group
from tests.factories.contracts import ContractFactory
from tests.plans.story import TODAY


@pytest.fixture
def cees(apeldoorn):
    """Contract manager of Apeldoorn."""
    return actor_of_user(member("Cees Contract", apeldoorn, Role.CONTRACT_MANAGER))


@pytest.fixture
def carla(zutphen):
    """Contract manager of Zutphen."""
    return actor_of_user(member("Carla Contract", zutphen, Role.CONTRACT_MANAGER))


@pytest.fixture
def quality(hanna):
    return actor_of_user(hanna)


@pytest.fixture
def finding(allocation, region, de_linde):
    ContractFactory.create(framework__region=region, provider=de_linde)
    return found_in_file(allocation)


def states(actor):
    """What is still to be done about the only finding: by the provider, and by the municipality of the actor."""
    rows = Finding.objects.all()
    return rows.to_answer().exists(), rows.to_judge(actor.organisation_id).exists()


def test_provider_writes_and_the_municipality_of_the_client_judges(finding, cees, carla, quality, request):
    answers = {name for name in ("hanna", "wil", "petra", "mo", "pim", "tess", "karin") if _may(request, name, finding)}

    assert answers == {"hanna", "wil"}
    assert may_judge_finding(cees, finding)
    assert not any(may_judge_finding(actor, finding) for actor in (carla, quality))
    assert not may_answer_finding(cees, finding)
    with pytest.raises(PermissionDenied):
        judge_finding(actor=carla, finding=finding, ruling="accepted", text="Goed zo.")
    with pytest.raises(PermissionDenied):
        explain_finding(actor=cees, finding=finding, text="Het was druk.")


def _may(request, name, finding):
    return may_answer_finding(actor_of_user(request.getfixturevalue(name)), finding)


def test_supervisor_judges_no_finding(finding, tess):
    assert not may_judge_finding(actor_of_user(tess), finding)


def test_finding_about_a_file_is_seen_by_provider_and_municipality_alone(finding, group, allocation, request):
    about_group = found_in_group(group, allocation)

    def seen(actor):
        return set(Finding.objects.visible_to(actor))

    assert seen(request.getfixturevalue("quality")) == seen(request.getfixturevalue("cees")) == {finding, about_group}
    for name in ("pim", "tess"):
        assert seen(actor_of_user(request.getfixturevalue(name))) == {about_group}, name
    for name in ("karin", "petra", "mo", "maud", "ada"):
        assert seen(actor_of_user(request.getfixturevalue(name))) == set(), name
    assert seen(request.getfixturevalue("carla")) == set()


def test_work_goes_from_one_to_the_other(finding, cees, quality):
    assert states(cees) == (True, False)
    explain_finding(actor=quality, finding=finding, text="Er was iemand ziek.")
    assert states(cees) == (False, True)
    judge_finding(actor=cees, finding=finding, ruling="improve", text="Zorg voor vervanging.")
    assert states(cees) == (True, False)
    plan_improvement(actor=quality, finding=finding, text="Een poule.", due_on=TODAY + timedelta(days=30))
    assert states(cees) == (False, True)
    judge_finding(actor=cees, finding=finding, ruling="accepted", text="Akkoord.")
    assert states(cees) == (False, False)
    assert [step.kind for step in finding.steps.all()] == [
        *("explanation", "judgement", "improvement", "judgement"),
    ]


def test_each_municipality_judges_for_itself(finding, cees, quality, zutphen):
    explain_finding(actor=quality, finding=finding, text="Er was iemand ziek.")
    judge_finding(actor=cees, finding=finding, ruling="accepted", text="Akkoord.")

    assert not Finding.objects.to_judge(cees.organisation_id).exists()
    assert Finding.objects.to_judge(zutphen.pk).exists()
    assert not Finding.objects.to_judge(None).exists()


def test_what_is_written_is_whole(finding, cees, quality):
    def codes(service, **given):
        with pytest.raises(ValidationError) as refusal:
            service(finding=finding, **given)
        return {fault.code for faults in refusal.value.error_dict.values() for fault in faults}

    assert codes(explain_finding, actor=quality, text="  ") == {"blank"}
    yesterday = TODAY - timedelta(days=1)
    assert codes(plan_improvement, actor=quality, text="Beter.", due_on=yesterday) == {"due_in_past"}
    assert codes(judge_finding, actor=cees, ruling="perhaps", text="Nee.") >= {"invalid_choice"}
    assert not finding.steps.exists()
