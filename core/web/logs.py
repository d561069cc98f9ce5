"""Lines of the log without what is secret in an address."""

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"(/agenda/)[^\s\"'<>]+")
"""Whoever knows the address of somebody's calendar reads it, so the address stands in no log."""


class Masked(logging.Formatter):
    """As the standard formatter; the line with its traceback as a whole is masked."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be written."""
        return SECRET.sub(r"\1***", super().format(record))
