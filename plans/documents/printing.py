"""Any of the papers of a version of a plan, by kind, and those of many plans in one file."""

from base64 import b64decode
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from plans.documents.printed import plan_document, plan_pdf
from plans.documents.readable import pictures_pdf, readable_document, readable_pdf
from plans.enums import PrintKind
from plans.models import PlanVersion, PrintItem

NAMES = {
    PrintKind.PLAN: "uitvoeringsplan",
    PrintKind.READABLE: "leesversie",
    PrintKind.PICTURES: "plan-in-plaatjes",
}


def pdf_of(kind: PrintKind, version: PlanVersion, day: date) -> bytes:
    """This paper of a version, as it is printed on `day`: an agreed plan as it was agreed.

    Raises `core.pdf.PdfUnavailable`.
    """
    match kind:
        case PrintKind.PLAN:
            return plan_pdf(version.agreed_document or plan_document(version))
        case PrintKind.READABLE:
            return readable_pdf(readable_document(version, day))
        case PrintKind.PICTURES:
            return pictures_pdf(readable_document(version, day))


def name_of_pdf(kind: PrintKind, version: PlanVersion) -> str:
    """The name of the file: nothing in it is about the person."""
    return f"{NAMES[kind]}-{version.plan.allocation.number}-versie-{version.number}.pdf"


def zip_of(kind: PrintKind, items: Iterable[PrintItem], left_out: Iterable[str]) -> bytes:
    """The PDFs of these items in one zip, with a list of what is not in it. A PDF is small already: it is stored."""
    packed, missing = BytesIO(), list(left_out)
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for item in items:
            archive.writestr(name_of_pdf(kind, item.version), b64decode(item.sealed_pdf or ""))
        if missing:
            archive.writestr("niet-in-dit-bestand.txt", "\r\n".join(missing) + "\r\n")
    return packed.getvalue()
