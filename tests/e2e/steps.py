"""What several ways have in common: signing in, putting a team together, who evaluates, reading a PDF back."""

import re
from calendar import monthrange
from datetime import date
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pypdf.generic import StreamObject

from core.templatetags.pages import nl_date
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import PASSWORD
from tests.e2e.survey import Survey


def read_pdf(content: bytes) -> str:
    """The text of a PDF that is tagged, in Dutch, and says that it keeps PDF/UA-1."""
    reader = PdfReader(BytesIO(content))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("nl")
    metadata = root["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert re.search(rb'pdfuaid:part(>|=")1', metadata.get_data())
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def sign_in(page: Page, survey: Survey, email: str) -> Keyboard:
    """Sign in; the first Tab on the page that follows leads past the menu."""
    keys = Keyboard(page)
    page.goto("/")
    survey.look(page, "main sign in")
    keys.write("E-mailadres", email)
    keys.write("Wachtwoord", PASSWORD)
    keys.submit()
    keys.expect_heading("Werkvoorraad")
    survey.look(page, f"main worklist {email.partition('@')[0]}")
    keys.press("Tab")
    keys.to("link", "Naar de inhoud")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.reload()
    return keys


def sign_out(keys: Keyboard) -> None:
    """Sign out."""
    keys.push("Uitloggen")
    keys.expect_message("U bent uitgelogd.")


def put_in_team(keys: Keyboard, survey: Survey, client: str) -> None:
    """The planner of the provider puts the professional in the treatment team."""
    keys.follow(f"Team samenstellen van {client}")
    survey.look(keys.page, "main empty team")
    keys.follow("Medewerker toevoegen")
    keys.select("Medewerker", "Petra Lubbers")
    survey.look(keys.page, "main add to team")
    keys.push("Toevoegen")
    keys.expect_message("De medewerker zit in het behandelteam.")
    survey.look(keys.page, "main team")


def expect_due(keys: Keyboard, day: date) -> None:
    """The page of the plan says when the next evaluation is due."""
    expect(keys.page.get_by_text(f"De volgende evaluatie is uiterlijk op {nl_date(day)}")).to_be_visible()


def take_part(keys: Keyboard, *people: tuple[str, str]) -> None:
    """Write down who took part, and as what."""
    for name, kind in people:
        keys.write("Naam", name)
        keys.select("Als", kind)
        keys.press("Tab")


def six_months_after(day: date) -> date:
    """The same day six calendar months later, or the last of that month."""
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
