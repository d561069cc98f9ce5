"""Clients and allocations from a spreadsheet: a dry run with every fault at once, then all or nothing."""

from clients.services.importing.faults import Fault, faults_as_csv
from clients.services.importing.forgetting import forget_person
from clients.services.importing.running import (
    cancel_import,
    check_import,
    confirm_import,
    perform_import,
    remove_old_files,
    restart_import,
    resume_imports,
    start_import,
)
from clients.services.importing.runs import is_at_work, kept_faults, may_cancel, may_restart, progress_of
from clients.services.importing.template import csv_template, xlsx_template

__all__ = [
    "Fault",
    "cancel_import",
    "check_import",
    "confirm_import",
    "csv_template",
    "faults_as_csv",
    "forget_person",
    "is_at_work",
    "kept_faults",
    "may_cancel",
    "may_restart",
    "perform_import",
    "progress_of",
    "remove_old_files",
    "restart_import",
    "resume_imports",
    "start_import",
    "xlsx_template",
]
