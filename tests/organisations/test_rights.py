"""The table of rights is the truth: every predicate says no to a role without the action, and yes to one with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

import organisations.rules.rights
from clients import access as of_clients
from compliance import access as of_compliance
from contracts import access as of_contracts
from core.actors import Actor
from delivery import access as of_delivery
from informal_care import access as of_informal_care
from organisations import access as of_organisations
from organisations.enums import Action, OrganisationKind, Role
from organisations.rules import GROUPS, KIND_OF_ROLE, OF_ADMINISTRATORS, RIGHTS, SEES, role_may, roles_that_may
from plans import access as of_plans
from products import access as of_products
from products.enums import VersionStatus
from tests.factories.contracts import ContractFactory
from tests.factories.organisations import EmploymentFactory, ProfessionalFactory
from tests.organisations.rights_of_informal_care import OF_INFORMAL_CARE

DAY = date(2026, 3, 2)
HERE = 7
"""The organisation that everything of these tests belongs to."""

ALLOCATION: Any = SimpleNamespace(provider_id=HERE, municipality_id=HERE, ends_on=None)
PLAN: Any = SimpleNamespace(allocation=ALLOCATION)
GROUP: Any = SimpleNamespace(provider_id=HERE)
CASE: Any = SimpleNamespace(municipality_id=HERE)
MOVE: Any = SimpleNamespace(to_municipality_id=HERE, has_consent=True)
CLIENT: Any = SimpleNamespace(municipality_id=HERE)
REGION: Any = SimpleNamespace(pk=HERE)
CONTRACT: Any = SimpleNamespace(provider_id=HERE, framework=SimpleNamespace(region=REGION, region_id=HERE))
INDEXATION: Any = SimpleNamespace(framework=CONTRACT.framework, prepared_by_id=2)
OPENING: Any = SimpleNamespace(user_id=2)
DESTRUCTION: Any = SimpleNamespace(client=CLIENT, proposed_by_id=2)
DRAFT: Any = SimpleNamespace(status=VersionStatus.DRAFT, version=SimpleNamespace(status=VersionStatus.DRAFT))
PREDICATES: dict[str, tuple[Action, Callable[[Actor], bool]]] = {
    "may_open_files": (Action.READ_FILES, of_clients.may_open_files),
    **OF_INFORMAL_CARE,
    "may_search_by_bsn": (Action.SEARCH_BY_BSN, of_clients.may_search_by_bsn),
    "may_register_client": (Action.KEEP_FILES, of_clients.may_register_client),
    "may_import": (Action.IMPORT_CLIENTS, of_clients.may_import),
    "may_change_client": (Action.KEEP_FILES, lambda actor: of_clients.may_change_client(actor, CLIENT)),
    "may_allocate": (Action.ALLOCATE, lambda actor: of_clients.may_allocate(actor, CLIENT)),
    "may_end_allocation": (Action.ALLOCATE, lambda actor: of_clients.may_end_allocation(actor, ALLOCATION)),
    "may_start_delivery": (
        Action.START_DELIVERY,
        lambda actor: of_clients.may_start_delivery(actor, ALLOCATION, DAY),
    ),
    "may_stop_delivery": (Action.START_DELIVERY, lambda actor: of_clients.may_stop_delivery(actor, ALLOCATION)),
    "may_read_cases": (Action.READ_INTAKE, lambda actor: of_clients.may_read_cases(actor, CLIENT)),
    "may_do_intake": (Action.DO_INTAKE, of_clients.may_do_intake),
    "may_notify": (Action.DO_INTAKE, lambda actor: of_clients.may_notify(actor, CLIENT)),
    "may_handle_case": (Action.DO_INTAKE, lambda actor: of_clients.may_handle_case(actor, CASE)),
    "may_take_over": (Action.DO_INTAKE, lambda actor: of_clients.may_take_over(actor, MOVE)),
    "may_decide": (Action.DECIDE, lambda actor: of_clients.may_decide(actor, CASE)),
    "may_assign_treatment": (Action.ASSIGN_TREATMENT, of_clients.may_assign_treatment),
    "may_break_the_glass": (Action.BREAK_THE_GLASS, of_clients.may_break_the_glass),
    "may_open_for_supervision": (Action.OPEN_FOR_SUPERVISION, of_clients.may_open_for_supervision),
    "may_review_openings": (Action.REVIEW_OPENINGS, of_clients.may_review_openings),
    "may_review_opening": (Action.REVIEW_OPENINGS, lambda actor: of_clients.may_review_opening(actor, OPENING)),
    "may_see_conspicuous_access": (Action.SEE_CONSPICUOUS_ACCESS, of_clients.may_see_conspicuous_access),
    "may_review_signal": (
        Action.SEE_CONSPICUOUS_ACCESS,
        lambda actor: of_clients.may_review_signal(actor, UUID(int=2)),
    ),
    "may_shield": (Action.SHIELD_FILE, of_clients.may_shield),
    "may_handle_rights": (
        Action.HANDLE_RIGHTS_REQUESTS,
        lambda actor: of_clients.may_handle_rights(actor, CLIENT),
    ),
    "may_see_destructions": (Action.APPROVE_DESTRUCTION, of_clients.may_see_destructions),
    "may_approve_destruction": (
        Action.APPROVE_DESTRUCTION,
        lambda actor: of_clients.may_approve_destruction(actor, DESTRUCTION),
    ),
    "may_see_trail": (Action.SEE_TRAIL, lambda actor: of_clients.may_see_trail(actor, CLIENT)),
    "may_read_plans": (Action.READ_PLANS, of_plans.may_read_plans),
    "may_read_plan": (Action.READ_PLANS, lambda actor: of_plans.may_read_plan(actor, PLAN)),
    "may_write_plan": (Action.WRITE_PLANS, lambda actor: of_plans.may_write_plan(actor, PLAN, DAY)),
    "may_close_plan": (Action.WRITE_PLANS, lambda actor: of_plans.may_close_plan(actor, PLAN)),
    "may_start_plan": (Action.WRITE_PLANS, lambda actor: of_plans.may_start_plan(actor, ALLOCATION, DAY)),
    "may_keep_templates": (Action.KEEP_TEMPLATES, of_plans.may_keep_templates),
    "may_change_template": (
        Action.KEEP_TEMPLATES,
        lambda actor: of_plans.may_change_template(actor, SimpleNamespace(provider_id=HERE)),  # type: ignore[arg-type]
    ),
    "may_keep_results": (Action.KEEP_RESULTS, lambda actor: of_plans.may_keep_results(actor, ALLOCATION)),
    "may_see_compliance": (Action.SEE_COMPLIANCE, of_compliance.may_see_compliance),
    "may_judge": (Action.JUDGE_COMPLIANCE, of_compliance.may_judge),
    "may_answer": (Action.ANSWER_FINDINGS, of_compliance.may_answer),
    "may_answer_finding": (
        Action.ANSWER_FINDINGS,
        lambda actor: of_compliance.may_answer_finding(actor, GROUP),
    ),
    "may_see_groups": (Action.SEE_GROUPS, of_delivery.may_see_groups),
    "may_start_group": (Action.MANAGE_GROUPS, of_delivery.may_start_group),
    "may_manage_group": (Action.MANAGE_GROUPS, lambda actor: of_delivery.may_manage_group(actor, GROUP)),
    "may_place_in": (Action.PLACE_CLIENTS, lambda actor: of_delivery.may_place_in(actor, GROUP)),
    "may_place": (Action.PLACE_CLIENTS, lambda actor: of_delivery.may_place(actor, GROUP, ALLOCATION)),
    "may_see_roster": (Action.SEE_GROUPS, lambda actor: of_delivery.may_see_roster(actor, GROUP)),
    "may_make_rosters": (Action.MAKE_ROSTER, of_delivery.may_make_rosters),
    "may_roster_at": (Action.MAKE_ROSTER, lambda actor: of_delivery.may_roster_at(actor, GROUP.provider_id)),
    "may_see_attendance": (Action.RECORD_ATTENDANCE, of_delivery.may_see_attendance),
    "may_see_professionals": (Action.SEE_PROFESSIONALS, of_organisations.may_see_professionals),
    "may_manage_professionals": (
        Action.MANAGE_PROFESSIONALS,
        lambda actor: of_organisations.may_manage_professionals(actor, HERE),
    ),
    "may_open_contracts": (Action.READ_CONTRACTS, of_contracts.may_open_contracts),
    "may_purchase": (Action.PURCHASE, lambda actor: of_contracts.may_purchase(actor, REGION)),
    "may_conclude_frameworks": (Action.PURCHASE, of_contracts.may_conclude_frameworks),
    "may_change_contract": (Action.PURCHASE, lambda actor: of_contracts.may_change_contract(actor, CONTRACT)),
    "may_report": (Action.REPORT_TO_REGION, of_contracts.may_report),
    "may_report_about": (Action.REPORT_TO_REGION, lambda actor: of_contracts.may_report_about(actor, CONTRACT)),
    "may_check_evidence": (Action.PURCHASE, of_contracts.may_check_evidence),
    "may_see_spending": (Action.SEE_SPENDING, of_contracts.may_see_spending),
    "may_approve_indexation": (
        Action.PURCHASE,
        lambda actor: of_contracts.may_approve_indexation(actor, INDEXATION),
    ),
    "may_set_rate": (
        Action.PURCHASE,
        lambda actor: of_contracts.may_set_rate(actor, SimpleNamespace(contract=CONTRACT)),  # type: ignore[arg-type]
    ),
    "may_see_waiting_times": (Action.REPORT_WAITING_TIME, of_contracts.may_see_waiting_times),
    "may_report_waiting_time": (
        Action.REPORT_WAITING_TIME,
        lambda actor: of_contracts.may_report_waiting_time(actor, SimpleNamespace(contract=CONTRACT)),  # type: ignore[arg-type]
    ),
    "may_manage_products": (Action.MANAGE_PRODUCTS, of_products.may_manage_products),
    "may_answer_consultation": (
        Action.MANAGE_PRODUCTS,
        lambda actor: of_products.may_answer_consultation(actor, SimpleNamespace(region_id=HERE)),  # type: ignore[arg-type]
    ),
    "may_change_requirements": (
        Action.MANAGE_PRODUCTS,
        lambda actor: of_products.may_change_requirements(actor, DRAFT),
    ),
    "may_bring_to": (
        Action.MANAGE_PRODUCTS,
        lambda actor: of_products.may_bring_to(actor, DRAFT, VersionStatus.CONSULTATION),
    ),
}
ONLY_AT_A_PROVIDER = {
    "may_answer",
    "may_start_delivery",
    "may_stop_delivery",
    "may_write_plan",
    "may_close_plan",
    "may_start_plan",
    "may_keep_templates",
    "may_change_template",
    "may_manage_professionals",
    "may_start_group",
    "may_manage_group",
    "may_place",
    "may_make_rosters",
    "may_roster_at",
    "may_see_attendance",
    "may_answer_finding",
}
READS_WHAT_IS_OPENED = {"may_read_plan"}
"""Also for an administrator in an emergency: no other file than the opened one is in scope then."""

ASKS_THE_DATABASE = {
    "may_open_file": "is the scope, not a right",
    "may_react": "is for providers that were asked: tests/products/test_consultations.py",
    "may_see_professional": "tested with a professional below",
    "may_edit_professional": "tested with a professional below",
    "may_verify": "tested with a professional below",
    "may_manage_memberships": "is for administrators, below",
    "may_manage_work": "is for administrators, below",
    "may_manage_api_clients": "is for administrators, below",
    "may_open_in_emergency": "is for administrators, below",
    "may_print_plans": "follows may_read_plans, at a municipality or a provider: below",
    "may_request_evaluation": "follows two actions: tests/plans/test_evaluation_in_full.py asks who may",
    "may_record_attendance": "asks who works in the session: tests/delivery/test_attendance_scope.py",
    "may_see_compliance_of": "is a scope as well: tests/compliance/test_judging.py",
    "may_judge_provider": "is a scope as well: tests/compliance/test_judging.py",
    "may_judge_file": "is a scope as well: tests/compliance/test_judging.py",
    "may_judge_finding": "asks whose inhabitants it is about: tests/compliance/test_handling.py",
    "may_see_carers_of_client": "follows two actions: tests/informal_care/test_carer_pages.py asks who may",
    "may_see_carer_trail": "follows two actions: tests/informal_care/test_carer_pages.py asks who may",
    "may_see_team": "follows may_open_files, at a provider",
}


@dataclass(frozen=True)
class Somebody:
    """An actor in this role, where everything belongs to the own organisation."""

    role: Role

    @property
    def actor(self) -> Actor:
        return Actor(user_id=1, organisation_id=HERE, organisation_kind=KIND_OF_ROLE[self.role], role=self.role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", PREDICATES)
def test_predicate_says_what_the_table_says(name, role):
    action, predicate = PREDICATES[name]

    assert predicate(Somebody(role).actor) == role_may(role, action)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (name, role)
        for name in PREDICATES
        for role in Role
        if name not in ONLY_AT_A_PROVIDER or KIND_OF_ROLE[role] == OrganisationKind.PROVIDER
    ],
)
def test_predicate_follows_the_table_when_it_changes(name, role, monkeypatch):
    action, predicate = PREDICATES[name]

    for given in (frozenset({action}), frozenset(set(Action) - {action})):
        monkeypatch.setattr(organisations.rules.rights, "RIGHTS", {role: given})
        assert predicate(Somebody(role).actor) == (action in given)


@pytest.mark.parametrize("name", PREDICATES)
def test_role_at_the_wrong_kind_of_organisation_may_nothing(name):
    _, predicate = PREDICATES[name]
    for role in Role:
        for kind in set(OrganisationKind) - {KIND_OF_ROLE[role]}:
            assert not predicate(Actor(user_id=1, organisation_id=HERE, organisation_kind=kind, role=role))


@pytest.mark.parametrize("name", PREDICATES)
def test_nobody_without_an_organisation_may_anything(name):
    _, predicate = PREDICATES[name]

    assert not predicate(Actor.anonymous())
    assert not predicate(Actor(user_id=1, role=Role.CASE_WORKER))
    if name not in READS_WHAT_IS_OPENED:
        assert not predicate(Actor(user_id=1, is_administrator=True))


def test_every_predicate_is_compared_with_the_table():
    rooms = (
        of_clients,
        of_compliance,
        of_contracts,
        of_delivery,
        of_informal_care,
        of_organisations,
        of_plans,
        of_products,
    )
    found = {
        name
        for room in rooms
        for name, one in vars(room).items()
        if name.startswith("may_") and "access" in one.__module__
    }

    assert found == set(PREDICATES) | set(ASKS_THE_DATABASE)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_professionals_follow_the_table(role, de_linde, region):
    colleague = ProfessionalFactory.create(provider=de_linde)
    ContractFactory.create(framework__region=region, provider=de_linde)
    own = region.pk if role == Role.PURCHASER else de_linde.pk
    actor = Actor(user_id=1, organisation_id=own, organisation_kind=KIND_OF_ROLE[role], role=role)
    is_provider = KIND_OF_ROLE[role] == OrganisationKind.PROVIDER
    sees = is_provider or role == Role.PURCHASER

    assert of_organisations.may_see_professional(actor, colleague) == (
        role_may(role, Action.SEE_PROFESSIONALS) and sees
    )
    assert of_organisations.may_edit_professional(actor, colleague, DAY) == (
        role_may(role, Action.MANAGE_PROFESSIONALS) and is_provider
    )
    assert of_organisations.may_verify(actor, colleague, DAY) == (role_may(role, Action.VERIFY_PROOF) and sees)


@pytest.mark.django_db
def test_provider_edits_no_professional_who_left(de_linde):
    gone = ProfessionalFactory.create()
    EmploymentFactory.create(professional=gone, provider=de_linde, ends_on=date(2025, 1, 1))

    assert not of_organisations.may_edit_professional(
        Actor(
            user_id=1,
            organisation_id=de_linde.pk,
            organisation_kind=OrganisationKind.PROVIDER,
            role=Role.CARE_PROFESSIONAL,
        ),
        gone,
        DAY,
    )


def test_administrator_has_only_the_rights_of_administrators():
    ada = Actor(user_id=1, is_administrator=True)

    assert {action for action in Action if of_organisations.actor_may(ada, action)} == OF_ADMINISTRATORS
    assert of_organisations.may_manage_memberships(ada)
    assert of_clients.may_open_in_emergency(ada)
    assert not of_clients.may_open_in_emergency(replace(ada, organisation_id=HERE))
    assert not any(of_clients.may_open_in_emergency(Somebody(role).actor) for role in Role)
    assert not any(of_organisations.may_manage_memberships(Somebody(role).actor) for role in Role)


def test_every_action_stands_in_one_group_and_somebody_may_do_it():
    listed = [action for actions in GROUPS.values() for action in actions]

    assert sorted(listed) == sorted(Action)
    assert all(roles_that_may(action) or action in OF_ADMINISTRATORS for action in Action)
    assert set(RIGHTS) == set(SEES) == set(Role)


def test_managers_privacy_officers_and_administrators_read_no_files():
    for role in (Role.MUNICIPAL_MANAGER, Role.CONTRACT_MANAGER, Role.PRIVACY_OFFICER, Role.PURCHASER, Role.API_CLIENT):
        assert not {Action.READ_FILES, Action.READ_PLANS, Action.READ_INTAKE} & RIGHTS[role]
    assert Action.READ_FILES not in OF_ADMINISTRATORS
    assert Action.READ_PLANS not in RIGHTS[Role.PLANNER]


def test_programs_that_use_the_api_are_for_administrators():
    assert Action.MANAGE_API_CLIENTS in OF_ADMINISTRATORS
    assert not roles_that_may(Action.MANAGE_API_CLIENTS)
    assert of_organisations.may_manage_api_clients(Actor.system("beheer", is_administrator=True))
    assert not of_organisations.may_manage_api_clients(Actor.system("iets anders"))


def test_work_in_the_background_is_for_administrators():
    assert Action.MANAGE_WORK in OF_ADMINISTRATORS
    assert not roles_that_may(Action.MANAGE_WORK)
    assert of_organisations.may_manage_work(Actor.system("beheer", is_administrator=True))
    assert not of_organisations.may_manage_work(Actor.system("iets anders"))


def test_unknown_role_may_nothing():
    assert not any(role_may(role, action) for role in ("", "boss") for action in Action)


@pytest.mark.parametrize("role", Role)
def test_plans_are_printed_together_by_who_reads_them_at_a_municipality_or_a_provider(role):
    is_supervisor = KIND_OF_ROLE[role] == OrganisationKind.SUPERVISOR

    assert of_plans.may_print_plans(Somebody(role).actor) == (role_may(role, Action.READ_PLANS) and not is_supervisor)
