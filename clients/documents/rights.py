"""The letter with the answer to a request about a file, and the certificate of a file that was destroyed."""

from typing import Any

from audit.models import DestructionCertificate
from clients.models import Client, RightsRequest
from core.pdf import render_pdf


def decision_letter_pdf(client: Client, request: RightsRequest) -> bytes:
    """The letter to the client about a request that was answered. Raises `core.pdf.PdfUnavailable`."""
    context = {"client": client, "request": request} | _municipality(client.municipality.name)
    return render_pdf("pdf/rights_decision.html", context)


def certificate_pdf(certificate: DestructionCertificate) -> bytes:
    """The certificate; the same one gives the same bytes. Raises `core.pdf.PdfUnavailable`."""
    context = {"certificate": certificate} | _municipality(certificate.organisation_label)
    return render_pdf("pdf/destruction_certificate.html", context)


def _municipality(name: str) -> dict[str, Any]:
    label = f"Gemeente {name}"
    return {"organisation": label, "author": label, "is_fictional": False}
