"""Who may do what with organisations and professionals. Scope (which rows) is in `querysets.py`."""

from datetime import date

from core.actors import Actor
from organisations.enums import OrganisationKind, Role
from organisations.models import CareProvider, Employment, Professional
from organisations.querysets import sees_all_providers


def may_see_professionals(actor: Actor) -> bool:
    """Care professionals of a provider, and purchasers of the region, may open the list of professionals."""
    return _acts_for_provider(actor) or sees_all_providers(actor)


def may_see_professional(actor: Actor, professional: Professional) -> bool:
    """A provider sees who works or worked there; a purchaser of the region sees everybody."""
    return may_see_professionals(actor) and Professional.objects.visible_to(actor).filter(pk=professional.pk).exists()


def may_manage_professionals(actor: Actor, provider: CareProvider | int) -> bool:
    """A provider's own care professionals register who works there, and when somebody comes or leaves."""
    provider_id = provider if isinstance(provider, int) else provider.pk
    return _acts_for_provider(actor) and actor.organisation_id == provider_id


def may_edit_professional(actor: Actor, professional: Professional, day: date) -> bool:
    """The provider where somebody works, or is going to, adds diplomas and experience; no former one does."""
    return _acts_for_provider(actor) and _is_with(professional, actor.organisation_id, day)


def may_verify(actor: Actor, professional: Professional, day: date) -> bool:
    """A colleague at the provider where somebody works, or a purchaser of the region; never oneself."""
    if actor.user_id is None or professional.user_id == actor.user_id:
        return False
    return sees_all_providers(actor) or may_edit_professional(actor, professional, day)


def may_manage_memberships(actor: Actor) -> bool:
    """Only an administrator says who acts for whom."""
    return actor.is_administrator


def _acts_for_provider(actor: Actor) -> bool:
    return (
        actor.organisation_kind == OrganisationKind.PROVIDER
        and actor.organisation_id is not None
        and actor.role == Role.CARE_PROFESSIONAL
    )


def _is_with(professional: Professional, provider_id: int | None, day: date) -> bool:
    return Employment.objects.not_ended(day).filter(professional=professional, provider_id=provider_id).exists()
