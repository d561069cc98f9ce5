"""Every step of the intake leaves a line in the trail for every row that it touched."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from clients.enums import DeliveryForm, Frequency, Outcome, TermKind
from clients.models import Case as IntakeCase
from clients.services import (
    check_identity,
    confirm_receipt,
    decide,
    decide_urgently,
    end_case,
    explain_no_carer,
    mark_urgent,
    receive_personal_plan,
    record_application,
    record_carer_talk,
    record_conversation,
    record_findings,
    record_profile,
    record_telling,
    register_notification,
    resume_term,
    revise_decision,
    send_report,
    start_investigation,
    suspend_term,
    withdraw_decision,
)
from tests import trail
from tests.clients.conftest import TODAY
from tests.clients.intake import NOTIFICATION, applied, fill_in, fresh, investigate, notify, report
from tests.factories.clients import AllocationFactory, MemberFactory
from tests.trail import Act, Case, Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
AGO = TODAY - timedelta(days=10)


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def notified(story: Story) -> IntakeCase:
    return notify(story.worker, story.client, notified_on=AGO)


def told(story: Story) -> IntakeCase:
    case = notified(story)
    confirm_receipt(actor=story.worker, case=case, revision=case.revision, sent_on=TODAY)
    return fresh(case)


def investigated(story: Story) -> IntakeCase:
    return investigate(story.worker, notified(story))


def filled(story: Story) -> IntakeCase:
    return fill_in(story.worker, investigated(story))


def asked(story: Story) -> IntakeCase:
    return applied(story.worker, story.client)


def step(service: Callable[..., object], until: Callable[[Story], IntakeCase], **given: Any) -> Case:
    """The case of a service that does something to a case that got so far."""

    def case(story: Story) -> Act:
        row = until(story)
        return story.by(story.worker, service, case=row, revision=row.revision, **given)

    return case


def grant_of(story: Story) -> dict[str, Any]:
    return {
        "form": DeliveryForm.IN_KIND,
        "variant": story.allocation.variant,
        "volume": 2,
        "frequency": Frequency.WEEK,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=60),
        "reason": "Het kan niet wachten.",
        "deviation_reason": "De cliënt kent deze groep.",
        "decided_on": TODAY,
        "reassess_on": TODAY + timedelta(days=30),
    }


def _urgent(story: Story) -> Act:
    case = notify(story.worker, story.client, is_urgent=True, urgent_reason="Valt vaak.")
    return story.by(story.worker, decide_urgently, case=case, revision=case.revision, **grant_of(story))


def _decide(story: Story) -> Act:
    return step(decide, asked, outcome=Outcome.GRANTED, **grant_of(story))(story)


def _with_carer(story: Story) -> Act:
    case = investigated(story)
    member = MemberFactory.create(client=story.client, is_informal_carer=True)
    given = {"does": "Kookt.", "can": "Koken.", "needs": "Rust.", "support_offered_on": TODAY}
    given |= {"support_channel": "home", "support_answer": "later", "member": member}
    return story.by(story.worker, record_carer_talk, case=case, revision=case.revision, **given)


def suspended(story: Story) -> IntakeCase:
    case = notified(story)
    term = case.terms.get(kind=TermKind.INVESTIGATION)
    suspend_term(
        actor=story.worker,
        case=case,
        revision=case.revision,
        term=term,
        starts_on=AGO,
        ground="consent",
        explanation="Op vakantie.",
    )
    return fresh(case)


def _of_term(service: Callable[..., object], until: Callable[[Story], IntakeCase], **given: Any) -> Case:
    def case(story: Story) -> Act:
        row = until(story)
        term = row.terms.get(kind=TermKind.INVESTIGATION)
        return story.by(story.worker, service, case=row, revision=row.revision, term=term, **given)

    return case


def _amend(service: Callable[..., object], **given: Any) -> Case:
    """The decision has an allocation that ends with it."""

    def case(story: Story) -> Act:
        decision = _decide(story)()
        AllocationFactory.create(
            client=story.client,
            contracted_product=story.allocation.contracted_product,
            decision=decision,
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 3, 31),
        )
        about = {"ground": "b", "from_on": TODAY, "reason": "Het gaat beter.", "decided_on": TODAY}
        row = fresh(decision.case)
        return story.by(story.worker, service, decision=decision, revision=row.revision, **about, **given)

    return case


def _revise(story: Story) -> Act:
    names = ("form", "variant", "volume", "frequency", "ends_on", "reassess_on")
    return _amend(revise_decision, **{name: grant_of(story)[name] for name in names})(story)


CASES: dict[str, Case] = {
    "register_notification": lambda story: story.by(
        story.worker, register_notification, client=story.client, notified_on=TODAY, **NOTIFICATION
    ),
    "confirm_receipt": step(confirm_receipt, notified, sent_on=TODAY),
    "record_telling": step(record_telling, notified, what="personal_plan", told_on=TODAY, channel="phone"),
    "receive_personal_plan": step(receive_personal_plan, notified, received_on=TODAY, summary="Naar een groep."),
    "suspend_term": _of_term(suspend_term, notified, starts_on=TODAY, ground="consent", explanation="Op vakantie."),
    "resume_term": _of_term(resume_term, suspended, resumes_on=TODAY),
    "start_investigation": step(start_investigation, told, started_on=TODAY),
    "record_conversation": step(
        record_conversation,
        filled,
        conversation_on=TODAY,
        place="Elders",
        present=[{"name": "A.", "present_as": "client"}],
    ),
    "record_findings": step(record_findings, filled, findings={"a": "Anders.", "b": ""}, conclusion="Anders."),
    "record_carer_talk": _with_carer,
    "explain_no_carer": step(explain_no_carer, investigated, reason="Woont alleen."),
    "check_identity": step(check_identity, investigated, checked_on=TODAY, document="passport"),
    "record_profile": step(
        record_profile, filled, answers={"structure_needed": {"answer": "no", "explanation": "Plant zelf."}}
    ),
    "send_report": step(send_report, filled, sent_on=TODAY),
    "record_application": step(
        record_application, lambda story: report(story.worker, filled(story)), applied_on=TODAY, channel="letter"
    ),
    "decide": _decide,
    "decide_urgently": _urgent,
    "withdraw_decision": _amend(withdraw_decision),
    "revise_decision": _revise,
    "mark_urgent": step(mark_urgent, notified, urgent_on=TODAY, urgent_reason="Valt vaak."),
    "end_case": step(end_case, suspended, ended_on=TODAY, reason="withdrawn", explanation="Het gaat beter."),
}


@pytest.mark.parametrize("name", CASES)
def test_step_leaves_a_line_for_every_row_it_touched(name, story):
    trail.assert_every_row_has_its_line(CASES[name](story), lambda _: {story.client.public_id})


@pytest.mark.parametrize("name", CASES)
def test_step_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", CASES)
def test_step_refuses_whoever_it_is_not_for(name, story):
    trail.assert_others_are_refused(CASES[name](story), story)
