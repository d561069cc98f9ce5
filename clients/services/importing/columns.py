"""The columns of the spreadsheet: what each is called, what it means, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clients.enums import Frequency, Sex
from clients.services.importing import cells
from core.identifiers import search_key

CODE_HEADER: Final = "Productcode"
PROVIDER_HEADER: Final = "AGB-code aanbieder"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `field` is that of the client, or a part of the allocation."""

    field: str
    header: str
    read: Callable[[cells.Cell], Any]
    explanation: str
    example: str
    is_text: bool = False
    """Whether the template keeps it as text, so that leading zeros stay."""
    choices: tuple[str, ...] = ()
    is_date: bool = False


CLIENT: Final = (
    Column(
        "bsn",
        "BSN",
        cells.as_bsn,
        "Verplicht. Hieraan herkennen wij de cliënt. Kent uw gemeente dit nummer al, dan werken wij dat dossier bij.",
        "999900006",
        is_text=True,
    ),
    Column("initials", "Voorletters", cells.as_text, "Verplicht bij een nieuwe cliënt.", "A.B.", is_text=True),
    Column("given_names", "Voornamen", cells.as_text, "Mag leeg blijven.", "Anna Berta", is_text=True),
    Column("prefix", "Voorvoegsel", cells.as_text, "Mag leeg blijven.", "van der", is_text=True),
    Column("surname", "Achternaam", cells.as_text, "Verplicht bij een nieuwe cliënt.", "Voorbeeld", is_text=True),
    Column(
        "birth_date",
        "Geboortedatum",
        cells.as_date,
        "Verplicht bij een nieuwe cliënt. Een datum, zoals 17-5-1941.",
        "17-5-1941",
        is_date=True,
    ),
    Column(
        "sex",
        "Geslacht",
        cells.as_sex,
        "Man, vrouw of onbekend.",
        "Vrouw",
        choices=tuple(str(label) for label in Sex.labels),
    ),
    Column("street", "Straat", cells.as_text, "Mag leeg blijven.", "Dorpsstraat", is_text=True),
    Column("house_number", "Huisnummer", cells.as_text, "Met toevoeging, zoals 12a.", "12a", is_text=True),
    Column("postcode", "Postcode", cells.as_postcode, "4 cijfers en 2 letters.", "7311 AB", is_text=True),
    Column("city", "Plaats", cells.as_text, "Mag leeg blijven.", "Apeldoorn", is_text=True),
    Column("phone", "Telefoon", cells.as_phone, "Mag leeg blijven.", "0612345678", is_text=True),
)
ALLOCATION: Final = (
    Column(
        "code",
        CODE_HEADER,
        cells.as_text,
        "Alleen bij een toewijzing. De code uit het contract of uit het productenboek; zie het blad Producten.",
        "07A16",
        is_text=True,
    ),
    Column(
        "provider",
        PROVIDER_HEADER,
        cells.as_agb,
        "Alleen bij een toewijzing. 8 cijfers; zie het blad Producten.",
        "98000101",
        is_text=True,
    ),
    Column("volume", "Aantal dagdelen", cells.as_whole_number, "Alleen bij een toewijzing. Een heel getal.", "4"),
    Column(
        "frequency",
        "Hoe vaak",
        cells.as_frequency,
        "Alleen bij een toewijzing: per week, per maand of in de hele periode.",
        "per week",
        choices=tuple(str(label) for label in Frequency.labels),
    ),
    Column(
        "starts_on",
        "Begindatum",
        cells.as_date,
        "Alleen bij een toewijzing. De eerste dag.",
        "1-4-2026",
        is_date=True,
    ),
    Column(
        "ends_on",
        "Einddatum",
        cells.as_date,
        "Alleen bij een toewijzing. De laatste dag; verplicht bij een aantal per week.",
        "31-12-2026",
        is_date=True,
    ),
)
COLUMNS: Final = (*CLIENT, *ALLOCATION)

BY_HEADER: Final[Mapping[str, Column]] = {search_key(column.header): column for column in COLUMNS} | {
    "burgerservicenummer": CLIENT[0],
    "burgerservicenummer (bsn)": CLIENT[0],
}
"""By the name in small letters and without accents; so "POSTCODE *" is found as well."""

HEADER_OF: Final[Mapping[str, str]] = {column.field: column.header for column in COLUMNS} | {
    "contracted_product": CODE_HEADER,
    "week_volume_without_end": "Einddatum",
    "period_order": "Einddatum",
}
"""Under which header a fault of a service goes, by its field or its code."""


def column_named(header: object) -> Column | None:
    """The column with this header; None when there is no such column."""
    return BY_HEADER.get(search_key(cells.as_plain(str(header)).rstrip("* ")))
