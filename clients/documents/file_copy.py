"""A full copy of a client's file, for the client (Wmo 2015 art. 5.3.2): as values, as PDF, and all in one zip.

It is made from the models themselves: whatever room a model stands in, its rows are in the copy under the Dutch
names of its columns. Left out is only what the software keeps for itself.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.db.models import Field, FileField, ForeignKey, Model

from clients.models import Client
from clients.selectors.whole_file import links_of, parts_of_file
from core.fields import BlindIndexField
from core.pdf import render_pdf
from core.personal_data import parent_of
from core.templatetags.pages import nl_date, nl_moment, nl_number

Document = dict[str, Any]

FORMAT: Final = 1
"""Number of the shape of the JSON, for whoever reads it with other software."""

OF_THE_SOFTWARE: Final = {"id", "public_id", "revision", "search_name", "claim", "claimed_until", "sealed_pdf"}
"""Columns that say nothing about the client, or nothing that is not elsewhere in the file; the public id stands with
each row as `kenmerk`."""

SHORT: Final = 60
COLUMNS: Final = 4
"""A kind whose rows have no more than this many short values is printed as one table with a row for each."""

IN_THE_JSON: Final = "Dit staat in het bestand dossier.json."


# A moment is a day too, and yes or no is a number: the narrow ones come first.
WORDS_OF: Final[Sequence[tuple[Any, Callable[[Any], str]]]] = (
    (bool, lambda value: "Ja" if value else "Nee"),
    (datetime, nl_moment),
    (date, nl_date),
    (Decimal, nl_number),
    ((list, dict), lambda _: IN_THE_JSON),
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An upload of the file: where it is stored, and under which name it stands in the zip."""

    stored: str
    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one kind as the PDF prints them: as columns, or each as a table of its own."""

    title: str
    one: str
    headings: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str]]]

    @property
    def lines(self) -> list[list[str]]:
        """The rows by column, when they fit in one table."""
        return [[dict(row).get(heading, "") for heading in self.headings] for row in self.rows]


class FileCopy:
    """The file of one client as it is now."""

    def __init__(self, client: Client, made_on: date) -> None:
        self.client = client
        self.made_on = made_on
        self.files: list[StoredFile] = []
        self._labels: dict[tuple[type[Model], Any], str] = {}
        self._kinds = [
            (model, [(row, list(self._values(row))) for row in _with_relations(model, rows)])
            for model, rows in parts_of_file(client)
            if not model_is_note(model)
        ]

    def as_values(self) -> Document:
        """Everything in the file, as it is written to JSON."""
        return {
            "formaat": FORMAT,
            "soort": "volledige kopie van het dossier",
            "gemaakt_op": self.made_on.isoformat(),
            "gemeente": self.client.municipality.name,
            "onderdelen": [
                {
                    "soort": str(model._meta.verbose_name_plural),
                    "model": model._meta.label_lower,
                    "aantal": len(rows),
                    "rijen": [
                        {
                            "kenmerk": str(getattr(row, "public_id", row.pk)),
                            "gegevens": [
                                {"naam": label, "veld": name, "waarde": value, "tekst": text}
                                for name, label, value, text in values
                            ],
                        }
                        for row, values in rows
                    ],
                }
                for model, rows in self._kinds
            ],
            "bestanden": [stored.name for stored in self.files],
        }

    def as_json(self) -> bytes:
        """The same as text that other software reads."""
        return json.dumps(self.as_values(), ensure_ascii=False, indent=2).encode()

    def as_pdf(self) -> bytes:
        """The same to read. Raises `core.pdf.PdfUnavailable`."""
        context = {
            "client": self.client,
            "made_on": self.made_on,
            "kinds": [kind for kind in self._printed() if kind.rows],
            "files": [stored.name for stored in self.files],
            "organisation": f"Gemeente {self.client.municipality.name}",
            "author": f"Gemeente {self.client.municipality.name}",
            "is_fictional": False,
        }
        return render_pdf("pdf/file_copy.html", context)

    def as_zip(self) -> bytes:
        """PDF, JSON and every upload in one file. Raises `core.pdf.PdfUnavailable`, and OSError without an upload."""
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            archive.writestr("dossier.pdf", self.as_pdf())
            archive.writestr("dossier.json", self.as_json())
            for stored in self.files:
                with default_storage.open(stored.stored) as content:
                    archive.writestr(stored.name, content.read())
        return packed.getvalue()

    def _printed(self) -> Iterator[Kind]:
        for model, rows in self._kinds:
            of_client = {"client"} if parent_of(model) is not None else set()
            printed = [
                [(label, text) for name, label, _, text in values if text and name not in of_client]
                for _, values in rows
            ]
            headings = list(dict.fromkeys(label for row in printed for label, _ in row))
            fits = len(headings) <= COLUMNS and all(len(text) <= SHORT for row in printed for _, text in row)
            yield Kind(
                title=_capitalised(model._meta.verbose_name_plural),
                one=_capitalised(model._meta.verbose_name),
                headings=headings if fits else (),
                rows=printed,
            )

    def _values(self, row: Model) -> Iterator[tuple[str, str, Any, str]]:
        """Name, label, value for JSON and text of each column."""
        for field in row._meta.concrete_fields:
            if field.name in OF_THE_SOFTWARE or isinstance(field, BlindIndexField):
                continue
            yield field.name, _capitalised(field.verbose_name), *self._value(row, field)
        for link in links_of(type(row)):
            linked = [str(other) for other in getattr(row, link.name).all()]
            yield link.name, _capitalised(link.verbose_name), linked, ", ".join(linked)

    def _value(self, row: Model, field: "Field[Any, Any]") -> tuple[Any, str]:
        if isinstance(field, ForeignKey):
            return self._related(row, field)
        value = getattr(row, field.attname)
        if isinstance(field, FileField):
            return self._stored(row, field)
        if field.choices and value not in (None, ""):
            label = str(dict(field.flatchoices).get(value, value))
            return value, label
        return _plain(value), _in_words(value)

    def _related(self, row: Model, field: "ForeignKey[Any, Any]") -> tuple[Any, str]:
        key = getattr(row, field.attname)
        if key is None:
            return None, ""
        place = (field.related_model, key)
        if place not in self._labels:
            other = getattr(row, field.name)
            self._labels[place] = str(other)
        return self._labels[place], self._labels[place]

    def _stored(self, row: Model, field: FileField) -> tuple[Any, str]:
        stored = getattr(row, field.attname)
        if not stored:
            return None, ""
        shown = str(getattr(row, f"{field.name}_name", "") or "bestand")
        name = f"bestanden/{len(self.files) + 1:03}-{shown}"
        self.files.append(StoredFile(stored.name, name))
        return name, name


def model_is_note(model: type[Model]) -> bool:
    """Whether its rows are notes of who wrote them and no part of the file: what was typed and never saved (ADR 15)."""
    return bool(getattr(model, "is_note_of_writer", False))


def _with_relations(model: type[Model], rows: Any) -> Any:
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return rows.select_related(*names) if names else rows


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str() | list() | dict():
            return value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    return str(value)


def _in_words(value: Any) -> str:
    """The value as text; nothing for what is not filled in, and for ids."""
    if value in (None, "", [], {}) or isinstance(value, UUID):
        return ""
    for kind, words in WORDS_OF:
        if isinstance(value, kind):
            return words(value)
    return str(value)


def _capitalised(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]
