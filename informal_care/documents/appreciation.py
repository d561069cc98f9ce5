"""Letters to who applied for appreciation: granted or not, to be printed together. And the list to pay or send by."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.pdf import render_pdf
from core.sheets import Table
from informal_care.enums import ApplicationStatus
from informal_care.models import AppreciationApplication, AppreciationScheme

HEADINGS = ("Naam", "Straat en huisnummer", "Postcode", "Plaats", "E-mailadres", "Telefoon", "Keuze", "Waarde in euro")


def decisions_pdf(
    scheme: AppreciationScheme,
    applications: Sequence[AppreciationApplication],
    *,
    sent_on: date,
    objection_until_on: date,
) -> bytes:
    """One letter for each decision, with until when one can object (Awb, article 6:7).

    Raises `core.pdf.PdfUnavailable`.
    """
    municipality = scheme.municipality
    shown = {
        "scheme": scheme,
        "municipality": municipality,
        "applications": applications,
        "sent_on": sent_on,
        "objection_until_on": objection_until_on,
        "organisation": f"Gemeente {municipality.name}",
        "author": f"Gemeente {municipality.name}",
        "is_fictional": municipality.has_fictional_contact,
    }
    return render_pdf("pdf/appreciation_letters.html", shown)


def granted_table(scheme: AppreciationScheme, *, with_accounts: bool) -> Table:
    """Who gets what, with what is needed to send it, and for who pays (`with_accounts`) where the money goes."""

    def rows() -> Iterable[Sequence[object]]:
        granted = scheme.applications.filter(status=ApplicationStatus.GRANTED, emptied_on=None).select_related("kind")
        for one in granted.order_by("kind__name", "name", "pk").iterator():
            yield (
                *(one.name, one.street, one.postcode, one.city, one.email, one.phone, one.kind.name),
                one.kind.value,
                *((one.iban or "",) if with_accounts else ()),
            )

    headings = (*HEADINGS, "Rekening (IBAN)") if with_accounts else HEADINGS
    return Table(f"waardering-{scheme.year}", headings, rows)
