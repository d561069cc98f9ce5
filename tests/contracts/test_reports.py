"""What providers report and hand in, and what the region says to it (Contractstandaarden Wmo art. 3.6, 3.10, 3.31)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEntry
from contracts.enums import EvidenceKind
from contracts.models import Evidence, Indicator, Measurement, ProviderReport
from contracts.rules.indicators import in_unit, is_met
from contracts.rules.reports import report_breach_before, valid_until
from contracts.selectors.evidence import standing
from contracts.services import (
    add_evidence,
    answer_report,
    check_evidence,
    measure,
    report_breach,
    report_client_stop,
    report_measure,
    set_indicator,
)
from contracts.services.settings import load_settings
from core.clock import now
from core.constraints import as_validation_error
from core.errors import Conflict
from tests.cast import actor_of_user, sign_in
from tests.factories import contracts as made
from tests.factories.organisations import PDF

TODAY = date(2026, 9, 14)
LIMITS = {"gva_valid": 24, "tax_valid": 6, "kvk_valid": 6}
BREACH: dict[str, Any] = {
    "text": "Laptop gestolen.",
    "data_kinds": "Verslagen",
    "affected": "Cliënten van een groep",
    "affected_count": 8,
}


@pytest.fixture(autouse=True)
def _today(on_day, db):
    on_day(TODAY)
    load_settings()


@pytest.fixture
def purchaser(pim):
    return actor_of_user(pim)


@pytest.fixture
def officer(hanna):
    return actor_of_user(hanna)


@pytest.fixture
def contract(region, de_linde):
    return made.ContractFactory.create(framework__region=region, provider=de_linde)


def codes_of(write) -> set[str | None]:
    with pytest.raises(ValidationError) as refusal:
        write()
    return {fault.code for faults in refusal.value.error_dict.values() for fault in faults}


def stop(officer, contract, starts_on=TODAY + timedelta(days=14), **values):
    return report_client_stop(actor=officer, contract=contract, starts_on=starts_on, text="Te druk.", **values)


def test_client_stop_is_asked_fourteen_days_ahead(officer, contract):
    assert codes_of(lambda: stop(officer, contract, TODAY + timedelta(days=13))) == {"stop_too_soon"}
    early = TODAY + timedelta(days=20)
    assert codes_of(lambda: stop(officer, contract, early, ends_on=TODAY)) == {"period_order"}

    report = stop(officer, contract)

    assert (report.state, report.is_late) == ("open", False)
    assert AuditEntry.objects.filter(event="created", target=report.public_id).exists()


def test_region_consents_once_and_a_refusal_has_a_reason(officer, purchaser, contract):
    report = stop(officer, contract)
    refuse: dict[str, Any] = {"actor": purchaser, "report": report, "state": "refused"}
    assert codes_of(lambda: answer_report(**refuse, answer=" ")) == {"refusal_reason"}
    assert codes_of(lambda: answer_report(**refuse | {"state": "seen"}, answer="")) >= {"report_answer"}

    answer_report(actor=purchaser, report=report, state="consented", answer="")

    with pytest.raises(Conflict):
        answer_report(**refuse, answer="Toch niet.")
    report.refresh_from_db()
    assert (report.state, report.answered_by_id) == ("consented", purchaser.user_id)


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (7, False), (8, True)])
def test_measure_is_reported_within_seven_days(*, officer, contract, days, is_late):
    imposed_on = TODAY - timedelta(days=days)

    report = report_measure(actor=officer, contract=contract, imposed_on=imposed_on, source="IGJ", text="Aanwijzing.")

    assert report.is_late is is_late


def test_breach_is_reported_within_a_day(officer, contract):
    assert report_breach_before(datetime(2026, 9, 13, 14, 30, tzinfo=UTC), 24) == datetime(
        2026, 9, 14, 14, 30, tzinfo=UTC
    )
    in_time = report_breach(actor=officer, contract=contract, discovered_at=now() - timedelta(hours=23), **BREACH)
    late = report_breach(actor=officer, contract=contract, discovered_at=now() - timedelta(hours=25), **BREACH)

    assert (in_time.is_late, late.is_late) == (False, True)
    tomorrow = now() + timedelta(hours=1)
    assert codes_of(lambda: report_breach(actor=officer, contract=contract, discovered_at=tomorrow, **BREACH)) == {
        "happened_in_future"
    }


@pytest.mark.parametrize("name", ["karin", "petra", "mo", "pim", "ada"])
def test_only_the_provider_reports_and_only_the_region_answers(request, name, contract):
    actor = actor_of_user(request.getfixturevalue(name))
    report, document = made.ReportFactory.create(contract=contract), made.EvidenceFactory.create()
    indicator = made.IndicatorFactory.create(contract=contract)
    writes: list[Any] = [
        lambda: stop(actor, contract),
        lambda: report_measure(actor=actor, contract=contract, imposed_on=TODAY, source="IGJ", text="x"),
        lambda: report_breach(actor=actor, contract=contract, discovered_at=now(), **BREACH),
        lambda: hand_in(actor),
        lambda: check_evidence(actor=actor, evidence=document, state="accepted"),
    ]
    if name != "pim":
        writes += [
            lambda: answer_report(actor=actor, report=report, state="consented", answer=""),
            lambda: set_indicator(actor=actor, contract=contract, kind="plans", target=Decimal(90), starts_on=TODAY),
            lambda: measure(
                actor=actor, indicator=indicator, starts_on=TODAY, ends_on=TODAY, measured=Decimal(1), source="Telling"
            ),
        ]
    for write in writes:
        with pytest.raises(PermissionDenied):
            write()


# Documents ----------------------------------------------------------------------------------------------


def hand_in(actor, kind="gva", issued_on=date(2026, 9, 1), **values):
    return add_evidence(actor=actor, kind=kind, issued_on=issued_on, file=ContentFile(PDF, name="stuk.pdf"), **values)


@pytest.mark.parametrize(
    ("kind", "until"),
    [("gva", date(2028, 9, 1)), ("tax", date(2027, 3, 1)), ("kvk", date(2027, 3, 1)), ("insurance", date(2027, 1, 1))],
)
def test_document_counts_as_long_as_its_kind_says(kind, until):
    assert valid_until(kind, date(2026, 9, 1), date(2027, 1, 1), LIMITS) == until


def test_document_that_cannot_be_is_refused(officer, contract):
    assert codes_of(lambda: hand_in(officer, "insurance")) == {"validity_missing"}
    assert codes_of(lambda: hand_in(officer, issued_on=TODAY + timedelta(days=1))) == {"issued_in_future"}
    early = date(2026, 8, 1)
    assert codes_of(lambda: hand_in(officer, "insurance", valid_until_on=early)) >= {"evidence_validity"}
    empty = ContentFile(b"", name="leeg.pdf")
    assert codes_of(lambda: add_evidence(actor=officer, kind="gva", issued_on=TODAY, file=empty)) == {"upload_empty"}
    assert not Evidence.objects.exists()


def test_document_counts_once_it_was_accepted(officer, purchaser, contract):
    document = hand_in(officer)
    gva = standing(officer, TODAY)[0]
    assert (gva.kind, gva.is_valid, gva.is_waiting) == (EvidenceKind.GVA, False, True)

    check_evidence(actor=purchaser, evidence=document, state="accepted")

    gva, *others = standing(purchaser, TODAY)
    assert (gva.valid_until, gva.is_valid, gva.is_waiting) == (date(2028, 9, 1), True, False)
    assert [one.valid_until for one in others] == [None, None, None]
    with pytest.raises(Conflict):
        check_evidence(actor=purchaser, evidence=document, state="refused", remark="Toch niet.")
    second = hand_in(officer)
    assert codes_of(lambda: check_evidence(actor=purchaser, evidence=second, state="refused")) == {"refusal_reason"}


def test_region_without_a_contract_sees_no_document(purchaser, contract, het_anker, officer):
    made.EvidenceFactory.create(provider=het_anker)
    own = hand_in(officer)

    assert list(Evidence.objects.visible_to(purchaser)) == [own]
    assert list(Evidence.objects.visible_to(officer)) == [own]


# Indicators ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "measured", "is_reached", "text"),
    [
        ("evaluations", 90, True, "ten minste 90%"),
        ("evaluations", 89, False, "ten minste 90%"),
        ("start", 90, True, "hoogstens 90 dagen"),
        ("start", 91, False, "hoogstens 90 dagen"),
    ],
)
def test_which_way_is_good_follows_from_what_is_measured(kind, measured, is_reached, text):
    assert is_met(kind, Decimal(measured), Decimal(90)) is is_reached
    assert in_unit(kind, Decimal(90), is_target=True) == text


def test_measurement_lies_in_the_days_of_the_target(purchaser, contract):
    indicator = set_indicator(
        actor=purchaser, contract=contract, kind="plans", target=Decimal(90), starts_on=date(2026, 1, 1)
    )
    facts: dict[str, Any] = {"actor": purchaser, "indicator": indicator, "measured": 85, "source": "Telling"}
    january: dict[str, Any] = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 31)}

    found = measure(**facts, **january)

    assert not found.is_met
    assert codes_of(lambda: measure(**facts, **january)) == {"measurement_overlap"}
    assert codes_of(lambda: measure(**facts, **january | {"ends_on": date(2026, 12, 31)})) == {"measured_in_future"}
    assert codes_of(lambda: measure(**facts, **january | {"starts_on": date(2025, 1, 1)})) == {"measured_outside"}


def test_constraints_hold_in_the_database(contract):
    """contracts_report_kind and the others."""
    report = made.ReportFactory.create(contract=contract)
    reports = ProviderReport.objects.filter(pk=report.pk)
    documents = Evidence.objects.filter(pk=made.EvidenceFactory.create().pk)
    reading = made.MeasurementFactory.create(indicator__contract=contract)
    indicators, readings = Indicator.objects.all(), Measurement.objects.filter(pk=reading.pk)

    assert refused(lambda: reports.update(text="")) == "report_incomplete"
    assert refused(lambda: reports.update(kind="breach")) == "report_incomplete"
    assert refused(lambda: reports.update(state="consented")) == "report_answer"
    assert refused(lambda: documents.update(kind="other")) == "evidence_kind"
    assert refused(lambda: documents.update(valid_until=date(2026, 1, 14))) == "evidence_validity"
    assert refused(lambda: documents.update(state="accepted")) == "evidence_checked"
    assert refused(lambda: indicators.update(target=-1)) == "indicator_kind"
    assert refused(lambda: indicators.update(ends_on=date(2025, 1, 1))) == "period_order"
    again: dict[str, Any] = {"contract": contract, "kind": "evaluations", "target": 1, "starts_on": TODAY}
    assert refused(lambda: Indicator.objects.create(**again)) == "indicator_overlap"
    assert refused(lambda: readings.update(source="")) == "measurement_source"
    assert refused(lambda: readings.update(ends_on=date(2025, 1, 1))) == "period_order"
    once_more: dict[str, Any] = {"indicator": reading.indicator, "measured": 1, "source": "x"}
    days = {"starts_on": date(2026, 3, 31), "ends_on": date(2026, 4, 1)}
    assert refused(lambda: Measurement.objects.create(**once_more, **days)) == "measurement_overlap"


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code


# Pages --------------------------------------------------------------------------------------------------


def test_stop_goes_from_provider_to_purchaser_and_back(client, hanna, pim, contract):
    typed = {"contract": contract.public_id, "starts_on": "2026-09-20", "text": "Te weinig professionals."}
    sign_in(client, hanna)
    assert "Vraag dit ten minste 14 dagen vooraf aan." in client.get("/contractmeldingen/clientenstop").text
    assert "binnen 24 uur" in client.get("/contractmeldingen/datalek").text
    assert "art. 3.10" in client.get("/contractmeldingen/maatregel").text
    page = client.post("/contractmeldingen/clientenstop", typed)
    assert "Kies een dag vanaf 28 september 2026." in page.text
    page = client.post("/contractmeldingen/clientenstop", typed | {"starts_on": "2026-09-28"}, follow=True).text
    assert "Wacht op antwoord" in page
    assert "28 september 2026" in page

    home = sign_in(client, pim).get("/").text
    assert "Cliëntenstop: geef toestemming of niet" in home
    report = ProviderReport.objects.get()
    address = reverse("contracts:report_answer", args=[report.public_id])
    page = client.post(address, {"state": "consented", "answer": "Tot 1 december."}, follow=True).text

    assert "Toestemming gegeven" in page
    assert "geef toestemming of niet" not in client.get("/").text
    assert "Tot 1 december." in sign_in(client, hanna).get(reverse("contracts:report", args=[report.public_id])).text


def test_late_breach_and_measure_are_seen(client, hanna, pim, contract):
    sign_in(client, hanna)
    typed = BREACH | {"contract": contract.public_id, "discovered_on": "2026-09-10", "discovered_time": "9:00"}
    page = client.post("/contractmeldingen/datalek", typed, follow=True).text
    assert "te laat gemeld" in page
    measure_typed = {"contract": contract.public_id, "imposed_on": "2026-09-10", "source": "GGD", "text": "Aanwijzing."}
    client.post("/contractmeldingen/maatregel", measure_typed, follow=True)

    home = sign_in(client, pim).get("/").text

    assert "Datalek: bekijk de melding (te laat gemeld)" in home
    assert "Maatregel van een toezichthouder: bekijk de melding" in home
    assert (
        "GGD"
        in client.get(reverse("contracts:report", args=[ProviderReport.objects.get(kind="measure").public_id])).text
    )
    for report in ProviderReport.objects.all():
        client.post(reverse("contracts:report_answer", args=[report.public_id]), {"answer": ""})
    assert "bekijk de melding" not in client.get("/").text


def test_document_goes_from_provider_to_purchaser(client, hanna, pim, contract):
    sign_in(client, hanna)
    assert "Uittreksel van de KvK: ontbreekt" in client.get("/").text
    typed = {"kind": "kvk", "issued_on": "2026-04-01", "file": ContentFile(PDF, name="kvk.pdf")}
    page = client.post("/bewijsstukken/nieuw", typed, follow=True).text
    assert "wacht op controle" in page
    document = Evidence.objects.get()
    assert client.get(reverse("contracts:evidence_file", args=[document.public_id])).status_code == 200

    assert "Controleer: Uittreksel van de KvK" in sign_in(client, pim).get("/").text
    address = reverse("contracts:evidence_check", args=[document.public_id])
    page = client.post(address, {"state": "accepted"}, follow=True).text

    assert "1 oktober 2026" in page
    for user in (pim, hanna):  # it lapses within six weeks
        assert "Uittreksel van de KvK: verloopt" in sign_in(client, user).get("/").text


def test_target_that_was_missed_is_on_the_list(client, pim, contract):
    sign_in(client, pim)
    typed = {"contract": contract.public_id, "kind": "evaluations", "target": "90", "starts_on": "2026-01-01"}
    client.post("/prestaties/nieuw", typed | {"is_fictional": "on"}, follow=True)
    indicator = Indicator.objects.get()
    address = reverse("contracts:measurement_new", args=[indicator.public_id])
    reading = {"starts_on": "2026-01-01", "ends_on": "2026-03-31", "measured": "85,5", "source": "Rapport"}
    page = client.post(address, reading, follow=True).text

    assert "85,5%" in page
    assert "niet gehaald" in page
    assert "Bespreek: evaluaties op tijd is 85,5%, norm ten minste 90%" in client.get("/").text
    client.post(address, reading | {"starts_on": "2026-04-01", "ends_on": "2026-06-30", "measured": "95"})
    assert "Bespreek" not in client.get("/").text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_the_same_queries_for_one_and_three(*, client, pim, region, count, django_assert_num_queries):
    for step in range(count):
        contract = made.ContractFactory.create(framework__region=region, number=f"Q-{step}")
        made.ReportFactory.create(contract=contract)
        made.EvidenceFactory.create(provider=contract.provider)
        made.MeasurementFactory.create(indicator__contract=contract)
    sign_in(client, pim)
    client.get("/contractmeldingen")

    for address, queries in (("/contractmeldingen", 5), ("/bewijsstukken", 7), ("/prestaties", 6)):
        with django_assert_num_queries(queries):
            client.get(address)
