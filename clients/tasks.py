from celery import shared_task
from django.db import OperationalError

from clients.jobs import CHECK_IMPORT, PERFORM_IMPORT, REMOVE_DISCARDED_FILES
from clients.selectors.telling import SOURCES
from clients.services import autosaves, destruction, importing
from organisations.services import make_messages, remove_old_deliveries, send_messages

# A busy database passes. What else breaks off is in the row: people see it, and can begin again.
BUSY = (OperationalError,)


@shared_task(
    name=CHECK_IMPORT.name,
    soft_time_limit=300,
    time_limit=330,
    autoretry_for=BUSY,
    retry_backoff=True,
    acks_late=True,
)
def check_import(run_id: int) -> None:
    """Look through the file of one import."""
    importing.check_import(run_id)


@shared_task(
    name=PERFORM_IMPORT.name,
    soft_time_limit=300,
    time_limit=330,
    autoretry_for=BUSY,
    retry_backoff=True,
    acks_late=True,
)
def perform_import(run_id: int) -> None:
    """Put the rows of one import into the files of clients."""
    importing.perform_import(run_id)


@shared_task(name="clients.resume_imports", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def resume_imports() -> None:
    """Wake the imports whose worker is gone, or whose message was lost."""
    importing.resume_imports()


@shared_task(name="clients.remove_import_files", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def remove_import_files() -> None:
    """Remove the files that nobody imported within a day."""
    importing.remove_old_files()


@shared_task(name=REMOVE_DISCARDED_FILES.name, autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def remove_discarded_files() -> None:
    """Remove from the disk what destroyed files left there."""
    destruction.remove_discarded_files()


@shared_task(name="clients.remove_old_autosaves", autoretry_for=BUSY, retry_backoff=True, acks_late=True)
def remove_old_autosaves() -> None:
    """Remove what people typed and never saved, once it is too old."""
    autosaves.remove_old_autosaves()


@shared_task(
    name="clients.tell_programs",
    soft_time_limit=280,
    time_limit=300,
    autoretry_for=BUSY,
    retry_backoff=True,
    acks_late=True,
)
def tell_programs() -> None:
    """Tell the programs that asked for it what changed, and forget what was told long ago."""
    make_messages(SOURCES)
    send_messages(SOURCES)
    remove_old_deliveries()
