"""Tells the trail what happened to an account. This room knows nothing of the trail: the settings say who listens."""

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.enums import AccountEvent
from accounts.models import User
from core.actors import Origin


def tell(event: AccountEvent, *, user: User, by: User, origin: Origin) -> None:
    """Have `event` of `user`, done by `by`, written down, in the transaction of the change itself."""
    import_string(settings.ACCOUNT_WITNESS)(event=event.value, user=user, by=by, origin=origin)
