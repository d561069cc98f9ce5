"""Handing over an upload or a document that is made for it.

Neither has a public address: the view first looks who may have it, and notes it in the trail where it is about a
client.
"""

from collections.abc import Callable

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.pdf import PdfUnavailable
from core.uploads import kind_of

UNAVAILABLE = 503
PDF = "application/pdf"
ZIP = "application/zip"


def stored_file(stored: FieldFile, name: str) -> FileResponse:
    """The upload as a download under this name, with the type of its content. Raises Http404 when there is no file."""
    try:
        content = stored.open("rb")
    except (ValueError, FileNotFoundError) as error:
        raise Http404("Hier hoort geen bestand bij.") from error
    kind = kind_of(content.read(16))
    content.seek(0)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=kind.content_type if kind else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
