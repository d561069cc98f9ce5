"""Reads for the rights of a client, and for the retention of files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery

from audit.enums import WRITES
from audit.models import AuditEntry, DestructionCertificate
from clients.access import may_see_destructions
from clients.enums import RightsKind, RightsOutcome, TermKind
from clients.models import Client, Destruction, LegalTerm, RightsRequest
from clients.querysets import ClientQuerySet, files_of_municipality
from clients.rules.rights import changed_before, retained_until
from clients.rules.terms import Term
from clients.selectors.terms import due_of_legal_term, legal_term
from core.actors import Actor
from core.clock import AMSTERDAM
from organisations.enums import Action

SHOWN: Final = 50
"""Rows that a list shows at once; the total says how many there are."""

NOT_THE_DATA: Final = (
    "clients.rightsrequest",
    "clients.destruction",
    "clients.fileopening",
    "clients.fileshield",
    "clients.shieldaccess",
)
"""Kinds of rows whose change is no change of the data about the client: answering does not keep a file longer."""

TERM_OF: Final = {
    RightsKind.COPY: TermKind.COPY,
    RightsKind.CORRECTION: TermKind.CORRECTION,
    RightsKind.DESTRUCTION: TermKind.DESTRUCTION,
}


@dataclass(frozen=True, slots=True)
class Retention:
    """Until when a file is kept; without a known change nothing is said."""

    last_changed_on: date | None
    until: date | None
    is_over: bool


def files_to_answer_for(actor: Actor) -> ClientQuerySet[Client]:
    """The clients of the actor's municipality, for who answers what they ask about their file.

    A privacy officer is among them and opens no files: these rows are for the pages about rights only.
    """
    return Client.objects.select_related("municipality").filter(
        files_of_municipality(actor, {Action.HANDLE_RIGHTS_REQUESTS})
    )


def due_of_request(kind: str, received_on: date) -> tuple[date, str]:
    """The last day for an answer to a request that came on `received_on`, and where the term is set."""
    term = TERM_OF[RightsKind(kind)]
    return due_of_legal_term(term, received_on), legal_term(term, received_on).source


def requests_of(client: Client) -> "QuerySet[RightsRequest]":
    """What was asked about this file, newest first, with the people in it."""
    return client.rights_requests.select_related("member", "decided_by", "registered_by")


def open_requests(actor: Actor) -> "QuerySet[RightsRequest]":
    """The requests of the actor's municipality with something still to do, the most urgent first."""
    to_carry_out = Q(outcome__in=[RightsOutcome.GRANTED, RightsOutcome.PARTLY], handled_on=None)
    rows = RightsRequest.objects.visible_to(actor).filter(Q(decided_on=None) | to_carry_out)
    return rows.select_related("client").order_by("due_on", "pk")


def proposals_to_approve(actor: Actor) -> "QuerySet[Destruction]":
    """The proposals that this actor may approve: of the own municipality, and made by somebody else."""
    rows = Destruction.objects.visible_to(actor).filter(approved_by=None)
    if not may_see_destructions(actor):
        return rows.none()
    return rows.exclude(proposed_by=actor.user_id).select_related("client", "proposed_by", "request")


def proposals_of(actor: Actor) -> "QuerySet[Destruction]":
    """All proposals of the actor's municipality that wait, the oldest first."""
    return Destruction.objects.visible_to(actor).select_related("client", "proposed_by", "request")


def certificates_of(actor: Actor) -> Sequence[DestructionCertificate]:
    """The newest certificates of the actor's municipality."""
    return list(DestructionCertificate.objects.visible_to(actor).order_by("-number")[:SHOWN])


def retention_of(client: Client, day: date) -> Retention:
    """Until when this file is kept: 15 years from the last change of its data by
    today's law (Wmo 2015 art. 5.3.4)."""
    last = _changes(client.public_id).aggregate(last=Max("at"))["last"]
    term = retention_term(day)
    if last is None or term is None:
        return Retention(None, None, is_over=False)
    changed_on = last.astimezone(AMSTERDAM).date()
    until = retained_until(changed_on, term)
    return Retention(changed_on, until, is_over=until < day)


def retention_term(day: date) -> Term | None:
    """How long files are kept by the law of `day`: it holds for all files, also those that were changed before.

    None when the terms of the law are not loaded: then nothing is due.
    """
    known = LegalTerm.objects.active_on(day).filter(kind=TermKind.RETENTION).first()
    return known.term if known else None


def files_due(actor: Actor, day: date) -> "QuerySet[Any]":
    """The files of the actor's municipality whose retention is over on `day` and that nobody proposed yet.

    `last_changed_at` says when each was changed last. A file of which the trail knows no change is never due.
    """
    term = retention_term(day)
    if term is None:
        return Client.objects.none()
    moment = datetime.combine(changed_before(day, term), time(), AMSTERDAM)
    changes = _changes(OuterRef("public_id"))
    last = changes.order_by("-at").values("at")[:1]
    return (
        Client.objects.filter(files_of_municipality(actor, {Action.APPROVE_DESTRUCTION}))
        .filter(Exists(changes.filter(at__lt=moment)), ~Exists(changes.filter(at__gte=moment)))
        .filter(destruction=None)
        .annotate(last_changed_at=Subquery(last, output_field=DateTimeField()))
        .order_by("last_changed_at", "pk")
    )


def _changes(client: Any) -> "QuerySet[AuditEntry]":
    """Entries about changes in the data of a file; the trail is where the last of them is known exactly."""
    return AuditEntry.objects.filter(client=client, event__in=WRITES).exclude(target_label__in=NOT_THE_DATA).order_by()
