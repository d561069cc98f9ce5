"""The column that holds some moments of a week."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from plans.rules.week import MOMENTS, Week

NO_WEEK = "Kies dagen en dagdelen uit de week."


class WeekField(models.Field[Week | int, Week]):
    """Moments of a week as one number with a bit for each, so that a copy of the row has them too."""

    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = Week
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["blank"]
        return name, path, list(args), kwargs

    def get_internal_type(self) -> str:
        return "PositiveIntegerField"

    def from_db_value(self, value: int | None, _expression: object, _connection: object) -> Week | None:
        return None if value is None else Week.from_bits(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Week):
            return value
        try:
            return Week.from_bits(int(value))
        except (TypeError, ValueError):
            raise ValidationError(NO_WEEK, code="no_week") from None

    def get_prep_value(self, value: Any) -> Any:
        return value.bits if isinstance(value, Week) else super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj).bits)


def within_a_week(field: str, name: str) -> models.CheckConstraint:
    """The constraint that such a column holds no more moments than a week has; its code is `no_week`."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__gte": 0, f"{field}__lt": 1 << len(MOMENTS)}),
        violation_error_message=NO_WEEK,
        violation_error_code="no_week",
    )
