"""The Celery application. State of work lives in the database; a message only wakes it."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, task_failure, task_prerun, task_success, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorgregio.settings.base")

app = Celery("zorgregio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_impossible_settings(**kwargs: object) -> None:
    """A worker runs no system checks, so it asks itself. Celery would log another exception and go on."""
    from zorgregio import checks  # noqa: PLC0415 - the settings are not there yet when this module loads

    try:
        checks.refuse_impossible_settings()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error


@task_prerun.connect
def note_start(task: "Task[Any, Any]", **kwargs: object) -> None:
    """Keep when each task of the clock ran, for the page of the administrators."""
    if _is_of_the_clock(task):
        from audit.services import running  # noqa: PLC0415 - as above

        running.note_start(task.name)


@task_success.connect
def note_end(sender: "Task[Any, Any]", **kwargs: object) -> None:
    """The task of the clock did its work."""
    if _is_of_the_clock(sender):
        from audit.services import running  # noqa: PLC0415 - as above

        running.note_end(sender.name)


@task_failure.connect
def note_failure(sender: "Task[Any, Any]", exception: Exception, **kwargs: object) -> None:
    """The task of the clock failed, and is not tried again by itself before its next time."""
    if _is_of_the_clock(sender):
        from audit.services import running  # noqa: PLC0415 - as above

        running.note_failure(sender.name, type(exception).__name__)


def _is_of_the_clock(task: "Task[Any, Any]") -> bool:
    return any(entry["task"] == task.name for entry in app.conf.beat_schedule.values())
