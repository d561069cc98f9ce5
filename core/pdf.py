"""Documents as accessible PDF (PDF/UA-1): tagged, in Dutch, with embedded fonts and headed tables.

The same context gives the same bytes, so the hash of an agreed document can be kept and checked later.
Nothing is fetched from a network: a document may use the project's own static files and nothing else.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

NATIVE_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
STATIC_BASE = "file:///static/"
"""Documents name static files relative to this address; it is no folder of the machine."""

CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/ttf"}


class PdfUnavailable(ImportError):
    """This machine lacks the native libraries that make a PDF. The message says how to install them."""

    def __init__(self) -> None:
        super().__init__(
            "Een PDF maken kan hier nog niet: er ontbreken bibliotheken op de server. "
            f"Vraag de beheerder om dit uit te voeren: apt-get install {NATIVE_PACKAGES}"
        )


def pdf_available() -> bool:
    """Say whether this machine can make a PDF."""
    try:
        _engine()
    except PdfUnavailable:
        return False
    return True


def render_pdf(template_name: str, context: Mapping[str, Any]) -> bytes:
    """Return the document of this template as PDF/UA-1.

    The context must hold every date and number that is printed: the clock is not read here. Raises
    `PdfUnavailable` without the native libraries, and `ValueError` for an address outside the static files.
    """
    engine = _engine()
    text = render_to_string(template_name, dict(context))
    try:
        html = engine.HTML(string=text, base_url=STATIC_BASE, url_fetcher=_static_files_only()())
        pdf: bytes = html.write_pdf(pdf_variant="pdf/ua-1", finisher=_scope_table_headers)
    except engine.urls.FatalURLFetchingError as error:
        # A BaseException in the engine: as it is, it would pass by every handler and end the worker.
        raise ValueError(str(error)) from error
    return pdf


def _engine() -> ModuleType:
    # Imported at the first document: it takes a second, needs native libraries, and most requests make none.
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    module: ModuleType = weasyprint
    return module


@cache
def _static_files_only() -> type[Any]:
    """Return the fetcher class: it reads static files of the project and refuses every other address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class StaticFilesOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            path = static_path(url)
            if path is None:
                # Fatal, because the engine would otherwise go on without the font or the picture.
                raise FatalURLFetchingError(f"A document may only use static files of the project, not {url}")
            kind = CONTENT_TYPES.get(path.suffix, "application/octet-stream")
            content = _unpacked_font(path) if path.suffix == ".woff2" else path.read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return StaticFilesOnly


@cache
def _unpacked_font(path: Path) -> bytes:
    """Return the font as the engine would unpack it itself, anew for each document: most of the time a page takes."""
    from fontTools.ttLib import woff2  # noqa: PLC0415

    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


def static_path(url: str) -> Path | None:
    """Return the static file that an address in a document means, or nothing when it is not one."""
    if not url.startswith(STATIC_BASE):
        return None
    name = unquote(urlsplit(url).path.removeprefix("/static/"))
    if ".." in Path(name).parts:
        return None
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None


def _scope_table_headers(_document: object, pdf: Any) -> None:
    """Give each header cell its scope (ISO 14289-1, 7.5), which the engine leaves out."""
    elements = {item.reference: item for item in pdf.objects if _structure(item)}
    for cell in elements.values():
        if _structure(cell) == "/TH":
            row = elements.get(cell["P"])
            group = elements.get(row["P"]) if row else None
            in_head = group is not None and _structure(group) == "/THead"
            cell["A"]["Scope"] = "/Column" if in_head else "/Row"


def _structure(item: Any) -> str:
    """Return the structure type of an object of the file ("/TH"), or "" when it is no structure element."""
    if isinstance(item, dict) and item.get("Type") == "/StructElem":
        return str(item["S"])
    return ""
