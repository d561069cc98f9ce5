"""Keeps when each task of the clock ran, for who looks after the installation."""

from django.db.models import F

from audit.models import TaskRun
from core.clock import now


def note_start(name: str) -> None:
    """The task begins."""
    moment = now()
    TaskRun.objects.get_or_create(name=name, defaults={"started_at": moment})
    TaskRun.objects.filter(name=name).update(started_at=moment, ended_at=None, runs=F("runs") + 1)


def note_end(name: str) -> None:
    """The task did its work."""
    TaskRun.objects.filter(name=name).update(ended_at=now())


def note_failure(name: str, fault: str) -> None:
    """The task did not end well. `fault` is the kind of error only: its text may quote a row."""
    TaskRun.objects.filter(name=name).update(failed_at=now(), fault=fault[:200], failures=F("failures") + 1)
