"""The plan and the evaluation report on paper."""

import json
import subprocess
import sys
from copy import deepcopy
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from accounts.models import User
from clients.models import Allocation
from core.documents import document_hash
from organisations.models import CareProvider, Municipality
from plans.documents import (
    evaluation_document,
    evaluation_pdf,
    plan_document,
    plan_pdf,
)
from plans.models import Evaluation, PlanVersion
from plans.tasks import seal_agreed_plans
from tests.marks import needs_pdf
from tests.pdf import elements_of, text_of
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import allocate, draft_of

pytestmark = pytest.mark.django_db


# What is printed ---------------------------------------------------------------------------------------


def test_plan_document_holds_what_was_agreed_and_is_ready_for_json(agreed: PlanVersion):
    document = plan_document(agreed)

    assert json.loads(json.dumps(document)) == document
    assert document["client"] == {"name": "S. de Vries", "birth_date": "1941-05-17"}
    assert document["municipality"] == "Apeldoorn"
    assert document["product"] == {"name": "Begeleiding Groep Duurzaam", "version": 1, "is_fictional": False}
    assert document["version"]["status"] == "Vastgesteld"
    assert document["version"]["evaluation_interval_months"] == 6
    assert document["responsible"] == "Petra Linde"
    assert document["goals"][0]["target_value"] == "2.5"
    assert document["goals"][0]["activities"][0]["frequency"] == "1 keer per dagdeel"
    assert document["evaluation_moments"] == [{"planned_on": "2026-08-01"}]
    assert [(one["name"], one["agreed_on"]) for one in document["agreements"]] == [
        ("S. de Vries", "2026-03-02"),
        ("Petra Linde", "2026-03-02"),
    ]


def test_evaluation_document_holds_participants_progress_and_answers(evaluation: Evaluation):
    document = evaluation_document(evaluation)

    assert json.loads(json.dumps(document)) == document
    assert document["participants"][0]["contribution"] == "Het is gezellig."
    assert document["progress"][0]["progress"] == "Vooruitgang"
    assert document["evaluation"]["wmo_fit"] == "Ja"
    assert document["evaluation"]["author"] == "Petra Linde"


def test_hash_does_not_depend_on_the_order_of_names(agreed: PlanVersion):
    document = plan_document(agreed)
    turned = dict(reversed(document.items()))

    assert document_hash(turned) == document_hash(document)
    assert len(document_hash(document)) == 64


def test_hash_changes_with_a_single_word(agreed: PlanVersion):
    document = plan_document(agreed)
    other = deepcopy(document)
    other["goals"][0]["statement"] += "!"

    assert document_hash(other) != document_hash(document)


# The PDF -------------------------------------------------------------------------------------------------


@needs_pdf
def test_plan_pdf_is_tagged_in_dutch_with_a_title(agreed: PlanVersion):
    reader = PdfReader(BytesIO(plan_pdf(plan_document(agreed))))

    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == f"Uitvoeringsplan bij toewijzing {agreed.plan.allocation.number}, versie 1"
    assert b"pdfuaid" in root["/Metadata"].get_data()


@needs_pdf
def test_each_header_cell_has_a_scope(agreed: PlanVersion):
    headers = [one for one in elements_of(plan_pdf(plan_document(agreed))) if one["/S"] == "/TH"]

    assert headers
    scopes: set[Any] = set()
    for header in headers:
        attributes = header["/A"]
        attributes = attributes if isinstance(attributes, list) else [attributes]
        scopes.update(part.get_object().get("/Scope") for part in attributes)
    assert scopes == {"/Row", "/Column"}


@needs_pdf
def test_headings_go_down_one_level_at_a_time(evaluation: Evaluation):
    for pdf in (
        plan_pdf(plan_document(evaluation.version)),
        evaluation_pdf(evaluation_document(evaluation)),
    ):
        levels = [int(one["/S"][2]) for one in elements_of(pdf) if one["/S"] in {"/H1", "/H2", "/H3", "/H4"}]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


@needs_pdf
def test_fonts_are_embedded(agreed: PlanVersion):
    reader = PdfReader(BytesIO(plan_pdf(plan_document(agreed))))

    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in described or "/FontFile3" in described


@needs_pdf
def test_pages_are_numbered(agreed: PlanVersion):
    pages = PdfReader(BytesIO(plan_pdf(plan_document(agreed)))).pages

    for number, page in enumerate(pages, start=1):
        assert f"Pagina {number} van {len(pages)}" in page.extract_text()


@needs_pdf
def test_same_document_gives_the_same_bytes_later_and_elsewhere(
    agreed: PlanVersion, project: Path, on_day: Any, tmp_path: Path
):
    document = plan_document(agreed)
    first = plan_pdf(document)
    on_day(date(2031, 7, 1))
    stored = tmp_path / "document.json"
    stored.write_text(json.dumps(document))
    program = (
        "import django, hashlib, json, pathlib; django.setup(); from plans.documents import plan_pdf; "
        f"print(hashlib.sha256(plan_pdf(json.loads(pathlib.Path({str(stored)!r}).read_text()))).hexdigest())"
    )

    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project,
        env={"DJANGO_SETTINGS_MODULE": "zorgregio.settings.test", "TZ": "Asia/Tokyo", "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )

    assert plan_pdf(document) == first
    assert elsewhere.stdout.split()[-1] == sha256(first).hexdigest()


@needs_pdf
def test_agreed_plan_keeps_the_hash_of_the_pdf_that_anybody_can_make_again(
    agreed: PlanVersion,
):
    seal_agreed_plans()

    agreed.refresh_from_db()
    assert agreed.agreed_document
    assert agreed.pdf_sha256 == sha256(plan_pdf(agreed.agreed_document)).hexdigest()
    assert agreed.document_sha256 == document_hash(agreed.agreed_document)


@needs_pdf
def test_agreed_plan_prints_the_same_after_the_client_changed_name(agreed: PlanVersion):
    assert agreed.agreed_document
    before = plan_pdf(agreed.agreed_document)
    person = agreed.plan.allocation.client
    person.surname = "Anders"
    person.save()

    agreed.refresh_from_db()

    assert plan_pdf(agreed.agreed_document) == before


@needs_pdf
def test_fictional_product_is_marked_and_a_real_one_is_not(
    petra: User, allocation: Allocation, apeldoorn: Municipality, de_linde: CareProvider
):
    de_linde.is_fictional = False
    de_linde.save()
    real = draft_of(petra, allocation, goals=1)
    made_up = draft_of(petra, allocate(apeldoorn, de_linde, "bg-licht", surname="Licht"), goals=1)

    real.plan.allocation.provider.refresh_from_db()
    assert "fictief" not in text_of(plan_pdf(plan_document(real)))
    assert "fictief" in text_of(plan_pdf(plan_document(made_up)))


@needs_pdf
def test_report_prints_what_was_said(evaluation: Evaluation):
    text = text_of(evaluation_pdf(evaluation_document(evaluation)))

    assert "Evaluatieverslag van S. de Vries" in text
    assert "Het is gezellig." in text
    assert "2 dagdelen per week (begin 1, doel 2,5)" in text
    assert "Past de hulpvraag nog bij de Wmo? Ja" in text


@needs_pdf
def test_draft_without_anything_prints_too(empty_draft: PlanVersion):
    assert "Er zijn nog geen doelen." in text_of(plan_pdf(plan_document(empty_draft)))


@needs_pdf
def test_evaluation_that_was_only_begun_prints_too(open_evaluation: Evaluation):
    assert "Nog niet beantwoord" in text_of(evaluation_pdf(evaluation_document(open_evaluation)))
