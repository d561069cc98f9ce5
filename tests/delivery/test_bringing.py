"""Attendance from outside: everything that is wrong by row, nothing lost, and by the rules of the floor."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from audit.models import AuditEntry
from clients.models import Allocation
from delivery.enums import StaffKind
from delivery.models import ClientAttendance, ClosedDay, Group, Session, StaffAttendance, StaffBreak
from delivery.rules.attending import Span
from delivery.services.bringing import bring_in
from delivery.services.bringing.taking import refuse_too_many
from tests.cast import actor_of_user
from tests.delivery.attending import expect, helper_of, hold, roster
from tests.delivery.sheets import came, codes_of, lines_of, missed, worked
from tests.factories.clients import AllocationFactory
from tests.factories.organisations import EmploymentFactory, MunicipalityFactory
from tests.plans.story import allocate


@pytest.fixture
def second(morning):
    """Another client in the same dagdeel."""
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    expect(morning.session, other)
    return other


@pytest.fixture
def elsewhere(morning):
    """The same morning in another group."""
    facts = {"provider": morning.group.provider, "location": morning.group.location, "capacity": 4}
    return hold(Group.objects.create(name="De Serre", starts_on=date(2026, 1, 1), **facts))


def brought(actor, *rows, takes_good=True, **options):
    return bring_in(actor=actor, lines=lines_of(*rows), takes_good=takes_good, **options)


def test_good_rows_are_taken_and_a_bad_one_is_named_by_its_row(morning, second):
    rows = [came(morning.allocation), came(second, Vertrokken="8:00")]
    found = brought(morning.planner, *rows)

    assert codes_of(found.faults) == [(3, "Vertrokken", "left_before_arriving")]
    assert (found.stored, found.same, found.is_kept) == (1, 0, True)
    row = ClientAttendance.objects.get(presence="present")
    assert (row.allocation, row.arrived, row.left, row.recorded_by_id) == (
        morning.allocation,
        540,
        690,
        morning.planner.user_id,
    )
    again = brought(morning.planner, *rows)
    assert (again.stored, again.same) == (0, 1)
    assert Session.objects.get(pk=morning.session.pk).revision == 2


def test_all_or_nothing_leaves_nothing(morning, second):
    lines = AuditEntry.objects.count()
    found = brought(morning.planner, came(morning.allocation), came(second, Vertrokken="8:00"), takes_good=False)

    assert not found.is_kept
    assert len(found.faults) == 1
    assert not ClientAttendance.objects.exclude(presence="expected").exists()
    assert Session.objects.get(pk=morning.session.pk).revision == 1
    assert AuditEntry.objects.count() == lines


def test_looking_stores_nothing_and_says_what_would_be(morning, second):
    found = brought(morning.planner, came(morning.allocation), came(second), worked("petra linde"), keeps=False)

    assert (found.stored, found.is_kept, found.faults) == (3, False, [])
    assert not ClientAttendance.objects.exclude(presence="expected").exists()


def test_each_row_has_its_line_in_the_trail_of_its_client(morning, second):
    brought(morning.planner, came(morning.allocation), missed(second), worked("Petra Linde"))

    lines = AuditEntry.objects.filter(target_label="delivery.clientattendance", event="changed")
    assert {line.client for line in lines} == {morning.allocation.client.public_id, second.client.public_id}
    assert {line.actor for line in lines} == {morning.planner.user_uuid}
    assert AuditEntry.objects.get(target_label="delivery.staffattendance").client is None


def test_who_was_not_planned_is_added(morning):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Dam")
    found = brought(morning.planner, came(other), missed(morning.allocation))

    assert (found.stored, found.faults) == (2, [])
    added = ClientAttendance.objects.get(allocation=other)
    assert (added.planned_starts, added.presence, added.arrived) == (None, "present", 540)
    absent = ClientAttendance.objects.get(allocation=morning.allocation)
    assert (absent.presence, absent.absence_reason) == ("absent", "cancelled")


# What is wrong ---------------------------------------------------------------------------------------------


def test_what_cannot_be_placed_is_said(morning):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Dam")
    ClosedDay.objects.create(group=morning.group, day=date(2026, 3, 1), reason="Feest")
    found = brought(
        morning.planner,
        came(other),
        came(other),
        came(morning.allocation, Groep="De Zolder"),
        came(morning.allocation, Dag="1-3-2026"),
        came(morning.allocation, Dagdeel="avond"),
        came(99),
        missed(allocate(morning.allocation.municipality, morning.group.provider, surname="Eik")),
    )

    assert codes_of(found.faults) == [
        (3, "", "line_twice"),
        (4, "Groep", "unknown_group"),
        (5, "Dag", "group_closed"),
        (6, "Dag", "no_session"),
        (7, "Toewijzing", "no_allocation"),
        (8, "Aanwezig", "not_planned"),
    ]
    assert "rij 2" in found.faults[0].message
    assert "Feest" in found.faults[2].message


def test_session_that_stands_on_a_closed_day_or_was_cancelled_takes_nobody(morning, elsewhere):
    ClosedDay.objects.create(group=morning.group, day=morning.session.held_on, reason="Storm")
    Session.objects.filter(pk=elsewhere.pk).update(cancelled_reason="Lekkage")
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Dam")
    found = brought(morning.planner, came(morning.allocation), came(other, Groep="De Serre"))

    assert codes_of(found.faults) == [(2, "Dag", "group_closed"), (3, "Dag", "session_cancelled")]
    assert brought(morning.planner, missed(morning.allocation)).stored == 1


def test_closed_session_is_left_to_a_correction(morning):
    Session.objects.filter(pk=morning.session.pk).update(closed_at=now(), closed_by=morning.planner.user_id)
    found = brought(morning.planner, came(morning.allocation))

    assert codes_of(found.faults) == [(2, "Dag", "session_closed")]


def test_nobody_comes_outside_the_allocation(morning, second):
    Allocation.objects.filter(pk=second.pk).update(ends_on=date(2026, 3, 1))
    ended = allocate(morning.allocation.municipality, morning.group.provider, surname="Dam")
    Allocation.objects.filter(pk=ended.pk).update(ends_on=date(2026, 2, 20))
    found = brought(morning.planner, came(second), came(ended))

    assert codes_of(found.faults) == [(2, "Toewijzing", "outside_allocation"), (3, "Toewijzing", "outside_allocation")]
    assert not ClientAttendance.objects.filter(presence="present").exists()


def test_a_number_of_two_municipalities_asks_for_the_municipality(morning):
    epe = MunicipalityFactory.create(name="Epe", cbs_code="0232")
    theirs = allocate(epe, morning.group.provider, surname="Dam")
    Allocation.objects.filter(pk=theirs.pk).update(number=morning.allocation.number)
    apeldoorn = morning.allocation.municipality

    found = brought(morning.planner, came(morning.allocation))
    assert codes_of(found.faults) == [(2, "Gemeente", "municipality_needed")]
    found = brought(
        morning.planner,
        came(morning.allocation, Gemeente=apeldoorn.name.upper()),
        came(morning.allocation, Gemeente="232"),
        came(morning.allocation, Gemeente="Heerde"),
    )
    assert codes_of(found.faults) == [(4, "Toewijzing", "no_allocation")]
    assert set(ClientAttendance.objects.filter(presence="present").values_list("allocation", flat=True)) == {
        morning.allocation.pk,
        theirs.pk,
    }


def test_allocation_of_another_provider_is_unknown(morning, het_anker):
    theirs = allocate(morning.allocation.municipality, het_anker, surname="Dam")
    assert codes_of(brought(morning.planner, came(theirs)).faults) == [(2, "Toewijzing", "no_allocation")]


def test_client_stands_once_in_a_dagdeel_whatever_the_allocation(morning):
    client = morning.allocation.client
    more = AllocationFactory.create(
        client=client, provider=morning.group.provider, municipality=client.municipality, number=4_711
    )
    found = brought(morning.planner, came(more))
    assert [fault.code for fault in found.faults] == ["attendance_twice"]


# Two groups at once ----------------------------------------------------------------------------------------


def test_of_two_rows_at_the_same_time_the_first_one_stands(morning, elsewhere):
    found = brought(
        morning.planner,
        came(morning.allocation, Groep="De Serre", Vertrokken="10:00"),
        came(morning.allocation, Gekomen="9:30"),
    )

    assert codes_of(found.faults) == [(3, "Gekomen", "elsewhere")]
    assert "De Serre" in found.faults[0].message
    assert ClientAttendance.objects.get(presence="present").session == elsewhere


def test_rows_that_move_somebody_from_one_group_to_another_go_together(morning, elsewhere):
    brought(morning.planner, came(morning.allocation))
    found = brought(
        morning.planner,
        came(morning.allocation, Groep="De Serre"),
        came(morning.allocation, Gekomen="11:30", Vertrokken="12:00"),
    )

    assert (found.stored, found.faults) == (2, [])


def test_what_a_refused_row_leaves_standing_counts(morning, elsewhere):
    brought(morning.planner, came(morning.allocation))
    found = brought(
        morning.planner,
        came(morning.allocation, Groep="De Serre"),
        came(morning.allocation, Gekomen="11:30", Vertrokken="11:00"),
    )

    assert codes_of(found.faults) == [(2, "Gekomen", "elsewhere"), (3, "Vertrokken", "left_before_arriving")]


def test_staff_too_is_with_one_group_at_a_time(morning, elsewhere):
    found = brought(morning.planner, worked("Petra Linde"), worked("Petra Linde", Groep="De Serre"))
    assert codes_of(found.faults) == [(3, "Gekomen", "elsewhere")]
    split = worked("Petra Linde", Groep="De Serre", Gekomen="10:00", Vertrokken="10:15")
    found = brought(morning.planner, worked("Petra Linde", Pauze_van="10:00", Pauze_tot="10:15"), split)
    assert (found.stored, found.faults) == (2, [])


# Staff -----------------------------------------------------------------------------------------------------


def test_staff_comes_by_name_and_keeps_or_gets_breaks(morning):
    brought(morning.planner, worked("PETRA linde", Pauze_van="10:00", Pauze_tot="10:15"))
    row = StaffAttendance.objects.get(presence="present")
    assert (row.professional, row.arrived, row.left) == (morning.staff.professional, 540, 690)
    assert list(row.breaks.filter(is_planned=False).values_list("starts", "ends")) == [(600, 615)]

    (line,) = lines_of(worked("Petra Linde", Vertrokken="12:00"))
    bring_in(actor=morning.planner, lines=[replace(line, keeps_breaks=True)], takes_good=True)
    assert StaffBreak.objects.filter(attendance=row, is_planned=False).count() == 1
    bring_in(actor=morning.planner, lines=[line], takes_good=True)
    assert not StaffBreak.objects.filter(attendance=row, is_planned=False).exists()
    assert StaffBreak.objects.filter(attendance=row, is_planned=True).exists()


def test_breaks_are_checked_as_on_the_floor(morning):
    (line,) = lines_of(worked("Petra Linde"))
    stay = replace(line.stay, breaks=(Span(480, 500), Span(600, 600)))
    found = bring_in(actor=morning.planner, lines=[replace(line, stay=stay)], takes_good=True)
    assert codes_of(found.faults) == [(2, "Pauze van", "break_order"), (2, "Pauze van", "break_outside")]


def test_volunteers_and_trainees_are_named_apart(morning):
    helper = helper_of(morning.group, "Petra Linde")
    found = brought(
        morning.planner, worked("Petra Linde", Werkt_als="vrijwilliger"), worked("Petra Linde", Werkt_als="stagiair")
    )
    assert codes_of(found.faults) == [(3, "Medewerker", "no_staff")]
    assert StaffAttendance.objects.get(presence="present").helper == helper
    assert StaffKind(helper.kind) == StaffKind.VOLUNTEER


def test_two_with_one_name_are_told_apart_by_their_id(morning):
    namesake = EmploymentFactory.create(
        provider=morning.group.provider, professional__name="Petra Linde", starts_on=date(2026, 1, 1)
    ).professional
    found = brought(morning.planner, worked("Petra Linde"))
    assert codes_of(found.faults) == [(2, "Medewerker", "staff_twice")]
    assert brought(morning.planner, worked(str(namesake.public_id))).stored == 1
    assert StaffAttendance.objects.get(presence="present").professional == namesake


def test_who_does_not_work_here_on_that_day_is_unknown(morning, het_anker):
    EmploymentFactory.create(provider=het_anker, professional__name="Vera Vreemd", starts_on=date(2026, 1, 1))
    EmploymentFactory.create(
        provider=morning.group.provider,
        professional__name="Oud Collega",
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 3, 1),
    )
    gone = helper_of(morning.group, "Weg Vrij")
    type(gone).objects.filter(pk=gone.pk).update(ends_on=date(2026, 3, 1))
    rows = [
        worked("Vera Vreemd"),
        worked("Oud Collega"),
        worked("Weg Vrij", Werkt_als="vrijwilliger"),
        worked("Niemand"),
    ]
    assert {code for _, _, code in codes_of(brought(morning.planner, *rows).faults)} == {"no_staff"}
    roster(morning.session, gone)
    assert brought(morning.planner, rows[2]).stored == 1  # who stands there can be written down


def test_staff_who_was_not_planned_and_did_not_come_is_no_row(morning):
    EmploymentFactory.create(
        provider=morning.group.provider, professional__name="Nog Iemand", starts_on=date(2026, 1, 1)
    )
    absent = {"Aanwezig": "nee", "Gekomen": "", "Vertrokken": ""}
    found = brought(morning.planner, worked("Nog Iemand", **absent), worked("Petra Linde", **absent))
    assert codes_of(found.faults) == [(2, "Aanwezig", "not_planned")]
    assert StaffAttendance.objects.get().presence == "absent"


# Who, and how many -----------------------------------------------------------------------------------------


def test_only_who_records_brings_in_and_only_where_they_work(morning, bo, hanna, karin):
    for user in (hanna, karin):
        with pytest.raises(PermissionDenied):
            brought(actor_of_user(user), came(morning.allocation))
    StaffAttendance.objects.all().delete()
    found = brought(actor_of_user(bo), came(morning.allocation))
    assert [fault.code for fault in found.faults] == ["no_session"]


def test_professional_adds_whom_the_floor_lets_add(morning):
    stranger = allocate(morning.allocation.municipality, morning.group.provider, surname="Dam")
    stranger.client.treatments.all().delete()
    found = brought(morning.petra, came(morning.allocation), came(stranger))
    assert codes_of(found.faults) == [(3, "Toewijzing", "not_yours")]


def test_too_many_lines_are_refused_before_anything_is_read(morning):
    (line,) = lines_of(came(morning.allocation))
    with pytest.raises(ValidationError) as refusal:
        refuse_too_many([line] * 20_001)
    assert refusal.value.code == "too_many_lines"


def crowd(morning, size):
    """So many clients in dagdelen of the weeks before, a tenth of them not planned, and a professional in each."""
    rows = []
    first = morning.session.held_on
    for number in range(size):
        allocation = allocate(morning.allocation.municipality, morning.group.provider, surname=f"Nr{number}")
        Allocation.objects.filter(pk=allocation.pk).update(starts_on=date(2025, 1, 1))
        session = hold(morning.group, held_on=first - timedelta(days=number % 20))
        if number % 10:
            expect(session, allocation)
        day = f"{session.held_on:%d-%m-%Y}"
        rows.append(came(allocation, Dag=day))
        if number < 20:
            rows.append(worked("Petra Linde", Dag=day))
    return rows


@pytest.mark.parametrize("keeps", [True, False])
def test_number_of_statements_does_not_grow_with_the_lines(morning, keeps):
    counts = []
    for rows in (crowd(morning, 20), crowd(morning, 60)):
        lines = lines_of(*rows)
        with CaptureQueriesContext(connection) as queries:
            found = bring_in(actor=morning.planner, lines=lines, takes_good=False, keeps=keeps)
        assert (found.faults, found.stored + found.same) == ([], len(lines))
        counts.append(len(queries))
    assert counts[1] <= counts[0], counts
    assert counts[0] <= 40
