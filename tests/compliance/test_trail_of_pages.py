"""Who opens a page that names a client leaves a line; the roster counts who comes and names nobody of them."""

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from delivery.services import place_client
from plans.rules.week import Week
from tests.cast import sign_in
from tests.delivery.roster_story import START, TUESDAY, colleague, works
from tests.plans.story import allocate


@pytest.mark.parametrize("name", ["roster", "report_leave"])
def test_roster_names_no_client_and_leaves_no_line(*, client, wil, planner, group, allocation, de_linde, name):
    works(planner, group, colleague(de_linde))
    moments = Week.of("2-morning")
    place_client(actor=planner, group=group, allocation=allocation, moments=moments, starts_on=START)
    url = reverse(f"compliance:{name}", args=[group.public_id], query={"week": TUESDAY.isoformat()})

    page = sign_in(client, wil).get(url)

    assert page.status_code == 200
    assert allocation.client.surname not in page.content.decode()
    assert not AuditEntry.objects.filter(event="read").exists()


def test_placing_one_client_leaves_a_line_of_that_client(*, client, wil, group, apeldoorn, de_linde):
    second = allocate(apeldoorn, de_linde, surname="Bos")

    page = sign_in(client, wil).get(reverse("compliance:place_one", args=[group.public_id, second.public_id]))

    assert page.status_code == 200
    lines = AuditEntry.objects.filter(event="read")
    assert [(line.actor, line.client) for line in lines] == [(wil.public_id, second.client.public_id)]


def test_changing_a_placement_leaves_a_line_of_that_client(*, client, wil, planner, group, allocation):
    moments = Week.of("2-morning")
    placed = place_client(actor=planner, group=group, allocation=allocation, moments=moments, starts_on=START)

    page = sign_in(client, wil).get(reverse("compliance:change_placement", args=[placed.public_id]))

    assert page.status_code == 200
    lines = AuditEntry.objects.filter(event="read")
    assert [(line.actor, line.client) for line in lines] == [(wil.public_id, allocation.client.public_id)]


def test_choosing_whom_to_place_leaves_one_line(client, wil, group, allocation):
    assert sign_in(client, wil).get(reverse("compliance:place", args=[group.public_id])).status_code == 200

    line = AuditEntry.objects.get(event="read")
    assert (line.actor, line.target_label, line.fields) == (wil.public_id, "clients.client", [{"name": "lijst"}])
