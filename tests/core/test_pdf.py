"""Documents: tagged, in Dutch, with headed tables and embedded fonts, and twice the same bytes."""

import builtins
import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.template import engines
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from core import pdf
from core.pdf import PdfUnavailable, pdf_available, render_pdf, static_path
from tests.marks import needs_pdf

DOCUMENT = """{% extends "pdf/base.html" %}
{% block title %}Uitvoeringsplan 12{% endblock %}
{% block content %}
  <h1>Uitvoeringsplan van Şule Łukasz</h1>
  <table>
    <caption>Activiteiten</caption>
    <thead><tr><th scope="col">Wat</th><th scope="col">Hoe vaak</th></tr></thead>
    <tbody>
      {% for row in rows %}
        <tr><th scope="row">Wandelen</th><td><em>elke</em> <b>week</b></td></tr>
      {% endfor %}
    </tbody>
  </table>
{% endblock %}"""

CONTEXT: dict[str, Any] = {
    "organisation": "Gemeente Voorbeeldstad",
    "author": "Stichting Zorgpunt",
    "is_fictional": True,
    "rows": range(60),
}

MAKE_ONE = """
import hashlib, django
django.setup()
from tests.core.test_pdf import CONTEXT, make
print(hashlib.sha256(make(CONTEXT)).hexdigest())
"""


def make(context: dict[str, Any], source: str = DOCUMENT) -> bytes:
    def from_source(_name: str, given: dict[str, Any]) -> str:
        return engines["django"].from_string(source).render(given)

    with mock.patch.object(pdf, "render_to_string", from_source):
        return render_pdf("sample", context)


@pytest.fixture(scope="module")
def document() -> PdfReader:
    return PdfReader(io.BytesIO(make(CONTEXT)))


def structure(element: Any) -> Iterator[Any]:
    if isinstance(element, IndirectObject):
        element = element.get_object()
    if isinstance(element, list):
        for part in element:
            yield from structure(part)
    elif isinstance(element, DictionaryObject):
        if "/S" in element:
            yield element
        yield from structure(element.get("/K"))


@needs_pdf
def test_document_is_tagged_and_says_its_language_and_title(document: PdfReader) -> None:
    catalog: Any = document.root_object

    assert catalog["/MarkInfo"]["/Marked"] is not False
    assert str(catalog["/Lang"]) == "nl"
    assert document.metadata is not None
    assert document.metadata.title == "Uitvoeringsplan 12"
    assert document.metadata.author == "Stichting Zorgpunt"
    assert b"pdfuaid" in catalog["/Metadata"].get_object().get_data()


@needs_pdf
def test_document_gives_every_table_header_its_scope(document: PdfReader) -> None:
    catalog: Any = document.root_object
    headers = [tag for tag in structure(catalog["/StructTreeRoot"]["/K"]) if tag["/S"] == "/TH"]

    scopes = [str(header["/A"]["/Scope"]) for header in headers]

    assert scopes.count("/Row") == 60
    assert scopes.count("/Column") >= 2
    assert set(scopes) == {"/Row", "/Column"}


@needs_pdf
def test_document_embeds_only_its_own_fonts(document: PdfReader) -> None:
    fonts: dict[str, Any] = {}
    page: Any
    for page in document.pages:
        fonts.update(page["/Resources"]["/Font"])

    descendants = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]

    assert descendants
    assert all("Source-Sans-3" in str(font["/BaseFont"]) for font in descendants)
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in descendants)


@needs_pdf
def test_document_draws_letters_beyond_latin_from_a_font_of_their_own(document: PdfReader) -> None:
    """Two files of one family would be taken for one font, and the name of a client printed wrong."""
    page: Any = document.pages[0]
    fonts = page["/Resources"]["/Font"].values()

    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}

    assert {"Source-Sans-3-Bold", "Source-Sans-3-Ext-Bold"} <= names


@needs_pdf
def test_document_numbers_its_pages_and_says_what_is_fictional(document: PdfReader) -> None:
    texts = [page.extract_text() for page in document.pages]

    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert f"Pagina {number} van {len(texts)}" in text
        assert "fictief" in text
        assert "Gemeente Voorbeeldstad" in text
    assert "Şule Łukasz" in texts[0]


@needs_pdf
def test_document_without_fiction_does_not_say_fictional() -> None:
    document = PdfReader(io.BytesIO(make(CONTEXT | {"is_fictional": False, "rows": range(1)})))

    assert "fictief" not in document.pages[0].extract_text()


@needs_pdf
def test_document_is_the_same_bytes_in_another_process() -> None:
    other = subprocess.run([sys.executable, "-c", MAKE_ONE], capture_output=True, text=True, check=True)

    assert other.stdout.strip() == hashlib.sha256(make(CONTEXT)).hexdigest()


@needs_pdf
@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/hostname", "../../manage.py", "css/none.png"]
)
def test_document_refuses_what_is_no_static_file(address: str) -> None:
    source = DOCUMENT.replace("<h1>", f'<img src="{address}" alt=""><h1>')

    with pytest.raises(ValueError, match="static files of the project"):
        make(CONTEXT, source)


def test_static_path_finds_only_static_files() -> None:
    found = static_path("file:///static/css/pdf.css")

    assert found is not None
    assert found.name == "pdf.css"
    assert static_path("file:///static/css/../../manage.py") is None
    assert static_path("file:///static/css/%2e%2e/%2e%2e/manage.py") is None
    assert static_path("file:///etc/hostname") is None


def test_missing_libraries_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_pango(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)

    assert not pdf_available()
    with pytest.raises(PdfUnavailable, match="apt-get install libpango"):
        render_pdf("pdf/base.html", {})
