"""Searching as a person would, also among very many; and what the database lets somebody find."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from clients.enums import AllocationFilter
from clients.models import Client
from clients.selectors import MOST_OF_A_NAME, ClientFilter, files, filtered_clients
from clients.services import open_file
from clients.web import listing
from core.acting import acting
from core.clock import today
from organisations.enums import Role
from tests.cast import actor_of_user, sign_in
from tests.clients.intake import notify
from tests.clients.test_pages_list import SEARCH, URL, text_of
from tests.factories.clients import AllocationFactory, ClientFactory

pytestmark = pytest.mark.django_db


def found(actor, **wanted):
    """The surnames that a search gives, as the page asks for them."""
    with acting(actor):
        return [client.surname for client in filtered_clients(actor, ClientFilter(**wanted), today()).clients]


@pytest.mark.parametrize("text", ["jan", "ANNE", "dal", "dál van", "  Dal   JÁN ", "van d"])
def test_part_of_a_name_is_found_without_accents_or_case(worker, carer, person, allocation, text):
    ClientFactory.create(municipality=person.municipality, surname="Berg")

    assert found(worker, name=text) == found(carer, name=text) == ["Dál"]


def test_file_that_was_opened_with_a_reason_is_found_by_name(bo, person, allocation):
    actor = actor_of_user(bo)
    open_file(actor=actor, client_id=person.public_id, reason="Haar eigen begeleider is er vandaag niet.")

    assert found(actor, name="dal") == ["Dál"]
    assert found(actor, name="berg") == []


@pytest.mark.parametrize("text", ["%", "_", "d_l", "dal%jan", "\\", "'", "dal'; --"])
def test_signs_that_mean_something_to_the_database_mean_nothing_in_a_name(worker, person, text):
    assert found(worker, name=text) == []


def test_everything_that_is_typed_must_be_right(worker, person):
    for wrong in ({"name": "berg"}, {"postcode": "7312"}, {"number": "1"}):
        right = {"name": "dal", "birth_date": person.birth_date, "postcode": "7311"}
        assert found(worker, **right) == ["Dál"]
        assert found(worker, **(right | wrong)) == []


@pytest.mark.usefixtures("terms")
def test_number_of_a_case_or_an_allocation_finds_its_client(request, worker, carer, allocation):
    person, zoe, mo = map(request.getfixturevalue, ("person", "zoe", "mo"))
    case = notify(worker, person)
    ClientFactory.create(municipality=person.municipality, surname="Berg")

    assert found(worker, number=str(case.number)) == ["Dál"]
    assert found(carer, number=str(case.number)) == []  # a case is no business of a provider
    assert found(worker, number=str(allocation.number)) == found(carer, number=str(allocation.number)) == ["Dál"]
    assert found(actor_of_user(zoe), number=str(allocation.number)) == []
    assert found(actor_of_user(mo), number=str(allocation.number)) == []


@pytest.mark.parametrize("number", ["0", "999999999999999999999", "-1", "1.5", "²", "twaalf"])
def test_number_that_cannot_exist_finds_nobody(worker, allocation, number):
    assert found(worker, number=number) == []


def test_page_searches_by_number_and_says_what_is_no_number(client, karin, allocation):
    sign_in(client, karin)

    assert "Dál, J. van" in text_of(client.post(SEARCH, {"nummer": str(allocation.number)}, follow=True))
    refused = text_of(client.post(SEARCH, {"nummer": "12a", "naam": "dal"}))

    assert "bestaat alleen uit cijfers" in refused
    assert 'value="12a"' in refused


def test_list_shows_the_first_of_a_name_and_says_that_there_are_more(client, karin, apeldoorn, monkeypatch):
    monkeypatch.setattr(files, "MOST_OF_A_NAME", 3)
    for letter in "ABCDE":
        ClientFactory.create(municipality=apeldoorn, surname="Veldman", initials=f"{letter}.", given_names=f"{letter}a")
    sign_in(client, karin)

    page = text_of(client.post(SEARCH, {"naam": "veldm"}, follow=True))
    shown = [letter for letter in "ABCDE" if f"Veldman, {letter}." in page]

    is_quick = connection.vendor == "postgresql"
    assert ("Er zijn meer cliënten met deze naam." in page) is is_quick
    assert shown == list("ABC" if is_quick else "ABCDE")
    monkeypatch.setattr(files, "MOST_OF_A_NAME", 5)
    assert "Er zijn meer cliënten" not in text_of(client.get(URL))
    assert MOST_OF_A_NAME > listing.PAGE_SIZE


def test_provider_misses_nobody_of_a_common_name(worker, carer, person, allocation, monkeypatch):
    monkeypatch.setattr(files, "MOST_OF_A_NAME", 1)
    for given in ("Ada", "Bea", "Cor"):  # of the municipality, before the one client of the professional
        ClientFactory.create(municipality=person.municipality, surname="Aldal", given_names=given)

    assert found(carer, name="dal") == ["Dál"]
    assert found(worker, name="dal")[0] == "Aldal"


def test_filter_on_allocations_looks_beyond_the_first_of_a_name(worker, person, product, monkeypatch):
    monkeypatch.setattr(files, "MOST_OF_A_NAME", 1)
    for _ in range(3):
        ClientFactory.create(municipality=person.municipality, surname="Dak")
    AllocationFactory.create(client=person, contracted_product=product)

    assert found(worker, name="da", state=AllocationFilter.RUNNING) == ["Dál"]


def test_page_far_away_is_the_same_page(client, karin, apeldoorn, monkeypatch):
    for _ in range(7):
        ClientFactory.create(municipality=apeldoorn)
    sign_in(client, karin)
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    pages = [[row.url for row in client.get(f"{URL}?page={page}").context["rows"]] for page in range(1, 5)]

    monkeypatch.setattr(listing, "FAR", 1)

    assert [[row.url for row in client.get(f"{URL}?page={page}").context["rows"]] for page in range(1, 5)] == pages
    assert [len(page) for page in pages] == [2, 2, 2, 1]


@pytest.mark.postgresql
def test_function_answers_the_acting_organisation_only(request, worker, carer, allocation):
    def ids(asking, answered):
        with acting(asking), connection.cursor() as cursor:
            cursor.execute("SELECT zorgregio_clients_named(%s, ARRAY['dal'], 10)", [answered.organisation_id])
            return [row[0] for row in cursor.fetchall()]

    others = [actor_of_user(request.getfixturevalue(name)) for name in ("zoe", "mo", "nobody")]
    assert ids(worker, worker) == ids(carer, carer) == [allocation.client_id]
    assert [ids(other, other) for other in others] == [[]] * len(others)
    for other in (*others, worker, carer):
        assert all(ids(other, who) == [] for who in (worker, carer) if who != other)


@pytest.mark.postgresql
@pytest.mark.parametrize("role", [Role.PLANNER, Role.QUALITY_OFFICER, Role.CARE_PROFESSIONAL])
def test_every_role_of_a_provider_finds_the_own_clients_by_name(carer, allocation, role):
    ClientFactory.create(municipality=allocation.municipality, surname="Aldal")

    assert found(replace(carer, role=role), name="dal") == ["Dál"]


@pytest.mark.postgresql
def test_function_has_the_rights_of_the_owner_and_is_not_for_everybody():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, array_to_string(proconfig, ','), proacl::text FROM pg_proc "
            "WHERE proname = 'zorgregio_clients_named'"
        )
        is_definer, configuration, rights = cursor.fetchone()

    assert is_definer
    assert configuration == "search_path=public, pg_temp"
    assert "zorgregio_app=X" in rights
    assert "{=X" not in rights


@pytest.mark.postgresql
def test_search_uses_its_indexes_under_row_security(worker, person):
    for number in range(60):
        ClientFactory.create(
            municipality=person.municipality, birth_date=date(1930, 1, 1 + number % 28), postcode=f"73{20 + number} XX"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE clients_client")  # or the choice depends on what other tests left
    with acting(worker), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for rows in (
            Client.objects.visible_to(worker).filter(birth_date=person.birth_date),
            Client.objects.visible_to(worker).in_postcode("7311"),
        ):
            plan = rows.order_by().explain()
            assert "Index Cond" in plan
            assert "clients_client_birth_date" in plan or "clients_client_postcode" in plan
