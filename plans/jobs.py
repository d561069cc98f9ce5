"""Background jobs of this room; `tasks.py` does the work."""

from core.jobs import Job

CHECK_PLAN = Job("compliance.check_plan")
"""Takes the key of the plan; a room above does the work."""
PRINT_PLANS = Job("plans.print_plans")
REMIND_OF_PLAN = Job("plans.remind_of_plan")
SEAL_AGREED_PLAN = Job("plans.seal_agreed_plan")
