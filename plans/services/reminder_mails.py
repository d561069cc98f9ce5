"""Reminders of evaluations by mail: see `organisations.services.ladders`."""

from collections.abc import Collection
from typing import Final

from organisations.rules import Things
from organisations.services.ladders import NoticeMails
from plans.models import Notice

MAILS: Final = NoticeMails(
    notices=Notice,
    daily="evaluaties",
    single="evaluatie",
    template="plans/evaluations",
    subject="Evaluaties die uw aandacht vragen",
    things=Things("evaluatie", "evaluaties"),
)


def post_reminders(users: Collection[int] | None = None) -> int:
    """Put what nobody was told by mail yet in the outbox, for everybody or for these users; the number of notices."""
    return MAILS.post(users)
