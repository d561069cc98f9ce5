"""Who can carry out an activity: the kinds of actors that the model names, and the organisations that are of them."""

from collections.abc import Collection
from typing import Final

from django.core.exceptions import ValidationError

from informal_care.enums import ActorKind

AMONG_GENERALISTS: Final = frozenset({ActorKind.MUNICIPALITY, ActorKind.PROVIDER, ActorKind.EMPLOYER})
"""Generalists are all who carry out: the neighbourhood team and the kitchen-table talk of a municipality, a provider,
the personnel department of an employer, a general practice (Mezzo Model, p. 14)."""


def kinds_that_fit(kinds: Collection[str], on_behalf_of: str = "") -> frozenset[str]:
    """Of which kinds an organisation may be that takes on an activity for these kinds of actors, or on behalf of one.

    Who does it together with the first may take it on as well: the model asks to agree locally who does what.
    """
    named = set(kinds) | ({on_behalf_of} if on_behalf_of else set())
    return frozenset(named | (AMONG_GENERALISTS if ActorKind.GENERALIST in named else set()))


def check_owner_kind(kinds: Collection[str], kind: str, name: str) -> None:
    """Raises ValidationError `owner_kind` when an organisation of this kind does not do an activity for these kinds."""
    if kind not in kinds:
        wanted = " of ".join(one.label.lower() for one in ActorKind if one in kinds)
        is_a = ActorKind(kind).label.lower() if kind in ActorKind.values else "een andere organisatie"
        words = f"{name} is: {is_a}. Deze activiteit is voor: {wanted}. Kies wie daarbij hoort."
        raise ValidationError({"owner": ValidationError(words, code="owner_kind")})
