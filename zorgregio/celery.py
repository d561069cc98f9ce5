"""The Celery application. State of work lives in the database; a message only wakes it."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init
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
