"""Professionals outside the provider who are involved with a client, and what is agreed with them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.models import ClientSystemMember
from clients.services.checking import Check, refuse_all
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import ONE_DAY
from core.storing import store
from plans.enums import Sharing
from plans.jobs import CHECK_PLAN
from plans.models import CareContact, CoordinationNote, Plan
from plans.rules import IN_OFFICE, check_coordination_day, check_shared_with
from plans.services.locking import client_of, lock_plan

CONTACT: Final = (
    *("name", "function", "organisation", "phone", "email", "starts_on", "ends_on"),
    *("sharing", "consent_on", "sharing_reason"),
)


@transaction.atomic
def add_contact(*, actor: Actor, plan: Plan, values: Mapping[str, Any]) -> CareContact:
    """A professional who is involved with the client of the plan.

    Raises `PermissionDenied`, and `ValidationError` by field or with what the database demands (`contact_sharing`).
    """
    plan = lock_plan(actor, plan.pk)
    contact = CareContact(plan=plan)
    _fill(contact, values)
    store(contact)
    record(actor=actor, event=AuditEvent.CREATED, target=contact, client=client_of(plan))
    _somebody_is_involved(actor, contact)
    return contact


@transaction.atomic
def change_contact(*, actor: Actor, contact: CareContact, revision: int, values: Mapping[str, Any]) -> CareContact:
    """The contact with other values; an end date says that somebody is not involved any more.

    Raises `Conflict` (`contact_changed`) when somebody else changed it since; else as `add_contact`.
    """
    plan = lock_plan(actor, contact.plan_id)
    contact = CareContact.objects.get(pk=contact.pk)
    contact.plan = plan
    if contact.revision != revision:
        raise Conflict(
            "Iemand anders heeft dit contact gewijzigd terwijl u bezig was. Bekijk wat er nu staat en sla opnieuw op.",
            code="contact_changed",
        )
    before = snapshot(contact)
    _fill(contact, values)
    contact.revision += 1
    store(contact)
    record(actor=actor, event=AuditEvent.CHANGED, target=contact, before=before, client=client_of(plan))
    _somebody_is_involved(actor, contact)
    return contact


@transaction.atomic
def state_nobody_else(*, actor: Actor, plan: Plan) -> Plan:
    """From today nobody outside the provider is involved with the client, as somebody asked and was told.

    Said twice it stands from the first day. It ends when somebody is added. Raises `PermissionDenied`, and
    `ValidationError` `somebody_involved` when professionals stand in the file today.
    """
    plan = lock_plan(actor, plan.pk)
    day = today()
    members = ClientSystemMember.objects.active_on(day).filter(client=plan.allocation.client_id)
    involved = plan.contacts.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    if involved.exists() or members.filter(relation__in=IN_OFFICE).exists():
        message = "Er staan al professionals in het dossier. Geef eerst bij hen aan tot wanneer zij betrokken waren."
        raise ValidationError(message, code="somebody_involved")
    if plan.nobody_else is None or not plan.nobody_else.contains(day):
        _set_nobody_else(actor, plan, nobody_else_from=day, nobody_else_until=None)
        CHECK_PLAN.wake(plan.pk)
    return plan


@transaction.atomic
def record_coordination(
    *,
    actor: Actor,
    plan: Plan,
    contact: CareContact | None = None,
    member: ClientSystemMember | None = None,
    held_on: date,
    discussed: str,
    agreed: str = "",
    with_others: str = "",
) -> CoordinationNote:
    """What was discussed with a contact, or with somebody who stands in the client system by office.

    Raises `PermissionDenied`, and `ValidationError` at `held_on` or `contact` (codes of `plans.rules.coordination`, and
    `contact_unknown`), or with what the database demands (`coordination_note`).
    """
    plan = lock_plan(actor, plan.pk)
    contact = plan.contacts.filter(pk=contact.pk).first() if contact else None
    checks: list[Check] = [
        ("held_on", lambda: check_coordination_day(held_on, today=today())),
        ("contact", lambda: _check_person(plan, contact, member, held_on)),
    ]
    refuse_all(*checks)
    note = CoordinationNote(
        plan=plan,
        held_on=held_on,
        contact=contact,
        member=member,
        with_others=with_others.strip(),
        discussed=discussed.strip(),
        agreed=agreed.strip(),
        recorded_by_id=actor.user_id,
    )
    store(note)
    record(actor=actor, event=AuditEvent.CREATED, target=note, client=client_of(plan))
    return note


def _fill(contact: CareContact, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(CONTACT)
    if unknown:
        raise TypeError(f"A contact has no {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(contact, name, value.strip() if isinstance(value, str) else value)


def _somebody_is_involved(actor: Actor, contact: CareContact) -> None:
    """What was said of nobody being involved ends where this begins."""
    plan = contact.plan
    said, day = plan.nobody_else, contact.starts_on - ONE_DAY
    if said is not None and said.overlaps(contact.period):
        _set_nobody_else(actor, plan, nobody_else_until=max(said.starts_on, day))
    CHECK_PLAN.wake(plan.pk)


def _set_nobody_else(actor: Actor, plan: Plan, **values: date | None) -> None:
    before = snapshot(plan)
    for name, value in values.items():
        setattr(plan, name, value)
    store(plan, *values)
    record(actor=actor, event=AuditEvent.CHANGED, target=plan, before=before, client=client_of(plan))


def _check_person(plan: Plan, contact: CareContact | None, member: ClientSystemMember | None, day: date) -> None:
    if contact is not None and member is None:
        check_shared_with(contact.sharing, holds_on_day=contact.period.contains(day))
    elif contact is None and member is not None and member.client_id == plan.allocation.client_id:
        if member.relation not in IN_OFFICE:
            raise ValidationError("Kies een professional.", code="contact_unknown")
        check_shared_with(Sharing.NEEDED, holds_on_day=member.period.contains(day))
    else:
        raise ValidationError("Kies met wie u sprak.", code="contact_unknown")
