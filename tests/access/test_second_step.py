"""Without a second step nobody who may see client files sees anything but their own account."""

import re

import pytest
from django.urls import reverse

from accounts.models import UserSession
from organisations.access import WITHOUT_FILES, must_set_second_step
from organisations.enums import Action, Role
from organisations.rules import RIGHTS
from tests.access.asking import ask
from tests.access.matrix import MATRIX
from tests.access.world import *  # noqa: F403 - fixtures
from tests.accounts.phone import key_on, set_up
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures

ABOUT_NO_CLIENT = {
    Action.SEE_PROFESSIONALS,
    Action.VERIFY_PROOF,
    Action.READ_CONTRACTS,
    Action.REPORT_WAITING_TIME,
    Action.PURCHASE,
    Action.SEE_SPENDING,
    Action.MANAGE_PRODUCTS,
    Action.SEE_COMPLIANCE,
    Action.JUDGE_COMPLIANCE,
}
SET_UP = "/account/tweede-stap"
STEP = "/aanmelden/tweede-stap"
OPEN = {name for name, row in MATRIX.items() if row.public_because} | {
    name for name in MATRIX if name.startswith("accounts:")
}
OPEN.add("organisations:single_sign_on")  # a door as well, and shut


@pytest.fixture
def required(settings):
    """As in production."""
    settings.SECOND_FACTOR = "required"


def prove(user) -> None:
    """Let the sessions of the user count as proven."""
    UserSession.objects.filter(user=user).update(proven_by="app")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", ["karin", "petra", "ruud", "ilse", "ada"])
def test_no_route_but_the_own_account_opens_with_a_password_alone(world, required, person, method):
    wrong = []
    for name in set(MATRIX) - OPEN:
        response = ask(world.browsers[person], method, world.address_of(name))
        if response.status_code != 302 or not response["Location"].startswith(SET_UP):
            wrong.append(f"{method} {name}: {response.status_code}")
    assert not wrong


def test_admin_pages_open_with_a_second_step_only(client, required, ada):
    sign_in(client, ada)

    assert client.get("/beheer/").url.startswith(SET_UP)
    prove(ada)
    assert client.get("/beheer/").status_code == 200


def test_pages_of_the_account_stay_open(client, required, karin):
    sign_in(client, karin)

    for name in ("accounts:account", "accounts:sessions", "accounts:change_password", "toegankelijkheid"):
        assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse("accounts:sign_out")).status_code == 302


def test_frame_of_a_page_says_nothing_of_the_organisation_yet(client, required, karin):
    page = sign_in(client, karin).get("/bestaat-niet")

    assert page.status_code == 404
    assert "Apeldoorn" not in page.text


def test_purchaser_and_somebody_without_a_role_need_none(client, required, pim, nobody):
    assert sign_in(client, pim).get("/").status_code == 200
    assert sign_in(client, nobody).get("/").status_code == 200


def test_setting_it_up_opens_the_page_that_was_asked_for(client, required, karin, running):
    address = reverse("clients:file", args=[running.plan.allocation.client.public_id])
    page = sign_in(client, karin).get(address, follow=True)
    assert "Tweede stap instellen" in page.text
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)
    assert sealed

    codes = client.post(SET_UP, {"code": key_on(page).code(), "sealed": sealed[1], "next": address}, follow=True)
    assert "Uw herstelcodes" in codes.text
    response = client.post("/account/herstelcodes/bewaard", {"next": address}, follow=True)

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == address


def test_who_has_a_phone_is_asked_for_a_code_whatever_the_setting(client, karin, running):
    phone, _ = set_up(karin)
    address = reverse("plans:pdf", args=[running.public_id])

    assert sign_in(client, karin).get(address)["Location"].startswith(f"{STEP}?next=")
    response = client.post(STEP, {"code": phone.code(), "next": reverse("clients:list")}, follow=True)

    assert response.status_code == 200


def test_optional_second_step_is_not_demanded(client, karin):
    assert sign_in(client, karin).get(reverse("clients:list")).status_code == 200


def test_every_role_that_reads_files_needs_one(karin, pim):
    for role in WITHOUT_FILES:
        assert RIGHTS[role] <= ABOUT_NO_CLIENT
    for role in Role:
        actor = type(actor_of_user(karin))(role=role)
        assert must_set_second_step(actor, is_staff=False) is (role not in WITHOUT_FILES)
    assert must_set_second_step(actor_of_user(pim), is_staff=True)


def test_role_that_nobody_has_thought_of_needs_one(karin):
    actor = type(actor_of_user(karin))(role="new_role")

    assert must_set_second_step(actor, is_staff=False)


def test_demo_says_on_each_page_that_the_second_step_was_skipped(client, settings, karin):
    settings.DEMO = True
    notice = "ingelogd zonder tweede stap"
    assert notice not in client.get("/aanmelden").text

    assert notice in sign_in(client, karin).get(reverse("clients:list")).text
    assert notice in client.get("/bestaat-niet").text
    prove(karin)
    assert notice not in client.get(reverse("clients:list")).text
