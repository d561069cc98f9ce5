"""Background jobs of this room; `tasks.py` does the work."""

from core.jobs import Job

SEAL_AGREED_PLAN = Job("plans.seal_agreed_plan")
