"""Open contract data: what happened to an agreement, release by release (Open Contracting Data Standard 1.1.5)."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from contracts.api.open_contracting.rows import key_of, ocid_of
from contracts.rules.open_contracting import contract_status, merged, period
from contracts.services import correct_rate
from tests.cast import actor_of_user
from tests.factories import contracts as made
from tests.factories.organisations import CareProviderFactory, MunicipalityFactory
from tests.factories.products import ConsultationFactory

TODAY = date(2026, 7, 10)
STANDARD = Path(__file__).parents[3] / "shared" / "reference" / "ocds"


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def framework(region):
    """Agreed for two years from 2025, with two options of a year of which the first was used in May 2026."""
    framework = made.FrameworkFactory.create(region=region, name="Begeleiding Groep", ends_on=date(2027, 12, 31))
    option: dict[str, Any] = {"framework": framework, "months": 12}
    used = {"state": "used", "decided_on": date(2026, 5, 4), "former_ends_on": date(2026, 12, 31)}
    made.OptionFactory.create(number=1, **option, **used)
    made.OptionFactory.create(number=2, **option)
    made.LotFactory.create(framework=framework, number=1, name="Wmo")
    made.ParticipationFactory.create(framework=framework, municipality=MunicipalityFactory.create(name="Epe"))
    made.DocumentFactory.create(framework=framework, kind="purchasing", title="Inkoopdocument")
    made.DocumentFactory.create(framework=framework, kind="offer", title="Inschrijving van iemand")
    return framework


@pytest.fixture
def contract(framework):
    """Signed in December 2024; a rate from January 2025 and another from January 2026; an addendum in July 2026."""
    provider = CareProviderFactory.create(name="De Linde", agb_code="42420001", kvk_number="12345678")
    contract = made.ContractFactory.create(
        framework=framework, provider=provider, number="C-1", signed_on=date(2024, 12, 12), ends_on=date(2026, 12, 31)
    )
    product = made.ContractedProductFactory.create(contract=contract, lot=framework.lots.get(), rate=False)
    last_year = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "amount": Decimal("60.10")}
    made.RateFactory.create(contracted_product=product, is_fictional=False, **last_year)
    made.RateFactory.create(contracted_product=product, is_fictional=False, starts_on=date(2026, 1, 1))
    adopted = {"status": "adopted", "signed_on": date(2026, 6, 1), "adopted_at": "2026-06-01T10:00:00Z"}
    addendum = made.AddendumFactory.create(contract=contract, number=1, **adopted)
    made.LineFactory.create(addendum=addendum, kind="clause", article="3.7", text="Twee maanden.")
    made.AddendumFactory.create(contract=contract, number=2, title="Nog niet vastgesteld")
    return contract


def package(client, kind, row, **query):
    """The package of a process, checked against the standard when that is at hand."""
    answer = client.get(reverse(f"api-v1:ocds-{kind}", args=[ocid_of(row.public_id)]), query)
    assert answer.status_code == 200
    found = answer.json()
    check_against_the_standard(found, "release" if kind == "releases" else "record")
    check_structure(found)
    return found


def check_against_the_standard(found, kind):
    """Valid against the official schema of the package and of each release in it."""
    if not STANDARD.exists():
        return
    whole = json.loads((STANDARD / f"{kind}-package-schema.json").read_text())
    one = json.loads((STANDARD / "release-schema.json").read_text())
    # The package refers to the release schema on the web; what it refers to is checked here.
    Draft4Validator(_without_references_elsewhere(whole)).validate(found)
    releases = found.get("releases") or [
        release for record in found["records"] for release in [record["compiledRelease"], *record["releases"]]
    ]
    for release in releases:
        Draft4Validator(one).validate(release)


def _without_references_elsewhere(schema):
    if isinstance(schema, dict):
        if str(schema.get("$ref", "")).startswith("http"):
            return {}
        return {name: _without_references_elsewhere(value) for name, value in schema.items()}
    return [_without_references_elsewhere(value) for value in schema] if isinstance(schema, list) else schema


def check_structure(found):
    """What the standard asks that its schema cannot say, and what we promise: holds without the official files too."""
    packages = [found] if "releases" in found else found["records"]
    for one in packages:
        releases = one["releases"]
        ids = [release["id"] for release in releases]
        assert len(set(ids)) == len(ids)
        assert [release["date"] for release in releases] == sorted(release["date"] for release in releases)
        assert found["publishedDate"] >= releases[-1]["date"]
        whole = merged(releases)
        roles = {party["id"]: party["roles"] for party in whole["parties"]}
        awards = {award["id"]: award for award in whole.get("awards", [])}
        lots = {lot["id"] for lot in whole.get("tender", {}).get("lots", [])}
        assert "buyer" in roles[whole["buyer"]["id"]]
        for award in awards.values():
            assert all("supplier" in roles[supplier["id"]] for supplier in award["suppliers"])
        for contract in whole.get("contracts", []):
            assert contract["awardID"] in awards
            assert {item.get("relatedLot") for item in contract.get("items", [])} - {None} <= lots
        for release in releases:
            assert {"ocid", "id", "date", "tag", "initiationType"} <= release.keys()
            assert "#" not in release["id"]
    assert not [path for path, value in leaves(found) if value in ("", None, [], {})]


def leaves(value, path=""):
    """Every value that holds no others, with the way to it."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{path}/{name}")
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{place}")
    else:
        yield path, value


def test_an_agreement_and_its_contract_told_by_day(client, contract):
    found = package(client, "releases", contract.framework)

    assert [(release["date"][:10], release["tag"]) for release in found["releases"]] == [
        ("2024-12-12", ["award", "contract"]),
        ("2024-12-12", ["tender"]),
        ("2025-01-01", ["contractUpdate"]),
        ("2025-01-01", ["tenderUpdate"]),
        ("2026-01-01", ["contractUpdate"]),
        ("2026-05-04", ["tenderAmendment"]),
        ("2026-07-01", ["contractAmendment"]),
    ]
    assert found["publisher"] == {"name": contract.framework.region.name}


def test_record_says_how_it_stands_and_from_what_that_follows(client, contract):
    found = package(client, "record", contract.framework)

    (record,) = found["records"]
    now = record["compiledRelease"]
    assert now["tag"] == ["compiled"]
    (stands,) = now["contracts"]
    assert stands["status"] == "active"
    assert stands["dateSigned"] == "2024-12-12T00:00:00Z"
    assert stands["period"] == {
        "startDate": "2025-01-01T00:00:00Z",
        "endDate": "2026-12-31T23:59:59Z",
        "maxExtentDate": "2028-12-31T23:59:59Z",
        "durationInDays": 730,
    }
    (item,) = stands["items"]
    assert item["unit"]["value"] == {"amount": 61.5, "currency": "EUR"}
    assert item["additionalClassifications"][0]["id"] == "07A16"
    (amendment,) = stands["amendments"]
    assert amendment["description"] == "Addendum 1: Nieuw tarief: Bepaling"
    assert now["tender"]["contractPeriod"]["endDate"] == "2027-12-31T23:59:59Z"
    assert now["tender"]["techniques"]["hasFrameworkAgreement"] is True
    suppliers = [party for party in now["parties"] if "supplier" in party["roles"]]
    assert suppliers[0]["identifier"] == {"scheme": "NL-KVK", "id": "12345678", "legalName": "De Linde"}
    assert {"scheme": "AGB", "id": "42420001"} in suppliers[0]["additionalIdentifiers"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-12-20", (None, "pending", "2026-12-31")),
        ("2025-06-01", (60.1, "active", "2026-12-31")),
        ("2026-04-30", (61.5, "active", "2026-12-31")),
        ("2026-06-01", (61.5, "active", "2027-12-31")),
    ],
)
def test_as_of_a_day_it_reads_as_it_did_then(client, contract, day, expected):
    now = package(client, "record", contract.framework, peildatum=day)["records"][0]["compiledRelease"]

    unit = now["contracts"][0]["items"][0]["unit"]
    end = now["tender"]["contractPeriod"]["endDate"][:10]
    assert (unit.get("value", {}).get("amount"), now["contracts"][0]["status"], end) == expected


def test_a_correction_is_a_release_of_its_own_and_changes_none_before_it(client, contract, pim):
    before = package(client, "releases", contract.framework)["releases"]
    rate = contract.contracted_products.get().rates.get(starts_on=date(2026, 1, 1))
    correct_rate(actor=actor_of_user(pim), rate=rate, amount=Decimal("62.00"), reason="Tikfout.")
    after = package(client, "releases", contract.framework)["releases"]

    assert after[: len(before)] == before
    (added,) = after[len(before) :]
    assert added["contracts"][0]["items"][0]["unit"]["value"]["amount"] == 62.0


def test_days_that_pass_add_releases_and_change_none(client, contract, on_day):
    former: list[Any] = []
    for days in range(0, 400, 25):
        on_day(TODAY + timedelta(days=days))
        found = package(client, "releases", contract.framework)["releases"]
        assert found[: len(former)] == former
        former = found
    assert former[-1]["tag"] == ["contractTermination"]
    assert former[-1]["contracts"][0]["status"] == "terminated"


def test_drafts_offers_and_prices_that_are_not_public_stay_inside(client, contract):
    made.PriceSheetFactory.create(region=contract.framework.region)
    made.ContractFactory.create(framework=contract.framework, number="C-2", starts_on=TODAY + timedelta(days=30))

    text = json.dumps(package(client, "record", contract.framework), ensure_ascii=False)

    for hidden in (
        "Inschrijving van iemand",
        "Nog niet vastgesteld",
        "Afgesproken in het overleg",
        '"valueBreakdown":',
        "C-2",
    ):
        assert hidden not in text


def test_a_public_price_is_told_element_by_element(client, contract):
    """The sheet that tests/contracts/test_prices.py works by hand."""
    made.PriceSheetFactory.create(region=contract.framework.region, is_public=True)

    now = package(client, "record", contract.framework)["records"][0]["compiledRelease"]

    parts = now["contracts"][0]["items"][0]["valueBreakdown"]
    assert [part["description"].split(":")[0][-1] for part in parts] == list("abcdef")
    assert all(part["description"].endswith("(fictief)") and part["value"]["amount"] >= 0 for part in parts)


def test_a_product_that_left_the_contract_stays_with_its_last_day(client, contract):
    product = contract.contracted_products.get()
    product.ends_on = date(2026, 3, 31)
    product.save()

    now = package(client, "record", contract.framework)["records"][0]["compiledRelease"]

    assert now["contracts"][0]["items"][0]["description"] == f"{product.variant.name}, tot en met 2026-03-31"


def test_a_call_off_is_a_process_of_its_own_under_the_agreement(client, contract):
    call_off = made.CallOffFactory.create(contract=contract)

    below = package(client, "releases", call_off)
    above = package(client, "record", contract.framework)["records"][0]["compiledRelease"]

    (release,) = below["releases"]
    assert release["relatedProcesses"][0]["identifier"] == ocid_of(contract.framework.public_id)
    assert above["contracts"][0]["relatedProcesses"][0]["identifier"] == release["ocid"]
    assert "Twintig dagdelen" not in json.dumps(below)


@pytest.mark.parametrize("kind", ["releases", "record"])
def test_a_name_that_is_not_there_is_404(client, contract, kind):
    unsigned = made.ContractFactory.create(framework=contract.framework, starts_on=TODAY + timedelta(days=9))
    hidden = made.CallOffFactory.create(contract=unsigned)
    for ocid in ("x", str(contract.framework.public_id), ocid_of(contract.public_id), ocid_of(hidden.public_id)):
        answer = client.get(reverse(f"api-v1:ocds-{kind}", args=[ocid]))
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    early = reverse(f"api-v1:ocds-{kind}", args=[ocid_of(contract.framework.public_id)])
    assert client.get(early, {"peildatum": "2020-01-01"}).status_code == 404
    assert client.get(early, {"peildag": "2020-01-01"}).status_code == 400


def test_a_consultation_is_the_planning(client, contract):
    version = contract.contracted_products.get().variant.versions.get()
    note = {"note_document": {"title": "Nota"}, "note_sha256": "0" * 64, "note_published_at": "2019-05-20T10:00:00Z"}
    ConsultationFactory.create(version=version, region=contract.framework.region, **note)

    opened, closed, answered = package(client, "releases", contract.framework)["releases"][:3]

    assert (opened["date"][:10], opened["tag"]) == ("2019-03-28", ["planning"])
    assert opened["planning"]["milestones"][0]["status"] == "scheduled"
    assert (closed["date"][:10], closed["tag"]) == ("2019-05-04", ["planningUpdate"])
    assert closed["planning"]["milestones"][0]["dateMet"] == "2019-05-03T23:59:59Z"
    assert answered["planning"]["documents"][0]["documentType"] == "clarifications"
    assert answered["date"][:10] == "2019-05-20"


def test_queries_do_not_grow_with_contracts(client, framework):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            package(client, "record", framework)
        return len(seen)

    counts = []
    for _ in range(2):
        for _ in range(2):
            contract = made.ContractFactory.create(framework=framework)
            made.ContractedProductFactory.create(contract=contract)
            made.AddendumFactory.create(
                contract=contract, status="adopted", signed_on=TODAY, adopted_at="2026-06-01T10:00Z"
            )
        counts.append(queries())
    assert counts[0] == counts[1] <= 16


def test_answer_is_known_by_its_mark(client, contract):
    address = reverse("api-v1:ocds-record", args=[ocid_of(contract.framework.public_id)])
    mark = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": mark}).status_code == 304


# Rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "status"), [(9, "pending"), (10, "active"), (20, "active"), (21, "terminated")])
def test_status_of_a_contract(day, status):
    assert contract_status(date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, day)) == status


def test_a_period_counts_both_ends():
    assert period(date(2026, 1, 1), date(2026, 1, 31))["durationInDays"] == 31
    assert period(date(2026, 1, 1), None) == {"startDate": "2026-01-01T00:00:00Z"}


rows = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional={"x": st.integers(0, 3), "y": st.text("pq")}),
    unique_by=lambda row: row["id"],
    min_size=1,
)
release = st.fixed_dictionaries({}, optional={"rows": rows, "tag": st.lists(st.sampled_from("mn")), "z": st.integers()})


@given(st.lists(release, max_size=6))
def test_merging_keeps_the_last_word_on_everything(releases):
    found = merged(releases)

    assert merged([found]) == found
    for name in ("tag", "z"):
        said = [one[name] for one in releases if name in one]
        assert found.get(name) == (said[-1] if said else None)
    for key in "abc":
        said = [row for one in releases for row in one.get("rows", []) if row["id"] == key]
        expected = {name: value for row in said for name, value in row.items()}
        assert next((row for row in found.get("rows", []) if row["id"] == key), {}) == expected


@given(st.uuids(), st.text(max_size=50))
def test_only_our_own_names_are_read_back(key, other):
    assert key_of(ocid_of(key)) == key
    assert key_of(f"{other}{ocid_of(key)}") == (None if other else key)
