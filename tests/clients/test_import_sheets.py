"""What is read from a file: encodings, separators, dates, lost zeros, and files that are not right."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clients.services.importing import cells, faults_as_csv
from clients.services.importing.faults import Fault, SheetRefused
from clients.services.importing.rows import rows_of
from clients.services.importing.sheets import MOST_ROWS, letters, read_table
from core.identifiers import validate_bsn
from core.sheets import harmless
from core.uploads import CSV, XLSX, check_sheet
from tests.clients.sheets import HEADER, NUMBERS, as_csv, as_xlsx, person, upload, with_care


def refused(content):
    with pytest.raises(SheetRefused) as refusal:
        read_table(content)
    return [(fault.row, fault.column, fault.code) for fault in refusal.value.faults]


def rows_or_faults(content):
    try:
        return list(rows_of(read_table(content)))
    except SheetRefused as refusal:
        return refusal.faults


def first(content):
    return next(rows_of(read_table(content)))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_any_separator_and_encoding_says_the_same(separator, encoding):
    content = as_csv([person(0, Achternaam="Jánsen; de, Çelik")], separator=separator, encoding=encoding)

    row = first(content)

    assert (row.bsn, row.person["surname"], row.faults) == (NUMBERS[0], "Jánsen; de, Çelik", [])


def test_rows_keep_the_number_that_the_spreadsheet_gives_them():
    rows = [{}, person(0), {"BSN": "  "}, person(1)]

    assert [row.number for row in rows_of(read_table(as_csv(rows)))] == [3, 5]
    assert [row.number for row in rows_of(read_table(as_xlsx(rows)))] == [3, 5]


def test_header_is_found_without_regard_to_case_stars_and_order():
    content = as_csv(
        [{"postcode *": "1234ab", "BURGERSERVICENUMMER": NUMBERS[0]}], header=["postcode *", "BURGERSERVICENUMMER"]
    )

    row = first(content)

    assert (row.bsn, row.person) == (NUMBERS[0], {"postcode": "1234 AB"})


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["BSN", "Bijnaam"], [(1, "", "sheet_header")]),
        (["BSN", "BSN"], [(1, "BSN", "sheet_header")]),
        (["Achternaam"], [(1, "BSN", "sheet_header")]),
        (["Naam", "Adres"], [(1, "", "sheet_header")]),
        (["BSN", ""], [(1, "", "sheet_header")]),
    ],
)
def test_wrong_header_is_refused_without_quoting_it(header, found):
    rows = [dict.fromkeys(header, "Geheim")]

    assert refused(as_csv(rows, header=header)) == found
    assert refused(as_xlsx(rows, header=header)) == found
    with pytest.raises(SheetRefused) as refusal:
        read_table(as_csv(rows, header=header))
    messages = " ".join(fault.message for fault in refusal.value.faults)
    assert not any(word in messages for word in ("Bijnaam", "Adres", "Geheim"))


def test_column_without_name_and_without_cells_is_nothing():
    header = [*HEADER, ""]

    assert first(as_csv([person(0)], header=header)).bsn == NUMBERS[0]


@pytest.mark.parametrize(
    "content", [b"", as_csv([]), as_csv([{}, {}]), as_xlsx([])], ids=["no", "csv", "blank", "xlsx"]
)
def test_file_without_rows_is_refused(content):
    assert refused(content) == [(0, "", "sheet_empty")]


def test_row_with_more_cells_than_columns_is_refused():
    assert refused(as_csv([person(0)]).rstrip() + b";;;te veel\r\n") == [(2, "", "sheet_wide")]


def test_csv_with_open_quotes_is_refused():
    assert refused(as_csv([person(0)]) + b'"open') == [(3, "", "sheet_broken")]


def test_csv_that_is_no_known_encoding_is_refused():
    assert refused(as_csv([person(0)], encoding="utf-8").replace(b"Tabel", b"T\x81bel")) == [(0, "", "sheet_encoding")]


def test_csv_with_too_many_rows_is_refused():
    content = as_csv([]) + f"{NUMBERS[0]}\r\n".encode() * (MOST_ROWS + 1)

    assert refused(content) == [(0, "", "sheet_long")]


def test_xlsx_takes_the_sheet_with_our_columns():
    def more(book, sheet):
        book.add_worksheet("Uitleg").write_string(0, 0, "Zo vult u dit in")

    assert first(as_xlsx([person(0)], more=more)).bsn == NUMBERS[0]


def test_xlsx_with_two_filled_sheets_is_refused():
    assert refused(as_xlsx([person(0)], sheets=("Een", "Twee"))) == [(0, "", "sheet_two")]


def test_xlsx_with_formulas_and_error_cells_is_refused_by_row():
    def more(book, sheet):
        sheet.write_formula(1, 4, "=A2", value="Voorbeeld")
        sheet.write_formula(2, 9, "=1/0", value="#DIV/0!")

    assert refused(as_xlsx([person(0), person(1)], more=more)) == [
        (2, "Kolom E", "sheet_formula"),
        (3, "Kolom J", "sheet_formula"),
    ]


def test_xlsx_with_merged_cells_is_refused_by_row():
    def more(book, sheet):
        sheet.merge_range(3, 0, 4, 0, "")

    assert refused(as_xlsx([person(0)], more=more)) == [(4, "", "sheet_merged")]


def test_xlsx_with_a_cell_far_away_is_refused_before_memory_is_taken():
    def more(book, sheet):
        sheet.write_string(1_000_000, 16_000, "hier")

    assert refused(as_xlsx([person(0)], more=more)) == [(0, "", "sheet_long")]


def test_xlsx_that_unpacks_to_much_is_refused(monkeypatch):
    monkeypatch.setattr("clients.services.importing.sheets.MOST_UNPACKED", 1000)

    assert refused(as_xlsx([person(0)])) == [(0, "", "sheet_long")]


def test_damaged_xlsx_is_refused():
    whole = as_xlsx([person(0)])
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(packed, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, content[:200] if part.filename.endswith("sheet1.xml") else content)

    assert refused(whole[:-400]) == [(0, "", "sheet_broken")]
    assert refused(packed.getvalue())[0][2] in {"sheet_broken", "sheet_empty"}


def test_dates_of_a_spreadsheet_and_of_people_are_the_same_day():
    day = date(2026, 2, 1)
    number = (day - cells.EXCEL_BEGINS).days

    for cell in (
        day,
        datetime(2026, 2, 1, 13),  # noqa: DTZ001 - as a spreadsheet gives it
        number,
        float(number),
        "1-2-2026",
        "01/02/2026",
        "1.2.2026",
        "2026-02-01",
        "2026-02-01 00:00:00",
    ):
        assert cells.as_date(cell) == day
    assert number == 46054


@pytest.mark.parametrize("cell", ["1-2-26", "30-2-2026", "2026-13-01", "morgen", True, -3, 0, 3_000_000, timedelta(1)])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(ValidationError) as refusal:
        cells.as_date(cell)

    assert refusal.value.code == "cell_date"


@given(st.dates(min_value=date(1900, 3, 1)))
def test_every_date_is_read_in_each_notation(day):
    for text in (f"{day.day}-{day.month}-{day.year:04}", day.isoformat(), (day - cells.EXCEL_BEGINS).days):
        assert cells.as_date(text) == day


@given(st.integers(min_value=1, max_value=999_999_999))
def test_zeros_of_a_bsn_come_back_only_when_the_eleven_test_holds(number):
    padded = f"{number:09}"
    try:
        validate_bsn(padded)
        expected = padded
    except ValidationError:
        expected = str(number)

    assert cells.as_bsn(number) == cells.as_bsn(float(number)) == cells.as_bsn(str(number)) == expected


def test_numbers_lose_no_zeros():
    assert cells.as_agb(1234567) == "01234567"
    assert cells.as_phone(612345678.0) == "0612345678"
    assert cells.as_phone("+31 6 12345678") == "+31 6 12345678"
    assert cells.as_text(12.0) == "12"


@pytest.mark.parametrize("cell", [date(2026, 1, 2), True, timedelta(hours=1)])
def test_house_number_that_became_a_date_is_refused(cell):
    with pytest.raises(ValidationError) as refusal:
        cells.as_text(cell)

    assert refusal.value.code == "cell_text"


@pytest.mark.parametrize("cell", ["4,5", "vier", 4.5, True, date(2026, 1, 2), "1" * 40])
def test_volume_is_a_whole_number(cell):
    with pytest.raises(ValidationError) as refusal:
        cells.as_whole_number(cell)

    assert refusal.value.code == "cell_number"


@given(st.text())
def test_text_of_any_kind_becomes_one_printable_line(text):
    plain = cells.as_text(text)

    assert plain.isprintable() or not plain
    assert plain == plain.strip()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_are_refused(content):
    assert rows_or_faults(content)


@given(st.binary(max_size=300), st.integers(0, 6000))
def test_any_damage_to_a_workbook_is_read_or_refused(noise, place):
    whole = WORKBOOK
    place = min(place, len(whole))
    assert rows_or_faults(whole[:place] + noise + whole[place + len(noise) :])


WORKBOOK = as_xlsx([with_care(0)])


@given(st.text(min_size=1))
def test_no_line_of_the_list_of_faults_is_a_formula(text):
    for shown in (harmless(text), harmless(f"={text}")):
        assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_list_of_faults_is_for_a_dutch_spreadsheet():
    listed = faults_as_csv([Fault(3, '=HYPERLINK("x")', "@SOM(A1)"), Fault(0, "", "-1")])

    assert listed.decode("utf-8-sig").splitlines()[1:] == ['3;"\'=HYPERLINK(""x"")";\'@SOM(A1)', ";;'-1"]
    assert listed.startswith(b"\xef\xbb\xbf")


def test_columns_are_named_as_a_spreadsheet_does():
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@pytest.mark.parametrize(("content", "kind"), [(as_csv([person(0)]), CSV), (as_xlsx([person(0)]), XLSX)])
def test_sheet_is_known_by_its_content(content, kind):
    assert check_sheet(upload(content, "foto.jpg"), 1) == (kind, content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload_empty"),
        (b"x" * (1024 * 1024 + 1), "upload_size"),
        (b"%PDF-1.7", "upload_kind"),
        (b"a;b\x00", "upload_kind"),
        (b"PK\x03\x04 and no more", "upload_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "upload_kind"),
    ],
)
def test_what_is_no_sheet_is_refused(content, code):
    with pytest.raises(ValidationError) as refusal:
        check_sheet(upload(content), 1)

    assert refusal.value.code == code


def test_zip_that_is_no_workbook_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("word/document.xml", "<x/>")

    with pytest.raises(ValidationError) as refusal:
        check_sheet(upload(packed.getvalue()), 1)

    assert refusal.value.code == "upload_kind"
