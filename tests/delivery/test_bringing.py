"""Attendance from a spreadsheet: everything that is wrong by row, nothing lost, and once."""

import io
from datetime import date, time

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.urls import reverse

from delivery.models import ClientAttendance, Session
from delivery.services.attendance_sheets import HEADERS, as_cells, from_cells, read_attendance
from delivery.services.bringing import bring_in
from tests.cast import actor_of_user, sign_in
from tests.delivery.attending import expect
from tests.plans.story import allocate

CHECK, CONFIRM = reverse("delivery:import_attendance"), reverse("delivery:confirm_attendance")


def csv_of(*rows):
    text = "\n".join(";".join(str(cell) for cell in row) for row in (HEADERS, *rows))
    return ContentFile(text.encode(), name="lijst.csv")


def row_of(allocation, *, group="De Tuinkamer", day="2-3-2026", there="ja", times=("9:00", "11:30"), reason=""):
    return [group, day, "ochtend", allocation.number, there, *times, reason]


@pytest.fixture
def second(morning):
    """Another client in the same dagdeel."""
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Bos")
    expect(morning.session, other)
    return other


def test_good_rows_are_taken_and_a_bad_one_is_named_by_its_row(morning, second):
    lines, unread = read_attendance(
        csv_of(row_of(morning.allocation), row_of(second, times=("9:00", "8:00")), row_of(second, day="31-2-2026"))
    )
    brought = bring_in(actor=morning.planner, lines=lines, takes_good=True)

    assert [(fault.number, fault.code) for fault in unread] == [(4, "cell_date")]
    assert [(fault.number, fault.code) for fault in brought.faults] == [(3, "left_before_arriving")]
    assert (brought.stored, brought.same, brought.is_kept) == (1, 0, True)
    assert ClientAttendance.objects.filter(presence="present").count() == 1
    again = bring_in(actor=morning.planner, lines=lines, takes_good=True)
    assert (again.stored, again.same) == (0, 1)


def test_all_or_nothing_leaves_nothing(morning, second):
    lines, _ = read_attendance(csv_of(row_of(morning.allocation), row_of(second, times=("9:00", "8:00"))))
    brought = bring_in(actor=morning.planner, lines=lines, takes_good=False)

    assert not brought.is_kept
    assert len(brought.faults) == 1
    assert not ClientAttendance.objects.exclude(presence="expected").exists()
    assert Session.objects.get().revision == 1


def test_who_was_not_planned_is_added_and_what_cannot_be_placed_is_said(morning):
    other = allocate(morning.allocation.municipality, morning.group.provider, surname="Dam")
    lines, _ = read_attendance(
        csv_of(
            row_of(other),
            row_of(other),
            row_of(morning.allocation, group="De Serre"),
            row_of(morning.allocation, there="nee", times=("", ""), reason="afgemeld"),
            ["De Tuinkamer", "2-3-2026", "ochtend", 99, "ja", "9:00", "", ""],
        )
    )
    brought = bring_in(actor=morning.planner, lines=lines, takes_good=True)

    faults = [(fault.number, fault.code) for fault in brought.faults]
    assert faults == [(3, "line_twice"), (4, "no_session"), (6, "no_allocation")]
    assert brought.stored == 2
    assert {row.presence for row in ClientAttendance.objects.all()} == {"present", "absent"}


def test_a_workbook_is_read_with_its_own_days_and_times(morning):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "d-m-yyyy"})
    sheet = book.add_worksheet()
    clock = book.add_format({"num_format": "h:mm"})
    sheet.write_row(0, 0, HEADERS)
    sheet.write_row(1, 0, ["De Tuinkamer", date(2026, 3, 2), "ochtend", morning.allocation.number, "ja"])
    sheet.write_datetime(1, 5, time(9, 5), clock)
    sheet.write(1, 6, "11:40")
    book.close()

    (line,), unread = read_attendance(ContentFile(stream.getvalue(), name="lijst.xlsx"))

    assert unread == []
    assert (line.day, line.stay.arrived, line.stay.left) == (date(2026, 3, 2), 545, 700)
    assert from_cells(as_cells([line])) == [line]


def test_a_file_without_the_columns_is_refused(morning):
    with pytest.raises(ValidationError, match="Toewijzing"):
        read_attendance(ContentFile(b"Groep;Dag\nx;y", name="lijst.csv"))


def test_only_who_records_brings_in_and_only_where_they_work(morning, bo, hanna, karin):
    lines, _ = read_attendance(csv_of(row_of(morning.allocation)))
    for user in (hanna, karin):
        with pytest.raises(PermissionDenied):
            bring_in(actor=actor_of_user(user), lines=lines, takes_good=True)
    brought = bring_in(actor=actor_of_user(bo), lines=lines, takes_good=True)
    assert [fault.code for fault in brought.faults] == ["no_session"]


def test_pages_store_once_and_only_when_somebody_says_so(morning, wil, second):
    browser = sign_in(Browser(), wil)
    page = browser.post(CHECK, {"sheet": csv_of(row_of(morning.allocation), row_of(second, times=("x", "")))})
    text = page.content.decode()
    assert "De 1 goede rijen opslaan" in text
    assert "Gekomen: Schrijf de tijd als uren en minuten" in text
    assert not ClientAttendance.objects.filter(presence="present").exists()

    sent = {"regels": page.context["sealed"], "sleutel": str(page.context["key"]), "welke": "goede"}
    for _ in range(2):
        answer = browser.post(CONFIRM, sent, follow=True)
        assert "Opgeslagen: 1. Niet opgeslagen: 0." in answer.content.decode()
    assert Session.objects.get().revision == 2
    answer = browser.post(CONFIRM, sent | {"regels": "x"}, follow=True)
    assert "niet meer te lezen" in answer.content.decode()
    page = browser.post(CHECK, {"sheet": ContentFile(b"Groep\nx", name="lijst.csv")})
    assert "Deze kolommen ontbreken" in page.content.decode()
