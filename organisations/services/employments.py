from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from organisations.access import may_manage_memberships, may_manage_professionals
from organisations.jobs import PROFESSIONAL_CHANGED
from organisations.models import CareProvider, Employment, Professional
from organisations.rules import check_end


@transaction.atomic
def register_professional(
    *,
    actor: Actor,
    name: str,
    provider: CareProvider,
    starts_on: date,
    ends_on: date | None = None,
) -> Professional:
    """Register somebody who comes to work for a provider, and return them.

    With which account they sign in is for `link_account`. Raises PermissionDenied when the actor does not act
    for that provider, ValidationError on wrong input.
    """
    if not may_manage_professionals(actor, provider):
        raise PermissionDenied
    professional = Professional(name=name)
    store(professional)
    record(actor=actor, event=AuditEvent.CREATED, target=professional)
    _employ(actor, professional, provider, starts_on, ends_on)
    return professional


@transaction.atomic
def employ(
    *,
    actor: Actor,
    professional: Professional,
    provider: CareProvider,
    starts_on: date,
    ends_on: date | None = None,
) -> Employment:
    """Say that a known professional works for a provider in a period, and return the employment.

    Somebody the actor cannot see cannot be employed: the provider would take over a file that is not its own.
    Raises PermissionDenied, or ValidationError (`employment_overlap`, `period_order`).
    """
    professional = Professional.objects.select_for_update(of=("self",)).get(pk=professional.pk)
    if not may_manage_professionals(actor, provider):
        raise PermissionDenied
    if not Professional.objects.visible_to(actor).filter(pk=professional.pk).exists():
        raise PermissionDenied
    return _employ(actor, professional, provider, starts_on, ends_on)


@transaction.atomic
def end_employment(*, actor: Actor, employment: Employment, ends_on: date) -> Employment:
    """Set the last day on which somebody works for a provider, and return the employment.

    Raises PermissionDenied, or ValidationError (`end_later`, `period_order`).
    """
    employment = Employment.objects.select_for_update(of=("self",)).get(pk=employment.pk)
    if not may_manage_professionals(actor, employment.provider_id):
        raise PermissionDenied
    check_end(ends_on, current=employment.ends_on)
    before = snapshot(employment)
    employment.ends_on = ends_on
    store(employment, "ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=employment, before=before)
    PROFESSIONAL_CHANGED.wake(employment.professional_id)
    return employment


@transaction.atomic
def link_account(*, actor: Actor, professional: Professional, user: User | None) -> Professional:
    """Say with which account a professional signs in (None: with none), and return the professional.

    It decides who may sign a plan as this professional, so only an administrator does it, and for others
    only. Raises PermissionDenied, and ValidationError `verified_own_diploma` when the user checked a diploma
    of this professional: linked afterwards, they would have checked their own.
    """
    professional = Professional.objects.select_for_update(of=("self",)).get(pk=professional.pk)
    if not may_manage_memberships(actor) or (user is not None and user.pk == actor.user_id):
        raise PermissionDenied
    if user is not None and professional.qualifications.filter(verified_by=user).exists():
        raise ValidationError(
            "Deze gebruiker heeft zelf een diploma van deze professional gecontroleerd. "
            "Laat een ander die controle eerst intrekken en opnieuw doen.",
            code="verified_own_diploma",
        )
    before = snapshot(professional)
    professional.user = user
    store(professional, "user")
    record(actor=actor, event=AuditEvent.CHANGED, target=professional, before=before)
    return professional


def _employ(
    actor: Actor, professional: Professional, provider: CareProvider, starts_on: date, ends_on: date | None
) -> Employment:
    employment = Employment(professional=professional, provider=provider, starts_on=starts_on, ends_on=ends_on)
    store(employment)
    record(actor=actor, event=AuditEvent.CREATED, target=employment)
    PROFESSIONAL_CHANGED.wake(professional.pk)
    return employment
