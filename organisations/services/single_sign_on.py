"""Memberships that follow from what somebody's own organisation says of them at sign-in."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from organisations.models import CareProvider, Membership, Municipality, Organisation, Region, Supervisor
from organisations.rules import claimed_values, role_fits
from organisations.selectors import memberships_of
from organisations.services.memberships import end_membership, grant_membership

log = logging.getLogger(__name__)

LABEL = "inloggen via de organisatie"
NO_ROLE = (
    "Uw organisatie heeft u in zorgregio geen rol gegeven. Daarom kunt u niet inloggen. "
    "Vraag de beheerder van uw organisatie om u een rol te geven."
)
SWITCHED_OFF = "U kunt met dit account niet meer inloggen. Neem contact op met uw beheerder."
ADMINISTRATOR = "Beheerders loggen in met hun wachtwoord en een tweede stap, niet via de organisatie."

Place = tuple[int, str]
"""The key of an organisation, and a role there."""


@transaction.atomic
def admit_by_claims(*, email: str, claims: Mapping[str, Any]) -> tuple[User | None, str]:
    """The user with this verified address, made when there is none, with the memberships that the claims give.

    Returns the user and why they may not come in; an empty text when they may. Memberships of which the setting
    `OIDC_MEMBERSHIPS` speaks begin and end with the claim; all others are left as they are. Values that the setting
    does not name give nothing. An administrator never comes in this way: whoever keeps the accounts of one
    organisation would become administrator of all.
    """
    actor = Actor.system(LABEL, is_administrator=True)
    user = User.objects.get_queryset().select_for_update(of=("self",)).filter(email=email).first()
    if user is not None and not user.is_active:
        return user, SWITCHED_OFF
    if user is not None and (user.is_staff or user.is_superuser):
        return user, ADMINISTRATOR
    spoken_of, given = _places(claims)
    if user is None:
        if settings.OIDC_MEMBERSHIPS_CLAIM and not given:
            return None, NO_ROLE
        user = _new_user(actor, email, claims)
    _end_lost(actor, user, spoken_of - given)
    _grant_new(actor, user, given)
    if settings.OIDC_MEMBERSHIPS_CLAIM and not given and not _left(user, spoken_of):
        return user, NO_ROLE
    return user, ""


def _places(claims: Mapping[str, Any]) -> tuple[set[Place], set[Place]]:
    """All places of which the setting speaks, and those that the claims give."""
    said = claimed_values(claims.get(settings.OIDC_MEMBERSHIPS_CLAIM)) if settings.OIDC_MEMBERSHIPS_CLAIM else set()
    spoken_of, given = set(), set()
    for value, text in settings.OIDC_MEMBERSHIPS:
        code, _, role = text.partition(":")
        organisation = _organisation(code)
        if organisation is None or not role_fits(role, organisation.kind):
            log.error("OIDC_MEMBERSHIPS: %s has no organisation, or none of that kind", text)
            continue
        spoken_of.add((organisation.pk, role))
        if value in said:
            given.add((organisation.pk, role))
    return spoken_of, given


def _organisation(code: str) -> Organisation | None:
    """A municipality by CBS code, a provider by AGB code, or the only region or supervisor by its word."""
    match code:
        case "regio" | "toezicht":
            rows = list((Region if code == "regio" else Supervisor).objects.all()[:2])
            return rows[0] if len(rows) == 1 else None
        case _ if len(code) == len("0000"):
            return Municipality.objects.filter(cbs_code=code).first()
    return CareProvider.objects.filter(agb_code=code).first()


def _new_user(actor: Actor, email: str, claims: Mapping[str, Any]) -> User:
    name = claims.get("name")
    user = User.objects.create_user(email, name=(name if isinstance(name, str) else "").strip()[:200] or email)
    record(actor=actor, event=AuditEvent.CREATED, target=user)
    return user


def _end_lost(actor: Actor, user: User, lost: set[Place]) -> None:
    for membership in memberships_of(user, today()):
        if (membership.organisation_id, membership.role) in lost:
            # Yesterday was the last day; what began only today cannot end before it began.
            last = max(today() - timedelta(days=1), membership.starts_on)
            if membership.ends_on != last:
                end_membership(actor=actor, membership=membership, ends_on=last)


def _grant_new(actor: Actor, user: User, given: set[Place]) -> None:
    held = {(row.organisation_id, row.role) for row in memberships_of(user, today())}
    for organisation_id, role in sorted(given - held):
        later = Membership.objects.filter(user=user, organisation=organisation_id, role=role, starts_on__gt=today())
        following = later.order_by("starts_on").first()
        grant_membership(
            actor=actor,
            user=user,
            organisation=Organisation.objects.get(pk=organisation_id),
            role=role,
            starts_on=today(),
            ends_on=following.starts_on - timedelta(days=1) if following else None,
        )


def _left(user: User, spoken_of: set[Place]) -> bool:
    """Whether somebody gave the user a membership by hand, of which the setting does not speak."""
    return any((row.organisation_id, row.role) not in spoken_of for row in memberships_of(user, today()))
