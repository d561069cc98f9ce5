"""Users on the admin pages."""

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
LIST = "/beheer/accounts/user/"


@pytest.fixture
def admin_client(client):
    """Signed in as a superuser."""
    client.force_login(UserFactory.create(name="Beheerder", administrator=True))
    return client


def test_new_user_gets_a_password_and_a_lower_case_address(admin_client):
    password = "een heel ander wachtwoord"
    data = {
        "email": "Nieuw@Gemeente.example",
        "name": "Nieuw",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }

    response = admin_client.post(f"{LIST}add/", data)

    assert response.status_code == 302
    user = User.objects.get(email="nieuw@gemeente.example")
    assert user.check_password(password)
    assert not user.is_staff


def test_hash_is_shown_to_nobody(admin_client):
    user = UserFactory.create()

    page = admin_client.get(f"{LIST}{user.pk}/change/").text

    assert user.password not in page
    assert "md5" not in page
    assert "Nieuw wachtwoord instellen" in page


def test_password_page_opens_from_the_link(admin_client):
    assert admin_client.get(f"{LIST}{UserFactory.create().pk}/password/").status_code == 200


def test_users_are_switched_off_and_not_deleted(admin_client):
    user = UserFactory.create()
    chosen = [user.pk, *User.objects.filter(is_superuser=True).values_list("pk", flat=True)]

    admin_client.post(LIST, {"action": "switch_off", "_selected_action": chosen})

    user.refresh_from_db()
    assert not user.is_active
    assert User.objects.get(is_superuser=True).is_active
    assert LogEntry.objects.filter(object_id=str(user.pk)).count() == 1
    assert admin_client.get(f"{LIST}{user.pk}/delete/").status_code == 403


def test_staff_without_all_rights_cannot_make_superusers(client):
    from django.contrib.auth.models import Permission

    clerk = UserFactory.create(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(clerk)
    data = {"email": clerk.email, "name": "Klerk", "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    client.post(f"{LIST}{clerk.pk}/change/", data)

    clerk.refresh_from_db()
    assert clerk.name == "Klerk"
    assert not clerk.is_superuser


def test_staff_without_all_rights_cannot_take_over_or_switch_off_a_superuser(client):
    from django.contrib.auth.models import Permission

    clerk, boss = UserFactory.create(is_staff=True), UserFactory.create(administrator=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(clerk)
    stored = boss.password
    new = "een heel ander wachtwoord"

    password = {"usable_password": "true", "password1": new, "password2": new}
    assert client.post(f"{LIST}{boss.pk}/password/", password).status_code == 403
    data = {"email": "clerk@zorgregio.example", "name": "Weg"}
    assert client.post(f"{LIST}{boss.pk}/change/", data).status_code == 403
    client.post(LIST, {"action": "switch_off", "_selected_action": [boss.pk]})

    boss.refresh_from_db()
    assert (boss.password, boss.is_active) == (stored, True)
    assert boss.email != "clerk@zorgregio.example"


def test_search_finds_by_name_and_address(admin_client):
    UserFactory.create(name="Anna de Vries", email="anna@gemeente.example")

    assert "anna@gemeente.example" in admin_client.post(LIST, {"q": "vries"}, follow=True).text
    assert "anna@gemeente.example" not in admin_client.post(LIST, {"q": "jansen"}, follow=True).text
    assert "anna@gemeente.example" in admin_client.post(LIST, {"q": " "}, follow=True).text


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_every_length(admin_client, number, django_assert_max_num_queries):
    UserFactory.create_batch(number)
    admin_client.get(LIST)

    with django_assert_max_num_queries(6):
        assert admin_client.get(LIST).status_code == 200


def test_first_admin_page_has_the_mark_and_a_way_out_and_no_list_of_what_is_not_kept(admin_client):
    page = admin_client.get("/beheer/").text

    assert 'rel="icon"' in page
    assert 'action="/beheer/logout/"' in page
    assert "Website bekijken" in page
    assert "Recente acties" not in page
    assert "<style" not in page
