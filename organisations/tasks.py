from celery import shared_task
from django.db import OperationalError

from organisations.jobs import REMOVE_EXPIRED_TOKENS, SEND_MAILS
from organisations.services import remove_expired_tokens, send_due_mails


@shared_task(
    name=SEND_MAILS.name,
    soft_time_limit=280,
    time_limit=300,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
)
def send_mails() -> None:
    """Send every mail whose time has come."""
    send_due_mails()


@shared_task(
    name=REMOVE_EXPIRED_TOKENS.name,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
)
def remove_expired_api_tokens() -> None:
    """Remove tokens and assertions of programs that nobody can use any more."""
    remove_expired_tokens()
