"""The lists of the administration are searched without a name in an address."""

import pytest
from django.contrib import admin
from django.contrib.sessions.models import Session

from accounts.models import User
from core.admin import SealedSearch
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/beheer/accounts/user/"


@pytest.fixture
def site(client):
    """A superuser, and somebody to look for."""
    client.force_login(UserFactory.create(administrator=True))
    UserFactory.create(name="Anna de Vries", email="anna@gemeente.example")
    UserFactory.create(name="Bo Jansen", email="bo@gemeente.example", is_active=False)
    return client


def test_every_list_with_a_search_is_searched_in_this_way():
    others = [model for model, page in admin.site._registry.items() if not isinstance(page, SealedSearch)]

    assert [model for model in others if admin.site._registry[model].search_fields] == []


def test_search_leads_to_an_address_without_it_and_stays_for_pages_and_filters(site):
    answer = site.post(f"{LIST}?is_active__exact=1&p=3&q=bo", {"q": "vries"})

    assert answer["Location"] == f"{LIST}?is_active__exact=1"
    page = site.get(f"{LIST}?o=2").text
    assert "anna@gemeente.example" in page
    assert "bo@gemeente.example" not in page
    assert 'value="vries"' in page
    assert "anna@gemeente.example" not in site.get(f"{LIST}?is_active__exact=0").text


def test_what_is_typed_into_the_address_is_not_searched_for(site):
    answer = site.get(LIST, {"q": "nobody", "o": "2"})

    assert answer["Location"] == f"{LIST}?o=2"
    assert "anna@gemeente.example" in site.get(answer["Location"]).text


def test_session_keeps_it_sealed_and_for_one_list(site):
    site.post(LIST, {"q": "vries"})

    kept = site.session["admin.search.accounts.user"]
    assert "vries" not in kept
    assert "vries" not in "".join(Session.objects.values_list("session_data", flat=True))
    assert 'value="vries"' not in site.get("/beheer/organisations/membership/").text


def test_chosen_action_reaches_what_was_found_only(site):
    site.post(LIST, {"q": "vries"})
    anna, bo = User.objects.get(name="Anna de Vries"), User.objects.get(name="Bo Jansen")

    # "All that were found", with one of them on the page: the others are out of reach.
    site.post(LIST, {"action": "switch_off", "_selected_action": [anna.pk], "select_across": "1"})

    anna.refresh_from_db()
    bo.refresh_from_db()
    assert not anna.is_active
    assert User.objects.filter(is_active=True).exclude(pk=anna.pk).exists()


@pytest.mark.parametrize("words", ["%", "\x00", "a" * 5000, "'); DROP"])
def test_odd_words_find_nobody_and_break_nothing(site, words):
    assert site.post(LIST, {"q": words}, follow=True).status_code == 200


def test_somebody_without_the_right_searches_nothing(client):
    client.force_login(UserFactory.create(is_staff=True))

    client.post(LIST, {"q": "vries"})

    assert "admin.search.accounts.user" not in client.session
    assert client.get(LIST).status_code == 403
