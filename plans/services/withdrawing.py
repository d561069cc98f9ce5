"""When a side does not agree with a plan, or does not agree any more. What was agreed before stays as history."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.models import ClientSystemMember
from clients.services.checking import Check, refuse_all
from core import clock
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from plans.enums import AgreementEnd, Party, PlanStatus
from plans.models import Agreement, PlanVersion, Refusal
from plans.rules import check_agreement_day, check_withdrawal_day
from plans.selectors import earliest_agreement, is_refused
from plans.services.locking import client_of, lock_version


@transaction.atomic
def refuse_plan(
    *,
    actor: Actor,
    version: PlanVersion,
    revision: int,
    member: ClientSystemMember | None = None,
    refused_on: date,
    reason: str,
) -> Refusal:
    """The client, or somebody of the client system, does not agree with the draft as it is now.

    Raises `Conflict` when the version changed meanwhile, is no draft, was refused already, or this side agreed;
    `ValidationError` by field: `member_missing`, `reason_missing`, and those of `check_agreement_day`.
    """
    version = lock_version(actor, version, revision)
    if version.status != PlanStatus.DRAFT or version.agreements.standing().filter(party=Party.CLIENT).exists():
        raise Conflict(
            "De kant van de cliënt heeft al akkoord gegeven. Bekijk het plan opnieuw.", code="agreed_already"
        )
    if is_refused(version):
        raise Conflict("Er staat al dat de cliënt niet akkoord gaat. Bekijk het plan opnieuw.", code="refused_already")
    client, earliest, today = version.plan.allocation.client, earliest_agreement(version.plan), clock.today()
    checks: list[Check] = [
        ("refused_on", lambda: check_agreement_day(refused_on, earliest=earliest, today=today)),
        ("reason", lambda: _need(reason, "Schrijf op waarom de cliënt niet akkoord gaat.")),
    ]
    if member is not None:
        checks.append(("member", lambda: _check_member(version, member)))
    refuse_all(*checks)
    refusal = Refusal(
        version=version,
        revision=version.revision,
        name=member.name if member else client.name,
        member=member,
        refused_on=refused_on,
        reason=reason.strip(),
        recorded_by_id=actor.user_id,
    )
    store(refusal)
    record(actor=actor, event=AuditEvent.CREATED, target=refusal, client=client_of(version.plan))
    return refusal


@transaction.atomic
def withdraw_agreement(
    *,
    actor: Actor,
    agreement: Agreement,
    withdrawn_on: date,
    reason: str,
    member: ClientSystemMember | None = None,
) -> Agreement:
    """The agreement, taken back by its side: of a draft, of an agreed plan, or of one that is carried out.

    The client's side is the client, or `member` of the client system; on the other side it is who gave it. What was
    agreed and sealed stays as it was; a plan that was agreed needs a new version. Raises `Conflict` when the plan ended
    or the agreement does not stand any more, `ValidationError` by field: `withdrawn_on`, `reason`, `member`.
    """
    version = lock_version(actor, agreement.version)
    if version.status == PlanStatus.ENDED:
        raise Conflict("Dit plan is al beëindigd. Intrekken is niet meer nodig.", code="plan_ended")
    standing = version.agreements.standing().filter(pk=agreement.pk).first()
    if standing is None:
        raise Conflict("Dit akkoord is al ingetrokken. Bekijk het plan opnieuw.", code="agreement_ended")
    checks: list[Check] = [
        (
            "withdrawn_on",
            lambda: check_withdrawal_day(withdrawn_on, agreed_on=standing.agreed_on, today=clock.today()),
        ),
        ("reason", lambda: _need(reason, "Schrijf op waarom het akkoord wordt ingetrokken.")),
    ]
    if member is not None:
        checks.append(("member", lambda: _check_member(version, member)))
    refuse_all(*checks)
    client = version.plan.allocation.client
    by_client = member.name if member else client.name
    name = by_client if standing.party == Party.CLIENT else standing.name
    end_agreement(actor, version, standing, AgreementEnd.WITHDRAWN, withdrawn_on, by=name, reason=reason.strip())
    return standing


def end_agreement(
    actor: Actor,
    version: PlanVersion,
    agreement: Agreement,
    how: AgreementEnd,
    day: date,
    *,
    by: str = "",
    reason: str = "",
) -> None:
    """Let an agreement with a locked version stand no more, as part of a larger change."""
    before = snapshot(agreement)
    agreement.ended_how, agreement.ended_on, agreement.ended_at = how, day, clock.now()
    agreement.ended_by, agreement.end_reason = by, reason
    store(agreement, "ended_how", "ended_on", "ended_at", "ended_by", "end_reason")
    record(actor=actor, event=AuditEvent.CHANGED, target=agreement, before=before, client=client_of(version.plan))


def _need(text: str, message: str) -> None:
    if not text.strip():
        raise ValidationError(message, code="reason_missing")


def _check_member(version: PlanVersion, member: ClientSystemMember) -> None:
    if member.client_id != version.plan.allocation.client_id:
        raise ValidationError("Kies iemand uit dit cliëntsysteem.", code="member_missing")
