"""An administrator loads an instrument on a page: all faults at once, nothing typed is lost, and twice is once."""

from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from informal_care.models import Instrument
from informal_care.services.instruments import LARGEST, load_instrument, prepared_definitions
from tests.cast import actor_of_user, sign_in

PAGE = "/beheer/informal_care/instrument/laden"
QUESTION = "Een vraag uit de bron."

pytestmark = pytest.mark.django_db


def filled(name: str) -> str:
    """A definition that comes with the software, with the texts of its questions."""
    told = yaml.safe_load(prepared_definitions()[name])
    for row in told["items"]:
        row["text"] = QUESTION
    return yaml.safe_dump(told, allow_unicode=True)


@pytest.fixture
def browser(client: Browser, ada: User) -> Browser:
    return sign_in(client, ada)


@pytest.mark.parametrize("name", ["ediz", "ediz_plus", "csi"])
def test_administrator_loads_a_file_and_twice_changes_nothing(browser: Browser, ada: User, name: str) -> None:
    text = filled(name).encode()
    for said in ("is geladen.", "Er is niets veranderd."):
        file = SimpleUploadedFile(f"{name}.yaml", text)
        page = browser.post(PAGE, {"file": file}, follow=True).content.decode()
        assert said in page
    instrument = Instrument.objects.get()
    assert instrument.licence
    entry = AuditEntry.objects.get(event="created", target=instrument.public_id)
    assert entry.actor == ada.public_id
    assert reverse("admin:informal_care_instrument_load") in page


def test_prepared_text_can_be_begun_with_and_does_not_load_without_its_questions(browser: Browser) -> None:
    form = browser.get(PAGE, {"begin": "csi"}).context["form"]
    assert "Caregiver Strain Index" in form.initial["text"]
    page = browser.post(PAGE, {"text": form.initial["text"]})
    assert len(page.context["form"].errors["text"]) >= 13
    assert not Instrument.objects.exists()
    assert browser.get(PAGE, {"begin": "../settings"}).context["form"].initial["text"] == ""


def test_all_faults_come_at_once_with_their_place_and_what_was_sent_stays(browser: Browser) -> None:
    told: dict[str, Any] = yaml.safe_load(filled("csi"))
    told["licence"] = ""
    told["items"][2]["text"] = ""
    told["answers"][1]["score"] = "veel"
    text = yaml.safe_dump(told, allow_unicode=True)
    page = browser.post(PAGE, {"file": SimpleUploadedFile("csi.yaml", text.encode())})
    faults = list(page.context["form"].errors["text"])
    assert len(faults) >= 3
    assert any("licence" in fault for fault in faults)
    assert any("v3" in fault or "3" in fault for fault in faults)
    assert QUESTION in page.content.decode()
    assert not Instrument.objects.exists()


def test_edition_that_was_loaded_does_not_change(browser: Browser) -> None:
    text = filled("csi")
    browser.post(PAGE, {"text": text})
    page = browser.post(PAGE, {"text": text.replace(QUESTION, "Een andere vraag.")})
    assert "nieuw nummer" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "Dit bestand is leeg, te groot of geen tekst."),
        (b"x" * (4 * LARGEST + 1), "Dit bestand is leeg, te groot of geen tekst."),
        (b"a: [", "Dit bestand is geen YAML of JSON."),
    ],
)
def test_file_that_is_no_definition_is_refused(browser: Browser, content: bytes, said: str) -> None:
    page = browser.post(PAGE, {"file": SimpleUploadedFile("x.yaml", content)}).content.decode()
    assert said in page


def test_nothing_sent_is_asked_for(browser: Browser) -> None:
    assert "Kies een bestand" in browser.post(PAGE, {"text": " "}).content.decode()


def test_only_administrators_come_here(client: Browser, ilse: User) -> None:
    assert client.get(PAGE).status_code == 302
    sign_in(client, ilse)
    answer = client.post(PAGE, {"text": filled("csi")}, follow=True)
    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        load_instrument(actor=actor_of_user(ilse), text=filled("csi"))
    assert not Instrument.objects.exists()
