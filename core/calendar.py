"""Calendar months, and the days on which a legal term does not end.

Source: Algemene termijnenwet (Act of 25 July 1964, Stb. 1964, 314), articles 1, 3 and 4.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

SATURDAY: Final = 5
SUNDAY: Final = 6
FIRST_KINGS_DAY: Final = 2014
ONE_DAY: Final = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day `months` calendar months later (earlier when negative).

    A month without that day gives its last day: 31 August plus six months is the last day of February.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def recognised_holidays(year: int, equated: Collection[date] = ()) -> dict[date, str]:
    """The generally recognised holidays of `year` by day, in order, with their Dutch names.

    Algemene termijnenwet art. 3: paragraph 1 names them, paragraph 2 puts Good Friday on a par, and
    by paragraph 3 a royal decree may put other days on a par. The decrees cover a few years at a time and
    cannot be calculated, so the caller gives those days as `equated`.
    Easter Day and Whit Sunday are not named by the Act; they are Sundays.
    """
    easter = easter_sunday(year)
    named = [
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (easter - timedelta(days=2), "Goede Vrijdag"),
        (easter + timedelta(days=1), "Tweede Paasdag"),
        _kings_day(year),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (easter + timedelta(days=39), "Hemelvaartsdag"),
        (easter + timedelta(days=50), "Tweede Pinksterdag"),
        (date(year, 12, 25), "Eerste Kerstdag"),
        (date(year, 12, 26), "Tweede Kerstdag"),
    ]
    named += [(day, "Gelijkgestelde dag") for day in set(equated) if day.year == year]
    holidays: dict[date, str] = {}
    # Two may meet: in 2016 Ascension Day was 5 May.
    for day, name in sorted(named, key=lambda pair: pair[0]):
        holidays[day] = f"{holidays[day]} en {name}" if day in holidays else name
    return holidays


def is_working_day(day: date, equated: Collection[date] = ()) -> bool:
    """Whether `day` is no Saturday, no Sunday and no recognised holiday (art. 1 par. 1)."""
    return day.weekday() < SATURDAY and day not in recognised_holidays(day.year, equated)


def legal_term_end(last_day: date, equated: Collection[date] = ()) -> date:
    """The day on which a statutory term ends that by its length would end on `last_day`.

    Algemene termijnenwet art. 1 par. 1: a term that ends on a Saturday, Sunday or recognised holiday runs
    on up to and including the first day that is none of these. The caller sees to it that the Act applies:
    not to a term counted back from an event (art. 1 par. 2), nor to one in hours, of more than 90 days,
    twelve weeks or three months, or in years (art. 4 under a).
    """
    day = last_day
    while not is_working_day(day, equated):
        day += ONE_DAY
    return day


def easter_sunday(year: int) -> date:
    """Easter Day in the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    golden = year % 19
    century, year_of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    correction = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day_index = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return date(year, month, day_index + 1)


def _kings_day(year: int) -> tuple[date, str]:
    """The day on which the King's birthday is celebrated: a day earlier when it would be a Sunday."""
    if year >= FIRST_KINGS_DAY:
        day, name = date(year, 4, 27), "Koningsdag"
    else:
        day, name = date(year, 4, 30), "Koninginnedag"
    return (day - ONE_DAY if day.weekday() == SUNDAY else day), name
