"""The same mistake gets the same clear words in a sheet, from a program and on the floor; and nothing is stored."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clients.models import Allocation
from clients.services.importing import kept_faults
from delivery.models import ClientAttendance, ClosedDay, Group, StaffAttendance
from organisations.enums import ApiScope
from tests.api import asking
from tests.cast import sign_in
from tests.delivery import sheets, test_api
from tests.delivery.attending import hold
from tests.delivery.sheets import came, sent, worked
from tests.delivery.test_floor_pages import fields_of


def in_two_groups(morning: Any) -> None:
    facts = {"provider": morning.group.provider, "location": morning.group.location, "capacity": 4}
    group = Group.objects.create(name="De Serre", starts_on=date(2026, 1, 1), **facts)
    ClientAttendance.objects.create(
        session=hold(group), allocation=morning.allocation, presence="present", arrived=540, left=600
    )


def on_a_closed_day(morning: Any) -> None:
    ClosedDay.objects.create(group=morning.group, day=morning.session.held_on, reason="Storm")


def outside_the_allocation(morning: Any) -> None:
    day = morning.session.held_on - timedelta(days=1)
    Allocation.objects.filter(pk=morning.allocation.pk).update(ends_on=day)


def cancelled(morning: Any) -> None:
    type(morning.session).objects.filter(pk=morning.session.pk).update(cancelled_reason="Lekkage")


def nothing(morning: Any) -> None:
    """All is as it should be."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong: how it stands there already, and what is written down."""

    code: str
    words: str
    stands: Callable[[Any], None] = nothing
    arrived: str = "9:00"
    left: str = "11:30"


MISTAKES = [
    Mistake("elsewhere", "al bij De Serre", in_two_groups),
    Mistake("left_before_arriving", "niet later dan gekomen", left="8:30"),
    Mistake("in_the_future", "Het is nog geen 12:20", left="12:20"),
    Mistake("group_closed", "De groep is deze dag dicht: Storm", on_a_closed_day),
    Mistake("session_cancelled", "gaat niet door: Lekkage", cancelled),
    Mistake("outside_allocation", "deze dag", outside_the_allocation),
    Mistake("no_arrival", "hoe laat iemand kwam", arrived="", left=""),
]
EVERY = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.code)


def stored(morning: Any) -> bool:
    """Whether the client was written down in this dagdeel."""
    return ClientAttendance.objects.filter(session=morning.session).exclude(presence="expected").exists()


@EVERY
def test_in_a_sheet(morning, wil, mistake):
    mistake.stands(morning)
    run = sent(morning.planner, came(morning.allocation, Gekomen=mistake.arrived, Vertrokken=mistake.left))

    (fault,) = kept_faults(run)
    assert (fault.row, fault.code) == (2, mistake.code)
    assert mistake.words in fault.message
    page = sign_in(Browser(), wil).get(reverse("delivery:attendance_run", args=[run.public_id])).content.decode()
    assert mistake.words in page
    assert not stored(morning)


@EVERY
def test_from_a_program_and_on_the_page_of_what_came_in(morning, wil, mistake):
    mistake.stands(morning)
    headers = asking(morning.group.provider, ApiScope.WRITE_ATTENDANCE.value)["headers"]
    row = test_api.came(morning.allocation, gekomen=mistake.arrived.zfill(5) if mistake.arrived else None)
    row["vertrokken"] = mistake.left.zfill(5) if mistake.left else None
    answer = test_api.send(Browser(), headers, row)

    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["code"]) == (400, mistake.code)
    assert fault["location"]["pointer"].startswith("#/aanwezigheden/0/")
    assert mistake.words in fault["detail"]
    browser = sign_in(Browser(), wil)
    page = browser.get(reverse("delivery:import_attendance"))
    (shown,) = page.context["rows"]
    assert shown["run"].sender in page.content.decode()
    details = browser.get(reverse("delivery:attendance_run", args=[shown["run"].public_id])).content.decode()
    assert mistake.words in details
    assert not stored(morning)


@pytest.mark.parametrize("mistake", MISTAKES[:-1], ids=lambda one: one.code)
def test_on_the_floor(morning, petra, mistake):
    """There who came without a time came as planned, so that one mistake nobody can make."""
    mistake.stands(morning)
    browser, address = sign_in(Browser(), petra), reverse("delivery:session", args=[morning.session.public_id])
    arrived, left = mistake.arrived.zfill(5), mistake.left.zfill(5)
    typed = {
        "revision": 1,
        **fields_of(morning.client, presence="present", arrived=arrived, left=left),
        **fields_of(morning.staff, presence="expected", arrived="", left=""),
    }
    page = browser.post(address, typed).content.decode()

    assert mistake.words in page
    assert f'value="{left}"' in page  # what was typed is still there
    assert not stored(morning)


def test_unknown_people_and_the_same_twice_are_said_in_both(morning):
    rows = [came(morning.allocation), came(morning.allocation), came(99), worked("Niemand")]
    by_sheet = sheets.faults_of(sent(morning.planner, *rows))
    headers = asking(morning.group.provider, ApiScope.WRITE_ATTENDANCE.value)["headers"]
    answer = test_api.send(
        Browser(),
        headers,
        *[test_api.came(morning.allocation)] * 2,
        test_api.came(99),
        test_api.worked(medewerker="Niemand"),
    )
    codes = ["line_twice", "no_allocation", "no_staff"]
    assert [code for _, _, code in by_sheet] == codes
    assert [one["code"] for one in answer.json()["errors"]] == codes
    assert json.dumps(answer.json()).count("Haal een van de twee rijen weg") == 1
    assert not StaffAttendance.objects.exclude(presence="expected").exists()
