"""The checks on plan, client and the people around them, as somebody who knows the work would ask for them."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.enums import State
from compliance.rules.client import check_profile
from compliance.rules.facts import ExperienceFacts, GroupFacts, MemberFacts, MixFacts, StaffFacts, TraitFacts
from compliance.rules.plan import (
    check_agreement,
    check_care_team,
    check_goal_domain,
    check_placed,
    check_plan_content,
)
from compliance.rules.professional import check_experience, check_mix
from products.rules.demands import (
    AgreementDemand,
    CareTeamDemand,
    ClientProfileDemand,
    ExperienceDemand,
    GoalDomainDemand,
    GroupDemand,
    LevelMixDemand,
    PlanContentDemand,
)
from tests.compliance.facts import DAY, content, file, goal, plan, row, side

BOTH = AgreementDemand(("client", "professional"))
CONTENT = PlanContentDemand(("specific", "measurable", "acceptable", "realistic", "time_bound"), 1, True, 1)
IN_GROUP = GroupDemand(in_group=True, on_location=False)
MIX = LevelMixDemand(("mbo2", "mbo3", "mbo4"), "provider")


def test_two_agreements_are_met_and_say_as_what_and_when():
    result = check_agreement(BOTH, file())

    assert result.state == State.MET
    assert result.measured == "cliënt op 2 maart 2026 en eindverantwoordelijke professional op 2 maart 2026"
    assert result.demanded == "akkoord van de cliënt of het cliëntsysteem en een professional"
    assert [one.model for one in result.evidence] == ["plans.PlanVersion", "plans.Agreement", "plans.Agreement"]


@pytest.mark.parametrize("left", ["client", "professional"])
def test_agreement_of_one_side_alone_is_not_met(left):
    result = check_agreement(BOTH, file(plan=plan(agreements=(side(left),))))

    assert result.state == State.NOT_MET
    assert result.measured.count("geen akkoord") == 1
    assert result.advice


def test_product_that_asks_one_side_is_met_with_that_side():
    assert check_agreement(AgreementDemand(("client",)), file(plan=plan(agreements=(side("client"),)))).state == "met"


def test_care_without_a_plan_is_not_met_and_says_nothing_of_what_is_in_the_plan():
    without = file(plan=None, first_agreed_on=None, responsible=())

    assert check_agreement(BOTH, without).state == State.NOT_MET
    assert check_plan_content(CONTENT, without).state == State.NOT_ASSESSABLE
    assert check_plan_content(CONTENT, without).missing


@pytest.mark.parametrize(
    ("started", "state"), [(None, State.NOT_ASSESSABLE), (date(2026, 6, 2), State.NOT_APPLICABLE), (DAY, "not_met")]
)
def test_before_care_begins_no_plan_is_needed_and_an_unknown_beginning_says_nothing(started, state):
    assert check_agreement(BOTH, file(plan=None, first_agreed_on=None, delivery_started_on=started)).state == state


def test_complete_goals_are_met_and_each_gap_is_named():
    bad = plan(goal(1, unit="", due_on=None), goal(2, activities=()))

    assert check_plan_content(CONTENT, file()).state == State.MET
    result = check_plan_content(CONTENT, file(plan=bad))
    assert result.state == State.NOT_MET
    assert result.measured == "2 doelen, er ontbreekt nog 3"
    assert "Doel 1: vul in wanneer het doel bereikt is." in result.advice
    assert "Doel 2: voeg minstens 1 activiteit toe" in result.advice


def test_only_what_the_product_asks_of_a_goal_is_asked():
    lenient = PlanContentDemand(("specific",), 0, False, 0)

    assert check_plan_content(lenient, file(plan=plan(goal(1, unit="", activities=())))).state == State.MET


def test_domain_is_covered_by_a_goal_about_it():
    assert check_goal_domain(GoalDomainDemand("structure"), file()).evidence[-1].model == "plans.Goal"
    result = check_goal_domain(GoalDomainDemand("activities"), file())
    assert result.state == State.NOT_MET
    assert "deelnemen aan activiteiten" in result.advice


def test_needed_supervision_may_stand_in_the_plan_itself():
    demand = GoalDomainDemand("supervision_proximity")
    described = plan(content=content(needed_support="Altijd iemand in dezelfde ruimte."))

    assert check_goal_domain(demand, file()).state == State.NOT_MET
    assert check_goal_domain(demand, file(plan=described)).state == State.MET
    assert check_goal_domain(GoalDomainDemand("activities"), file(plan=described)).state == State.NOT_MET


def test_client_has_a_place_in_a_group_and_an_activity_there():
    assert check_placed(IN_GROUP, file()).state == State.MET
    assert check_placed(IN_GROUP, file(placements=())).advice == "Plaats de cliënt in een groep."
    assert check_placed(IN_GROUP, file(plan=plan(group_activities=()))).state == State.NOT_MET


def test_who_else_is_around_the_client_is_written_down_or_that_nobody_is():
    demand = CareTeamDemand(recorded=True)
    mentor = MemberFacts(row(51), represents=True, is_by_office=True)

    assert check_care_team(demand, file()).state == State.MET
    nobody = check_care_team(demand, file(contacts=()))
    assert (nobody.state, nobody.measured) == (State.NOT_MET, "niets vastgelegd")
    assert "of dat er niemand is" in nobody.advice
    said = check_care_team(demand, file(contacts=(), nobody_else=row(52)))
    assert (said.state, said.measured, said.evidence) == (State.MET, "uitdrukkelijk geen", (row(52),))
    assert check_care_team(demand, file(contacts=(), members=(mentor,))).state == State.MET


@pytest.mark.parametrize(
    ("trait", "found", "state"),
    [
        ("structure_needed", TraitFacts(row(60), "yes", is_explained=True), State.MET),
        ("structure_needed", TraitFacts(row(60), "yes", is_explained=False), State.NOT_ASSESSABLE),
        ("repetition_needed", TraitFacts(row(60), "yes", is_explained=False), State.MET),
        ("repetition_needed", TraitFacts(row(60), "no", is_explained=True), State.NOT_MET),
        ("repetition_needed", TraitFacts(row(60), "unknown", is_explained=True), State.NOT_ASSESSABLE),
        ("repetition_needed", None, State.NOT_ASSESSABLE),
    ],
)
def test_trait_of_the_client_is_answered_and_explained(trait, found, state):
    traits = {trait: found} if found else {}
    result = check_profile(ClientProfileDemand(trait), file(traits=traits))

    assert result.state == state
    assert bool(result.missing) == (state == State.NOT_ASSESSABLE)


@pytest.mark.parametrize(
    ("trait", "members"),
    [
        ("caregiver_relief_needed", ()),
        ("loss_of_control", ()),
        ("loss_of_control", (MemberFacts(row(52), represents=False),)),
    ],
)
def test_who_needs_relief_or_a_representative_must_have_one_written_down(trait, members):
    traits = {trait: TraitFacts(row(60), "yes", is_explained=True)}
    demand = ClientProfileDemand(trait)

    assert check_profile(demand, file(traits=traits, members=members)).state == State.NOT_ASSESSABLE
    assert check_profile(demand, file(traits=traits)).state == State.MET


def test_without_an_investigation_nobody_can_tell():
    assert check_profile(ClientProfileDemand("loss_of_control"), file(traits=None)).state == State.NOT_ASSESSABLE


def staff(*experience, target_group=7):
    return StaffFacts(DAY, row(80), target_group, experience)


def known(target_group=7, starts_on=date(2019, 1, 1), *, is_evidenced=True):
    return ExperienceFacts(row(81), target_group, starts_on, is_evidenced)


@pytest.mark.parametrize(
    ("who", "state"),
    [
        (staff(known()), State.MET),
        (staff(known(8)), State.NOT_MET),
        (staff(known(8), known()), State.MET),
        (staff(known(starts_on=date(2026, 6, 2))), State.NOT_MET),
        (staff(known(is_evidenced=False)), State.NOT_MET),
        (staff(), State.NOT_MET),
        (staff(known(), target_group=None), State.NOT_ASSESSABLE),
    ],
)
def test_professional_knows_the_target_group_of_the_group(who, state):
    assert check_experience(ExperienceDemand(evidenced=True), who).state == state


def test_experience_without_evidence_is_enough_where_none_is_asked():
    assert check_experience(ExperienceDemand(evidenced=False), staff(known(is_evidenced=False))).state == State.MET


MIXED = MixFacts(row(90), {"mbo2": 60, "mbo4": 40}, is_motivated=True)


@pytest.mark.parametrize(
    ("mix", "state"),
    [
        (MIXED, State.MET),
        (replace(MIXED, percents={"mbo2": 60, "hbo": 40}), State.MET),
        (replace(MIXED, percents={"mbo1": 60, "mbo4": 40}), State.NOT_MET),
        (replace(MIXED, percents={"mbo2": 60, "mbo4": 30}), State.NOT_MET),
        (replace(MIXED, percents={}), State.NOT_MET),
        (replace(MIXED, is_motivated=False), State.NOT_MET),
        (None, State.NOT_MET),
    ],
)
def test_mix_of_levels_is_decided_with_a_motivation(mix, state):
    result = check_mix(MIX, GroupFacts(row(89), mix))

    assert result.state == state
    assert bool(result.advice) == (state == State.NOT_MET)
