"""Lines of the log: with the id of the request that they are of, and without what is secret in an address."""

import logging
import re
from contextvars import ContextVar
from typing import Final

SECRET: Final = re.compile(r"(/(?:agenda|meedoen|waardering/aanvraag)/)[^\s\"'<>]+")
"""Whoever knows the address of somebody's calendar reads it, so the address stands in no log; and so it is with links
that let somebody in without an account."""


REQUEST: Final[ContextVar[str]] = ContextVar("request", default="-")
"""The id of the request that is being answered; a dash outside of one."""


class Masked(logging.Formatter):
    """As the standard formatter; the line with its traceback as a whole is masked."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be written, by the id that its answer carried."""
        # Django writes of an answer that went wrong when all middleware is done, and gives the request along.
        record.request_id = getattr(getattr(record, "request", None), "request_id", None) or REQUEST.get()
        return SECRET.sub(r"\1***", super().format(record))
