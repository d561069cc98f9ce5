"""Background jobs that are woken here; `tasks.py` does the work, or that of a room above."""

from core.jobs import Job

PROFESSIONAL_CHANGED = Job("compliance.check_professional")
"""Takes the key of the professional whose proof or employment changed; a room above does the work."""
SEND_MAILS = Job("organisations.send_mails")
REMOVE_EXPIRED_TOKENS = Job("organisations.remove_expired_tokens")
