"""What shows that something was done for a task: added and taken away."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from core.storing import store
from core.uploads import check_upload, files_share_the_fate_of_the_row, safe_name
from informal_care.access import may_direct, may_work_on
from informal_care.enums import Choosing, ProofKind
from informal_care.models import BoardTask, TaskEvidence
from informal_care.selectors.figures import FIGURES, figure_now
from informal_care.selectors.settings import least_people


def add_evidence(
    *,
    actor: Actor,
    task: BoardTask,
    title: str,
    file: File[bytes] | None = None,
    link: str = "",
    figure: str = "",
) -> TaskEvidence:
    """Show what came of a task: by a document, a link, or a figure as it is now; one of the three.

    Raises PermissionDenied for who does not do the task, and for a figure who does not direct the board.
    ValidationError with code `evidence_one`, `evidence_link`, `figure_few`, `task_declined` or `upload_…`.
    """
    task = BoardTask.objects.select_related("board").get(pk=task.pk)
    if not may_work_on(actor, task) or (figure and not may_direct(actor, task.board)):
        raise PermissionDenied
    if task.choosing != Choosing.ADOPTED:
        raise ValidationError("De gemeente doet dit niet. Pak het eerst op.", code="task_declined")
    if sum(map(bool, (file, link, figure))) != 1:
        raise ValidationError("Kies één van de drie: een document, een link of een cijfer.", code="evidence_one")
    row = TaskEvidence(task=task, title=title.strip(), added_by_id=actor.user_id)  # type: ignore[misc]  # a user works on a board
    if file:
        return _keep_document(actor, row, file)
    if link:
        row.kind, row.link = ProofKind.LINK, _secure(link)
    else:
        row.kind, row.figure, row.value = ProofKind.FIGURE, figure, _value_of(figure, task)
    return _keep(actor, row)


def _keep_document(actor: Actor, row: TaskEvidence, file: File[bytes]) -> TaskEvidence:
    try:
        kind = check_upload(file, settings.UPLOAD_LIMIT_MB)
    except ValidationError as error:
        raise ValidationError({"file": error.error_list}) from error
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        row.kind, row.file_name = ProofKind.DOCUMENT, safe_name(file.name, kind)
        row.file.save(row.file_name, file, save=False)
        written.append(str(row.file.name))
        return _keep(actor, row)


@transaction.atomic
def _keep(actor: Actor, row: TaskEvidence) -> TaskEvidence:
    store(row)
    record(actor=actor, event=AuditEvent.CREATED, target=row)
    return row


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: TaskEvidence) -> None:
    """Take away what was added by mistake. Raises PermissionDenied for who does not do the task."""
    evidence = TaskEvidence.objects.select_for_update(of=("self",)).select_related("task__board").get(pk=evidence.pk)
    if not may_work_on(actor, evidence.task):
        raise PermissionDenied
    record(actor=actor, event=AuditEvent.DELETED, target=evidence)
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _secure(link: str) -> str:
    if not link.startswith("https://"):
        words = "Een link begint met https://. Neem het adres over uit uw browser."
        raise ValidationError({"link": ValidationError(words, code="evidence_link")})
    return link


def _value_of(figure: str, task: BoardTask) -> int:
    if figure not in FIGURES:
        raise ValidationError({"figure": ValidationError("Kies een cijfer uit de lijst.", code="figure_unknown")})
    value = figure_now(figure, task.board)
    if value is None:
        least = least_people(today())
        words = f"Dit gaat over minder dan {least} mensen, of dat is eruit af te leiden. Kies een ander cijfer."
        raise ValidationError({"figure": ValidationError(words, code="figure_few")})
    return value
