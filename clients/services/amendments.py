"""A decision is revised or withdrawn from a day on; what went before stays (Wmo 2015 art. 2.3.10)."""

from collections.abc import Iterator
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.services import snapshot
from clients.access import may_decide
from clients.documents import amendment_document
from clients.enums import ChangeReason, Channel, DecisionKind, LetterKind, Outcome, StopReason
from clients.models import Allocation, Amendment, Case, Decision
from clients.rules.amendments import check_from, last_day_of_care
from clients.rules.intake import check_day
from clients.services.allocations import record_change
from clients.services.case_steps import keep, lock_municipality, locked_case, touch
from clients.services.checking import Check, refuse_all_at_once, refuse_gone, refuse_unknown
from clients.services.decisions import conditions_of_grant, start_objection
from clients.services.letters import send_letter
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from products.models import ProductVariant


class AmendmentDetails(TypedDict, total=False):
    """From when, on what ground, and why."""

    ground: str
    from_on: date
    reason: str
    decided_on: date


class GrantDetails(TypedDict, total=False):
    """What is granted from then on."""

    form: str
    variant: ProductVariant
    volume: int
    frequency: str
    ends_on: date | None
    reassess_on: date


class RevisionDetails(AmendmentDetails, GrantDetails, total=False):
    """All of a revision."""


@transaction.atomic
def withdraw_decision(
    *,
    actor: Actor,
    decision: Decision,
    revision: int,
    channel: str = Channel.LETTER,
    **details: Unpack[AmendmentDetails],
) -> Amendment:
    """Withdraw a grant from a day on: its allocations end the day before, and a personal budget closes.

    The client gets a letter, and may object. `revision` is that of the case. Raises PermissionDenied, Conflict
    (`case_changed`, `client_gone`, `not_granted`, `amended_already`), ValidationError by field: `amendment_day`,
    `amendment_back`, `amendment_content`, `day_…`.
    """
    refuse_unknown(details, AmendmentDetails)
    case, decision = _locked(actor, decision, revision)
    amendment = _amendment(actor, decision, details)
    refuse_all_at_once(amendment, *_conditions(amendment))
    _keep(actor, case, amendment, channel)
    return amendment


@transaction.atomic
def revise_decision(
    *,
    actor: Actor,
    decision: Decision,
    revision: int,
    channel: str = Channel.LETTER,
    **details: Unpack[RevisionDetails],
) -> Decision:
    """Grant something else from a day on, as a decision of its own; the old one holds until the day before.

    The allocations of the old decision end with it, and the new one is to be allocated. Gives the new decision.
    Raises as `withdraw_decision`, and by field `decision_content`, `period_order`, `week_volume_without_end`,
    `urgent_without_end`, `reassess_early`, `no_version_in_force`, `both_forms`.
    """
    refuse_unknown(details, RevisionDetails)
    case, old = _locked(actor, decision, revision)
    about = AmendmentDetails(**{name: details[name] for name in AmendmentDetails.__annotations__})  # type: ignore[literal-required,typeddict-item]
    amendment = _amendment(actor, old, about)
    new = Decision(
        case=case,
        kind=DecisionKind.REVISED,
        outcome=Outcome.GRANTED,
        starts_on=amendment.from_on,
        reason=amendment.reason,
        decided_on=amendment.decided_on,
        decided_by_id=actor.user_id,  # type: ignore[misc]  # a case worker is somebody
        **{name: value for name, value in details.items() if name in GrantDetails.__annotations__},
    )
    # Before the checks: what ends here leaves room for the other form. All of it is undone when they refuse.
    _end_allocations(actor, amendment, form=new.form)
    refuse_all_at_once(
        new,
        *_conditions(amendment),
        ("ends_on", lambda: _check_temporary(case, new)),
        *conditions_of_grant(new, case, instead_of=old),
    )
    keep(actor, case, new)
    amendment.successor = new
    _keep(actor, case, amendment, channel)
    return new


def _locked(actor: Actor, decision: Decision, revision: int) -> tuple[Case, Decision]:
    lock_municipality(decision.case.client)  # allocations and personal budgets of one client meet here
    case = locked_case(actor, decision.case, revision)
    if not may_decide(actor, case):
        raise PermissionDenied
    refuse_gone(case.client)
    decision = Decision.objects.select_related("variant", "amendment").get(pk=decision.pk, case=case)
    decision.case = case
    if not decision.is_grant:
        raise Conflict("Dit besluit gaf niets. Er valt niets te herzien of in te trekken.", code="not_granted")
    if decision.amended is not None:
        raise Conflict(
            f"Dit besluit is al {decision.amended.label.lower()}. Kijk bij de aanvraag wat nu geldt.",
            code="amended_already",
        )
    return case, decision


def _amendment(actor: Actor, decision: Decision, details: AmendmentDetails) -> Amendment:
    return Amendment(decision=decision, decided_by_id=actor.user_id, **details)  # type: ignore[misc]


def _conditions(amendment: Amendment) -> Iterator[Check]:
    decision, granted = amendment.decision, amendment.decision.period
    yield "decided_on", lambda: check_day(amendment.decided_on, today=today(), since=decision.decided_on)
    if granted is not None:
        yield (
            "from_on",
            lambda: check_from(
                amendment.from_on, granted=granted, ground=amendment.ground, decided_on=amendment.decided_on
            ),
        )


def _check_temporary(case: Case, decision: Decision) -> None:
    """Until the application is decided on, all that is granted is temporary (art. 2.3.3)."""
    if case.is_open and decision.ends_on is None:
        raise ValidationError("Een tijdelijk besluit heeft een einddatum.", code="urgent_without_end")


def _keep(actor: Actor, case: Case, amendment: Amendment, channel: str) -> None:
    keep(actor, case, amendment)
    if amendment.successor is None:
        _end_allocations(actor, amendment)
    kind = LetterKind.WITHDRAWAL if amendment.successor is None else LetterKind.REVISION
    document = amendment_document(case, amendment, amendment.decided_on)
    send_letter(actor, case, kind, document, sent_on=amendment.decided_on, channel=channel)
    start_objection(actor, case, amendment.decided_on)
    touch(case)


def _end_allocations(actor: Actor, amendment: Amendment, form: str = "") -> None:
    """End what was ordered under the decision (iWmo 3.2: reason 36, at the request of the municipality)."""
    decision, from_on = amendment.decision, amendment.from_on
    change = ChangeReason.DELIVERY_FORM if form and form != decision.form else ChangeReason.SHORTENED
    rows = Allocation.objects.select_for_update(of=("self",)).select_related("client").filter(decision=decision)
    for allocation in rows.order_by("pk"):
        last = last_day_of_care(
            from_on,
            starts_on=allocation.starts_on,
            delivery_started_on=allocation.delivery_started_on,
            decided_on=amendment.decided_on,
        )
        if allocation.change_reason == ChangeReason.REMOVED:
            continue
        is_unused = allocation.starts_on >= from_on and allocation.delivery_started_on is None
        if allocation.ends_on is not None and allocation.ends_on <= last and not is_unused:
            continue
        before = snapshot(allocation)
        allocation.ends_on = last
        allocation.stop_reason = StopReason.BY_MUNICIPALITY
        allocation.change_reason = ChangeReason.REMOVED if is_unused else change
        allocation.revision += 1
        store(allocation, "ends_on", "stop_reason", "change_reason", "revision")
        record_change(actor, allocation, before)
