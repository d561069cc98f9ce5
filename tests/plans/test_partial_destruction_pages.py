"""Parts of a file that go: the letter, the pages, and what the database refuses."""

from io import BytesIO

import pytest
from django.test import Client as Browser
from pypdf import PdfReader

from accounts.models import User
from clients.documents.rights import certificate_pdf, decision_letter_pdf
from clients.models import (
    Case,
    Client,
    Destruction,
    RightsRequest,
)
from clients.models.destruction import FilePart
from clients.selectors.file_parts import Part, parts_to_destroy
from core.actors import Actor
from tests.cast import sign_in
from tests.marks import needs_pdf
from tests.plans.parts_of_file import *  # noqa: F403 - fixtures
from tests.plans.parts_of_file import EXPLANATION, approve, asked_in_part, propose
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.whole_file import *  # noqa: F403 - fixtures

pytestmark = pytest.mark.django_db


@needs_pdf
def test_letter_tells_what_went_what_stays_and_why(
    person: Client, decided: Case, officer: Actor, manager: Actor
) -> None:
    proposed = propose(officer, person, Part(FilePart.PERSONAL_PLAN, decided))
    request = RightsRequest.objects.get(kind="destruction")
    before = _text(decision_letter_pdf(person, request))

    certificate = approve(manager, proposed)
    request.refresh_from_db()
    after = _text(decision_letter_pdf(person, request))

    for text in (before, after):
        assert "Wij doen een deel van wat u vroeg. De rest van uw gegevens bewaren wij." in text
        assert "een wet verbiedt dat wij de gegevens vernietigen" in text
        assert EXPLANATION in text
    assert "Wat hebben wij gedaan?" not in before
    assert "Het persoonlijk plan, met de bijlage." in after
    printed = _text(certificate_pdf(certificate))
    assert "een deel van een dossier" in printed
    assert person.surname not in printed


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_pages_lead_from_the_request_to_the_certificate(
    *, client: Browser, person: Client, decided: Case, vera: User, maud: User, officer: Actor
) -> None:
    asked = asked_in_part(officer, person)
    rights = f"/clienten/{person.public_id}/rechten"
    choose = f"{rights}/{asked.public_id}/delen"
    sign_in(client, vera)
    assert choose in client.get(rights).content.decode()
    assert "Kies wat er vernietigd wordt." in client.post(choose, {}).content.decode()
    key = Part(FilePart.PERSONAL_PLAN, decided).key
    assert client.post(choose, {"parts": [f"case:{decided.public_id}"]}).status_code == 200
    client.post(choose, {"parts": [key]})
    one = f"/vernietiging/{Destruction.objects.get().public_id}"

    sign_in(client, maud)
    page = client.get(one).content.decode()
    assert "Het persoonlijk plan, met de bijlage" in page
    assert "De rest van het dossier blijft bewaard" in page
    done = client.post(one, {"is_sure": "on", "revision": 1}, follow=True).content.decode()

    assert "Verklaring 1 staat hieronder" in done
    sign_in(client, vera)
    page = client.get(rights).content.decode()
    assert "Vernietigd: Zaak" in page
    assert choose not in page


def test_file_without_its_texts_still_opens(
    *, client: Browser, person: Client, decided: Case, ended: Case, karin: User, officer: Actor, manager: Actor
) -> None:
    chosen = [part for part in parts_to_destroy(person) if part.part != FilePart.CASE]
    approve(manager, propose(officer, person, *chosen))
    sign_in(client, karin)

    for case in (decided, ended):
        page = client.get(f"/clienten/{person.public_id}/aanvragen/{case.public_id}")
        assert page.status_code == 200
