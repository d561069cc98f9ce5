"""The file to fill in: xlsx with explanation and lists to choose from, or csv."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

import xlsxwriter

from clients.services.importing.columns import CLIENT, CODE_HEADER, COLUMNS, PROVIDER_HEADER, Column
from clients.services.importing.offers import contracted_products
from clients.services.importing.sheets import MOST_ROWS
from core.actors import Actor
from core.sheets import BYTE_ORDER_MARK, harmless

MAIN: Final = "Cliënten"
EXPLANATION: Final = "Uitleg"
PRODUCTS: Final = "Producten"
TEXT: Final = 49
"""The format of Excel that keeps what is typed as it is typed."""
RULES: Final = (
    "Vul het blad Cliënten in. Laat de eerste rij staan: daaraan herkennen wij de kolommen.",
    "Elke rij gaat over één cliënt, en zo u wilt over één toewijzing. Heeft een cliënt twee toewijzingen? "
    "Gebruik dan twee rijen met hetzelfde BSN.",
    "Wij herkennen een cliënt aan het BSN. Is er in uw gemeente al een dossier met dit BSN, dan werken wij dat bij. "
    "Wat u leeg laat, blijft zoals het is.",
    "Wij herkennen een toewijzing aan cliënt, product, aanbieder en begindatum samen. Bestaat die al, dan maken wij "
    "geen nieuwe. Een bestaande toewijzing wijzigen of beëindigen doet u in het dossier.",
    "Wilt u geen toewijzing maken? Laat dan alle kolommen vanaf Productcode leeg.",
    "Dezelfde regels gelden als op de pagina's. Wij laten eerst alle fouten zien. Daarna gaat alles erin, of niets.",
    f"Een bestand heeft hoogstens {MOST_ROWS} rijen. Formules en samengevoegde cellen kunnen niet.",
)


def xlsx_template(actor: Actor) -> bytes:
    """The workbook: a sheet to fill in, an explanation, and the products that the actor can allocate."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Sjabloon cliënten en toewijzingen", "author": "zorgregio"})
    main = book.add_worksheet(MAIN)
    _explain(book, book.add_worksheet(EXPLANATION))
    products = _list_products(book, book.add_worksheet(PRODUCTS), actor)
    _fill_main(book, main, products)
    book.close()
    return content.getvalue()


def csv_template() -> bytes:
    """The header alone: semicolons, UTF-8 with a mark, as Dutch Excel opens and saves it."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([column.header for column in COLUMNS])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _fill_main(book: xlsxwriter.Workbook, sheet: Any, products: int) -> None:
    head = book.add_format({"bold": True, "bg_color": "#dce6f1", "border": 1, "text_wrap": True, "valign": "top"})
    extra = book.add_format({"bold": True, "bg_color": "#e4efdc", "border": 1, "text_wrap": True, "valign": "top"})
    as_text, as_day = book.add_format({"num_format": TEXT}), book.add_format({"num_format": "dd-mm-yyyy"})
    for place, column in enumerate(COLUMNS):
        shape = as_text if column.is_text else as_day if column.is_date else None
        sheet.set_column(place, place, max(14, len(column.header) + 3), shape)
        sheet.write_string(0, place, column.header, head if column in CLIENT else extra)
        rule = _validation(column, products)
        if rule:
            sheet.data_validation(1, place, MOST_ROWS, place, rule)
    sheet.freeze_panes(1, 1)


def _validation(column: Column, products: int) -> dict[str, Any] | None:
    """What Excel lets people choose. It warns and does not stop: the check says more, and all at once."""
    warning = {"error_type": "warning", "error_title": column.header, "error_message": column.explanation[:255]}
    if column.choices:
        return {"validate": "list", "source": list(column.choices), **warning}
    if column.header == CODE_HEADER and products:
        return {"validate": "list", "source": f"={PRODUCTS}!$A$2:$A${products + 1}", **warning}
    if column.header == PROVIDER_HEADER and products:
        return {"validate": "list", "source": f"={PRODUCTS}!$D$2:$D${products + 1}", **warning}
    if column.field == "volume":
        return {"validate": "integer", "criteria": ">=", "value": 1, **warning}
    return None


def _explain(book: xlsxwriter.Workbook, sheet: Any) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80, wrapped)
    sheet.set_column(2, 2, 18)
    sheet.write_string(0, 0, "Zo vult u dit bestand in", bold)
    row = 1
    for number, rule in enumerate(RULES, 1):
        sheet.write_number(row, 0, number)
        sheet.write_string(row, 1, rule, wrapped)
        row += 1
    _write_row(sheet, row + 1, ("Kolom", "Wat vult u in", "Voorbeeld"), bold)
    for place, column in enumerate(COLUMNS, row + 2):
        _write_row(sheet, place, (column.header, column.explanation, column.example), wrapped)


def _list_products(book: xlsxwriter.Workbook, sheet: Any, actor: Actor) -> int:
    """List what there is to allocate, and return how many lines."""
    bold, as_text = book.add_format({"bold": True}), book.add_format({"num_format": TEXT})
    widths = {CODE_HEADER: 14, "Product": 36, "Aanbieder": 36, PROVIDER_HEADER: 20, "Code in het productenboek": 28}
    for place, (header, width) in enumerate(widths.items()):
        sheet.set_column(place, place, width, as_text)
        sheet.write_string(0, place, header, bold)
    rows = list(contracted_products(actor))
    for number, row in enumerate(rows, 1):
        provider = row.contract.provider
        names = (row.product_code, row.variant.name, provider.name, provider.agb_code, row.variant.code)
        _write_row(sheet, number, names, as_text)
    return len(rows)


def _write_row(sheet: Any, number: int, texts: Iterable[str], shape: Any) -> None:
    for place, text in enumerate(texts):
        sheet.write_string(number, place, harmless(text), shape)
