"""Setting up the second step, and signing in with a code and with a recovery code, by keyboard only."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import SecondFactor, User
from organisations.enums import Role
from organisations.models import Municipality
from tests.accounts.phone import Phone
from tests.e2e.keyboard import Keyboard
from tests.e2e.survey import Survey
from tests.factories.accounts import PASSWORD
from tests.factories.organisations import MembershipFactory

EMAIL = "tess@apeldoorn.example"


@pytest.fixture
def tess(site: str) -> Iterator[User]:
    """A case worker who never signed in before, where a second step is required."""
    user = User.objects.create_user(EMAIL, PASSWORD, name="Tess Teststap")
    MembershipFactory.create(user=user, organisation=Municipality.objects.get(cbs_code="0200"), role=Role.CASE_WORKER)
    with override_settings(SECOND_FACTOR="required"):
        yield user
    User.objects.get_queryset().filter(pk=user.pk).update(is_active=False)


def knock(page: Page) -> Keyboard:
    """Give e-mail address and password."""
    keys = Keyboard(page)
    page.goto("/aanmelden?next=/clienten")
    keys.to("textbox", "E-mailadres")
    page.keyboard.type(EMAIL)
    keys.to("textbox", "Wachtwoord")
    page.keyboard.type(PASSWORD)
    keys.push("Inloggen")
    return keys


def test_second_step_by_keyboard(tess: User, new_context: Callable[..., BrowserContext], survey: Survey) -> None:
    """From the first sign-in to the list of clients; then a new browser with a code, and one with a recovery code."""
    page = new_context().new_page()
    keys = knock(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap instellen")
    survey.look(page, "second step set up")
    found = page.locator(".zr-key code").text_content()
    phone = Phone((found or "").replace(" ", ""))
    keys.to("textbox", "Code uit de app")
    page.keyboard.type(phone.wrong())
    keys.push("Tweede stap instellen")
    expect(page.get_by_text("Deze code klopt niet").first).to_be_visible()
    survey.look(page, "second step set up refused")
    keys.to("textbox", "Code uit de app")
    page.keyboard.press("Control+A")
    page.keyboard.type(phone.code())
    keys.push("Tweede stap instellen")
    codes = page.locator(".zr-codes code").all_text_contents()
    assert len(codes) == 10
    survey.look(page, "recovery codes")
    with page.expect_download() as download:
        page.get_by_role("link", name="Als tekstbestand downloaden").press("Enter")
    assert all(code in download.value.path().read_text() for code in codes)
    keys.push("Ik heb de codes bewaard")
    expect(page).to_have_url(re.compile("/clienten$"))
    page.goto("/account")
    survey.look(page, "account")
    look_at_links(page, keys, survey)

    other = new_context().new_page()
    SecondFactor.objects.filter(user=tess).update(last_step=-1)  # the half minute has not passed yet
    keys = knock(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("Tweede stap van het inloggen")
    survey.look(other, "second step")
    keys.to("textbox", "Code")
    other.keyboard.type(phone.code())
    keys.push("Verder")
    expect(other).to_have_url(re.compile("/clienten$"))

    sign_in_with_recovery(new_context().new_page(), codes[0], survey)
    other.goto("/clienten")
    expect(other).to_have_url(re.compile("/aanmelden"))


def look_at_links(page: Page, keys: Keyboard, survey: Survey) -> None:
    """What can be done about one's own second step."""
    for name, link in (
        ("recovery renew", "Nieuwe herstelcodes maken"),
        ("second step move", "Andere telefoon of app gebruiken"),
        ("second step remove", "Tweede stap weghalen"),
    ):
        page.goto("/account")
        keys.follow(link)
        survey.look(page, name)


def sign_in_with_recovery(third: Page, code: str, survey: Survey) -> None:
    """A third browser, without the phone; from there everything is ended."""
    keys = knock(third)
    keys.to("textbox", "Code")
    third.keyboard.type(code)
    keys.push("Verder")
    expect(third).to_have_url(re.compile("/clienten$"))
    keys.follow("Uw account")
    expect(third.get_by_text("nog 9 over")).to_be_visible()
    keys.follow("Mijn sessies")
    expect(third.get_by_role("row")).to_have_count(4)
    survey.look(third, "sessions")
    keys.push("Overal uitloggen")
    expect(third.get_by_text("op alle apparaten uitgelogd")).to_be_visible()
