"""Reads of the clients room, by subject."""

from clients.selectors.files import (
    MOST_OF_A_NAME,
    ROW_COLUMNS,
    ClientFilter,
    ClientRow,
    FoundClients,
    TrailLine,
    allocations_of,
    client_rows,
    filtered_clients,
    trail_lines,
)
from clients.selectors.people import readers_of, shielders_of

__all__ = [
    "MOST_OF_A_NAME",
    "ROW_COLUMNS",
    "ClientFilter",
    "ClientRow",
    "FoundClients",
    "TrailLine",
    "allocations_of",
    "client_rows",
    "filtered_clients",
    "readers_of",
    "shielders_of",
    "trail_lines",
]
