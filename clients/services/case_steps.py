"""What every step of a case shares: the lock, the clock, and the trail."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Model

from audit.enums import AuditEvent
from audit.services import Snapshot, record, snapshot
from clients.access import may_handle_case, may_open_file
from clients.enums import CaseStatus, TermKind
from clients.models import Case, CaseTerm, Client
from clients.selectors.terms import due_of, due_of_legal_term, legal_term
from clients.transitions import may_become
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from organisations.models import Municipality

CASE_CHANGED = (
    "Iemand anders heeft deze aanvraag veranderd terwijl u bezig was. Wat u invulde staat er nog, maar is niet "
    "opgeslagen. Bekijk wat er nu staat en sla opnieuw op."
)


def locked_case(actor: Actor, case: Case, revision: int | None = None) -> Case:
    """The case, locked and fresh. Raises PermissionDenied, or Conflict when it changed since `revision`."""
    locked = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("client__municipality", "municipality")
        .get(pk=case.pk)
    )
    if not (may_handle_case(actor, locked) and may_open_file(actor, locked.client)):
        raise PermissionDenied
    if revision is not None and locked.revision != revision:
        raise Conflict(CASE_CHANGED, code="case_changed")
    return locked


def open_case(actor: Actor, case: Case, revision: int | None = None) -> Case:
    """As `locked_case`, and nothing was decided or ended yet: Conflict `case_closed` otherwise."""
    locked = locked_case(actor, case, revision)
    if not locked.is_open:
        raise Conflict(
            f"Deze aanvraag is al afgerond ({locked.get_status_display().lower()}). U kunt er niets meer aan doen.",
            code="case_closed",
        )
    return locked


def touch(case: Case) -> None:
    """Count a change of any part of the case, so that two people at once notice each other."""
    case.revision += 1
    case.save(update_fields=["revision"])


def go(actor: Actor, case: Case, status: CaseStatus, **fields: object) -> None:
    """Bring the case a step further and store it. Conflict `case_step` when that step is not its turn."""
    if not may_become(case.status, status):
        raise Conflict(
            f"De aanvraag staat nu op '{case.get_status_display()}'. Deze stap kan dan niet.", code="case_step"
        )
    before = snapshot(case)
    case.status = status
    for name, value in fields.items():
        setattr(case, name, value)
    case.revision += 1
    store(case)
    record_change(actor, case, case, before)


def keep(actor: Actor, case: Case, row: Model, before: Snapshot | None = None) -> None:
    """Store a part of the case, new or changed, with its line in the trail."""
    store(row)
    if before is None:
        record(actor=actor, event=AuditEvent.CREATED, target=row, client=case.client.public_id)
    else:
        record_change(actor, case, row, before)


def record_change(actor: Actor, case: Case, row: Model, before: Snapshot) -> None:
    """The line in the trail of a changed part."""
    record(actor=actor, event=AuditEvent.CHANGED, target=row, before=before, client=case.client.public_id)


def start_term(actor: Actor, case: Case, kind: TermKind, start: date) -> CaseTerm:
    """Start the clock of a term of the law with what happened on `start`."""
    term = CaseTerm(
        case=case,
        kind=kind,
        starts_on=start,
        due_on=due_of_legal_term(kind, start),
        source=legal_term(kind, start).source,
    )
    keep(actor, case, term)
    return term


def meet_term(actor: Actor, case: Case, kind: TermKind, on: date) -> None:
    """Stop the clock of a term that was met on `on`, in time or not; one that never ran is left alone."""
    for term in case.terms.select_for_update().filter(kind=kind, met_on=None):
        end_suspension(actor, case, term, on)
        before = snapshot(term)
        term.met_on = on
        store(term, "met_on")
        record_change(actor, case, term, before)


def end_suspension(actor: Actor, case: Case, term: CaseTerm, on: date) -> None:
    """Let a term run again from the day after `on`, when it stands still: it has a due date again."""
    suspension = term.suspensions.filter(ends_on=None).first()
    if suspension is None:
        return
    before = snapshot(suspension)
    suspension.ends_on = max(on, suspension.starts_on)
    store(suspension, "ends_on")
    record_change(actor, case, suspension, before)
    set_due(actor, case, term)


def set_due(actor: Actor, case: Case, term: CaseTerm) -> None:
    """Bring the due date in step with the days on which the term stood still."""
    before = snapshot(term)
    term.due_on = due_of(term)
    store(term, "due_on")
    record_change(actor, case, term, before)


def next_case_number(municipality: Municipality) -> int:
    """The next case number; the caller holds the lock of the municipality."""
    last = Case.objects.filter(municipality=municipality).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def lock_municipality(client: Client) -> Municipality:
    """The municipality of the client, locked: its numbers follow each other.

    Not a lock on its key, so that a new client, which refers to it, need not wait.
    """
    return Municipality.objects.select_for_update(of=("self",), no_key=True).get(pk=client.municipality_id)
