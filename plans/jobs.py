"""Background jobs of this room; `tasks.py` does the work."""

from core.jobs import Job

PRINT_PLANS = Job("plans.print_plans")
REMIND_OF_PLAN = Job("plans.remind_of_plan")
SEAL_AGREED_PLAN = Job("plans.seal_agreed_plan")
