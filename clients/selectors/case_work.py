"""What needs a case worker: the work of the intake, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from clients.access import may_do_intake
from clients.enums import (
    CaseOrigin,
    CaseStatus,
    CaseWork,
    DeliveryForm,
    LetterKind,
    Outcome,
    TermKind,
)
from clients.models import Allocation, Case, CaseTerm, Decision, Letter, Move, Suspension
from clients.querysets import AllocationQuerySet, CasePartQuerySet, CaseQuerySet, DecisionQuerySet, MoveQuerySet
from core.actors import Actor
from core.querysets import M

SHOWN: Final = 50
"""Rows of one kind that the list shows; the total says how many there are."""

REASSESS_WITHIN: Final = timedelta(weeks=6)
"""How long before its day a reassessment comes on the list: our choice for the list."""

CLOSED: Final = (CaseStatus.DECIDED, CaseStatus.ENDED)
BEFORE_REPORT: Final = (CaseStatus.NOTIFIED, CaseStatus.INVESTIGATION)


@dataclass(frozen=True, slots=True)
class CaseWorkItem:
    """One row: of whom, what it is about, when it has to be done, and the ids that its page needs."""

    name: str
    about: str
    client_uuid: UUID | None
    subject_uuid: UUID
    due_on: date | None = None
    days_left: int | None = None
    note: str = ""
    is_information: bool = False
    """Nothing has to be done for it: the client may, or it is only good to know."""


@dataclass(frozen=True, slots=True)
class CaseWorkBlock:
    """The rows of one kind, the most urgent first, and how many there are in all."""

    kind: CaseWork
    items: tuple[CaseWorkItem, ...]
    total: int


def case_work(actor: Actor, day: date) -> list[CaseWorkBlock]:
    """The blocks with something in them, for a case worker; nothing for anybody else."""
    if not may_do_intake(actor):
        return []
    blocks = [
        _terms(actor, day),
        _cases(CaseWork.RECEIPT, _unconfirmed(actor)),
        _cases(CaseWork.REPORT, _unreported(actor)),
        _cases(CaseWork.DECISION, Case.objects.visible_to(actor).filter(status=CaseStatus.APPLIED), "application"),
        _decisions(CaseWork.TO_ALLOCATE, decisions_to_allocate(actor, day), "starts_on", day),
        _stopped(actor, day),
        _moves(actor),
        _decisions(CaseWork.REASSESSMENT, decisions_to_reassess(actor, day), "reassess_on", day),
    ]
    return [block for block in blocks if block.total]


def moves_to_take_over(actor: Actor) -> MoveQuerySet[Move]:
    """Who came to live in the actor's municipality, and has no file there yet; the longest ago first."""
    rows = Move.objects.visible_to(actor).filter(
        to_municipality=actor.organisation_id, has_consent=True, taken_over_at=None
    )
    return rows.select_related("from_municipality").order_by("moved_on", "pk")


def decisions_to_allocate(actor: Actor, day: date) -> DecisionQuerySet[Decision]:
    """What was granted in kind, is not over, and was allocated to nobody yet."""
    rows = _grants(actor).filter(form=DeliveryForm.IN_KIND).exclude(ends_on__lt=day).still_holding(day)
    return rows.filter(~Exists(Allocation.objects.filter(decision=OuterRef("pk")))).order_by("starts_on", "pk")


def terms_to_meet(actor: Actor) -> CasePartQuerySet[CaseTerm]:
    """The terms that run in a case and that something has to be done for."""
    return CaseTerm.objects.visible_to(actor).filter(_presses(), met_on=None)


def decisions_to_reassess(actor: Actor, day: date, *, until: date | None = None) -> DecisionQuerySet[Decision]:
    """Grants whose reassessment comes by `until`, or should have come, without a later case about it.

    Without `until` it is six weeks from `day`.
    """
    later = Case.objects.filter(client=OuterRef("case__client"), notified_on__gte=OuterRef("decided_on")).exclude(
        pk=OuterRef("case")
    )
    rows = _grants(actor).filter(reassess_on__lte=until or day + REASSESS_WITHIN, amendment=None)
    begun = later.filter(Q(origin=CaseOrigin.REASSESSMENT) | Q(status=CaseStatus.DECIDED))
    return rows.filter(~Exists(begun)).order_by("reassess_on", "pk")


def _presses() -> Q:
    investigation = Q(kind=TermKind.INVESTIGATION, case__status__in=BEFORE_REPORT)
    decision = Q(kind=TermKind.DECISION, case__status=CaseStatus.APPLIED)
    return investigation | decision | Q(kind=TermKind.URGENT) & ~Q(case__status__in=CLOSED)


def _grants(actor: Actor) -> DecisionQuerySet[Decision]:
    return Decision.objects.visible_to(actor).filter(
        outcome=Outcome.GRANTED, case__client__died_on=None, case__client__moved_on=None
    )


def _unconfirmed(actor: Actor) -> CaseQuerySet[Case]:
    confirmed = Letter.objects.filter(case=OuterRef("pk"), kind=LetterKind.RECEIPT)
    return Case.objects.visible_to(actor).exclude(status__in=CLOSED).filter(~Exists(confirmed))


def _unreported(actor: Actor) -> CaseQuerySet[Case]:
    """The conversation was held; the report waits."""
    rows = Case.objects.visible_to(actor).filter(status=CaseStatus.INVESTIGATION)
    return rows.filter(investigation__conversation_on__isnull=False)


def _terms(actor: Actor, day: date) -> CaseWorkBlock:
    informs = Q(kind=TermKind.PERSONAL_PLAN, case__status__in=BEFORE_REPORT, due_on__gte=day)
    rows = CaseTerm.objects.visible_to(actor).filter(_presses() | informs, met_on=None)
    shown = list(rows.select_related("case__client").order_by(F("due_on").asc(nulls_last=True), "pk")[:SHOWN])
    still = {one.term_id: one for one in Suspension.objects.filter(term__in=[term.pk for term in shown], ends_on=None)}
    items = [_term_item(term, still.get(term.pk), day) for term in shown]
    return _block(CaseWork.TERM, items, rows)


def _term_item(term: CaseTerm, suspension: Suspension | None, day: date) -> CaseWorkItem:
    client = term.case.client
    return CaseWorkItem(
        name=client.name,
        about=f"Zaak {term.case.number}: {term.get_kind_display().lower()}",
        client_uuid=client.public_id,
        subject_uuid=term.case.public_id,
        due_on=term.due_on,
        days_left=term.days_left(day),
        note=suspension.get_ground_display() if suspension else "",
        is_information=term.kind == TermKind.PERSONAL_PLAN,
    )


def _cases(kind: CaseWork, rows: CaseQuerySet[Case], *parts: str) -> CaseWorkBlock:
    shown = rows.select_related("client", *parts).order_by("notified_on", "pk")[:SHOWN]
    items = [
        CaseWorkItem(
            name=case.client.name,
            about=f"Zaak {case.number}" + (" (spoed)" if case.is_urgent else ""),
            client_uuid=case.client.public_id,
            subject_uuid=case.public_id,
            due_on=case.application.applied_on if "application" in parts else case.notified_on,
        )
        for case in shown
    ]
    return _block(kind, items, rows)


def _decisions(kind: CaseWork, rows: DecisionQuerySet[Decision], field: str, day: date) -> CaseWorkBlock:
    shown = rows.select_related("case__client", "variant")[:SHOWN]
    items = []
    for decision in shown:
        due: date = getattr(decision, field)
        items.append(
            CaseWorkItem(
                name=decision.case.client.name,
                about=f"Zaak {decision.case.number}: {decision.variant}, {decision.volume_text}",
                client_uuid=decision.case.client.public_id,
                subject_uuid=decision.public_id,
                due_on=due,
                days_left=(due - day).days,
            )
        )
    return _block(kind, items, rows)


def _stopped(actor: Actor, day: date) -> CaseWorkBlock:
    rows: AllocationQuerySet[Allocation] = Allocation.objects.visible_to(actor).filter(
        delivery_stopped_on__isnull=False
    )
    # The allocation still runs behind the last day of delivery.
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=F("delivery_stopped_on"))).exclude(ends_on__lt=day)
    shown = rows.select_related("client", "variant", "provider").order_by("delivery_stopped_on", "pk")[:SHOWN]
    items = [
        CaseWorkItem(
            name=allocation.client.name,
            about=f"Toewijzing {allocation.number}: {allocation.variant}, {allocation.provider}",
            client_uuid=allocation.client.public_id,
            subject_uuid=allocation.public_id,
            due_on=allocation.delivery_stopped_on,
        )
        for allocation in shown
    ]
    return _block(CaseWork.STOPPED, items, rows)


def _moves(actor: Actor) -> CaseWorkBlock:
    rows = moves_to_take_over(actor)
    items = [
        CaseWorkItem(
            name=name_of_mover(move),
            about=f"Uit {move.from_municipality}",
            client_uuid=None,
            subject_uuid=move.public_id,
            due_on=move.moved_on,
        )
        for move in rows[:SHOWN]
    ]
    return _block(CaseWork.MOVE, items, rows)


def name_of_mover(move: Move) -> str:
    """The name that came along with a move; empty when it was taken over already."""
    person = move.person or {}
    return " ".join(part for part in (person.get(name, "") for name in ("initials", "prefix", "surname")) if part)


def _block(kind: CaseWork, items: Iterable[CaseWorkItem], rows: QuerySet[M]) -> CaseWorkBlock:
    shown = tuple(items)
    return CaseWorkBlock(kind, shown, len(shown) if len(shown) < SHOWN else rows.count())
