"""A volunteer of informal care never counts in a check on a group, and neither does a helper in its ratio."""

from typing import Any

from django.apps import apps

from compliance.enums import Basis
from compliance.rules.outcome import outcome_of
from compliance.selectors.attending import load
from informal_care.enums import MatchStatus
from tests.cast import actor_of_user
from tests.compliance.test_attending import expect, hold, trained
from tests.informal_care.volunteer_story import available, chosen_for, request_of, started_from
from tests.plans.story import TODAY, allocate


def test_volunteer_of_a_client_changes_nothing_in_the_checks_of_the_group(
    group: Any, apeldoorn: Any, de_linde: Any, ilse: Any, on_day: Any
) -> None:
    on_day(TODAY)
    session = hold(group)
    allocation = allocate(apeldoorn, de_linde)
    expect(session, allocation=allocation)
    expect(session, professional=trained(de_linde))
    before = load([session], Basis.PLANNED)[session.pk]

    coordinator = actor_of_user(ilse)
    asked = request_of(coordinator)
    asked.client = allocation.client
    asked.save()
    match = started_from(coordinator, chosen_for(coordinator, asked, available(coordinator)))
    after = load([session], Basis.PLANNED)[session.pk]

    assert match.status == MatchStatus.STARTED
    assert (len(before.clients), len(before.staff)) == (1, 1)
    assert after == before
    assert tuple(outcome_of(after)) == tuple(outcome_of(before))


def test_no_group_roster_or_check_refers_to_volunteers() -> None:
    of_volunteers = {
        model
        for model in apps.get_app_config("informal_care").get_models()
        if model.__name__ in {"Volunteer", "Match", "HeldMoment", "VolunteerHours", "HelpRequest"}
    }
    refers = {
        model._meta.label
        for room in ("delivery", "compliance")
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.related_model in of_volunteers
    }
    assert len(of_volunteers) == 5
    assert not refers
