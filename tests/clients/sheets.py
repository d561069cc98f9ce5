"""Spreadsheets for the tests of the import."""

import csv
import io
from datetime import date
from itertools import islice

import xlsxwriter
from django.core.files.base import ContentFile

from clients.models import ImportRun
from clients.services import importing
from clients.services.importing.columns import COLUMNS
from tests.factories.clients import fictional_bsns

HEADER = [column.header for column in COLUMNS]
NUMBERS = list(islice(fictional_bsns(20_000), 1000))
PERSON = {
    "Voorletters": "T.",
    "Achternaam": "Tabel",
    "Geboortedatum": "17-5-1941",
    "Postcode": "7311ab",
}
CARE = {
    "Productcode": "07A16",
    "AGB-code aanbieder": "98000101",
    "Aantal dagdelen": "4",
    "Hoe vaak": "per week",
    "Begindatum": "1-4-2026",
    "Einddatum": "30-9-2026",
}


def person(number=0, **cells):
    """A row with a new client; more cells by their header, with _ for a blank."""
    return {"BSN": NUMBERS[number], **PERSON, **named(cells)}


def with_care(number=0, **cells):
    """A row with a new client and an allocation."""
    return {"BSN": NUMBERS[number], **PERSON, **CARE, **named(cells)}


def named(cells):
    return {name.replace("_", " "): value for name, value in cells.items()}


def as_csv(rows, *, header=HEADER, separator=";", encoding="utf-8-sig"):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([row.get(name, "") for name in header])
    return text.getvalue().encode(encoding)


def as_xlsx(rows, *, header=HEADER, sheets=("Cliënten",), more=None):
    """A workbook; `more(book, sheet, formats)` may do what it likes to the first sheet."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
    for name in sheets:
        sheet = book.add_worksheet(name)
        for place, title in enumerate(header):
            sheet.write_string(0, place, title)
        for number, row in enumerate(rows, 1):
            for place, title in enumerate(header):
                cell = row.get(title)
                match cell:
                    case None | "":
                        pass
                    case date():
                        sheet.write_datetime(number, place, cell)
                    case int() | float():
                        sheet.write_number(number, place, cell)
                    case _:
                        sheet.write_string(number, place, cell)
    if more is not None:
        more(book, book.worksheets()[0])
    book.close()
    return content.getvalue()


def upload(content, name="clienten.csv"):
    return ContentFile(content, name=name)


def checked(actor, content, name="clienten.csv"):
    """The run of this file after its check."""
    run = importing.start_import(actor=actor, upload=upload(content, name), wakes_worker=False)
    importing.check_import(run.pk)
    return ImportRun.objects.get(pk=run.pk)


def imported(actor, content, name="clienten.csv"):
    """The run of this file after its import, or after its check when that found faults."""
    run = checked(actor, content, name)
    if run.status == "checked":
        importing.confirm_import(actor=actor, run=run, wakes_worker=False)
        importing.perform_import(run.pk)
    return ImportRun.objects.get(pk=run.pk)


def faults_of(run):
    """Row, column and code of each fault."""
    return [(fault.row, fault.column, fault.code) for fault in importing.kept_faults(run)]


def counts_of(run):
    return (
        run.clients_new,
        run.clients_changed,
        run.clients_unchanged,
        run.allocations_new,
        run.allocations_unchanged,
    )
