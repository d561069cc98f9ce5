"""Background jobs that are woken when something changes here; rooms above do the work."""

from core.jobs import Job

ATTENDANCE_CHANGED = Job("compliance.check_session")
"""Takes the key of the session."""
PLACEMENT_CHANGED = Job("compliance.check_file")
"""Takes the key of the allocation."""
