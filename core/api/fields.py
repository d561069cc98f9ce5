"""Fields of answers that differ from REST framework's own."""

from datetime import UTC
from typing import Any

from rest_framework import serializers


class Moment(serializers.DateTimeField):
    """A moment, answered in UTC with a Z (NL API Design Rules, date-time/timezone).

    REST framework would put our Z behind the clock of Amsterdam.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)
