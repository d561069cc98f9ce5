"""The workbook to fill in: a sheet for attendance, an explanation, and whom and what it can name."""

import io
from collections.abc import Iterable
from typing import Any, Final

import xlsxwriter

from core.actors import Actor
from core.clock import today
from core.sheets import harmless
from delivery.enums import AbsenceReason, StaffKind
from delivery.models import Group, Helper
from delivery.services.bringing.sheets import DAGDELEN, HEADERS, KINDS, NEEDED, REASONS, YES_NO
from organisations.models import Professional

TEXT: Final = 49
"""The format of Excel that keeps what is typed as it is typed."""
MAIN: Final = "Aanwezigheid"
EXAMPLES: Final[dict[str, tuple[str, str]]] = {
    "Groep": ("De naam van de groep; zie het blad Groepen.", "De Tuinkamer"),
    "Dag": ("Een datum, zoals 2-3-2026.", "2-3-2026"),
    "Dagdeel": (f"Vul in: {', '.join(DAGDELEN)}.", "ochtend"),
    "Gemeente": ("Alleen nodig als 2 gemeenten hetzelfde toewijzingsnummer gebruiken. Naam of CBS-code.", "0200"),
    "Toewijzing": ("Voor een cliënt: het nummer van de toewijzing. Leeg bij een medewerker.", "100012"),
    "Medewerker": ("Voor een medewerker: de naam of het kenmerk; zie het blad Medewerkers.", "Petra Linde"),
    "Werkt als": (
        f"Alleen bij een medewerker: {', '.join(KINDS)}. Leeg is {StaffKind.PROFESSIONAL.label.lower()}.",
        "professional",
    ),
    "Aanwezig": (f"Vul in: {' of '.join(YES_NO)}.", "ja"),
    "Gekomen": ("Hoe laat iemand kwam, zoals 9:05. Leeg bij nee.", "9:05"),
    "Vertrokken": ("Hoe laat iemand wegging. Mag leeg blijven.", "12:30"),
    "Pauze van": ("Alleen bij een medewerker. Mag leeg blijven.", "10:00"),
    "Pauze tot": ("Alleen bij een medewerker. Mag leeg blijven.", "10:15"),
    "Reden": (
        f"Alleen bij een cliënt die er niet was: {', '.join(REASONS)}.",
        AbsenceReason.CANCELLED.label.lower(),
    ),
}
RULES: Final = (
    "Elke rij is één cliënt of één medewerker in één dagdeel.",
    "Vul bij een cliënt het toewijzingsnummer in. Zet geen namen, BSN's of geboortedatums van cliënten in dit bestand.",
    "Staat iemand al zo vastgelegd, dan verandert er niets. Staat er iets anders, dan komt dit ervoor in de plaats.",
    "Een afgesloten dagdeel verandert niet. Leg daar op de pagina een correctie vast, met een reden.",
    "Laat u de kolommen van de pauze weg, dan blijven de pauzes staan die er al stonden.",
)


def xlsx_template(actor: Actor) -> bytes:
    """The workbook, with the groups and the staff of the actor's provider; no client is in it."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Sjabloon aanwezigheid", "author": "zorgregio"})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    as_text = book.add_format({"num_format": TEXT})
    main = book.add_worksheet(MAIN)
    main.freeze_panes(1, 0)
    for place, name in enumerate(HEADERS):
        main.set_column(place, place, max(12, len(name) + 4), as_text)
        main.write_string(0, place, name, bold)
    explained = book.add_worksheet("Uitleg")
    explained.set_column(0, 0, 16)
    explained.set_column(1, 1, 90, wrapped)
    explained.set_column(2, 2, 16)
    rows = [("", one, "") for one in RULES]
    rows += [("", "", ""), ("Kolom", "Wat vult u in", "Voorbeeld")]
    rows += [(f"{name} *" if name in NEEDED else name, *EXAMPLES[name]) for name in HEADERS]
    _write(explained, rows, wrapped)
    groups = book.add_worksheet("Groepen")
    groups.set_column(0, 1, 40)
    groups_of = Group.objects.visible_to(actor).active_on(today()).select_related("location").order_by("name")
    _write(groups, [("Groep", "Locatie"), *((one.name, str(one.location)) for one in groups_of)], as_text)
    staff = book.add_worksheet("Medewerkers")
    staff.set_column(0, 2, 40)
    _write(staff, [("Medewerker", "Werkt als", "Kenmerk"), *_staff(actor)], as_text)
    book.close()
    return content.getvalue()


def _staff(actor: Actor) -> Iterable[tuple[str, str, str]]:
    provider_id = actor.organisation_id or 0
    for one in Professional.objects.employed_by(provider_id, today()):
        yield one.name, StaffKind.PROFESSIONAL.label.lower(), str(one.public_id)
    for helper in Helper.objects.visible_to(actor).active_on(today()):
        yield helper.name, StaffKind(helper.kind).label.lower(), str(helper.public_id)


def _write(sheet: Any, rows: Iterable[tuple[str, ...]], shape: Any) -> None:
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(number, place, harmless(text), shape)
