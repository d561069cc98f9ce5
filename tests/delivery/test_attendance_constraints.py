"""The database refuses attendance that the services never write: each constraint attacked behind their back."""

from datetime import timedelta

import pytest
from django.db.models import F

from delivery.models import ClientAttendance, Receipt, Session, StaffAttendance, StaffBreak
from delivery.services.receipts import take_once
from tests.delivery.attending import HELD_ON, helper_of
from tests.plans.test_constraints import refused_by

PRESENT = {"presence": "present", "arrived": 540}
TIMES = [
    ("planned_order", {"planned_ends": F("planned_starts")}),
    ("planned_order", {"planned_ends": 1441}),
    ("planned_whole", {"planned_ends": None, **PRESENT}),
    ("order", {**PRESENT, "left": 540}),
    ("order", {**PRESENT, "arrived": 1440}),
    ("order", {**PRESENT, "left": 1441}),
    ("presence", {"presence": "present"}),
    ("presence", {"arrived": 540}),
    ("presence", {"presence": "absent", "arrived": 540}),
    ("presence", {"planned_starts": None, "planned_ends": None}),
    ("presence", {"presence": "perhaps", "arrived": 540}),
    ("superseded", {"superseded_at": F("recorded_at") - timedelta(seconds=1)}),
]

OF_CLIENT = {
    "planned_order": "delivery_clientattendance_planned_order",
    "planned_whole": "delivery_clientattendance_planned_whole",
    "order": "delivery_clientattendance_order",
    "presence": "delivery_clientattendance_presence",
    "superseded": "delivery_clientattendance_superseded",
}
OF_STAFF = {
    "planned_order": "delivery_staffattendance_planned_order",
    "planned_whole": "delivery_staffattendance_planned_whole",
    "order": "delivery_staffattendance_order",
    "presence": "delivery_staffattendance_presence",
    "superseded": "delivery_staffattendance_superseded",
}


@pytest.mark.parametrize(("name", "values"), TIMES)
def test_attendance_of_a_client_is_possible(morning, name, values):
    rows = ClientAttendance.objects.filter(pk=morning.client.pk)
    refused_by(OF_CLIENT[name], rows.update, **values)


@pytest.mark.parametrize(("name", "values"), TIMES)
def test_attendance_of_staff_is_possible(morning, name, values):
    rows = StaffAttendance.objects.filter(pk=morning.staff.pk)
    refused_by(OF_STAFF[name], rows.update, **values)


def test_only_who_was_absent_has_a_reason_for_it(morning):
    rows = ClientAttendance.objects.filter(pk=morning.client.pk)
    for values in ({"absence_reason": "no_show"}, {**PRESENT, "absence_reason": "no_show"}):
        refused_by("delivery_clientattendance_absence", rows.update, **values)


def test_everybody_is_in_a_session_once(morning):
    facts = {"session": morning.session, **PRESENT}
    refused_by(
        "delivery_clientattendance_once", ClientAttendance.objects.create, allocation=morning.allocation, **facts
    )
    who = {"professional": morning.staff.professional}
    refused_by("delivery_staffattendance_once_professional", StaffAttendance.objects.create, **who, **facts)
    who = {"helper": helper_of(morning.group)}
    StaffAttendance.objects.create(**who, **facts)
    refused_by("delivery_staffattendance_once_helper", StaffAttendance.objects.create, **who, **facts)


def test_who_works_there_is_one_person(morning):
    helper = helper_of(morning.group)
    rows = StaffAttendance.objects.filter(pk=morning.staff.pk)
    for values in ({"helper": helper}, {"professional": None}):
        refused_by("delivery_staffattendance_somebody", rows.update, **values)


def test_a_break_is_a_time_of_the_day_and_stands_there_once(morning):
    planned = StaffBreak.objects.filter(attendance=morning.staff)
    for values in ({"ends": F("starts")}, {"starts": 1440}, {"ends": 1441}):
        refused_by("delivery_staffbreak_order", planned.update, **values)
    again = {"attendance": morning.staff, "is_planned": True, "starts": 600, "ends": 610}
    refused_by("delivery_staffbreak_once", StaffBreak.objects.create, **again)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("delivery_session_dagdeel", {"dagdeel": "night"}),
        ("delivery_session_order", {"ends": F("starts")}),
        ("delivery_session_order", {"ends": 1441}),
        ("delivery_session_closed", {"closed_at": F("group__starts_on")}),
        ("delivery_session_closed", {"closed_by": 1}),
        ("delivery_session_closed", {"closed_at": HELD_ON, "closed_by": 1, "cancelled_reason": "ziekte"}),
    ],
)
def test_a_session_is_a_dagdeel_that_somebody_closes(morning, petra, name, values):
    values = {key: petra.pk if key == "closed_by" else value for key, value in values.items()}
    if "closed_at" in values:
        values["closed_at"] = morning.client.recorded_at
    refused_by(name, Session.objects.filter(pk=morning.session.pk).update, **values)


def test_a_group_holds_a_dagdeel_once(morning):
    facts = {"group": morning.group, "held_on": HELD_ON, "dagdeel": "morning", "starts": 1, "ends": 2}
    refused_by("delivery_session_once", Session.objects.create, **facts)


def test_a_receipt_has_a_key_of_its_own(morning):
    take_once(actor=morning.petra, key="a", content="x", work=dict)
    row = Receipt.objects.get()
    facts = {"sender": row.sender, "organisation_id": row.organisation_id, "digest": "x"}
    refused_by("delivery_receipt_once", Receipt.objects.create, key="a", **facts)
    refused_by("delivery_receipt_key", Receipt.objects.create, key="", **facts)
