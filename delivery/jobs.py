"""Background jobs that are woken when something changes here; rooms above do the work."""

from core.jobs import Job

ATTENDANCE_CHANGED = Job("compliance.check_session")
"""Takes the keys of sessions."""
PLACEMENT_CHANGED = Job("compliance.check_file")
"""Takes the key of the allocation."""
CHECK_SHEET = Job("delivery.check_sheet")
TAKE_SHEET = Job("delivery.take_sheet")
