"""Whatever stands in a table: an import says the same as the services would, one row after another."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from clients.models import Allocation, Client
from clients.services import allocate, change_client, importing, register_client
from contracts.models import ContractedProduct
from products.models import ProductVersion
from tests.clients.sheets import NUMBERS, as_csv, checked
from tests.factories.contracts import ContractedProductFactory, ParticipationFactory, RateFactory, variant_in_force

APRIL = date(2026, 4, 1)
FIELDS = {
    "Voorletters": "initials",
    "Voornamen": "given_names",
    "Achternaam": "surname",
    "Postcode": "postcode",
    "Plaats": "city",
}


@pytest.fixture
def market(region, de_linde, het_anker, apeldoorn):
    """Two providers: one whose contract ends, one whose rate begins late and whose other product is withdrawn.

    The municipality leaves the framework agreement of the first for a while, and the product of the second goes.
    """
    first = {"contract__framework__region": region, "contract__provider": de_linde}
    ending = ContractedProductFactory.create(**first, contract__ends_on=date(2026, 12, 31))
    taking_part = {"framework": ending.contract.framework, "municipality": apeldoorn}
    ParticipationFactory.create(**taking_part, ends_on=date(2026, 8, 31))
    ParticipationFactory.create(**taking_part, starts_on=date(2026, 10, 1))
    framework = ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=het_anker, rate=False
    ).contract
    late = framework.contracted_products.get()
    RateFactory.create(contracted_product=late, starts_on=date(2026, 6, 1))
    withdrawn = variant_in_force("basis")
    ProductVersion.objects.filter(variant=withdrawn).update(ends_on=date(2026, 5, 31))
    ContractedProductFactory.create(
        contract=framework, variant=withdrawn, product_code="07A12", ends_on=date(2026, 4, 30)
    )


days = st.integers(-120, 400).map(lambda number: APRIL + timedelta(days=number))
maybe = st.sampled_from
cares = st.fixed_dictionaries(
    {
        "Productcode": maybe(["07A16", "07A12", "duurzaam", "basis"]),
        "AGB-code aanbieder": maybe(["98000101", "98000102"]),
        "Aantal dagdelen": maybe(["4", "4", "9", "1", "0", "40000000000000000000"]),
        "Hoe vaak": maybe(["per week", "per week", "per maand", "in de hele periode"]),
        "Begindatum": days,
        "Einddatum": st.none() | days | days,
    }
)
persons = st.fixed_dictionaries(
    {
        "BSN": maybe([*NUMBERS[:4], "999999999"]),
        "Voorletters": maybe(["A.", "A.", "B.C.", "te lange voorletters, veel te lang"]),
        "Voornamen": maybe(["", "Anna"]),
        "Achternaam": maybe(["Een", "Een", "Twee", ""]),
        "Geboortedatum": maybe(["1-2-1940", "1-2-1940", "1-2-2030", ""]),
        "Postcode": maybe(["7311 AB", "", "0000 AA"]),
        "Plaats": maybe(["", "Apeldoorn"]),
    }
)
tables = st.lists(st.tuples(persons, st.none() | cares), min_size=1, max_size=4)


def written(day):
    return f"{day.day}-{day.month}-{day.year}" if day else ""


def as_rows(table):
    for someone, care in table:
        given = {} if care is None else care | {name: written(care[name]) for name in ("Begindatum", "Einddatum")}
        yield someone | given


def said(someone):
    """What a row says of the person, in the words of the services."""
    details = {name: someone[header] for header, name in FIELDS.items() if someone[header]}
    if someone["Geboortedatum"]:
        day, month, year = map(int, someone["Geboortedatum"].split("-"))
        details["birth_date"] = date(year, month, day)
    return details


def one_by_one(worker, table):
    """Do it row by row; whether all of it went well."""
    seen: dict[str, dict[str, Any]] = {}
    alone: set[object] = set()
    for someone, care in table:
        known = seen.setdefault(someone["BSN"], {})
        details = said(someone)
        if any(known.setdefault(name, value) != value for name, value in details.items()):
            return False
        if care is None and someone["BSN"] in alone:
            return False
        if care is None:
            alone.add(someone["BSN"])
    done: set[object] = set()
    for someone, care in table:
        # Another row of the same client may say more of the person.
        client = Client.objects.filter(municipality_id=worker.organisation_id).by_bsn(someone["BSN"]).first()
        details = seen[someone["BSN"]]
        if client is None:
            client = register_client(actor=worker, bsn=someone["BSN"], **details)
        elif any(getattr(client, name) != value for name, value in details.items()):
            client = change_client(actor=worker, client=client, revision=client.revision, **details)
        if care is not None and not care_is_there(worker, client, care, done):
            return False
    return True


def care_is_there(worker, client, care, done):
    code = care["Productcode"]
    given = ContractedProduct.objects.filter(contract__provider__agb_code=care["AGB-code aanbieder"])
    product = given.filter(product_code=code).first() or given.filter(variant__code=code).first()
    if product is None:
        return False
    wish = {
        "starts_on": care["Begindatum"],
        "ends_on": care["Einddatum"],
        "volume": int(care["Aantal dagdelen"]),
        "frequency": {"per week": "2", "per maand": "4", "in de hele periode": "6"}[care["Hoe vaak"]],
    }
    key = (client.pk, product.pk, wish["starts_on"])
    stored = Allocation.objects.filter(
        client=client, variant=product.variant_id, provider=product.contract.provider_id, starts_on=wish["starts_on"]
    ).first()
    if key in done:
        return False
    done.add(key)
    if stored is not None:
        return all(getattr(stored, name) == value for name, value in wish.items() if value is not None)
    allocate(actor=worker, client=client, contracted_product=product, **wish)
    return True


def stored_now():
    """All that counts, without what differs by nature: keys, tokens and moments."""
    clients = [
        {
            name: getattr(client, name)
            for name in ("bsn", "bsn_index", "search_name", "birth_date", "sex", "revision", *FIELDS.values())
        }
        for client in Client.objects.order_by("bsn_index")
    ]
    columns = ("client__bsn_index", "municipality", "contracted_product", "provider", "variant", "volume")
    more = ("frequency", "starts_on", "ends_on", "stop_reason", "delivery_started_on", "number")
    return clients, list(Allocation.objects.order_by("number").values(*columns, *more))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(st.tuples(persons, st.none() | cares), max_size=2), table=tables)
def test_import_says_and_does_what_the_services_would(worker, market, before, table):
    with transaction.atomic():
        try:
            with transaction.atomic():
                assert one_by_one(worker, before)
        except (ValidationError, AssertionError):
            pass  # then there is nothing there yet

        point = transaction.savepoint()
        try:
            goes_well = one_by_one(worker, table)
        except ValidationError:
            goes_well = False
        expected = stored_now()
        transaction.savepoint_rollback(point)

        run = checked(worker, as_csv(as_rows(table)))
        if run.status == "checked":
            importing.confirm_import(actor=worker, run=run, wakes_worker=False)
            importing.perform_import(run.pk)
            run.refresh_from_db()
        found = stored_now()
        transaction.set_rollback(True)

    event("accepted" if goes_well else "refused")
    assert (run.status == "done") == goes_well, [fault.message for fault in importing.kept_faults(run)]
    if goes_well:
        assert found == expected
