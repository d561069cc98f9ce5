"""Downloading a plan or a report as PDF."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

import plans.web.printing
from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from core.pdf import PdfUnavailable
from plans.documents import plan_pdf
from plans.models import Evaluation, PlanVersion
from tests.cast import sign_in
from tests.marks import needs_pdf
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = pytest.mark.django_db


@needs_pdf
def test_pdf_is_served_and_printing_stands_in_the_trail(client: Browser, karin: User, evaluation: Evaluation):
    sign_in(client, karin)
    for name, row in (("pdf", evaluation.version), ("evaluation_pdf", evaluation)):
        response = client.get(reverse(f"plans:{name}", args=[row.public_id]))

        assert response.headers["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")
        assert "Vries" not in response.headers["Content-Disposition"]
        assert "no-store" in response.headers["Cache-Control"]
        entry = AuditEntry.objects.latest("pk")
        assert (entry.event, entry.target) == (AuditEvent.PRINTED, row.public_id)


@needs_pdf
def test_agreed_plan_is_served_as_it_was_agreed(client: Browser, karin: User, running: PlanVersion):
    response = sign_in(client, karin).get(reverse("plans:pdf", args=[running.public_id]))

    assert running.agreed_document
    assert response.content == plan_pdf(running.agreed_document)


def test_without_pdf_the_page_says_what_to_do(
    client: Browser, karin: User, draft: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr(plans.web.printing, "pdf_of", refuse)

    response = sign_in(client, karin).get(reverse("plans:pdf", args=[draft.public_id]))

    assert response.status_code == 503
    assert "PDF maken kan nu niet" in response.content.decode()
    assert not AuditEntry.objects.filter(event=AuditEvent.PRINTED).exists()


@pytest.mark.parametrize("name", ["mo", "zoe"])
def test_stranger_gets_no_pdf(client: Browser, request: pytest.FixtureRequest, draft: PlanVersion, name: str):
    response = sign_in(client, request.getfixturevalue(name)).get(reverse("plans:pdf", args=[draft.public_id]))

    assert response.status_code == 404
