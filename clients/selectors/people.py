"""People of an organisation, as far as client files need them."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from core.actors import Actor
from organisations.enums import Action
from organisations.rules import roles_that_may
from organisations.selectors import members_of


def readers_of(actor: Actor, day: date) -> QuerySet[User]:
    """Who reads files on behalf of the actor's organisation on `day`, by name."""
    return _who_may(actor, Action.READ_FILES, day)


def shielders_of(actor: Actor, day: date) -> QuerySet[User]:
    """Who may shield files on behalf of the actor's organisation on `day`, by name."""
    return _who_may(actor, Action.SHIELD_FILE, day)


def _who_may(actor: Actor, action: Action, day: date) -> QuerySet[User]:
    return members_of(actor.organisation_id or 0, sorted(roles_that_may(action)), day)
