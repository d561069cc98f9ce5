from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from organisations.access import may_manage_memberships
from organisations.models import Membership, Organisation
from organisations.rules import check_end


@transaction.atomic
def grant_membership(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Membership:
    """Let a user act for an organisation in a role during a period, and return the membership.

    An administrator does this, for others only: nobody lets themself in at client files. Raises
    PermissionDenied, or ValidationError (`membership_overlap`, `role_kind`, `period_order`).
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not may_manage_memberships(actor) or user.pk == actor.user_id:
        raise PermissionDenied
    # A child of the organisation is the organisation too; the relation wants the parent's own row.
    parent = Organisation.objects.get(pk=organisation.pk)
    membership = Membership(user=user, organisation=parent, role=role, starts_on=starts_on, ends_on=ends_on)
    store(membership)
    record(actor=actor, event=AuditEvent.CREATED, target=membership)
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, ends_on: date) -> Membership:
    """Set the last day on which a user acts for an organisation, and return the membership.

    Raises PermissionDenied, or ValidationError (`end_later`, `period_order`).
    """
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if not may_manage_memberships(actor):
        raise PermissionDenied
    check_end(ends_on, current=membership.ends_on)
    before = snapshot(membership)
    membership.ends_on = ends_on
    store(membership, "ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=membership, before=before)
    return membership
