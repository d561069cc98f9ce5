"""A shielded file: within the organisation only named people see it, wherever they look."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients.models import Allocation, Client, FileShield, ShieldAccess
from clients.services import (
    Sought,
    change_client,
    end_shield_access,
    lift_shield,
    name_person,
    open_file,
    review_opening,
    seek_file,
    shield_file,
)
from organisations.enums import Role
from organisations.models import Organisation
from tests.cast import actor_of_user, sign_in
from tests.clients.conftest import TODAY
from tests.factories.clients import ShieldAccessFactory, ShieldFactory

pytestmark = pytest.mark.django_db
REASON = "De cliënt is de moeder van een medewerker."
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def shield(allocation, hanna, petra):
    """De Linde shields the file; only Hanna and Petra see it there."""
    return shield_file(actor=actor_of_user(hanna), client=allocation.client, reason=REASON, users=[hanna, petra])


def who_sees(request, *names):
    users = {name: request.getfixturevalue(name) for name in names}
    return {name for name, user in users.items() if Client.objects.visible_to(actor_of_user(user)).exists()}


def test_only_named_people_of_the_organisation_see_the_file(request, shield, person):
    assert who_sees(request, "hanna", "petra", "wil", "lars", "bo") == {"hanna", "petra"}
    assert who_sees(request, "karin", "ruud") == {"karin", "ruud"}


def test_municipality_shields_for_itself(request, person, allocation, karin):
    shield_file(actor=actor_of_user(karin), client=person, reason=REASON, users=[karin])

    assert who_sees(request, "karin", "ruud", "petra", "hanna") == {"karin", "petra", "hanna"}


def test_shielded_file_is_in_no_list_search_count_or_form(*, client, shield, wil, ruud, karin, person, allocation):
    from tests.factories.clients import ClientFactory

    shield_file(actor=actor_of_user(karin), client=person, reason=REASON, users=[karin])
    ClientFactory.create(municipality=person.municipality, surname="Zichtbaar")
    for user in (wil, ruud):
        browser, at = sign_in(client, user), [person.public_id]
        for route in ("file", "system", "allocations", "team", "shield", "change"):
            assert browser.get(reverse(f"clients:{route}", args=at)).status_code == 404
        assert "Dál" not in browser.get(reverse("home")).content.decode()
        page = browser.get(reverse("clients:list"))
        assert "Dál" not in page.content.decode()
        assert page.context["page_obj"].paginator.count == (1 if user is ruud else 0)
        found = browser.post(reverse("clients:bsn_search"), {"bsn": "999900006", "reason": "contact"})
        assert "Er is geen dossier" in found.content.decode()
    assert not Allocation.objects.visible_to(actor_of_user(ruud)).exists()


def test_who_is_not_named_writes_nothing_either(shield, person, wil, karin, ruud):
    shield_file(actor=actor_of_user(karin), client=person, reason=REASON, users=[karin])
    sister = actor_of_user(ruud)

    with pytest.raises(PermissionDenied):
        change_client(actor=sister, client=person, revision=1, surname="Anders")
    with pytest.raises(PermissionDenied):
        name_person(actor=actor_of_user(wil), shield=shield, user=wil)


def test_glass_of_a_shielded_file_cannot_be_broken(shield, bo, allocation):
    assert seek_file(actor=actor_of_user(bo), sought=Sought(number=allocation.number)) is None
    with pytest.raises(PermissionDenied):
        open_file(actor=actor_of_user(bo), client_id=allocation.client.public_id, reason=REASON)


def test_glass_that_was_broken_before_is_still_reviewed_but_shows_nothing(allocation, bo, hanna, petra):
    from tests.cast import member

    opening = open_file(actor=actor_of_user(bo), client_id=allocation.client.public_id, reason=REASON)
    second = member("Kees Kwaliteit", Organisation.objects.get(pk=allocation.provider_id), Role.QUALITY_OFFICER)
    shield_file(actor=actor_of_user(hanna), client=allocation.client, reason=REASON, users=[hanna])

    assert not Client.objects.visible_to(actor_of_user(bo)).exists()
    assert not Client.objects.visible_to(actor_of_user(second)).exists()
    review_opening(actor=actor_of_user(second), opening=opening, verdict="justified", note="")


@pytest.mark.parametrize(
    ("names", "code"),
    [([], "nobody_named"), (["petra"], "no_keeper"), (["hanna", "mo"], "not_a_reader"), (["lars"], "not_a_reader")],
)
def test_shield_names_readers_and_a_keeper(names, code, request, hanna, allocation):
    users = [request.getfixturevalue(name) for name in names]

    with pytest.raises(ValidationError) as refused:
        shield_file(actor=actor_of_user(hanna), client=allocation.client, reason=REASON, users=users)

    assert [fault.code for fault in refused.value.error_dict["users"]] == [code]


@pytest.mark.parametrize("name", ["petra", "wil", "ruud", "vera", "zoe", "mo", "ada", "tess"])
def test_nobody_else_shields(name, request, allocation):
    user = request.getfixturevalue(name)

    with pytest.raises(PermissionDenied):
        shield_file(actor=actor_of_user(user), client=allocation.client, reason=REASON, users=[user])


def test_last_keeper_stays_until_the_shield_is_lifted(shield, hanna, petra, on_day, request):
    actor = actor_of_user(hanna)
    with pytest.raises(ValidationError) as refused:
        end_shield_access(actor=actor, access=shield.people.get(user=hanna), ends_on=TODAY)
    assert refused.value.error_dict["ends_on"][0].code == "no_keeper"

    end_shield_access(actor=actor, access=shield.people.get(user=petra), ends_on=TODAY)
    on_day(TOMORROW)
    assert who_sees(request, "hanna", "petra", "wil") == {"hanna"}

    lift_shield(actor=actor, shield=shield, ends_on=TOMORROW, revision=1)
    on_day(TOMORROW + timedelta(days=1))
    assert who_sees(request, "hanna", "petra", "wil") == {"hanna", "petra", "wil"}


def test_named_person_sees_the_file_as_the_role_allows(shield, hanna, bo, wil, request):
    for user in (bo, wil):
        name_person(actor=actor_of_user(hanna), shield=shield, user=user)

    assert who_sees(request, "wil", "bo") == {"wil"}


def test_quality_officer_shields_on_the_page(client, hanna, petra, allocation):
    browser, at = sign_in(client, hanna), [allocation.client.public_id]
    new = reverse("clients:shield_new", args=at)
    refused = browser.post(new, {"reason": "kort"})
    assert "Noem minstens één persoon" in refused.content.decode()
    browser.post(new, {"reason": REASON, "users": [str(hanna.public_id)]})
    shield = FileShield.objects.get()

    browser.post(reverse("clients:shield_name", args=[*at, shield.public_id]), {"user": str(petra.public_id)})
    page = browser.get(reverse("clients:shield", args=at)).content.decode()
    assert REASON in page
    assert "Petra Linde" in page
    access = ShieldAccess.objects.get(user=petra)
    browser.post(reverse("clients:shield_end", args=[*at, access.public_id]), {"ends_on": TODAY})
    browser.post(reverse("clients:shield_lift", args=[*at, shield.public_id]), {"ends_on": TODAY, "revision": 1})

    access.refresh_from_db()
    shield.refresh_from_db()
    assert (access.ends_on, shield.ends_on) == (TODAY, TODAY)


def test_form_offers_readers_of_the_own_organisation(*, client, hanna, petra, wil, lars, mo, karin, allocation):
    page = sign_in(client, hanna).get(reverse("clients:shield_new", args=[allocation.client.public_id]))

    assert set(page.context["form"].fields["users"].queryset) == {hanna, petra, wil}


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("clients_shield_reason", {"reason": ""}),
        ("clients_shield_period_order", {"ends_on": TODAY - timedelta(days=9)}),
        ("clients_shield_no_overlap", {"starts_on": TOMORROW}),
    ],
)
def test_database_refuses_a_shield_that_cannot_be(code, fields, shield):
    whose = {"client": shield.client, "organisation": shield.organisation, "set_by": shield.set_by}
    wrong = ShieldFactory.build(**whose, **({"starts_on": TODAY, "ends_on": None} | fields))
    if code != "clients_shield_no_overlap":
        shield.people.all().delete()
        shield.delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        FileShield.objects.bulk_create([wrong])


@pytest.mark.parametrize(
    "fields", [{"starts_on": TODAY}, {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}], ids=str
)
def test_database_refuses_access_that_cannot_be(fields, shield, petra):
    """clients_shield_access_no_overlap and clients_shield_access_period_order."""
    with pytest.raises(IntegrityError), transaction.atomic():
        ShieldAccess.objects.bulk_create([ShieldAccessFactory.build(shield=shield, user=petra, **fields)])
