"""The copy of a whole file holds every row of every room."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from clients.documents.file_copy import FileCopy, model_is_note
from clients.models import Client
from clients.selectors.whole_file import rows_of
from core.personal_data import models_about_clients
from tests.factories.clients import ClientFactory, MemberFactory
from tests.factories.organisations import PDF
from tests.marks import needs_pdf
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.whole_file import *  # noqa: F403 - fixtures
from tests.plans.whole_file import LETTER, TODAY, copied, counts_of

pytestmark = pytest.mark.django_db


def test_copy_holds_every_row_of_every_model_of_the_client(person: Client) -> None:
    other = ClientFactory.create(municipality=person.municipality)
    MemberFactory.create(client=other)

    parts = {part["model"]: part for part in copied(person)["onderdelen"]}

    models = [model for model in models_about_clients() if not model_is_note(model)]
    assert set(parts) == {model._meta.label_lower for model in models}
    for model in models:
        rows = {str(getattr(row, "public_id", row.pk)) for row in rows_of(model, person)}
        part = parts[model._meta.label_lower]
        assert {row["kenmerk"] for row in part["rijen"]} == rows, model
        assert part["aantal"] == len(rows)
    notes = counts_of(person).pop("clients.autosave")
    assert sum(part["aantal"] for part in parts.values()) + notes == sum(counts_of(person).values()) > 30


def test_copy_holds_every_column_under_its_dutch_name(person: Client) -> None:
    ours = {"id", "public_id", "bsn_index", "revision", "search_name", "claim", "claimed_until", "sealed_pdf"}

    for part in copied(person)["onderdelen"]:
        model = next(model for model in models_about_clients() if model._meta.label_lower == part["model"])
        columns = {field.name for field in model._meta.concrete_fields} - ours
        for row in part["rijen"]:
            assert {value["veld"] for value in row["gegevens"]} == columns
            assert all(value["naam"] for value in row["gegevens"])


def test_copy_says_the_number_and_the_words_behind_the_codes(person: Client) -> None:
    parts = {part["model"]: part for part in copied(person)["onderdelen"]}

    client = {value["naam"]: value for value in parts["clients.client"]["rijen"][0]["gegevens"]}
    member = {value["naam"]: value for value in parts["clients.clientsystemmember"]["rijen"][0]["gegevens"]}
    assert client["Burgerservicenummer"]["waarde"] == person.bsn
    assert client["Geboortedatum"] == {
        "naam": "Geboortedatum",
        "veld": "birth_date",
        "waarde": "1941-05-17",
        "tekst": "17 mei 1941",
    }
    assert (member["Relatie"]["waarde"], member["Relatie"]["tekst"]) == ("16", "Zoon of dochter")
    assert parts["plans.planversion"]["rijen"][0]["gegevens"]


@needs_pdf
def test_zip_holds_pdf_json_and_the_uploads_under_their_own_names(person: Client) -> None:
    with ZipFile(BytesIO(FileCopy(person, TODAY).as_zip())) as archive:
        assert set(archive.namelist()) == {
            "dossier.pdf",
            "dossier.json",
            "bestanden/002-mijn plan.pdf",
            "bestanden/001-getekend plan.pdf",
        }
        assert archive.read("bestanden/002-mijn plan.pdf") == LETTER
        assert archive.read("bestanden/001-getekend plan.pdf") == PDF
        assert json.loads(archive.read("dossier.json")) == copied(person)
        pages = PdfReader(BytesIO(archive.read("dossier.pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Kopie van uw dossier", person.bsn, "Jan Jansen-Naaste", "Bevinding over", "Ze belt zelf."):
        assert words in text
    assert "None" not in text
