"""Background jobs of this room; `tasks.py` does the work."""

from core.jobs import Job

SEND_MAILS = Job("organisations.send_mails")
