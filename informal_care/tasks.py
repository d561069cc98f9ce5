from celery import shared_task
from django.db import OperationalError

from core.clock import today
from informal_care.jobs import CHECK_LINKS
from informal_care.services import appreciation, offers
from informal_care.services.offer_reminders import derive_offer_reminders, post_offer_reminders
from informal_care.services.poll_mails import forget_late_invitations, mail_results
from informal_care.services.task_reminders import derive_task_reminders, post_task_reminders


@shared_task(
    name="informal_care.remind_of_tasks",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
    soft_time_limit=540,
    time_limit=570,
)
def remind_of_tasks() -> None:
    """Derive the reminders of tasks that there should be today, and put what is new in the outbox."""
    derive_task_reminders(today())
    post_task_reminders()


@shared_task(
    name=CHECK_LINKS.name,
    soft_time_limit=540,
    time_limit=570,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
)
def check_links() -> None:
    """Try the websites on the social map whose turn it is."""
    offers.check_links()


@shared_task(
    name="informal_care.remind_of_offers",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
    soft_time_limit=540,
    time_limit=570,
)
def remind_of_offers() -> None:
    """Derive the reminders of help that has to be checked, and put what is new in the outbox."""
    derive_offer_reminders(today())
    post_offer_reminders()


@shared_task(
    name="informal_care.empty_old_applications",
    soft_time_limit=540,
    time_limit=570,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
)
def empty_old_applications() -> None:
    """Forget who applied for appreciation long ago."""
    appreciation.empty_old_applications()


@shared_task(
    name="informal_care.mail_poll_results",
    soft_time_limit=540,
    time_limit=570,
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    acks_late=True,
)
def mail_poll_results() -> None:
    """Tell the panel by mail that the outcome of a closed poll is there; what was not mailed of it goes no more."""
    forget_late_invitations(today())
    mail_results(today())
