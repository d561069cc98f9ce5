"""When access to client files is conspicuous: pure functions over values.

NEN 7513 wants the trail to be looked at; it gives no numbers. Those are dated data (`SignalSetting`), with a source.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Final

from clients.enums import SignalParameter
from core.calendar import is_working_day
from core.identifiers import search_key
from core.periods import Period

USUAL_DAYS: Final = 28
"""Days before a day over which is counted what is usual for somebody: four of each day of the week."""

PREFIXES: Final = frozenset(
    {
        "aan",
        "af",
        "al",
        "bij",
        "d",
        "da",
        "de",
        "del",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "het",
        "in",
        "l",
        "la",
        "le",
        "les",
        "lo",
        "op",
        "of",
        "s",
        "t",
        "te",
        "ten",
        "ter",
        "the",
        "tot",
        "uit",
        "ur",
        "van",
        "vanden",
        "vander",
        "ver",
        "von",
        "voor",
        "vom",
        "zu",
        "zum",
        "zur",
    }
)
"""What goes before a Dutch surname, or a foreign one here. Of a name with more words it does not count."""

Dated = tuple[str, Decimal, Period]
"""A parameter, its value, and the days on which it holds."""


@dataclass(frozen=True, slots=True)
class SignalRules:
    """What is conspicuous on one day. What is None was not set, and is not looked for."""

    volume_floor: Decimal | None = None
    volume_factor: Decimal | None = None
    hour_from: Decimal | None = None
    hour_until: Decimal | None = None
    refused_floor: Decimal | None = None

    @classmethod
    def on(cls, day: date, settings: Iterable[Dated]) -> "SignalRules":
        """Those that hold on this day."""
        held = {str(name): value for name, value, period in settings if period.contains(day)}
        return cls(**{name: held.get(name) for name in SignalParameter.values})

    @property
    def missing(self) -> list[str]:
        """The names, as people read them, of what was not set."""
        return [str(name.label) for name in SignalParameter if getattr(self, name.value) is None]


def usual(before: Mapping[date, int], day: date) -> Decimal:
    """The median number of files of the days among the `USUAL_DAYS` before `day` on which somebody opened any.

    Days without files do not count: somebody who works two days a week would have none as the usual number. 0 for
    who opened nothing in that time.
    """
    first = day - timedelta(days=USUAL_DAYS)
    counts = [count for past, count in before.items() if first <= past < day and count]
    return Decimal(str(median(counts))) if counts else Decimal(0)


def is_much(files: int, usually: Decimal, rules: SignalRules) -> bool:
    """Whether so many different files on a day stand out: above the floor, and far above what is usual."""
    if rules.volume_floor is None or rules.volume_factor is None:
        return False
    return files > rules.volume_floor and files > rules.volume_factor * usually


def is_outside_hours(day: date, hour: int, rules: SignalRules, equated: Collection[date] = ()) -> bool:
    """Whether this hour of the day, as the clock in the Netherlands shows it, lies outside working time.

    So does all of a Saturday, a Sunday and a recognised holiday (Algemene termijnenwet art. 3).
    """
    if rules.hour_from is None or rules.hour_until is None:
        return False
    return not is_working_day(day, equated) or not rules.hour_from <= hour < rules.hour_until


def is_refused_often(times: int, rules: SignalRules) -> bool:
    """Whether signing in was refused conspicuously often on one day."""
    return rules.refused_floor is not None and times > rules.refused_floor


def surname_words(surname: str) -> frozenset[str]:
    """The words of a surname as they compare: without case, accents and prefixes; both parts of a double name."""
    words = frozenset(re.findall(r"[^\W_]+", search_key(surname)))
    return words - PREFIXES or words


def surname_of(name: str) -> str:
    """The surname in a full name: all from the first prefix on, or else the last word.

    Of "Karin van den Berg" it is "van den Berg", of "Jan Willem Bakker-Smit" it is "Bakker-Smit".
    """
    words = name.split()
    for place, word in enumerate(words[1:], start=1):
        if set(re.findall(r"[^\W_]+", search_key(word))) <= PREFIXES and place + 1 < len(words):
            return " ".join(words[place:])
    return words[-1] if words else ""


def shares_surname(name: str, surname: str) -> bool:
    """Whether a word of the surname of this person (a full name) is a whole word of the client's surname."""
    return bool(surname_words(surname_of(name)) & surname_words(surname))
