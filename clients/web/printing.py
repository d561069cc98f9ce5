"""A document as the answer to a request, or an explanation when this machine cannot make one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.pdf import PdfUnavailable

UNAVAILABLE = 503
PDF = "application/pdf"
ZIP = "application/zip"


def document_response(
    request: HttpRequest, make: Callable[[], bytes], name: str, content_type: str = PDF
) -> HttpResponse:
    """What `make` gives, under this file name, not to be kept by anybody; 503 with what to do when it cannot."""
    try:
        content = make()
    except PdfUnavailable as unavailable:
        return render(request, "pdf_unavailable.html", {"explanation": str(unavailable)}, status=UNAVAILABLE)
    place = "inline" if content_type == PDF else "attachment"
    headers = {"Content-Disposition": f'{place}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
