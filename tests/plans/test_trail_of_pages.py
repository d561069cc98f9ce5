"""Every page with something of a client on it leaves exactly one line when it is opened."""

import pytest
from django.urls import get_resolver, reverse

from audit.models import AuditEntry
from tests.cast import sign_in
from tests.factories.clients import MemberFactory
from tests.factories.decisions import DecisionFactory

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
    "clients:shield_name",
    "clients:shield_lift",
    "clients:shield_end",
    "plans:agree_for_client",
    "plans:agree_as_professional",
    "plans:withdraw",
    "plans:start_execution",
    "plans:new_version",
    "plans:pdf",
    "plans:evaluation_pdf",
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
    "plans:of_client",
}
PLANNER = {"clients:team_add", "clients:team_end"}
OF_DRAFT = {"plans:change", "plans:moments", "plans:add_goal", "plans:agree"}


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


def url_of(name, version, member):
    allocation = version.plan.allocation
    person = {"public_id": allocation.client.public_id}
    if name in OF_CLIENT:
        return reverse(name, kwargs=person)
    if name.startswith("clients:member"):
        return reverse(name, kwargs=person | {"member_id": member.public_id})
    if name == "clients:team_end":
        person["relation_id"] = allocation.client.treatments.get().public_id
    if name.startswith("clients:allocation"):
        person |= below_allocations(name, allocation)
    if name.startswith(("clients:allocation", "clients:team")):
        return reverse(name, kwargs=person)
    if name.endswith("_goal"):
        return reverse(name, args=[version.goals.get().public_id])
    if name == "plans:evaluation":
        return reverse(name, args=[version.evaluations.get().public_id])
    return reverse(name, args=[allocation.public_id if name == "plans:start" else version.public_id])


PAGES = sorted(routes() - WITHOUT_READING)


@pytest.mark.parametrize("name", PAGES)
def test_page_leaves_one_line_when_it_is_opened(name, request, client, karin, petra):
    stage = "draft" if name in OF_DRAFT or name.endswith("_goal") else "running"
    if name == "plans:evaluation":
        request.getfixturevalue("open_evaluation")
    if name == "plans:start":
        allocation = request.getfixturevalue("allocation")
        url, person = reverse(name, args=[allocation.public_id]), allocation.client
    else:
        version = request.getfixturevalue(stage)
        person = version.plan.allocation.client
        if name == "plans:add_goal":
            url = reverse(name, args=[version.public_id])
        else:
            url = url_of(name, version, MemberFactory.create(client=person))

    user = karin if name in WORKER else request.getfixturevalue("wil") if name in PLANNER else petra
    page = sign_in(client, user).get(url)

    assert page.status_code == 200
    lines = AuditEntry.objects.filter(event="read")
    assert [(line.actor, line.client) for line in lines] == [(user.public_id, person.public_id)]
