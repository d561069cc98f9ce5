"""Background jobs of this room; `tasks.py` does the work."""

from core.jobs import Job

CHECK_IMPORT = Job("clients.check_import")
PERFORM_IMPORT = Job("clients.perform_import")
REMOVE_DISCARDED_FILES = Job("clients.remove_discarded_files")
