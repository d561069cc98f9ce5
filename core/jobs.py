"""Names of background jobs. A room's services wake a job by name; its `tasks.py` does the work."""

from dataclasses import dataclass

from celery import current_app
from django.db import transaction


@dataclass(frozen=True, slots=True)
class Job:
    """A background job. Its state lives in the database, so a message that is lost loses no work."""

    name: str

    def wake(self, *ids: int) -> None:
        """Send the job to a worker once the transaction is committed; without Redis it runs right then."""
        transaction.on_commit(lambda: self._send(ids), robust=True)

    def _send(self, ids: tuple[int, ...]) -> None:
        if current_app.conf.task_always_eager:
            current_app.loader.import_default_modules()  # only a worker has done so at its start
            current_app.tasks[self.name].apply(args=ids)
        else:
            current_app.send_task(self.name, args=ids)
