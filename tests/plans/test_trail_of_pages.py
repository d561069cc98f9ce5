"""Every page with something of a client on it leaves exactly one line when it is opened."""

import pytest
from django.urls import get_resolver, reverse

from audit.models import AuditEntry
from clients.models import Destruction, RightsRequest
from core.clock import today
from tests.cast import actor_of_user, sign_in
from tests.clients.intake import notify
from tests.factories.accounts import UserFactory
from tests.factories.clients import MemberFactory
from tests.factories.decisions import DecisionFactory
from tests.plans.story import coordinate, watch
from tests.reference import lay_out_terms

pytestmark = pytest.mark.django_db

# Answer a POST only, or show nobody: lists, the work list, openings and shields have tests of their own.
WITHOUT_READING = {
    "clients:list",
    "clients:search",
    "clients:bsn_search",
    "clients:new",
    "clients:bsn",
    "clients:import",
    "clients:import_template_xlsx",
    "clients:import_template_csv",
    "clients:import_run",
    "clients:import_faults",
    "clients:import_confirm",
    "clients:import_restart",
    "clients:import_cancel",
    "clients:open_search",
    "clients:open",
    "clients:openings",
    "clients:opening_review",
    "clients:signals",
    "clients:signal",
    "clients:shield_name",
    "clients:shield_lift",
    "clients:shield_end",
    "clients:copy_pdf",
    "clients:trail_pdf",
    "clients:copy_zip",
    "clients:rights_letter",
    "clients:destruction_propose",
    "clients:destruction_propose_on_request",
    "clients:destruction_withdraw",
    "clients:destruction_certificate",
    "clients:destructions",
    "clients:notify",
    "clients:notify_new",
    "clients:moves",
    "clients:take_over",
    "clients:reopen",
    "clients:case_plan_file",
    "clients:case_letter",
    "plans:nobody_else",
    "plans:calendar",  # ids and dates for a program: docs/adr/0013
    "plans:agree_for_client",
    "plans:agree_as_professional",
    "plans:agreement_scan",
    "plans:start_execution",
    "plans:pdf",
    "plans:fhir",
    *(f"plans:print{name}" for name in ("", "_batch", "_zip", "_cancel", "_retry")),
    "plans:readable_pdf",
    "plans:pictures_pdf",
    "plans:evaluation_pdf",
    "plans:questions_pdf",
    *(f"plans:{name}" for name in ("templates", "new_template", "template", "change_template", "copy_template")),
    *(f"plans:{name}" for name in ("retire_template", "add_template_goal", "change_template_goal")),
    "plans:remove_template_goal",
}
WORKER = {
    "clients:change",
    "clients:trail",
    "clients:member_new",
    "clients:member_change",
    "clients:member_end",
    "clients:system",
    "clients:allocation_new",
    "clients:allocation_choose",
    "clients:allocation_decided",
    "clients:allocation_change",
    "clients:allocation_extend",
    "clients:allocation_end",
    "clients:shield",
    "clients:shield_new",
    "clients:rights",
    "clients:rights_new",
    "clients:rights_decide",
    "clients:rights_carry_out",
    "clients:destruction_choose",
    "plans:results",
}
OF_CLIENT = {
    "clients:file",
    "clients:system",
    "clients:change",
    "clients:trail",
    "clients:member_new",
    "clients:allocations",
    "clients:allocation_new",
    "clients:allocation_choose",
    "clients:team",
    "clients:team_add",
    "clients:shield",
    "clients:shield_new",
    "clients:rights",
    "clients:rights_new",
    "plans:of_client",
}
INTAKE_OF_CLIENT = {f"clients:{name}" for name in ("cases", "case_new", "case_reassess", "death", "death_undo", "move")}
OF_CLIENT |= INTAKE_OF_CLIENT
PLANNER = {"clients:team_add", "clients:team_end"}
OFFICER = {"clients:destruction"}
ABOUT_RIGHTS = {
    "clients:rights_decide",
    "clients:rights_carry_out",
    "clients:destruction",
    "clients:destruction_choose",
}
OF_DRAFT = {"plans:change", "plans:score_start", "plans:moments", "plans:add_goal", "plans:agree"}
OF_DRAFT |= {"plans:agree_on_paper", "plans:refuse"}
OF_EVALUATION = {"plans:evaluation", "plans:experiences"}


def routes():
    """Every named route of the two rooms."""
    found = set()
    for room in ("clients", "plans"):
        _, resolver = get_resolver().namespace_dict[room]
        found |= {f"{room}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    return found


def below_allocations(name, allocation):
    if name == "clients:allocation_decided":
        decision = DecisionFactory.create(case__client=allocation.client, variant=allocation.variant)
        return {"decision_id": decision.public_id}
    return {"allocation_id": allocation.public_id}


def asked_about(person):
    """A request of this client."""
    day = today()
    return RightsRequest.objects.create(
        client=person, kind="destruction", received_on=day, requested_by="client", due_on=day
    )


def proposed(person):
    """A proposal to destroy this file, of somebody else."""
    return Destruction.objects.create(
        client=person, ground="request", request=asked_about(person), proposed_by=UserFactory.create()
    )


def url_about_rights(name, person):
    if name == "clients:destruction":
        return reverse(name, args=[proposed(person).public_id])
    return reverse(name, args=[person.public_id, asked_about(person).public_id])


def url_of(name, version, member):
    allocation = version.plan.allocation
    person = {"public_id": allocation.client.public_id}
    if name in OF_CLIENT or name.startswith("clients:case"):
        return reverse(name, kwargs=person if name in OF_CLIENT else case_ids(name, allocation.client, member))
    if name in ABOUT_RIGHTS:
        return url_about_rights(name, allocation.client)
    if name.startswith("clients:"):
        below = {
            "member": {"member_id": member.public_id},
            "team": {"relation_id": allocation.client.treatments.get().public_id},
            "allocation": below_allocations(name, allocation),
        }
        return reverse(name, kwargs=person | below[name.split(":")[1].split("_")[0]])
    if name.endswith("_goal") or name in {"plans:withdraw", "plans:change_contact"}:
        parts = {"plans:withdraw": version.agreements, "plans:change_contact": version.plan.contacts}
        return reverse(name, args=[parts.get(name, version.goals).all()[0].public_id])
    if name in OF_EVALUATION or name.startswith("plans:wlz_"):
        evaluation = version.evaluations.get()
        return reverse(name, args=[(evaluation if name in OF_EVALUATION else evaluation.wlz_track).public_id])
    of_allocation = name in {"plans:start", "plans:results"}
    return reverse(name, args=[allocation.public_id if of_allocation else version.public_id])


def case_ids(name, client, member):
    """What the address of a page about a case of this client needs."""
    case = client.cases.get()
    ids = {"public_id": client.public_id, "case_id": case.public_id}
    if name == "clients:case_carer":
        ids["member_id"] = member.public_id
    if name in {"clients:case_suspend", "clients:case_resume"}:
        ids["term_id"] = case.terms.first().public_id
    if name in {"clients:case_revise", "clients:case_withdraw"}:
        ids["decision_id"] = DecisionFactory.create(case=case).public_id
    return ids


PAGES = sorted(routes() - WITHOUT_READING)


@pytest.mark.parametrize("name", PAGES)
def test_page_leaves_one_line_when_it_is_opened(name, request, client, karin, petra):
    stage = "draft" if name in OF_DRAFT or name.endswith("_goal") else "running"
    if name.startswith("plans:wlz_"):
        watch(petra, request.getfixturevalue("evaluation"))
    if name in OF_EVALUATION:
        request.getfixturevalue("open_evaluation")
    if name == "plans:start":
        allocation = request.getfixturevalue("allocation")
        url, person = reverse(name, args=[allocation.public_id]), allocation.client
    else:
        version = request.getfixturevalue(stage)
        if name == "plans:change_contact":
            coordinate(petra, version.plan)
        person = version.plan.allocation.client
        if name.startswith("clients:case"):
            lay_out_terms()
            notify(actor_of_user(karin), person)
        if name == "plans:add_goal":
            url = reverse(name, args=[version.public_id])
        else:
            url = url_of(name, version, MemberFactory.create(client=person))

    others = {"wil": PLANNER, "vera": OFFICER, "karin": WORKER}
    user = request.getfixturevalue(next((who for who, names in others.items() if name in names), "petra"))
    if name in INTAKE_OF_CLIENT or name.startswith("clients:case"):
        user = karin
    page = sign_in(client, user).get(url)

    assert page.status_code == 200
    lines = AuditEntry.objects.filter(event="read")
    assert [(line.actor, line.client) for line in lines] == [(user.public_id, person.public_id)]
