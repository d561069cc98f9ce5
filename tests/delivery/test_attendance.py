"""Writing down who was there: all of it or nothing, and everything that is wrong at once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from clients.services import shield_file
from core.errors import Conflict
from delivery.enums import Presence
from delivery.jobs import ATTENDANCE_CHANGED
from delivery.models import ClientAttendance, ClosedDay, Group, StaffAttendance
from delivery.rules.attending import Span, Stay
from delivery.services import (
    add_client,
    add_staff,
    close_session,
    confirm_as_planned,
    correct_attendance,
    record_attendance,
    write_handover,
)
from tests.cast import actor_of_user
from tests.delivery.attending import HERE, NO_SHOW, expect, helper_of, hold, roster
from tests.delivery.story import place
from tests.factories.organisations import ProfessionalFactory
from tests.plans.story import allocate, professional_of


def faults_by_row(refusal):
    return {key: [fault.code for fault in faults] for key, faults in refusal.value.error_dict.items()}


@pytest.fixture
def petra_actor(petra):
    return actor_of_user(petra)


@pytest.fixture
def session(group):
    return hold(group)


@pytest.fixture
def client_row(session, allocation):
    return expect(session, allocation)


@pytest.fixture
def staff_row(session, petra):
    return roster(session, professional_of(petra))


@pytest.fixture
def closed(session, client_row, staff_row, petra_actor):
    stays = {client_row.public_id: HERE, staff_row.public_id: Stay(Presence.PRESENT, 540, 710, (Span(600, 615),))}
    record_attendance(actor=petra_actor, session=session, stays=stays)
    return close_session(actor=petra_actor, session=session)


def test_what_happened_is_written_and_the_session_grows(session, client_row, staff_row, petra_actor, monkeypatch):
    woken = []
    monkeypatch.setattr(type(ATTENDANCE_CHANGED), "wake", lambda job, *ids: woken.append((job.name, ids)))
    stays = {client_row.public_id: NO_SHOW, staff_row.public_id: Stay(Presence.PRESENT, 545, None, (Span(600, 610),))}

    changed = record_attendance(actor=petra_actor, session=session, stays=stays, revision=1)

    client_row.refresh_from_db()
    staff_row.refresh_from_db()
    assert (client_row.presence, client_row.absence_reason, client_row.arrived) == ("absent", "no_show", None)
    assert (staff_row.presence, staff_row.arrived, staff_row.left) == ("present", 545, None)
    assert [(one.starts, one.ends) for one in staff_row.breaks.filter(is_planned=False)] == [(600, 610)]
    assert staff_row.breaks.filter(is_planned=True).count() == 1, "what was planned stays"
    assert staff_row.recorded_by_id == petra_actor.user_id
    assert changed.revision == 2
    assert woken == [("compliance.check_session", (session.pk,))]
    assert record_attendance(actor=petra_actor, session=session, stays=stays).revision == 2, "twice the same is once"


def test_nothing_is_stored_when_anything_is_wrong(session, client_row, staff_row, petra_actor):
    stays = {
        client_row.public_id: Stay(Presence.PRESENT, 600, 550),
        staff_row.public_id: Stay(Presence.PRESENT, 540, None, (Span(600, 610), Span(605, 620))),
    }
    with pytest.raises(ValidationError) as refusal:
        record_attendance(actor=petra_actor, session=session, stays=stays)
    assert faults_by_row(refusal) == {
        str(client_row.public_id): ["left_before_arriving"],
        str(staff_row.public_id): ["break_overlap"],
    }
    assert not ClientAttendance.objects.exclude(presence="expected").exists()
    session.refresh_from_db()
    assert session.revision == 1


def test_who_saw_an_older_state_is_told(session, client_row, petra_actor, planner):
    record_attendance(actor=planner, session=session, stays={client_row.public_id: HERE}, revision=1)
    with pytest.raises(Conflict) as conflict:
        record_attendance(actor=planner, session=session, stays={client_row.public_id: NO_SHOW}, revision=1)
    assert conflict.value.code == "session_changed"
    with pytest.raises(Conflict) as conflict:
        record_attendance(actor=planner, session=session, stays={session.public_id: NO_SHOW})
    assert conflict.value.code == "row_gone"


def test_nobody_is_with_two_groups_at_once(morning, petra):
    other = Group.objects.create(
        provider=morning.group.provider,
        location=morning.group.location,
        name="De Serre",
        capacity=4,
        starts_on=date(2026, 1, 1),
    )
    there = hold(other)
    second = allocate(morning.allocation.municipality, morning.allocation.provider, code="bg-licht")
    type(second).objects.filter(pk=second.pk).update(client=morning.allocation.client)
    ClientAttendance.objects.create(session=there, allocation=second, presence="present", arrived=600)
    helping = StaffAttendance.objects.create(session=there, professional=professional_of(petra), presence="absent")
    record_attendance(actor=morning.planner, session=there, stays={helping.public_id: Stay(Presence.PRESENT, 600, 615)})

    stays = {
        morning.client.public_id: HERE,
        morning.staff.public_id: Stay(Presence.PRESENT, 540, 700, (Span(600, 610),)),
    }
    with pytest.raises(ValidationError) as refusal:
        record_attendance(actor=morning.planner, session=morning.session, stays=stays)

    assert faults_by_row(refusal) == {str(row.public_id): ["elsewhere"] for row in (morning.client, morning.staff)}
    assert "10:00 tot 12:30 al bij De Serre" in str(refusal.value)
    stays = {
        morning.client.public_id: Stay(Presence.PRESENT, 540, 600),
        morning.staff.public_id: Stay(Presence.PRESENT, 540, 700, (Span(600, 615),)),
    }
    record_attendance(actor=morning.planner, session=morning.session, stays=stays)


def test_a_group_of_another_provider_counts_and_is_not_named(morning, het_anker, apeldoorn):
    elsewhere = allocate(apeldoorn, het_anker)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(client=morning.allocation.client)
    expect(hold(place(elsewhere).group), elsewhere, presence="present", arrived=600, left=660)

    with pytest.raises(ValidationError) as refusal:
        record_attendance(actor=morning.planner, session=morning.session, stays={morning.client.public_id: HERE})

    assert "van 10:00 tot 11:00 al bij een groep van een andere aanbieder" in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda session, allocation: type(session).objects.update(cancelled_reason="ziekte"), "session_cancelled"),
        (
            lambda session, allocation: ClosedDay.objects.create(group=session.group, day=session.held_on, reason="x"),
            "group_closed",
        ),
        (lambda session, allocation: type(session).objects.update(held_on=date(2026, 3, 3)), "in_the_future"),
        (
            lambda session, allocation: (
                type(allocation).objects.filter(pk=allocation.pk).update(ends_on=date(2026, 3, 1))
            ),
            "outside_allocation",
        ),
    ],
)
def test_nobody_is_there_on_a_day_that_does_not_count(morning, change, code):
    change(morning.session, morning.allocation)
    with pytest.raises(ValidationError) as refusal:
        record_attendance(actor=morning.planner, session=morning.session, stays={morning.client.public_id: HERE})
    assert faults_by_row(refusal) == {str(morning.client.public_id): [code]}


def test_all_as_planned_writes_what_has_passed(session, client_row, staff_row, petra_actor):
    confirm_as_planned(actor=petra_actor, session=session)

    client_row.refresh_from_db()
    assert (client_row.presence, client_row.arrived, client_row.left) == ("present", 540, None)
    again = confirm_as_planned(actor=petra_actor, session=session)
    assert again.revision == 2, "there is nothing more to confirm"


def test_all_as_planned_afterwards_writes_departures_and_breaks(session, client_row, staff_row, petra_actor, on_day):
    on_day(date(2026, 3, 3))

    confirm_as_planned(actor=petra_actor, session=session)

    for row in (client_row, staff_row):
        row.refresh_from_db()
        assert (row.presence, row.arrived, row.left) == ("present", 540, 750)
    assert [(one.starts, one.ends) for one in staff_row.breaks.filter(is_planned=False)] == [(600, 615)]


def test_somebody_who_was_not_planned_is_added(session, staff_row, petra_actor, allocation, group):
    volunteer = helper_of(group)
    colleague = ProfessionalFactory.create(name="Bas Bij", provider=group.provider)

    row = add_client(actor=petra_actor, session=session, allocation=allocation, stay=HERE)
    for person in (volunteer, colleague):
        add_staff(actor=petra_actor, session=session, person=person, stay=Stay(Presence.PRESENT, 560, None))

    assert (row.planned_starts, row.arrived, row.left) == (None, 540, 700)
    assert session.staff.count() == 3
    for act in (
        lambda: add_client(actor=petra_actor, session=session, allocation=allocation, stay=HERE),
        lambda: add_staff(actor=petra_actor, session=session, person=volunteer, stay=HERE),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "attendance_twice"
    session.refresh_from_db()
    assert session.revision == 4


def test_only_who_belongs_to_the_provider_is_added(morning, het_anker, apeldoorn, mo):
    stranger = allocate(apeldoorn, het_anker, surname="Ver")
    with pytest.raises(PermissionDenied):
        add_client(actor=morning.petra, session=morning.session, allocation=stranger, stay=HERE)
    with pytest.raises(PermissionDenied):
        add_staff(actor=morning.petra, session=morning.session, person=professional_of(mo), stay=HERE)


def test_a_session_closes_when_everybody_is_accounted_for(session, client_row, staff_row, petra_actor):
    with pytest.raises(ValidationError) as refusal:
        close_session(actor=petra_actor, session=session)
    assert faults_by_row(refusal) == {str(row.public_id): ["still_expected"] for row in (client_row, staff_row)}

    confirm_as_planned(actor=petra_actor, session=session)
    with pytest.raises(ValidationError) as refusal:
        close_session(actor=petra_actor, session=session)
    assert faults_by_row(refusal) == {str(row.public_id): ["left_missing"] for row in (client_row, staff_row)}

    done = record_attendance(actor=petra_actor, session=session, stays={staff_row.public_id: HERE})
    closed = close_session(
        actor=petra_actor, session=session, revision=done.revision, left_unknown=[client_row.public_id]
    )
    assert closed.closed_by_id == petra_actor.user_id
    client_row.refresh_from_db()
    assert client_row.left is None, "nobody knows, and that is what stands there"
    with pytest.raises(Conflict) as conflict:
        record_attendance(actor=petra_actor, session=session, stays={client_row.public_id: HERE})
    assert conflict.value.code == "session_closed"


def test_a_session_that_is_to_come_or_was_cancelled_is_not_closed(session, planner):
    type(session).objects.filter(pk=session.pk).update(held_on=date(2026, 3, 7))
    with pytest.raises(ValidationError) as refusal:
        close_session(actor=planner, session=session)
    assert faults_by_row(refusal) == {"__all__": ["not_begun"]}
    type(session).objects.filter(pk=session.pk).update(held_on=date(2026, 3, 2), cancelled_reason="ziekte")
    with pytest.raises(ValidationError) as refusal:
        close_session(actor=planner, session=session)
    assert faults_by_row(refusal) == {"__all__": ["session_cancelled"]}


def test_a_correction_leaves_what_stood_there(closed, client_row, staff_row, petra_actor, on_day):
    moment = closed.closed_at
    on_day(date(2026, 3, 4))
    stays = {
        client_row.public_id: Stay(Presence.PRESENT, 555, 690),
        staff_row.public_id: Stay(Presence.PRESENT, 550, 720),
    }

    corrected = correct_attendance(actor=petra_actor, session=closed, stays=stays, reason=" Lijst verkeerd gelezen. ")

    assert corrected.revision == closed.revision + 1
    assert [row.arrived for row in closed.clients.current()] == [555]
    assert [row.arrived for row in closed.clients.known_at(moment)] == [540]
    assert [row.correction_reason for row in closed.clients.order_by("pk")] == ["", "Lijst verkeerd gelezen."]
    new = closed.staff.current().get()
    assert not new.breaks.filter(is_planned=False).exists()
    assert new.breaks.filter(is_planned=True).count() == 1
    assert staff_row.breaks.count() == 2, "what stood there has its breaks"


def test_a_correction_needs_a_reason_and_a_closed_session(session, closed, client_row, petra_actor, allocation):
    stays = {client_row.public_id: NO_SHOW}
    with pytest.raises(ValidationError) as refusal:
        correct_attendance(actor=petra_actor, session=closed, stays=stays, reason=" ")
    assert faults_by_row(refusal) == {"reason": ["correction_reason"]}
    type(session).objects.update(closed_at=None, closed_by=None)
    with pytest.raises(Conflict) as conflict:
        correct_attendance(actor=petra_actor, session=closed, stays=stays, reason="Zo.")
    assert conflict.value.code == "session_open"


def test_somebody_forgotten_is_added_after_closing_with_a_reason(closed, petra_actor, group):
    volunteer = helper_of(group)
    with pytest.raises(Conflict):
        add_staff(actor=petra_actor, session=closed, person=volunteer, stay=HERE)
    row = add_staff(actor=petra_actor, session=closed, person=volunteer, stay=HERE, reason="Vergeten.")
    assert row.correction_reason == "Vergeten."


def test_two_who_write_a_handover_lose_nothing(session, staff_row, petra_actor, planner):
    write_handover(actor=petra_actor, session=session, note="De bus komt om vier uur.\r\n", was="")
    with pytest.raises(Conflict) as conflict:
        write_handover(actor=planner, session=session, note="Sleutel ligt in de kast.", was="")
    assert conflict.value.code == "note_changed"
    both = "De bus komt om vier uur. Sleutel ligt in de kast."
    written = write_handover(actor=planner, session=session, note=both, was="De bus komt om vier uur.")
    assert (written.note, written.revision) == (both, 1)


def test_only_who_works_there_writes_down_who_came(session, client_row, planner, request):
    for name in ("bo", "hanna", "karin", "mo", "petra"):
        with pytest.raises(PermissionDenied):
            record_attendance(
                actor=actor_of_user(request.getfixturevalue(name)), session=session, stays={client_row.public_id: HERE}
            )
    record_attendance(actor=planner, session=session, stays={client_row.public_id: HERE})


def test_a_shield_goes_before_the_floor(morning, hanna):
    client = morning.allocation.client
    shield_file(actor=actor_of_user(hanna), client=client, reason="Familie van een collega.", users=[hanna])

    assert not ClientAttendance.objects.visible_to(morning.petra).exists()
    confirm_as_planned(actor=morning.petra, session=morning.session)
    morning.client.refresh_from_db()
    assert morning.client.presence == "expected"
    record_attendance(
        actor=morning.petra, session=morning.session, stays={morning.staff.public_id: Stay(Presence.PRESENT, 540, 700)}
    )
    with pytest.raises(ValidationError) as refusal:
        close_session(actor=morning.petra, session=morning.session)
    assert faults_by_row(refusal) == {"__all__": ["shielded_expected"]}
