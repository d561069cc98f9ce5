"""Who may do what with organisations and professionals. Scope (which rows) is in `querysets.py`."""

from datetime import date

from core.actors import Actor
from organisations.enums import Action, OrganisationKind, Role
from organisations.models import CareProvider, Employment, Professional
from organisations.querysets import buys_care
from organisations.rules import OF_ADMINISTRATORS, role_fits, role_may


def actor_may(actor: Actor, action: Action) -> bool:
    """Whether the table of rights gives the actor this action: by the role at the organisation, or as administrator.

    What must hold of the thing itself is up to the `may_...` that asks this.
    """
    if actor.is_administrator and action in OF_ADMINISTRATORS:
        return True
    return actor.organisation_id is not None and _has_role(actor) and role_may(actor.role, action)


WITHOUT_FILES = frozenset({Role.PURCHASER, Role.API_CLIENT})
"""Roles in which nobody ever opens a client's file, or decides about one."""


def may_see_professionals(actor: Actor) -> bool:
    """Who works for a provider, and purchasers of a region, may open the list of professionals."""
    return actor_may(actor, Action.SEE_PROFESSIONALS)


def may_see_professional(actor: Actor, professional: Professional) -> bool:
    """A provider sees who works or worked there; a purchaser, who does for whom the region contracted."""
    return may_see_professionals(actor) and Professional.objects.visible_to(actor).filter(pk=professional.pk).exists()


def may_manage_professionals(actor: Actor, provider: CareProvider | int) -> bool:
    """A provider's own care professionals register who works there, and when somebody comes or leaves."""
    provider_id = provider if isinstance(provider, int) else provider.pk
    return actor_may(actor, Action.MANAGE_PROFESSIONALS) and _acts_for_provider(actor, provider_id)


def may_edit_professional(actor: Actor, professional: Professional, day: date) -> bool:
    """The provider where somebody works, or is going to, adds diplomas and experience; no former one does."""
    return actor_may(actor, Action.MANAGE_PROFESSIONALS) and _is_with(professional, actor, day)


def may_verify(actor: Actor, professional: Professional, day: date) -> bool:
    """A colleague where somebody works, or a purchaser of a region that contracted the provider; never oneself."""
    if not actor_may(actor, Action.VERIFY_PROOF) or actor.user_id is None or professional.user_id == actor.user_id:
        return False
    return _buys_from(professional, actor) or _is_with(professional, actor, day)


def may_manage_memberships(actor: Actor) -> bool:
    """Only an administrator says who acts for whom."""
    return actor_may(actor, Action.MANAGE_MEMBERSHIPS)


def may_manage_api_clients(actor: Actor) -> bool:
    """Only an administrator says which programs use the API, for whom, and with which keys."""
    return actor_may(actor, Action.MANAGE_API_CLIENTS)


def may_manage_work(actor: Actor) -> bool:
    """Administrators see the work in the background, and have tried again what was given up."""
    return actor_may(actor, Action.MANAGE_WORK)


def must_set_second_step(actor: Actor, *, is_staff: bool) -> bool:
    """Whoever acts in a role that may come to see client files, or opens the admin pages.

    A role that is not named as one without files counts as one with them (BIO 2.0 and NEN 7510: more than a
    password for access to care data).
    """
    return is_staff or actor.is_administrator or bool(actor.role and actor.role not in WITHOUT_FILES)


def _has_role(actor: Actor) -> bool:
    return actor.role in Role.values and role_fits(actor.role, actor.organisation_kind)


def _acts_for_provider(actor: Actor, provider_id: int) -> bool:
    return actor.organisation_kind == OrganisationKind.PROVIDER and actor.organisation_id == provider_id


def _buys_from(professional: Professional, actor: Actor) -> bool:
    return buys_care(actor) and Professional.objects.visible_to(actor).filter(pk=professional.pk).exists()


def _is_with(professional: Professional, actor: Actor, day: date) -> bool:
    if actor.organisation_kind != OrganisationKind.PROVIDER:
        return False
    working = Employment.objects.not_ended(day)
    return working.filter(professional=professional, provider_id=actor.organisation_id).exists()
