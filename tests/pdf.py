"""Reading a PDF back: its text, and the tags that a screen reader follows."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """The text of all pages, with every run of blanks as one space."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def structure(element: Any) -> list[Any]:
    """Every structure element below this one."""
    found = [element]
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        part = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(part, dict) and "/S" in part:
            found.extend(structure(part))
    return found


def elements_of(pdf: bytes) -> list[Any]:
    """Every structure element of the document."""
    root: Any = PdfReader(BytesIO(pdf)).root_object
    top = root["/StructTreeRoot"]["/K"]
    return [one for part in (top if isinstance(top, list) else [top]) for one in structure(part.get_object())]
