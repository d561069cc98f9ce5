"""When the next evaluation is due."""

from datetime import date

from core.calendar import add_months
from products.rules import Terms


def effective_interval(chosen: int | None, terms: Terms) -> int | None:
    """Months between evaluations: the shorter of the product's and the plan's own; None when neither asks."""
    return min((months for months in (chosen, terms.evaluation_interval_months) if months), default=None)


def clock_start(*, agreed_on: date | None, delivery_started_on: date | None, evaluated_on: date | None) -> date | None:
    """From which day the interval counts: the last complete evaluation, else agreement or start of delivery.

    When both of the latter are known the earlier one counts (our reading of the sheet, which names neither).
    """
    if evaluated_on is not None:
        return evaluated_on
    return min((day for day in (agreed_on, delivery_started_on) if day is not None), default=None)


def evaluation_due_on(start: date | None, interval_months: int | None) -> date | None:
    """The last day for the next evaluation: calendar months after the start, on its month's last day if need be."""
    if start is None or interval_months is None:
        return None
    return add_months(start, interval_months)
