"""Who looked in a file, for the client, on paper (Wmo 2015 art. 5.3.2; NEN 7513)."""

from datetime import date

from clients.models import Client
from clients.selectors.trail import PaperTrail
from core.pdf import render_pdf


def trail_pdf(client: Client, trail: PaperTrail, made_on: date) -> bytes:
    """The document; every word in it is plain. Raises `core.pdf.PdfUnavailable`."""
    municipality = f"Gemeente {client.municipality.name}"
    context = {
        "client": client,
        "days": trail.days,
        "years": trail.years,
        "made_on": made_on,
        "organisation": municipality,
        "author": municipality,
        "is_fictional": False,
    }
    return render_pdf("pdf/trail.html", context)
