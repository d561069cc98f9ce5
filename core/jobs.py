"""Names of background jobs. A room's services wake a job by name; its `tasks.py` does the work."""

from dataclasses import dataclass, field

from celery import current_app
from django.db import transaction


@dataclass(frozen=True, slots=True)
class Job:
    """A background job. Its state lives in the database, so a message that is lost loses no work."""

    name: str

    def wake(self, *ids: int) -> None:
        """Send the job to a worker once the transaction is committed; without Redis it runs right then.

        Woken twice for the same in one transaction it is sent once: it sees all that was written anyway.
        """
        message = _Message(self.name, ids)
        # What waits was woken in a savepoint that still stands: when one goes back, Django forgets what it woke.
        waiting = [one for _, one, _ in transaction.get_connection().run_on_commit if one == message]
        if all(one.is_sent for one in waiting):
            transaction.on_commit(message, robust=True)


@dataclass(slots=True)
class _Message:
    """A job with what it is about."""

    name: str
    ids: tuple[int, ...]
    is_sent: bool = field(default=False, compare=False)

    def __getattr__(self, name: str) -> str:
        """Django's log names what fails after a commit by its `__qualname__`, which an object has not by itself."""
        if name == "__qualname__":
            return f"the job {self.name}"
        raise AttributeError(name)

    def __call__(self) -> None:
        self.is_sent = True
        if current_app.conf.task_always_eager:
            current_app.loader.import_default_modules()  # only a worker has done so at its start
            current_app.tasks[self.name].apply(args=self.ids)
        else:
            current_app.send_task(self.name, args=self.ids)
