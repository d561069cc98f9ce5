"""A time of the day in whole minutes after midnight, by the clock of the place: exact, and quick to reckon with."""

import re
from datetime import time
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable

SetT_contra = TypeVar("SetT_contra", contravariant=True)
GetT_co = TypeVar("GetT_co", covariant=True)

DAY: Final = 24 * 60
"""Minutes in a day."""
TYPED: Final = re.compile(r"(\d{1,2})[:.]?(\d{2})(?:[:.]00)?")
NO_TIME: Final = "Schrijf de tijd als uren en minuten, bijvoorbeeld 9:05."


def clock(minute: int) -> str:
    """A minute of the day as people write it: "9:05"."""
    return f"{minute // 60}:{minute % 60:02}"


def minute_of(moment: time) -> int:
    """Minutes after midnight."""
    return moment.hour * 60 + moment.minute


def read_minute(text: str) -> int:
    """What somebody typed, "9:05", "09.05" or "905", as minutes after midnight. Raises ValidationError `no_time`."""
    found = TYPED.fullmatch(text.strip())
    if found is None or not (minute := int(found[1]) * 60 + int(found[2])) < DAY or int(found[2]) > 59:  # noqa: PLR2004
        raise ValidationError(NO_TIME, code="no_time")
    return minute


class MinuteFormField(forms.Field):
    """A time of the day that somebody types."""

    widget = forms.TimeInput(attrs={"type": "time"})

    def prepare_value(self, value: Any) -> Any:
        """The value as a browser wants it in a field for times."""
        return f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Minutes after midnight; None when nothing was typed."""
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        return read_minute(str(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another time was typed, however it is written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class MinuteField(models.PositiveSmallIntegerField[SetT_contra, GetT_co]):
    """A column of minutes after midnight. `in_order` guards two of them."""

    _pyi_private_set_type: int | Combinable
    _pyi_private_get_type: int

    def formfield(self, **kwargs: Any) -> Any:
        """A field for a time of the day."""
        return MinuteFormField(
            label=str(self.verbose_name).capitalize(),
            required=not self.blank,
            help_text=self.help_text,
            **{key: value for key, value in kwargs.items() if key in {"initial", "label", "required"}},
        )

    def value_to_string(self, obj: models.Model) -> str:
        """As a number, as the column holds it."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)


def in_order(first: str, last: str, name: str, *, message: str, code: str) -> models.CheckConstraint:
    """The constraint that both columns are minutes of one day and that the last lies after the first.

    Where one of the two is empty only the other is looked at.
    """
    # Both are there, and said so: a comparison with NULL is not false, and would pass.
    within = {f"{field}__isnull": False for field in (first, last)} | {f"{last}__lte": DAY}
    return models.CheckConstraint(
        name=name,
        condition=(models.Q(**{f"{last}__isnull": True}) | models.Q(**{f"{first}__isnull": True}))
        & (models.Q(**{f"{first}__isnull": True}) | models.Q(**{f"{first}__lt": DAY}))
        & (models.Q(**{f"{last}__isnull": True}) | models.Q(**{f"{last}__lte": DAY}))
        | models.Q(**{f"{last}__gt": models.F(first), **within}),
        violation_error_message=message,
        violation_error_code=code,
    )
