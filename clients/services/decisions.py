"""The decision (beschikking): on the application, or at once when it is urgent (Wmo 2015 art. 2.3.3, 2.3.5)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction

from clients.access import may_decide
from clients.documents import decision_document
from clients.enums import (
    CaseStatus,
    ChangeReason,
    Channel,
    DecisionKind,
    DeliveryForm,
    LetterKind,
    Outcome,
    TermKind,
)
from clients.models import Allocation, Case, Decision, Investigation
from clients.rules.intake import check_day, check_deviation, check_form_unique, check_reassessment
from clients.selectors.advice import advise
from clients.services.case_steps import go, keep, lock_municipality, meet_term, open_case, start_term, touch
from clients.services.checking import Check, refuse_all_at_once, refuse_unknown
from clients.services.letters import send_letter
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from products.models import ProductVariant
from products.selectors import version_in_force


class DecisionDetails(TypedDict, total=False):
    """What is decided."""

    outcome: str
    form: str
    variant: ProductVariant | None
    volume: int | None
    frequency: str
    starts_on: date | None
    ends_on: date | None
    reason: str
    deviation_reason: str
    decided_on: date
    reassess_on: date | None


@transaction.atomic
def decide(
    *, actor: Actor, case: Case, revision: int, channel: str = Channel.LETTER, **details: Unpack[DecisionDetails]
) -> Decision:
    """Decide on the application and keep the letter; the term to object begins (Awb art. 6:8).

    Who decides otherwise than the advice says why. Raises PermissionDenied, Conflict (`case_changed`,
    `case_closed`, `no_application`), ValidationError by field: `decision_content`, `deviation_unexplained`,
    `reassess_early`, `no_version_in_force`, `both_forms`, `week_volume_without_end`, `day_…`.
    """
    lock_municipality(case.client)  # allocations and personal budgets of one client meet here
    case = open_case(actor, case, revision)
    if not may_decide(actor, case):
        raise PermissionDenied
    if case.status != CaseStatus.APPLIED:
        raise Conflict("Er is nog geen aanvraag. Leg eerst de aanvraag vast.", code="no_application")
    investigation = Investigation.objects.filter(case=case).first()
    advised = advise(investigation, today()).advised if investigation else None
    decision = _decision(actor, case, DecisionKind.ORDINARY, details)
    decision.advised_variant = advised
    refuse_all_at_once(
        decision,
        ("decided_on", lambda: _check_decided_on(decision, case.application.applied_on)),
        *conditions_of_grant(decision, case),
        ("deviation_reason", lambda: _check_deviation(decision)),
    )
    _keep(actor, case, decision, channel)
    for kind in (TermKind.DECISION, TermKind.URGENT):
        meet_term(actor, case, kind, decision.decided_on)
    go(actor, case, CaseStatus.DECIDED)
    return decision


@transaction.atomic
def decide_urgently(
    *, actor: Actor, case: Case, revision: int, channel: str = Channel.LETTER, **details: Unpack[DecisionDetails]
) -> Decision:
    """Give temporary support at once, until the investigation is done (Wmo 2015 art. 2.3.3).

    Only for a case that is urgent, with an end; the case goes on. Raises as `decide`, and Conflict `not_urgent`.
    """
    lock_municipality(case.client)
    case = open_case(actor, case, revision)
    if not may_decide(actor, case):
        raise PermissionDenied
    if not case.is_urgent:
        raise Conflict("Deze melding is niet als spoed vastgelegd.", code="not_urgent")
    decision = _decision(actor, case, DecisionKind.URGENT, {**details, "outcome": Outcome.GRANTED})
    refuse_all_at_once(
        decision,
        ("decided_on", lambda: _check_decided_on(decision, case.notified_on)),
        *conditions_of_grant(decision, case),
    )
    _keep(actor, case, decision, channel)
    meet_term(actor, case, TermKind.URGENT, decision.decided_on)
    touch(case)
    return decision


def _decision(actor: Actor, case: Case, kind: DecisionKind, details: DecisionDetails) -> Decision:
    refuse_unknown(details, DecisionDetails)
    return Decision(case=case, kind=kind, decided_by_id=actor.user_id, **details)  # type: ignore[misc]  # a case worker is somebody


def _keep(actor: Actor, case: Case, decision: Decision, channel: str) -> None:
    keep(actor, case, decision)
    document = decision_document(case, decision, decision.decided_on)
    send_letter(actor, case, LetterKind.DECISION, document, sent_on=decision.decided_on, channel=channel)
    start_objection(actor, case, decision.decided_on)


def start_objection(actor: Actor, case: Case, decided_on: date) -> None:
    """Start the term to object (Awb art. 6:7 and 6:8); two decisions of one day share it."""
    if not case.terms.filter(kind=TermKind.OBJECTION, starts_on=decided_on).exists():
        start_term(actor, case, TermKind.OBJECTION, decided_on)


def _check_decided_on(decision: Decision, since: date) -> None:
    if isinstance(decision.decided_on, date):
        check_day(decision.decided_on, today=today(), since=since)


def conditions_of_grant(decision: Decision, case: Case, *, instead_of: Decision | None = None) -> Iterator[Check]:
    """What must hold beside the row itself, as far as it was filled in.

    `instead_of` is the decision that this one takes over from: the two never hold on the same day.
    """
    if isinstance(decision.decided_on, date):
        yield (
            "reassess_on",
            lambda: check_reassessment(
                decision.reassess_on, starts_on=decision.starts_on, decided_on=decision.decided_on
            ),
        )
    if decision.variant is not None and decision.starts_on is not None:
        variant, starts_on = decision.variant, decision.starts_on
        yield "variant", lambda: version_in_force(variant, starts_on)
        yield "form", lambda: _check_forms(decision, case, instead_of)


def _check_deviation(decision: Decision) -> None:
    if decision.outcome == Outcome.GRANTED:
        check_deviation(decision.variant, decision.advised_variant, decision.deviation_reason)


def _check_forms(decision: Decision, case: Case, instead_of: Decision | None) -> None:
    """No personal budget beside care in kind for the same product, and the other way round (OP043)."""
    if decision.starts_on is None or (decision.ends_on is not None and decision.ends_on < decision.starts_on):
        return
    period = Period(decision.starts_on, decision.ends_on)
    if decision.form == DeliveryForm.PERSONAL_BUDGET:
        in_kind = Allocation.objects.filter(client=case.client_id, variant=decision.variant)
        in_kind = in_kind.exclude(change_reason=ChangeReason.REMOVED)
        others = [Period(*days) for days in in_kind.values_list("starts_on", "ends_on")]
    else:
        others = budgets_of(case.client_id, decision.variant_id, but=instead_of)
    check_form_unique(decision.form, period, others=others)


def budgets_of(client_id: int, variant_id: int | None, *, but: Decision | None = None) -> list[Period]:
    """The periods for which the client has a personal budget for this product, as far as none was withdrawn."""
    return budgets_of_clients([client_id], but=but).get((client_id, variant_id), [])


def budgets_of_clients(
    client_ids: Iterable[int], *, but: Decision | None = None
) -> dict[tuple[int, int | None], list[Period]]:
    """The periods of personal budgets by primary keys of client and product, in one query; without that of `but`."""
    budgets: dict[tuple[int, int | None], list[Period]] = {}
    granted = Decision.objects.filter(
        case__client__in=list(client_ids), form=DeliveryForm.PERSONAL_BUDGET, outcome=Outcome.GRANTED
    ).exclude(pk__in=[but.pk] if but else [])
    columns = ("starts_on", "ends_on", "variant", "case__client", "amendment__decision", "amendment__from_on")
    for budget in granted.select_related("case", "amendment").only(*columns):
        if (period := budget.valid_period) is not None:
            budgets.setdefault((budget.case.client_id, budget.variant_id), []).append(period)
    return budgets
