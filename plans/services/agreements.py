"""Agreeing a plan. With the second agreement the version is agreed and its content stands."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.models import ClientSystemMember
from core import clock
from core.actors import Actor
from core.documents import document_hash
from core.errors import Conflict
from core.storing import store
from plans.documents import plan_document
from plans.enums import AgreedAs, Party, PlanStatus
from plans.jobs import SEAL_AGREED_PLAN
from plans.models import Agreement, PlanVersion
from plans.rules import check_agreement_day, check_client_side
from plans.selectors import check_responsible, earliest_agreement, missing_for_agreement, responsible_on
from plans.services.clock import set_clock
from plans.services.locking import client_of, lock_version
from plans.transitions import check_transition


@transaction.atomic
def agree_for_client(
    *,
    actor: Actor,
    version: PlanVersion,
    revision: int,
    agreed_as: str,
    member: ClientSystemMember | None = None,
    agreed_on: date,
) -> Agreement:
    """The agreement of the client, a representative or somebody of the client system.

    Raises `ValidationError` with everything that the plan still lacks, and `Conflict` when the version
    changed meanwhile or this side agreed already.
    """
    version = _lock_for_agreement(actor, version, revision, Party.CLIENT, agreed_on)
    client = version.plan.allocation.client
    if member is not None:
        member = client.system.filter(pk=member.pk).first()
    check_client_side(
        agreed_as=agreed_as,
        has_member=member is not None,
        is_representative=member is not None and member.is_representative,
        holds_on_day=member is not None and member.period.contains(agreed_on),
    )
    by_client = agreed_as == AgreedAs.CLIENT
    return _agree(
        actor,
        version,
        Agreement(
            party=Party.CLIENT,
            agreed_as=agreed_as,
            name=client.name if by_client or member is None else member.name,
            member=None if by_client else member,
            agreed_on=agreed_on,
        ),
    )


@transaction.atomic
def agree_as_professional(*, actor: Actor, version: PlanVersion, revision: int, agreed_on: date) -> Agreement:
    """The agreement of the responsible professional, given in person by the user who is that professional.

    Raises `ValidationError` when the actor is not the responsible one, or lacks the proven level on that
    day, or the plan is not complete; `Conflict` as for the other side.
    """
    version = _lock_for_agreement(actor, version, revision, Party.PROFESSIONAL, agreed_on)
    responsible = responsible_on(version.plan, max(agreed_on, version.starts_on))
    if responsible is None or responsible.user_id is None or responsible.user_id != actor.user_id:
        raise ValidationError(
            "Alleen de eindverantwoordelijke professional (%(name)s) geeft akkoord. "
            "Vraag %(name)s om dit te doen, of wijs eerst een andere eindverantwoordelijke aan.",
            code="not_responsible",
            params={"name": responsible.name if responsible else "nog niet gekozen"},
        )
    check_responsible(responsible, version.plan, agreed_on)
    return _agree(
        actor,
        version,
        Agreement(
            party=Party.PROFESSIONAL,
            agreed_as=AgreedAs.RESPONSIBLE,
            name=responsible.name,
            professional=responsible,
            agreed_on=agreed_on,
        ),
    )


@transaction.atomic
def withdraw_agreement(*, actor: Actor, agreement: Agreement) -> None:
    """Take back the agreement of one side while the other has not agreed yet."""
    version = lock_version(actor, agreement.version)
    if version.status != PlanStatus.DRAFT:
        raise Conflict("Het plan is al vastgesteld. Maak een nieuwe versie om iets te wijzigen.", code="plan_not_draft")
    agreement = version.agreements.get(pk=agreement.pk)
    record(actor=actor, event=AuditEvent.DELETED, target=agreement, client=client_of(version.plan))
    agreement.delete()


def _lock_for_agreement(
    actor: Actor, version: PlanVersion, revision: int, party: Party, agreed_on: date
) -> PlanVersion:
    version = lock_version(actor, version, revision)
    if version.status != PlanStatus.DRAFT or version.agreements.filter(party=party).exists():
        raise Conflict("Deze kant heeft al akkoord gegeven. Bekijk het plan opnieuw.", code="agreed_already")
    check_agreement_day(agreed_on, earliest=earliest_agreement(version.plan), today=clock.today())
    missing = missing_for_agreement(version, agreed_on)
    if missing:
        raise ValidationError(missing)
    return version


def _agree(actor: Actor, version: PlanVersion, agreement: Agreement) -> Agreement:
    agreement.version = version
    agreement.recorded_by_id = actor.user_id
    store(agreement)
    record(actor=actor, event=AuditEvent.CREATED, target=agreement, client=client_of(version.plan))
    if version.agreements.count() == len(Party):
        _settle(actor, version)
    return agreement


def _settle(actor: Actor, version: PlanVersion) -> None:
    """Both sides agreed: freeze the document, start the clock, and have the PDF sealed after the commit."""
    check_transition(version.status, PlanStatus.AGREED)
    before = snapshot(version)
    version.status = PlanStatus.AGREED
    version.agreed_on = max(version.agreements.values_list("agreed_on", flat=True))
    version.agreed_at = clock.now()
    document = plan_document(version)
    version.agreed_document = document
    version.document_sha256 = document_hash(document)
    store(version)
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before, client=client_of(version.plan))
    set_clock(actor, version.plan)
    SEAL_AGREED_PLAN.wake(version.pk)
