"""How long a term of the law lasts: pure functions over days.

Sources: Wmo 2015 art. 2.3.2 and 2.3.5, Awb art. 4:15, Algemene termijnenwet art. 1.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from clients.enums import TermUnit
from core.calendar import add_months, legal_term_end
from core.periods import Period

MONTHS = {TermUnit.MONTHS: 1, TermUnit.YEARS: 12}
DAYS = {TermUnit.DAYS: 1, TermUnit.WEEKS: 7}


@dataclass(frozen=True, slots=True)
class Term:
    """A length in a unit, and whether it runs on to a working day."""

    length: int
    unit: str
    runs_on_to_working_day: bool

    def counted_from(self, start: date) -> date:
        """The day on which the term ends by its length. The day of the event itself does not count."""
        unit = TermUnit(self.unit)
        if unit in MONTHS:
            return add_months(start, self.length * MONTHS[unit])
        return start + timedelta(days=self.length * DAYS[unit])


def due_on(start: date, term: Term, equated: Collection[date] = (), suspended: Iterable[Period] = ()) -> date | None:
    """The last day of a term that began with an event on `start`; None while it stands still.

    The days of `suspended`, both ends included, are added before the term runs on to a working day
    (Awb art. 4:15; Algemene termijnenwet art. 1 par. 1). `equated` are days on a par with a holiday.
    """
    days = 0
    for period in suspended:
        if period.ends_on is None:
            return None
        days += (period.ends_on - period.starts_on).days + 1
    last = term.counted_from(start) + timedelta(days=days)
    return legal_term_end(last, equated) if term.runs_on_to_working_day else last
