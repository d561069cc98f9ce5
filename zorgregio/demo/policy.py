"""What shows the tasks of the demo's board, and its policy cycle. All of it is made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from core.clock import pretend
from informal_care.enums import ParticipantGroup
from informal_care.models import Board
from informal_care.services.evidence import add_evidence
from informal_care.services.policy import answer_vision, hold_moment, keep_decision
from zorgregio.demo.organisations import DIPLOMA, Cast


def tell_policy(row: Mapping[str, Any], board: Board, cast: Cast, today: date) -> None:
    """Tell of this board, which has its tasks, how its policy came about."""
    coordinator = cast.actors["ilse"]
    for one in row["evidence"]:
        task = board.tasks.get(activity__code=one["code"])
        with pretend(today + timedelta(days=one["told"])):
            add_evidence(
                actor=cast.actors[one.get("by", "ilse")],
                task=task,
                title=one["title"],
                file=ContentFile(DIPLOMA, name=one["document"]) if "document" in one else None,
                link=one.get("link", ""),
                figure=one.get("figure", ""),
            )
    for code, text in row["vision"].items():
        question = board.edition.statements.get(code=code)
        with pretend(today + timedelta(days=row["from"])):
            answer_vision(actor=coordinator, board=board, question=question, text=text)
    moments = [_moment(one, board, cast, today) for one in row["moments"]]
    for one in row["decisions"]:
        keep_decision(
            actor=coordinator,
            board=board,
            text=one["text"],
            decided_by=one["by"],
            decided_on=today + timedelta(days=one["day"]),
            moment=moments[one["moment"]] if "moment" in one else None,
            aims=board.edition.aims.filter(code__in=one.get("aims", ())),
            activities=board.edition.activities.filter(code__in=one.get("activities", ())),
        )


def _moment(one: Mapping[str, Any], board: Board, cast: Cast, today: date) -> Any:
    return hold_moment(
        actor=cast.actors["ilse"],
        board=board,
        phase=one["phase"],
        held_on=today + timedelta(days=one["day"]),
        subject=one["subject"],
        discussed=one.get("discussed", ""),
        participants={group: (one[group][0], one[group][1]) for group in ParticipantGroup.values if group in one},
    )
