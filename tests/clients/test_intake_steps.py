"""Each step of a case at each of its stands: what goes, and with what code the rest is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from clients.enums import CaseEnd, CaseStatus, DeliveryForm, TermKind
from clients.models import Case, Decision, PersonalPlan
from clients.services import (
    allocate,
    check_identity,
    confirm_receipt,
    decide,
    decide_urgently,
    end_case,
    explain_no_carer,
    receive_personal_plan,
    record_application,
    record_findings,
    record_profile,
    record_telling,
    send_report,
    start_investigation,
)
from clients.transitions import FORWARD, may_become
from core.errors import Conflict
from tests.clients.conftest import TODAY
from tests.clients.intake import applied, apply, fill_in, fresh, grant, investigate, notify, report, tell_carer
from tests.factories.clients import MemberFactory
from tests.factories.organisations import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def at(worker, person, product):
    """A case that stands at a status."""

    def bring(status):
        case = notify(worker, person)
        steps = {
            CaseStatus.INVESTIGATION: lambda: investigate(worker, case),
            CaseStatus.REPORTED: lambda: report(worker, fill_in(worker, fresh(case))),
            CaseStatus.APPLIED: lambda: apply(worker, fresh(case)),
            CaseStatus.DECIDED: lambda: grant(worker, fresh(case), product.variant),
        }
        if status == CaseStatus.ENDED:
            end(worker, case)
        else:
            for step, act in steps.items():
                if list(CaseStatus).index(step) <= list(CaseStatus).index(status):
                    act()
        return fresh(case)

    return bring


def end(worker, case, **changes):
    given: dict[str, Any] = {"ended_on": TODAY, "reason": CaseEnd.WITHDRAWN, "explanation": "Het gaat weer."}
    return end_case(actor=worker, case=case, revision=fresh(case).revision, **given | changes)


def codes(refusal):
    error = refusal.value
    errors = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return {fault.code for faults in errors for fault in faults}


NEW, INV, REP, APP, DEC, END = list(CaseStatus)
STEPS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    # Before the client is told: what follows tells.
    "start": (start_investigation, {"started_on": TODAY}),
    "confirm": (confirm_receipt, {"sent_on": TODAY}),
    "tell": (record_telling, {"what": "personal_plan", "told_on": TODAY, "channel": "phone"}),
    "plan": (receive_personal_plan, {"received_on": TODAY, "summary": "Naar een groep."}),
    "findings": (record_findings, {"findings": {"a": "Anders."}}),
    "identity": (check_identity, {"checked_on": TODAY, "document": "passport"}),
    "no_carer": (explain_no_carer, {"reason": "Woont alleen."}),
    "profile": (record_profile, {"answers": {}}),
    "report": (send_report, {"sent_on": TODAY}),
    "apply": (record_application, {"applied_on": TODAY, "channel": "desk"}),
    "decide": (decide, {}),
    "urgent": (decide_urgently, {}),
    "end": (end_case, {"ended_on": TODAY, "reason": "withdrawn", "explanation": "Het gaat weer."}),
}
IN_INVESTIGATION = {NEW: "no_investigation", INV: "", REP: "case_step", APP: "case_step"}
GOES: dict[str, dict[CaseStatus, str]] = {
    "confirm": {NEW: "", **dict.fromkeys((INV, REP, APP), "receipt_confirmed")},
    "tell": dict.fromkeys((NEW, INV, REP, APP), ""),
    "plan": dict.fromkeys((NEW, INV, REP, APP), ""),
    "start": {NEW: "not_told", INV: "unique", REP: "unique", APP: "unique"},
    **dict.fromkeys(("findings", "identity", "no_carer", "profile"), IN_INVESTIGATION),
    "report": IN_INVESTIGATION | {INV: "conversation_missing"},
    "apply": {NEW: "report_first", INV: "report_first", REP: "", APP: "unique"},
    "decide": {**dict.fromkeys((NEW, INV, REP), "no_application"), APP: "null"},
    "urgent": dict.fromkeys((NEW, INV, REP, APP), "not_urgent"),
    "end": dict.fromkeys((NEW, INV, REP, APP), ""),
}


@pytest.mark.parametrize("status", list(CaseStatus))
def test_every_step_at_a_stand_goes_or_says_why_not(worker, at, status):
    case = at(status)
    for name, (service, given) in STEPS.items():
        expected = GOES[name].get(status, "case_closed")
        case, before = fresh(case), fresh(case).status
        if not expected and name == "end":
            continue  # ends the case; see below
        if not expected:
            service(actor=worker, case=case, revision=case.revision, **given)
            if name == "apply":
                Case.objects.filter(pk=case.pk).update(status=before)
                case.application.delete()
                case.terms.filter(kind=TermKind.DECISION).delete()
            continue
        with pytest.raises((Conflict, ValidationError)) as refusal:
            service(actor=worker, case=case, revision=case.revision, **given)
        found = {refusal.value.code} if isinstance(refusal.value, Conflict) else codes(refusal)
        assert expected in found, (name, found)
        assert fresh(case).status == before


@pytest.mark.parametrize("now", list(CaseStatus))
@pytest.mark.parametrize("then", list(CaseStatus))
def test_table_of_steps_goes_forward_only_and_ends_are_ends(now, then):
    order = list(CaseStatus)
    if may_become(now, then):
        assert order.index(then) > order.index(now)
    assert (not FORWARD[now]) == (now in {CaseStatus.DECIDED, CaseStatus.ENDED})


@pytest.mark.parametrize("status", [NEW, INV, REP, APP])
def test_case_is_withdrawn_at_each_step_and_keeps_what_was_written(worker, at, status):
    case = at(status)
    letters = case.letters.count()
    end(worker, case)
    case = fresh(case)
    assert (case.status, case.ended_at_step, case.end_explanation) == (END, status, "Het gaat weer.")
    assert case.letters.count() == letters


def test_end_names_all_faults_at_once(worker, at):
    case = at(NEW)
    with pytest.raises(ValidationError) as refusal:
        end(worker, case, ended_on=TODAY + timedelta(days=1), reason=CaseEnd.DEATH, explanation=" ")
    assert codes(refusal) == {"day_future", "case_end", "end_unexplained"}


@pytest.mark.parametrize(("status", "goes"), [(NEW, False), (INV, False), (REP, True), (APP, False)])
def test_no_application_is_an_end_after_the_report_only(worker, at, status, goes):
    case = at(status)
    if goes:
        assert end(worker, case, reason=CaseEnd.NO_APPLICATION).end_reason == CaseEnd.NO_APPLICATION
        return
    with pytest.raises(ValidationError) as refusal:
        end(worker, case, reason=CaseEnd.NO_APPLICATION)
    assert codes(refusal) == {"end_step"}


def test_case_does_not_end_before_its_last_step(worker, person, on_day):
    on_day(date(2026, 2, 2))
    case = notify(worker, person)
    on_day(date(2026, 2, 10))
    investigate(worker, case)
    with pytest.raises(ValidationError) as refusal:
        end(worker, case, ended_on=date(2026, 2, 9))
    assert codes(refusal) == {"day_early"}


def test_carers_hear_of_support_before_the_investigation(worker, person):
    member = MemberFactory.create(client=person, name="Wim", is_informal_carer=True)
    case = notify(worker, person)
    confirm_receipt(actor=worker, case=case, revision=case.revision, sent_on=TODAY)
    with pytest.raises(ValidationError) as refusal:
        start_investigation(actor=worker, case=case, revision=fresh(case).revision, started_on=TODAY)
    assert codes(refusal) == {"not_told"}
    assert "Wim" in str(refusal.value)

    tell_carer(worker, case, member)
    start_investigation(actor=worker, case=case, revision=fresh(case).revision, started_on=TODAY)


def test_who_applied_when_the_term_had_passed_is_investigated_still(worker, person, on_day):
    on_day(date(2026, 2, 2))
    case = notify(worker, person)
    on_day(date(2026, 3, 17))
    apply(worker, case)

    case = report(worker, fill_in(worker, investigate(worker, case)))

    assert case.status == APP
    assert case.investigation.reported_on == date(2026, 3, 17)
    assert case.terms.get(kind=TermKind.INVESTIGATION).met_on == date(2026, 3, 17)


def test_urgent_decision_lets_the_case_go_on_to_the_ordinary_one_of_that_day(worker, person, product):
    case = notify(worker, person, is_urgent=True, urgent_reason="Valt vaak.")
    given: dict[str, Any] = {"form": DeliveryForm.IN_KIND, "variant": product.variant, "volume": 2, "frequency": "2"}
    given |= {"starts_on": TODAY, "reason": "Kan niet wachten.", "decided_on": TODAY}
    given |= {"ends_on": date(2026, 4, 30), "reassess_on": date(2026, 4, 15)}
    with pytest.raises(ValidationError) as refusal:
        decide_urgently(actor=worker, case=case, revision=case.revision, **given | {"ends_on": None})
    assert "urgent_without_end" in codes(refusal)
    decide_urgently(actor=worker, case=case, revision=case.revision, **given)
    case = fresh(case)
    assert case.status == NEW
    with pytest.raises(ValidationError) as refusal:
        decide_urgently(actor=worker, case=case, revision=case.revision, **given)
    assert "decision_twice" in codes(refusal)

    grant(worker, apply(worker, report(worker, fill_in(worker, investigate(worker, case)))), product.variant)

    assert Decision.objects.count() == 2
    assert case.terms.filter(kind=TermKind.OBJECTION).count() == 1


def test_refusal_needs_a_reason_and_nothing_else(worker, person):
    case = applied(worker, person)
    given: dict[str, Any] = {"outcome": "refused", "decided_on": TODAY}
    with pytest.raises(ValidationError) as refusal:
        decide(actor=worker, case=case, revision=case.revision, **given)
    assert "decision_content" in codes(refusal) or "blank" in codes(refusal)
    decision = decide(actor=worker, case=case, revision=case.revision, reason="Het netwerk helpt.", **given)
    assert (decision.is_grant, decision.period, fresh(case).status) == (False, None, DEC)


def test_decision_names_all_faults_at_once(worker, person, product):
    case = applied(worker, person)
    with pytest.raises(ValidationError) as refusal:
        grant(worker, case, product.variant, decided_on=date(2026, 3, 2), ends_on=None, reassess_on=TODAY)
    assert {"day_future", "week_volume_without_end", "reassess_early"} <= codes(refusal)


def test_personal_budget_beside_care_in_kind_is_refused_both_ways(worker, person, product, allocation):
    """iWmo 3.2, OP043."""
    case = applied(worker, person)
    budget: dict[str, Any] = {
        "form": DeliveryForm.PERSONAL_BUDGET,
        "starts_on": date(2026, 12, 31),
        "ends_on": date(2027, 6, 30),
    }
    budget |= {"reassess_on": date(2027, 5, 1)}
    with pytest.raises(ValidationError) as refusal:
        grant(worker, case, product.variant, **budget)
    assert codes(refusal) == {"both_forms"}

    grant(worker, case, product.variant, **budget | {"starts_on": date(2027, 1, 1)})
    period: dict[str, Any] = {"starts_on": date(2027, 6, 30), "ends_on": date(2027, 12, 31), "volume": 4}
    with pytest.raises(ValidationError) as refusal:
        allocate(actor=worker, client=person, contracted_product=product, **period)
    assert codes(refusal) >= {"both_forms"}


def test_file_of_a_refused_personal_plan_is_gone(worker, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = notify(worker, person)
    file = SimpleUploadedFile("plan.pdf", PDF)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        receive_personal_plan(actor=worker, case=case, revision=case.revision, received_on=tomorrow, file=file)
    assert codes(refusal) == {"day_future"}
    assert not PersonalPlan.objects.exists()

    plan = receive_personal_plan(actor=worker, case=case, revision=case.revision, received_on=TODAY, file=file)
    assert plan.file.name
    assert default_storage.exists(plan.file.name)
    folder = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(folder) <= 1
    assert "plan.pdf" not in plan.file.name
