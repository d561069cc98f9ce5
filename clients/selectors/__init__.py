"""Reads of the clients room, by subject."""

from clients.selectors.files import (
    ROW_COLUMNS,
    ClientFilter,
    ClientRow,
    TrailLine,
    allocations_of,
    client_rows,
    filtered_clients,
    trail_lines,
)

__all__ = [
    "ROW_COLUMNS",
    "ClientFilter",
    "ClientRow",
    "TrailLine",
    "allocations_of",
    "client_rows",
    "filtered_clients",
    "trail_lines",
]
