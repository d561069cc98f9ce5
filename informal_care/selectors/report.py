"""What a council reads about a board: what was promised, what was done, and what shows it, as it was on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from core.clock import AMSTERDAM, today
from informal_care.enums import Choosing, ParticipantGroup, ProofKind, TaskStatus
from informal_care.models import Aim, Board, BoardTask, MomentParticipants, PolicyDecision, PolicyMoment, TaskEvidence
from informal_care.rules.anonymity import in_words
from informal_care.selectors.figures import label_of
from informal_care.selectors.settings import least_people


@dataclass(frozen=True, slots=True)
class ReportedTask:
    """A task that was taken on."""

    code: str
    text: str
    owner: str
    status: str
    is_late: bool
    due_on: date | None
    budget: Decimal | None
    result: str
    evidence: list[str]


@dataclass(frozen=True, slots=True)
class AimReport:
    """One aim: what was promised, and what came of it."""

    name: str
    about: str
    promised: list[ReportedTask]
    declined: list[tuple[str, str, str]]
    """Code, activity, and why it is left."""
    open: int
    decisions: list[PolicyDecision]

    @property
    def done(self) -> int:
        """How many promises are kept."""
        return sum(one.status == TaskStatus.DONE.label for one in self.promised)

    @property
    def budget(self) -> Decimal:
        """What was set aside together, in euros."""
        return sum((one.budget for one in self.promised if one.budget is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class CouncilReport:
    """The whole report."""

    board: Board
    day: date
    aims: list[AimReport]
    vision: list[tuple[str, str]]
    moments: list[tuple[PolicyMoment, list[str]]]
    decisions: list[PolicyDecision]
    """Those that are about no aim in particular."""

    @property
    def promised(self) -> int:
        """How many activities were taken on."""
        return sum(len(one.promised) for one in self.aims)

    @property
    def done(self) -> int:
        """How many promises are kept."""
        return sum(one.done for one in self.aims)

    @property
    def budget(self) -> Decimal:
        """What was set aside together, in euros."""
        return sum((one.budget for one in self.aims), Decimal(0))


def council_report(board: Board, day: date) -> CouncilReport:
    """The report as it was at the end of `day`. A dozen queries, whatever stands on the board.

    Since when something was chosen, begun or done is known; who does it and for how much is as agreed last.
    """
    end = datetime.combine(day, time.max, AMSTERDAM)
    evidence: dict[int, list[str]] = {}
    for row in TaskEvidence.objects.filter(task__board=board, added_at__lte=end).order_by("added_at", "pk"):
        evidence.setdefault(row.task_id, []).append(_proof(row))
    tasks = list(
        board.tasks.filter(chosen_on__lte=day).select_related("activity", "owner").order_by("activity__position", "pk")
    )
    decisions = list(board.decisions.filter(decided_on__lte=day).prefetch_related("aims", "activities"))
    activities = list(board.edition.activities.filter(part_of=None).values_list("pk", "aim"))
    chosen = {one.activity_id for one in tasks}
    aims = [
        _aim(
            aim,
            [one for one in tasks if one.activity.aim_id == aim.pk],
            sum(there == aim.pk and key not in chosen for key, there in activities),
            [one for one in decisions if aim.pk in _aims_of(one)],
            (evidence, day),
        )
        for aim in board.edition.aims.all()
    ]
    answers = board.vision.filter(answered_on__lte=day).select_related("question")
    moments = board.moments.filter(held_on__lte=day).prefetch_related("participants")
    # What may leave is as of now, also in a report as of a day that is past.
    least = least_people(today())
    return CouncilReport(
        board=board,
        day=day,
        aims=aims,
        vision=[(one.question.text, one.text) for one in answers],
        moments=[(one, [_took_part(row, least) for row in one.participants.all()]) for one in moments],
        decisions=[one for one in decisions if not _aims_of(one)],
    )


def _aim(
    aim: Aim,
    tasks: Sequence[BoardTask],
    still_open: int,
    decisions: list[PolicyDecision],
    known: tuple[dict[int, list[str]], date],
) -> AimReport:
    evidence, day = known
    return AimReport(
        name=aim.name,
        about=aim.about,
        promised=[_task(one, evidence.get(one.pk, []), day) for one in tasks if one.choosing == Choosing.ADOPTED],
        declined=[
            (one.activity.code, one.activity.text, one.reason) for one in tasks if one.choosing == Choosing.DECLINED
        ],
        open=still_open,
        decisions=decisions,
    )


def _task(task: BoardTask, evidence: list[str], day: date) -> ReportedTask:
    status = TaskStatus(task.status_on(day))
    return ReportedTask(
        code=task.activity.code,
        text=task.activity.text,
        owner=task.owner.name if task.owner else "",
        status=status.label,
        is_late=status != TaskStatus.DONE and task.due_on is not None and task.due_on < day,
        due_on=task.due_on,
        budget=task.budget,
        result=task.result if status == TaskStatus.DONE or not task.done_on else "",
        evidence=evidence,
    )


def _aims_of(decision: PolicyDecision) -> set[int]:
    return {one.pk for one in decision.aims.all()} | {one.aim_id for one in decision.activities.all()}


def _proof(row: TaskEvidence) -> str:
    if row.kind == ProofKind.FIGURE:
        on = row.added_at.astimezone(AMSTERDAM).date()
        return f"{row.title}: {row.value} ({label_of(row)}, op {on:%d-%m-%Y})"
    return f"{row.title} ({row.link})" if row.kind == ProofKind.LINK else f"{row.title} (document)"


def _took_part(row: MomentParticipants, least: int) -> str:
    # Professionals take part for their work; of others few could be somebody.
    number = str(row.number) if row.group == ParticipantGroup.PROFESSIONALS else in_words(row.number, least)
    return f"{row.get_group_display()}: {number}. {row.get_way_display()}."
