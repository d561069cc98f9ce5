from celery import shared_task
from django.db import OperationalError

from organisations.jobs import SEND_MAILS
from organisations.services import send_due_mails


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
