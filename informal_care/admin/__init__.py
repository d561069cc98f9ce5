"""Admin pages: what services own goes through them, and can be looked at here."""

from informal_care.admin import (
    appreciation,
    board,
    carer,
    edition,
    measurement,
    offer,
    panel,
    place,
    setting,
    signal,
    volunteer,
)

__all__ = [
    "appreciation",
    "board",
    "carer",
    "edition",
    "measurement",
    "offer",
    "panel",
    "place",
    "setting",
    "signal",
    "volunteer",
]
