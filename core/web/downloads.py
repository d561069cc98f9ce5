"""Handing over an upload. It has no public address: the view first looks who may have it, and notes it in the trail."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from core.uploads import kind_of


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
