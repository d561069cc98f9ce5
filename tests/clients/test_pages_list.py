from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from audit.models import AuditEntry
from clients.web.listing import SEARCH_KEY
from tests.cast import sign_in
from tests.factories.clients import AllocationFactory, ClientFactory
from tests.factories.contracts import ContractedProductFactory, variant_in_force

URL = "/clienten"
SEARCH = "/clienten/zoeken"


def text_of(response):
    """The page as text."""
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "sees"), [("karin", True), ("ruud", True), ("petra", True), ("zoe", False), ("mo", False)]
)
def test_client_list_shows_the_own_clients_only(request, client, name, sees, allocation):
    sign_in(client, request.getfixturevalue(name))

    page = text_of(client.get(URL))

    assert ("Dál, J. van" in page) is sees
    assert (str(allocation.client.public_id) in page) is sees


@pytest.mark.parametrize("name", ["pim", "ilse", "ada", "nobody"])
@pytest.mark.parametrize("url", [URL, "/clienten/zoek-op-bsn", SEARCH])
def test_client_list_is_closed_to_roles_that_open_no_files(request, client, name, url):
    sign_in(client, request.getfixturevalue(name))

    assert client.get(url).status_code == 403


def test_client_list_shows_what_is_allocated(client, karin, allocation):
    page = text_of(sign_in(client, karin).get(URL))

    assert "Begeleiding Groep Duurzaam, De Linde" in page
    assert "31-12-2026" in page
    assert "17-5-1941" in page
    assert '<span class="zr-badge zr-badge--ok">Loopt</span>' in page
    assert allocation.client.bsn not in page


def test_client_list_shows_a_provider_no_allocation_of_another(client, petra, allocation, region, het_anker):
    other = ContractedProductFactory.create(contract__framework__region=region, contract__provider=het_anker)
    AllocationFactory.create(client=allocation.client, contracted_product=other)

    page = text_of(sign_in(client, petra).get(URL))

    assert "De Linde" in page
    assert "Het Anker" not in page


def test_search_keeps_names_out_of_the_url_and_in_the_session(client, karin, person):
    ClientFactory.create(municipality=person.municipality, surname="Berg")
    sign_in(client, karin)

    answer = client.post(SEARCH, {"naam": "DAL jann", "geboortedatum": "", "postcode": "", "toewijzing": "zonder"})

    assert answer.url == "/clienten?toewijzing=zonder"
    page = text_of(client.get(answer.url))
    assert "Dál, J. van" in page
    assert "Berg" not in page
    assert 'value="DAL jann"' in page
    entry = AuditEntry.objects.get(event="searched")
    assert entry.fields == [{"name": "naam"}]

    client.post(SEARCH, {"wis": "1"})
    assert "Berg" in text_of(client.get(URL))


def test_search_leaves_nothing_about_a_person_in_the_session_table(client, karin, person):
    sign_in(client, karin)
    typed = {"naam": "dal", "geboortedatum": "1941-05-17", "postcode": "7311ab"}

    page = text_of(client.post(SEARCH, typed, follow=True))

    assert "Dál, J. van" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        [session] = [Session(session_data=data).get_decoded() for (data,) in cursor.fetchall()]
    kept = session.pop(SEARCH_KEY)
    assert kept.startswith("v1:")
    assert not any(value in f"{kept}{session}" for value in typed.values())


def test_search_that_can_no_longer_be_read_is_forgotten(client, karin, person, settings):
    sign_in(client, karin)
    client.post(SEARCH, {"naam": "niemand"})
    settings.FIELD_ENCRYPTION_KEYS = [("later", bytes(32))]

    answer = client.get(URL)

    assert answer.status_code == 200
    assert answer.context["shown"] == {}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"geboortedatum": "1941-05-17"}, True),
        ({"geboortedatum": "1941-05-18"}, False),
        ({"postcode": "7311ab"}, True),
        ({"postcode": "7311"}, True),
        ({"postcode": "7312"}, False),
        ({"naam": "niemand"}, False),
    ],
)
def test_search_by_birth_date_and_postcode(client, karin, person, typed, found):
    sign_in(client, karin)

    page = text_of(client.post(SEARCH, typed, follow=True))

    assert ("Dál, J. van" in page) is found


def test_search_with_an_impossible_date_keeps_what_was_typed(client, karin, person):
    sign_in(client, karin)

    page = text_of(client.post(SEARCH, {"naam": "dal", "geboortedatum": "1941-13-45"}))

    assert "Vul een bestaande datum in" in page
    assert 'value="dal"' in page
    assert 'value="1941-13-45"' in page


@pytest.mark.parametrize(
    ("query", "surnames"),
    [
        ("toewijzing=zonder", {"Ender", "Zonder"}),
        ("toewijzing=loopt", {"Af", "Loper"}),
        ("toewijzing=loopt-af", {"Af"}),
        ("toewijzing=afgelopen", {"Ender"}),
        ("toewijzing=begint", {"Komer"}),
        ("product=basis", {"Komer"}),
        ("aanbieder=LINDE", {"Loper", "Af", "Ender", "Komer"}),
        ("aanbieder=geen-uuid&toewijzing=onzin&page=x", {"Loper", "Af", "Ender", "Komer", "Zonder"}),
        ("product=basis&toewijzing=zonder", {"Loper", "Af", "Ender", "Zonder"}),
    ],
)
def test_client_list_filters(*, client, karin, apeldoorn, product, query, surnames):
    basis = ContractedProductFactory.create(contract=product.contract, variant=variant_in_force("basis"))
    periods = {
        "Loper": (product, date(2026, 1, 1), date(2026, 12, 31)),
        "Af": (product, date(2026, 1, 1), date(2026, 3, 31)),
        "Ender": (product, date(2025, 1, 1), date(2025, 12, 31)),
        "Komer": (basis, date(2026, 4, 1), date(2026, 12, 31)),
    }
    for surname, (contracted, starts_on, ends_on) in periods.items():
        AllocationFactory.create(
            client=ClientFactory.create(municipality=apeldoorn, surname=surname),
            contracted_product=contracted,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    ClientFactory.create(municipality=apeldoorn, surname="Zonder")
    ContractedProductFactory.create(contract__framework=product.contract.framework)
    sign_in(client, karin)
    query = query.replace("LINDE", str(product.contract.provider.public_id))

    response = client.get(f"{URL}?{query}")

    assert {row.name.partition(",")[0] for row in response.context["rows"]} == surnames


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["karin", "petra"])
def test_client_list_needs_the_same_queries_for_one_and_three(
    *, request, client, name, apeldoorn, product, number, django_assert_num_queries
):
    for _ in range(number):
        AllocationFactory.create(client=ClientFactory.create(municipality=apeldoorn), contracted_product=product)
    sign_in(client, request.getfixturevalue(name))
    client.get(URL)

    # User, membership, the trail (on PostgreSQL with a lock), count, clients, allocations; the choices of the
    # filters are remembered for a minute.
    with django_assert_num_queries(9 if connection.vendor == "postgresql" else 8):
        client.get(URL)


def test_client_list_comes_in_pages_of_a_hundred(client, karin, apeldoorn):
    for number in range(101):
        ClientFactory.create(municipality=apeldoorn, surname=f"Naam {number:03}")
    sign_in(client, karin)

    assert len(client.get(URL).context["rows"]) == 100
    (last,) = client.get(f"{URL}?page=2").context["rows"]
    assert last.name.startswith("Naam 100")


def test_bsn_search_goes_to_the_file_and_records_the_reason_only(client, karin, person):
    sign_in(client, karin)

    answer = client.post("/clienten/zoek-op-bsn", {"bsn": "9999 00 006", "reason": "contact"})

    assert answer.url == f"/clienten/{person.public_id}"
    entry = AuditEntry.objects.get(event="searched")
    assert (entry.client, entry.fields) == (person.public_id, [{"name": "bsn"}, {"name": "reason:contact"}])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"bsn": "999996770", "reason": "contact"}, "Er is geen dossier met dit burgerservicenummer"),
        ({"bsn": "999900007", "reason": "contact"}, "Dit burgerservicenummer (BSN) bestaat niet"),
        ({"bsn": "999900006", "reason": ""}, "Waarom zoekt u op BSN?"),
    ],
)
def test_bsn_search_without_result_keeps_what_was_typed(client, karin, person, typed, says):
    sign_in(client, karin)

    page = text_of(client.post("/clienten/zoek-op-bsn", typed))

    assert says in page
    assert f'value="{typed["bsn"]}"' in page


def test_bsn_search_finds_nobody_out_of_scope_but_is_recorded(client, zoe, person):
    sign_in(client, zoe)

    text_of(client.post("/clienten/zoek-op-bsn", {"bsn": "999900006", "reason": "contact"}))

    assert AuditEntry.objects.get(event="searched").client is None


@pytest.mark.leaks_on_purpose("shows that a BSN in an address finds nobody")
def test_bsn_search_does_nothing_on_get(client, karin, person):
    sign_in(client, karin)

    assert "Dál" not in text_of(client.get("/clienten/zoek-op-bsn?bsn=999900006&reason=contact"))
    assert not AuditEntry.objects.filter(event="searched").exists()


def test_opening_the_list_stands_in_the_trail(client, karin, person):
    sign_in(client, karin).get(URL)

    entry = AuditEntry.objects.get(event="read")
    assert (entry.actor, entry.target_label, entry.client) == (karin.public_id, "clients.client", None)
    assert entry.fields == [{"name": "lijst"}]
