"""From what stands in a cell to a value. Pure; the faults say what to type, and never what was typed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError

from clients.enums import Frequency, Sex
from core.identifiers import normalise_bsn, normalise_postcode, search_key, validate_bsn

Cell = Any
"""Text, a number, a date, yes or no, or nothing: whatever a spreadsheet holds."""

BSN_DIGITS: Final = 9
AGB_DIGITS: Final = 8
PHONE_DIGITS: Final = 10
EXCEL_BEGINS: Final = date(1899, 12, 30)
"""Day 0 of Excel: one day early, since Excel believes that 1900 was a leap year."""
EXCEL_ENDS: Final = 2_958_466
"""The number of the day after 31 December 9999."""

DUTCH_DATE: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+)?")
WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,15}")

SEXES: Final = {
    "man": Sex.MALE,
    "m": Sex.MALE,
    "vrouw": Sex.FEMALE,
    "v": Sex.FEMALE,
    "onbekend": Sex.UNKNOWN,
    **{value: Sex(value) for value in Sex.values},
}
FREQUENCIES: Final = {
    "week": Frequency.WEEK,
    "maand": Frequency.MONTH,
    "totaal": Frequency.TOTAL,
    **{search_key(str(one.label)): one for one in Frequency},
    **{value: Frequency(value) for value in Frequency.values},
}


def is_empty(cell: Cell) -> bool:
    """Whether there is nothing in the cell; blanks are nothing."""
    return cell is None or (isinstance(cell, str) and not as_plain(cell))


def as_plain(text: str) -> str:
    """The text on one line, with single blanks and without what cannot be printed."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())


def as_text(cell: Cell) -> str:
    """Text; a whole number without the point that a spreadsheet puts in it. Code: `cell_text`."""
    match cell:
        case str():
            return as_plain(cell)
        case bool() | date() | time() | timedelta():
            raise ValidationError(
                "Hier staat geen tekst, maar een datum, een tijd of waar of onwaar. "
                "Maak de cel op als tekst en vul de waarde opnieuw in.",
                code="cell_text",
            )
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)


def as_bsn(cell: Cell) -> str:
    """A citizen service number. A zero that a spreadsheet dropped comes back when the eleven test then holds."""
    number = normalise_bsn(as_text(cell))
    if number.isascii() and number.isdecimal() and len(number) < BSN_DIGITS:
        padded = number.zfill(BSN_DIGITS)
        try:
            validate_bsn(padded)
        except ValidationError:
            return number
        return padded
    return number


def as_postcode(cell: Cell) -> str:
    """A postal code as it is stored."""
    return normalise_postcode(as_text(cell))


def as_phone(cell: Cell) -> str:
    """A phone number; as a number it has lost the zero that every Dutch one begins with."""
    text = as_text(cell)
    is_number = isinstance(cell, int | float)
    return text.zfill(PHONE_DIGITS) if is_number and len(text) == PHONE_DIGITS - 1 else text


def as_agb(cell: Cell) -> str:
    """An AGB code; one that is shorter has lost its zeros."""
    text = as_text(cell)
    return text.zfill(AGB_DIGITS) if text.isascii() and text.isdecimal() else text


def as_date(cell: Cell) -> date:
    """A day: a date of the spreadsheet, its number, 1-2-2026 or 2026-02-01. Code: `cell_date`."""
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case str():
            return _date_from(as_plain(cell))
        case bool():
            pass
        case int() | float() if 1 <= cell < EXCEL_ENDS:
            return EXCEL_BEGINS + timedelta(days=int(cell))
    raise _no_date()


def _date_from(text: str) -> date:
    if found := DUTCH_DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise _no_date()
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_date() from None


def _no_date() -> ValidationError:
    return ValidationError(
        "Dit is geen bestaande datum. Schrijf dag, maand en jaar, met het jaar in 4 cijfers, zoals 31-12-2026.",
        code="cell_date",
    )


def as_whole_number(cell: Cell) -> int:
    """A whole number. Code: `cell_number`."""
    text = "" if isinstance(cell, bool | date | time | timedelta) else as_text(cell)
    if not WHOLE_NUMBER.fullmatch(text):
        raise ValidationError("Vul een heel aantal in, bijvoorbeeld 4.", code="cell_number")
    return int(text)


def as_sex(cell: Cell) -> str:
    """The code of a sex. Code: `cell_choice`."""
    return _chosen(cell, SEXES, "Vul man, vrouw of onbekend in.")


def as_frequency(cell: Cell) -> str:
    """The code of a frequency. Code: `cell_choice`."""
    return _chosen(cell, FREQUENCIES, "Vul in: per week, per maand of in de hele periode.")


def _chosen(cell: Cell, answers: Mapping[str, str], message: str) -> str:
    answer = answers.get(search_key(as_text(cell)))
    if answer is None:
        raise ValidationError(message, code="cell_choice")
    return str(answer)
