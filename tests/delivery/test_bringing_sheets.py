"""From the cells of a spreadsheet with attendance to lines, and the workbook to fill in."""

import io
from datetime import date, time

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from python_calamine import CalamineWorkbook

from delivery.enums import Presence, StaffKind
from delivery.rules.attending import Span
from delivery.services.bringing import HEADERS
from delivery.services.bringing.sheets import as_cells, from_cells, read_attendance
from delivery.services.bringing.template import xlsx_template
from tests.delivery.attending import helper_of
from tests.delivery.sheets import came, codes_of, lines_of, sheet, worked


def faults_in(*rows, **options):
    return codes_of(read_attendance(sheet(*rows, **options))[3])


def test_rows_become_lines_and_come_back_from_where_they_are_kept():
    lines = lines_of(
        came(12, Gemeente="232"),
        came(13, Aanwezig="Nee", Gekomen="", Vertrokken="", Reden="Niet afgemeld"),
        worked("Petra Linde", Werkt_als="Stagiair", Pauze_van="10:00", Pauze_tot="1015"),
    )

    client, absent, staff = lines
    assert (client.number, client.allocation, client.municipality) == (2, 12, "0232")
    assert (client.day, client.dagdeel, client.stay.arrived, client.stay.left) == (
        date(2026, 3, 2),
        "morning",
        540,
        690,
    )
    assert (absent.stay.presence, absent.stay.reason) == (Presence.ABSENT, "no_show")
    assert (staff.allocation, staff.staff, staff.works_as) == (None, "Petra Linde", StaffKind.TRAINEE)
    assert staff.stay.breaks == (Span(600, 615),)
    assert from_cells(as_cells(lines)) == lines


def test_everything_that_cannot_be_read_is_said_by_row_and_column():
    assert faults_in(
        came(12),
        came(12, Groep="", Dag="31-2-2026", Dagdeel="nacht", Aanwezig="misschien", Gekomen="25:00"),
        came(12, Toewijzing="twaalf", Reden="ziek"),
        came(12, Toewijzing=""),
        came(12, Medewerker="Petra"),
        came(12, Werkt_als="stagiair"),
        worked("Petra", Gemeente="Epe", Reden="afgemeld"),
        worked("Petra", Pauze_van="10:00"),
    ) == [
        (3, "Groep", "cell_empty"),
        (3, "Dag", "cell_date"),
        (3, "Dagdeel", "cell_choice"),
        (3, "Aanwezig", "cell_choice"),
        (3, "Gekomen", "no_time"),
        (4, "Toewijzing", "cell_number"),
        (4, "Reden", "cell_choice"),
        (5, "", "whose_line"),
        (6, "", "whose_line"),
        (7, "Werkt als", "whose_cell"),
        (8, "Gemeente", "whose_cell"),
        (8, "Reden", "whose_cell"),
        (9, "Pauze van", "break_half"),
    ]


def test_columns_that_are_not_read_are_not_kept_and_empty_rows_are_passed_over():
    (line,) = read_attendance(sheet({}, came(12, Naam="Geheimenberg"), {}, header=["Naam", *HEADERS]))[2]
    assert line.number == 3
    assert "Geheimenberg" not in str(as_cells([line]))


def test_sheet_without_columns_for_breaks_says_nothing_about_them():
    header = [name for name in HEADERS if not name.startswith("Pauze")]
    (line,) = read_attendance(sheet(worked("Petra"), header=header))[2]
    assert line.keeps_breaks
    assert not lines_of(worked("Petra"))[0].keeps_breaks


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["Groep", "Dag"], "Dagdeel, Aanwezig, Toewijzing of Medewerker"),
        ([*HEADERS, "groep"], "Groep staat er twee keer"),
    ],
)
def test_file_without_the_columns_is_refused(header, words):
    with pytest.raises(ValidationError, match=words):
        read_attendance(sheet(came(12), header=header))


def test_what_is_no_sheet_is_refused():
    for content in (b"\x00\x01", b""):
        with pytest.raises(ValidationError):
            read_attendance(ContentFile(content, name="lijst.xlsx"))


def test_a_workbook_is_read_with_its_own_days_and_times():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "d-m-yyyy"})
    page = book.add_worksheet()
    clock = book.add_format({"num_format": "h:mm"})
    page.write_row(0, 0, ["Groep", "Dag", "Dagdeel", "Toewijzing", "Aanwezig", "Gekomen", "Vertrokken"])
    page.write_row(1, 0, ["De Tuinkamer", date(2026, 3, 2), "ochtend", 12, "ja"])
    page.write_datetime(1, 5, time(9, 5), clock)
    page.write(1, 6, "11:40")
    book.close()

    _, _, (line,), unread = read_attendance(ContentFile(stream.getvalue(), name="lijst.xlsx"))

    assert unread == []
    assert (line.day, line.stay.arrived, line.stay.left) == (date(2026, 3, 2), 545, 700)


def test_template_names_groups_and_staff_and_no_client(morning):
    helper = helper_of(morning.group, "Truus Vrij")
    content = xlsx_template(morning.planner)

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    pages = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert pages["Aanwezigheid"] == [list(HEADERS)]
    assert ["De Tuinkamer", str(morning.group.location)] in pages["Groepen"]
    staff = pages["Medewerkers"]
    assert ["Petra Linde", "professional", str(morning.staff.professional.public_id)] in staff
    assert ["Truus Vrij", "vrijwilliger", str(helper.public_id)] in staff
    assert "Vries" not in str(pages)
    assert [str(row[0]).rstrip(" *") for row in pages["Uitleg"][-len(HEADERS) :]] == list(HEADERS)
