"""The policy cycle of a board: its vision, its moments and its decisions."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_direct
from informal_care.enums import StatementKind
from informal_care.models import (
    Activity,
    Aim,
    Board,
    MomentParticipants,
    PolicyDecision,
    PolicyMoment,
    Statement,
    VisionAnswer,
)

CHANGED = "Iemand anders heeft dit intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."
Participants = Mapping[str, tuple[int, str]]
"""By group: how many took part, and in which way."""


@transaction.atomic
def answer_vision(*, actor: Actor, board: Board, question: Statement, text: str, revision: int = 0) -> VisionAnswer:
    """Answer a question for the vision, or answer it otherwise; `revision` is 0 when there was no answer yet.

    Raises PermissionDenied for anybody but the coordinator, Conflict when somebody else was first, ValidationError with
    code `vision_question` or `vision_empty`.
    """
    board = _directed(actor, board)
    if question.edition_id != board.edition_id or question.kind != StatementKind.VISION:
        raise ValidationError("Dit is geen vraag voor de visie van dit bord.", code="vision_question")
    if not text.strip():
        raise ValidationError({"text": ValidationError("Schrijf een antwoord op.", code="vision_empty")})
    known = VisionAnswer.objects.filter(board=board, question=question).first()
    if (known.revision if known else 0) != revision:
        raise Conflict(CHANGED, code="vision_changed")
    if known is None:
        answer = VisionAnswer(board=board, question=question, text=text.strip(), answered_on=today())
        store(answer)
        record(actor=actor, event=AuditEvent.CREATED, target=answer)
        return answer
    _change(actor, known, text=text.strip(), answered_on=today())
    return known


@transaction.atomic
def hold_moment(
    *,
    actor: Actor,
    board: Board,
    phase: str,
    held_on: date,
    subject: str,
    discussed: str = "",
    participants: Participants | None = None,
) -> PolicyMoment:
    """Write down a moment of the policy cycle, with how many took part and how.

    Raises PermissionDenied, ValidationError with code `moment_phase`, `moment_later` or `participants_number`.
    """
    board = _directed(actor, board)
    _check_been("held_on", held_on)
    moment = PolicyMoment(board=board, phase=phase, held_on=held_on, subject=subject, discussed=discussed)
    store(moment)
    _take_part(moment, participants or {})
    record(actor=actor, event=AuditEvent.CREATED, target=moment)
    return moment


@transaction.atomic
def change_moment(
    *, actor: Actor, moment: PolicyMoment, revision: int, participants: Participants, **values: Any
) -> PolicyMoment:
    """Write a moment down otherwise: `phase`, `held_on`, `subject`, `discussed` and who took part.

    Raises as of `hold_moment`, and Conflict when somebody else was first.
    """
    moment = PolicyMoment.objects.select_for_update(of=("self",)).select_related("board").get(pk=moment.pk)
    _check_may(actor, moment.board)
    _check_revision(moment.revision, revision)
    _check_been("held_on", values["held_on"])
    _change(actor, moment, **values)
    moment.participants.all().delete()
    _take_part(moment, participants)
    return moment


@transaction.atomic
def keep_decision(
    *,
    actor: Actor,
    board: Board,
    text: str,
    decided_by: str,
    decided_on: date,
    moment: PolicyMoment | None = None,
    aims: Iterable[Aim] = (),
    activities: Iterable[Activity] = (),
) -> PolicyDecision:
    """Write down what was decided, by which body, and which aims and activities it is about.

    Raises PermissionDenied, ValidationError with code `decision_text`, `moment_later` or `other_board`.
    """
    board = _directed(actor, board)
    _check_been("decided_on", decided_on)
    _check_same_board(board, moment)
    decision = PolicyDecision(board=board, text=text, decided_by=decided_by, decided_on=decided_on, moment=moment)
    store(decision)
    decision.aims.set(aims)
    decision.activities.set(activities)
    record(actor=actor, event=AuditEvent.CREATED, target=decision)
    return decision


@transaction.atomic
def change_decision(
    *,
    actor: Actor,
    decision: PolicyDecision,
    revision: int,
    aims: Iterable[Aim],
    activities: Iterable[Activity],
    **values: Any,
) -> PolicyDecision:
    """Write a decision down otherwise. Raises as of `keep_decision`, and Conflict when somebody else was first."""
    rows = PolicyDecision.objects.select_for_update(of=("self",)).select_related("board")
    decision = rows.get(pk=decision.pk)
    _check_may(actor, decision.board)
    _check_revision(decision.revision, revision)
    _check_been("decided_on", values["decided_on"])
    _check_same_board(decision.board, values.get("moment"))
    _change(actor, decision, **values)
    decision.aims.set(aims)
    decision.activities.set(activities)
    return decision


def _directed(actor: Actor, board: Board) -> Board:
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    _check_may(actor, board)
    return board


def _check_may(actor: Actor, board: Board) -> None:
    if not may_direct(actor, board):
        raise PermissionDenied


def _check_revision(stored: int, sent: int) -> None:
    if stored != sent:
        raise Conflict(CHANGED, code="policy_changed")


def _check_been(field: str, day: date) -> None:
    if day > today():
        raise ValidationError({field: ValidationError("Kies een dag die al is geweest.", code="moment_later")})


def _check_same_board(board: Board, moment: PolicyMoment | None) -> None:
    if moment is not None and moment.board_id != board.pk:
        raise ValidationError({"moment": ValidationError("Kies een moment van dit bord.", code="other_board")})


def _change(actor: Actor, row: Any, **values: Any) -> None:
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    store(row, *values, "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before)


def _take_part(moment: PolicyMoment, participants: Participants) -> None:
    for group, (number, way) in participants.items():
        store(MomentParticipants(moment=moment, group=group, number=number, way=way))
