"""One person for several organisations: the choice is visible, and a form is sent on its own behalf only."""

import re
from datetime import date

import pytest
from django.urls import reverse

from clients.models import Client, ClientSystemMember
from organisations.enums import Role
from tests.access.asking import ask
from tests.access.world import *  # noqa: F403 - fixtures
from tests.access.world import World
from tests.cast import sign_in
from tests.factories.clients import ClientFactory
from tests.factories.organisations import MembershipFactory
from tests.plans.story import *  # noqa: F403 - fixtures

POSTED = r'<form method="post"(.*?)</form>'

pytestmark = pytest.mark.django_db
TYPED = "Dochter met een lange & bijzondere <naam>"


@pytest.fixture
def both(karin, zutphen):
    """Karin works for Zutphen too."""
    return MembershipFactory.create(user=karin, organisation=zutphen, role=Role.CASE_WORKER)


def switch(browser, membership):
    browser.post(reverse("organisations:act_as"), {"membership": str(membership.public_id)})


def carried_by(page):
    return re.search(r'name="namens" value="([^"]*)"', page.content.decode()).group(1)  # type: ignore[union-attr]


def test_form_that_was_opened_for_another_is_refused_and_keeps_what_was_typed(client, karin, both, apeldoorn):
    person = ClientFactory.create(municipality=apeldoorn)
    browser, address = sign_in(client, karin), reverse("clients:member_new", args=[person.public_id])
    given = {"name": TYPED, "relation": "16", "starts_on": "2026-01-01", "namens": carried_by(browser.get(address))}
    own = karin.memberships.get(organisation=apeldoorn)
    switch(browser, both)

    refused = browser.post(address, given)

    told = refused.content.decode()
    assert refused.status_code == 409
    assert "U werkt nu namens een ander" in told
    assert "namens Zutphen" in told
    assert told.count("Dochter met een lange &amp; bijzondere &lt;naam&gt;") == 2
    assert not ClientSystemMember.objects.exists()

    switch(browser, own)
    again = dict(re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', told, re.DOTALL))
    assert again["namens"] == given["namens"]
    assert browser.post(address, given).status_code == 302
    assert ClientSystemMember.objects.get().name == TYPED


def test_new_file_does_not_land_at_the_wrong_municipality(client, karin, both):
    browser, address = sign_in(client, karin), reverse("clients:new")
    behalf = carried_by(browser.get(address))
    switch(browser, both)

    person = {"bsn": "999900006", "initials": "X.", "surname": "Nieuw", "birth_date": date(1940, 1, 1), "sex": "1"}

    assert browser.post(address, person | {"namens": behalf}).status_code == 409
    assert not Client.objects.exists()


def test_other_role_at_the_same_organisation_is_another_behalf(client, karin, apeldoorn):
    other = MembershipFactory.create(user=karin, organisation=apeldoorn, role=Role.MUNICIPAL_MANAGER)
    browser = sign_in(client, karin)
    behalf = carried_by(browser.get(reverse("clients:new")))
    switch(browser, other)

    assert browser.post(reverse("clients:new"), {"namens": behalf}).status_code == 409


def test_choice_itself_can_always_be_sent(client, karin, both):
    browser, address = sign_in(client, karin), reverse("organisations:act_as")
    behalf = carried_by(browser.get(address))
    switch(browser, both)

    assert browser.post(address, {"membership": str(both.public_id), "namens": behalf}).status_code == 302


def test_every_page_shows_the_choice_and_every_form_carries_it(world: World):
    from tests.access.matrix import MATRIX

    seen = 0
    for person, organisation in {
        "karin": "Apeldoorn",
        "petra": "De Linde",
        "hanna": "De Linde",
        "wil": "De Linde",
    }.items():
        for name, row in MATRIX.items():
            # A page of the API is of nobody's.
            if row.get[person] != "ok" or name.startswith("api-v1:"):
                continue
            page = ask(world.browsers[person], "get", world.address_of(name))
            if page.status_code != 200 or "text/html" not in page["Content-Type"]:
                continue
            told = page.content.decode()
            assert f">{organisation}</a>" in told, (person, name)
            # What concerns the account itself, and what an inhabitant asks for, is done on nobody's behalf.
            of_nobody = name.startswith("accounts:") or row.public_because
            forms = [] if of_nobody else re.findall(POSTED, told, re.DOTALL)
            without = [form for form in forms if "uitloggen" not in form and "afmelden" not in form]
            assert all('name="namens"' in form for form in without), (person, name)
            seen += 1
    assert seen > 50
