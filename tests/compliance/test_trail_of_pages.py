"""The roster and its forms name who works and count who comes: opening them leaves no line about a client."""

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from delivery.services import place_client
from plans.rules.week import Week
from tests.cast import sign_in
from tests.delivery.roster_story import START, TUESDAY, colleague, works


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
