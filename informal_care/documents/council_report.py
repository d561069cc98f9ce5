"""The report about a board for the council, as PDF."""

from core.pdf import render_pdf
from informal_care.selectors.report import CouncilReport


def council_report_pdf(report: CouncilReport) -> bytes:
    """The report; the same report gives the same bytes. Raises `core.pdf.PdfUnavailable`."""
    municipality = report.board.municipality.name
    context = {"report": report, "board": report.board, "organisation": municipality, "author": municipality}
    return render_pdf("pdf/council_report.html", context)
