"""Background jobs of informal care; `tasks.py` does the work."""

from core.jobs import Job

CHECK_LINKS = Job("informal_care.check_links")
