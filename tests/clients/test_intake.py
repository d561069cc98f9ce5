"""From notification to allocation: the whole way, and what stands in the way (Wmo 2015 art. 2.3.2 to 2.3.5)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from clients.enums import CaseStatus, ProfileAnswer, TermKind
from clients.selectors.advice import advise
from clients.services import allocate, confirm_receipt, record_application, send_report, start_investigation
from core.errors import Conflict
from tests.clients.intake import applied, fill_in, fresh, grant, investigate, notify, report
from tests.factories.clients import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def due(case, kind):
    return case.terms.get(kind=kind).due_on


def test_notification_leads_to_an_allocation(worker, person, product, on_day):
    MemberFactory.create(client=person, is_informal_carer=True)
    on_day(date(2026, 2, 2))
    case = notify(worker, person)
    assert due(case, TermKind.PERSONAL_PLAN) == date(2026, 2, 9)
    assert due(case, TermKind.INVESTIGATION) == date(2026, 3, 16)

    case = investigate(worker, case)
    on_day(date(2026, 2, 20))
    case = report(worker, fill_in(worker, case))
    assert case.status == CaseStatus.REPORTED
    assert case.terms.get(kind=TermKind.INVESTIGATION).met_on == date(2026, 2, 20)

    record_application(actor=worker, case=case, revision=case.revision, applied_on=date(2026, 2, 20), channel="desk")
    # Two weeks on is Friday 6 March.
    assert due(case, TermKind.DECISION) == date(2026, 3, 6)
    decision = grant(worker, fresh(case), product.variant)
    assert fresh(case).status == CaseStatus.DECIDED
    # Six weeks on is Good Friday, 3 April 2026; Easter Monday is the 6th.
    assert due(case, TermKind.OBJECTION) == date(2026, 4, 7)
    assert set(case.letters.values_list("kind", flat=True)) == {"receipt", "report", "decision"}

    allocation = allocate(
        actor=worker,
        client=person,
        contracted_product=product,
        starts_on=decision.starts_on,  # type: ignore[arg-type]  # it was granted
        ends_on=decision.ends_on,
        volume=4,
        decision=decision,
    )
    assert allocation.decision == decision


def test_investigation_waits_until_the_client_was_told(worker, person):
    case = notify(worker, person)
    with pytest.raises(ValidationError) as refused:
        start_investigation(actor=worker, case=case, revision=case.revision, started_on=case.notified_on)
    assert [error.code for error in refused.value.error_dict["__all__"]] == ["not_told", "not_told"]


def test_report_names_everything_that_is_missing(worker, person):
    case = investigate(worker, notify(worker, person))
    with pytest.raises(ValidationError) as refused:
        send_report(actor=worker, case=case, revision=case.revision, sent_on=case.notified_on)
    codes = [error.code for error in refused.value.error_list]
    assert codes.count("topic_missing") == 7
    assert {"conversation_missing", "nobody_present", "carer_unknown", "identity_missing"} < set(codes)
    assert {"conclusion_missing", "profile_incomplete"} < set(codes)


def test_application_before_the_report_waits_for_the_end_of_the_term(worker, person, on_day):
    on_day(date(2026, 2, 2))
    case = investigate(worker, notify(worker, person))
    on_day(date(2026, 3, 16))
    with pytest.raises(ValidationError) as refused:
        record_application(
            actor=worker, case=case, revision=case.revision, applied_on=date(2026, 3, 16), channel="desk"
        )
    assert refused.value.error_dict["applied_on"][0].code == "report_first"
    on_day(date(2026, 3, 17))
    record_application(actor=worker, case=case, revision=case.revision, applied_on=date(2026, 3, 17), channel="desk")
    assert fresh(case).status == CaseStatus.APPLIED


def test_second_of_two_case_workers_gets_a_conflict(worker, person):
    case = notify(worker, person)
    confirm_receipt(actor=worker, case=case, revision=case.revision, sent_on=case.notified_on)
    with pytest.raises(Conflict) as refused:
        start_investigation(actor=worker, case=case, revision=case.revision, started_on=case.notified_on)
    assert refused.value.code == "case_changed"


def test_decision_against_the_advice_says_why(worker, person, product):
    case = applied(worker, person)
    other = type(product.variant).objects.exclude(pk=product.variant.pk).first()
    if other is None:
        pytest.fail("the product book holds more than one variant")
    with pytest.raises(ValidationError) as refused:
        grant(worker, case, other, deviation_reason="")
    assert "deviation_unexplained" in {error.code for error in refused.value.error_dict["deviation_reason"]}


def test_all_traits_together_point_to_the_product_of_the_sheet(worker, person):
    case = fill_in(worker, investigate(worker, notify(worker, person)))
    advised = advise(case.investigation, case.notified_on).advised
    assert advised is not None
    assert advised.code == "bg-duurzaam"


def test_open_answers_give_no_advice(worker, person):
    case = investigate(worker, notify(worker, person))
    case = report(worker, fill_in(worker, case, answer=ProfileAnswer.UNKNOWN))
    assert advise(case.investigation, case.notified_on).advised is None
