"""Agreeing a plan, on screen or on paper. With the second agreement the version is agreed and its content stands."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.models import ClientSystemMember
from clients.services.checking import Check, refuse_all
from core import clock
from core.actors import Actor
from core.clock import AMSTERDAM
from core.documents import document_hash
from core.errors import Conflict
from core.storing import store
from core.uploads import check_upload, files_share_the_fate_of_the_row, safe_name
from plans.documents import plan_document
from plans.enums import AgreedAs, GivenHow, Party, PlanStatus
from plans.jobs import SEAL_AGREED_PLAN
from plans.models import Agreement, PlanVersion
from plans.rules import Fault, check_agreement_day, check_mark, check_paper, client_side_faults
from plans.selectors import (
    check_responsible,
    earliest_agreement,
    is_refused,
    missing_for_agreement,
    person_of,
    responsible_on,
)
from plans.services.clock import set_clock
from plans.services.execution import end_version
from plans.services.locking import client_of, lock_version
from plans.transitions import check_transition


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan that was signed on paper: the scan of it, and the mark that stands on the print."""

    scan: File[bytes]
    mark: str


def agree_for_client(
    *,
    actor: Actor,
    version: PlanVersion,
    revision: int,
    agreed_as: str,
    member: ClientSystemMember | None = None,
    agreed_on: date,
    why_not_client: str = "",
    not_client_reason: str = "",
    paper: Paper | None = None,
) -> Agreement:
    """The agreement of the client, a representative or somebody of the client system; on screen, or as on `paper`.

    Whoever else than the client agrees says why. Raises `ValidationError` with everything that the plan still lacks, or
    by field with what is wrong with the agreement (codes of `plans.rules.agreeing` and `upload_…`), and `Conflict` when
    the version changed meanwhile or this side agreed already.
    """
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        version = _lock_for_agreement(actor, version, revision, Party.CLIENT, agreed_on)
        client = version.plan.allocation.client
        if member is not None:
            member = client.system.filter(pk=member.pk).first()
        others = client.system.active_on(agreed_on)
        others = others.exclude(pk=member.pk) if member else others
        faults = client_side_faults(
            agreed_as=agreed_as,
            person=person_of(member, agreed_on) if member else None,
            why=why_not_client,
            reason=not_client_reason,
            system=[person_of(other, agreed_on) for other in others],
            has_refused=is_refused(version),
        )
        by_client = agreed_as == AgreedAs.CLIENT
        agreement = Agreement(
            version=version,
            party=Party.CLIENT,
            agreed_as=agreed_as,
            name=client.name if by_client or member is None else member.name,
            member=None if by_client else member,
            agreed_on=agreed_on,
            why_not_client=why_not_client,
            not_client_reason=not_client_reason.strip(),
        )
        return _agree(actor, agreement, paper, faults, written)


def agree_as_professional(
    *, actor: Actor, version: PlanVersion, revision: int, agreed_on: date, paper: Paper | None = None
) -> Agreement:
    """The agreement of the responsible professional: in person by the user who is that one, or as on `paper`.

    Raises `ValidationError` when the actor is not the responsible one and there is no paper, when the responsible one
    lacks the proven level on that day, or the plan is not complete; faults of the paper and `Conflict` as for the other
    side.
    """
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        version = _lock_for_agreement(actor, version, revision, Party.PROFESSIONAL, agreed_on)
        responsible = responsible_on(version.plan, max(agreed_on, version.starts_on))
        is_present = responsible is not None and responsible.user_id is not None
        if responsible is None or (paper is None and not (is_present and responsible.user_id == actor.user_id)):
            raise ValidationError(
                "Alleen de eindverantwoordelijke professional (%(name)s) geeft akkoord. "
                "Vraag %(name)s om dit te doen, of wijs eerst een andere eindverantwoordelijke aan.",
                code="not_responsible",
                params={"name": responsible.name if responsible else "nog niet gekozen"},
            )
        check_responsible(responsible, version.plan, agreed_on)
        agreement = Agreement(
            version=version,
            party=Party.PROFESSIONAL,
            agreed_as=AgreedAs.RESPONSIBLE,
            name=responsible.name,
            professional=responsible,
            agreed_on=agreed_on,
        )
        return _agree(actor, agreement, paper, [], written)


def _lock_for_agreement(
    actor: Actor, version: PlanVersion, revision: int, party: Party, agreed_on: date
) -> PlanVersion:
    version = lock_version(actor, version, revision)
    if version.status != PlanStatus.DRAFT or version.agreements.standing().filter(party=party).exists():
        raise Conflict("Deze kant heeft al akkoord gegeven. Bekijk het plan opnieuw.", code="agreed_already")
    missing = missing_for_agreement(version, agreed_on)
    if missing:
        raise ValidationError(missing)
    return version


def _agree(
    actor: Actor, agreement: Agreement, paper: Paper | None, faults: list[Fault], written: list[str]
) -> Agreement:
    version, day = agreement.version, agreement.agreed_on
    earliest, today = earliest_agreement(version.plan), clock.today()
    checks: list[Check] = [
        ("agreed_on", lambda: check_agreement_day(day, earliest=earliest, today=today)),
        *((field, partial(_refuse, fault)) for field, fault in faults),
    ]
    if paper is not None:
        drafted_on = localdate(version.drafted_at, AMSTERDAM)
        checks += [
            ("agreed_on", lambda: check_paper(day, drafted_on=drafted_on)),
            ("mark", lambda: check_mark(paper.mark, plan_document(version)["paper_mark"])),
            ("scan", lambda: written.append(_put(agreement, paper.scan))),
        ]
    refuse_all(*checks)
    agreement.recorded_by_id = actor.user_id
    store(agreement)
    record(actor=actor, event=AuditEvent.CREATED, target=agreement, client=client_of(version.plan))
    if version.agreements.standing().count() == len(Party):
        _settle(actor, version)
    return agreement


def _refuse(fault: ValidationError) -> None:
    raise fault


def _put(agreement: Agreement, scan: File[bytes]) -> str:
    kind = check_upload(scan, settings.UPLOAD_LIMIT_MB)
    agreement.given_how = GivenHow.ON_PAPER
    agreement.scan_name = safe_name(scan.name, kind)
    agreement.scan.save(agreement.scan_name, scan, save=False)
    return str(agreement.scan.name)


def _settle(actor: Actor, version: PlanVersion) -> None:
    """Both sides agreed: freeze the document, start the clock, and have the PDF sealed after the commit."""
    check_transition(version.status, PlanStatus.AGREED)
    for former in version.plan.versions.filter(status=PlanStatus.AGREED):
        if former.agreements.standing().count() < len(Party):
            former.plan = version.plan
            end_version(actor, former, f"Het akkoord was ingetrokken. Opgevolgd door versie {version.number}.")
    before = snapshot(version)
    version.status = PlanStatus.AGREED
    version.agreed_on = max(version.agreements.standing().values_list("agreed_on", flat=True))
    version.agreed_at = clock.now()
    document = plan_document(version)
    version.agreed_document = document
    version.document_sha256 = document_hash(document)
    store(version)
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before, client=client_of(version.plan))
    set_clock(actor, version.plan)
    SEAL_AGREED_PLAN.wake(version.pk)
