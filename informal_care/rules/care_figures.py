"""Figures of a municipality about informal care, as they may leave the system.

They come by whole quarters of a calendar year, once those are over, and rounded: who could ask for any two days, or
reads them again next quarter, would subtract.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.calendar import add_months
from informal_care.enums import CarerKind, SupportKind
from informal_care.rules.anonymity import LEAST, STEP, may_show, rounded, shown_counts, shown_shares

QUARTERS: Final = 4
HOURS: Final = "uren"
STEP_OF_HOURS: Final = 10
MONTHS_IN_QUARTER: Final = 3
YEARS: Final = 3
"""So many calendar years are told: the latest and those before it."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a calendar year."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first.year}, kwartaal {(self.first.month - 1) // MONTHS_IN_QUARTER + 1}"


def closed_quarters(year: int, day: date) -> list[Quarter]:
    """The quarters of the year that are over on `day`, the earliest first."""
    starts = [add_months(date(year, 1, 1), MONTHS_IN_QUARTER * number) for number in range(QUARTERS + 1)]
    quarters = [Quarter(first, after - timedelta(days=1)) for first, after in pairwise(starts)]
    return [one for one in quarters if one.last < day]


def latest_year(day: date) -> int:
    """The latest year of which a quarter is over on `day`."""
    return day.year if closed_quarters(day.year, day) else day.year - 1


def told_years(day: date) -> range:
    """The years of which figures are told on `day`, the latest first."""
    latest = latest_year(day)
    return range(latest, latest - YEARS, -1)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many carers asked for a kind of support, and to how many of them it was given; the hours are of respite."""

    asked: int = 0
    given: int = 0
    hours_asked: Decimal = Decimal(0)
    hours_used: Decimal = Decimal(0)


@dataclass(slots=True)
class Counted:
    """What was counted for one municipality. It stays inside: only `figures_of` reads it."""

    known: int = 0
    new: int = 0
    supported: int = 0
    types: dict[str, int] = field(default_factory=dict)
    heavy: dict[Quarter, int] = field(default_factory=dict)
    measured: dict[Quarter, int] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    tasks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One number; None stays inside."""

    code: str
    label: str
    number: int | None
    """Of people to the nearest five, of hours to the nearest ten."""
    of: int | None = None
    """Of how many this is a part, when that may be told: for the length of its bar."""

    @property
    def percentage(self) -> int | None:
        """The whole percentage, rounded down; None when one of both stays inside."""
        return self.number * 100 // self.of if self.number is not None and self.of else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A table of numbers that belong together."""

    code: str
    title: str
    about: str
    unit: str
    lines: tuple[Line, ...]

    @property
    def tells(self) -> bool:
        """Whether a number may be told."""
        return any(line.number is not None for line in self.lines)

    @property
    def is_drawn(self) -> bool:
        """Whether numbers are parts of something, of which a bar can be drawn."""
        return any(line.of is not None for line in self.lines)


TASKS: Final[Mapping[str, str]] = {
    "to_do": "Nog niet begonnen",
    "doing": "Bezig",
    "done": "Klaar",
    "late": "Had al klaar moeten zijn",
    "declined": "Doen we niet",
}


def figures_of(counted: Counted, least: int = LEAST) -> list[Figure]:
    """Everything that may be told, table by table. No number is about fewer than `least` people (never below ten),
    and none can be worked out by subtracting.
    """
    support = {str(kind): counted.asked.get(kind, Asked()) for kind in SupportKind}
    of_people = [
        _known(counted, least),
        _types(counted, least),
        _burden(counted, least),
        _support(counted, support, least),
        _respite(support[SupportKind.RESPITE.value], least),
        _signals(counted, least),
    ]
    return [*(_rounded(one) for one in of_people), _tasks(counted)]


def _rounded(figure: Figure) -> Figure:
    step = STEP_OF_HOURS if figure.unit == HOURS else STEP

    def told(number: int | None) -> int | None:
        return None if number is None else rounded(number, step)

    lines = (replace(line, number=told(line.number), of=told(line.of)) for line in figure.lines)
    return replace(figure, lines=tuple(lines))


def _known(counted: Counted, least: int) -> Figure:
    parts = shown_shares({"new": counted.new, "supported": counted.supported}, counted.known, least)
    lines = (
        Line("known", "Bekend", parts.total, parts.total),
        Line("new", "Daarvan nieuw dit jaar", parts.cells["new"], parts.total),
        Line("supported", "Daarvan met steun", parts.cells["supported"], parts.total),
    )
    about = "Wie dit jaar bij de gemeente bekend was, ook als de zorg intussen is gestopt."
    return Figure("carers", "Mantelzorgers", about, "mensen", lines)


def _types(counted: Counted, least: int) -> Figure:
    numbers = {str(kind): counted.types.get(kind, 0) for kind in CarerKind}
    parts = shown_shares(numbers, counted.known, least)
    lines = tuple(Line(kind.value, str(kind.label), parts.cells[kind.value], parts.total) for kind in CarerKind)
    about = "Iemand kan bij meer soorten horen. Samen zijn het er daarom meer dan het totaal."
    return Figure("types", "Soorten mantelzorgers", about, "mensen", lines)


def _burden(counted: Counted, least: int) -> Figure:
    def line(quarter: Quarter, measured: int) -> Line:
        heavy = counted.heavy.get(quarter, 0)
        parts = shown_counts({"heavy": heavy, "other": measured - heavy}, least)
        return Line(quarter.first.isoformat(), str(quarter), parts.cells["heavy"], parts.total)

    lines = tuple(line(quarter, measured) for quarter, measured in counted.measured.items())
    about = (
        "Mensen die het volgens een vragenlijst zwaar hadden, van wie dat kwartaal een lijst invulde. Het is een "
        "momentopname, en geen diagnose."
    )
    return Figure("burden", "Zwaar belast, per kwartaal", about, "mensen", lines)


def _support(counted: Counted, support: Mapping[str, Asked], least: int) -> Figure:
    parts = shown_shares({kind: one.asked for kind, one in support.items()}, counted.known, least)

    def lines() -> Iterable[Line]:
        for kind in SupportKind:
            asked, one = parts.cells[kind.value], support[kind.value]
            # Who got it is a part of who asked: the others must be enough people too.
            given = shown_shares({"given": one.given}, one.asked, least).cells["given"] if asked is not None else None
            yield Line(f"{kind.value}_asked", f"{kind.label}: gevraagd", asked, parts.total)
            yield Line(f"{kind.value}_given", f"{kind.label}: daarvan gekregen", given, asked)

    about = "Mensen die dit jaar om steun vroegen, en wie van hen die kregen. Iemand kan om meer dan één soort vragen."
    return Figure("support", "Steun: gevraagd en gekregen", about, "mensen", tuple(lines()))


def _respite(respite: Asked, least: int) -> Figure:
    lines = (
        Line("asked", "Afgesproken uren", int(respite.hours_asked) if may_show(respite.asked, least) else None),
        Line("used", "Gebruikte uren", int(respite.hours_used) if may_show(respite.given, least) else None),
    )
    about = "Uren waarin een ander de zorg overnam, van wie er dit jaar om vroeg."
    return Figure("respite", "Tijdelijke vervanging van de zorg", about, HOURS, lines)


def _signals(counted: Counted, least: int) -> Figure:
    numbers = {"in_time": counted.in_time, "late": counted.late, "waiting": counted.waiting}
    parts = shown_counts(numbers, least)
    labels = {"in_time": "Op tijd opgepakt", "late": "Te laat", "waiting": "Termijn loopt nog"}
    lines = (
        Line("received", "Binnengekomen", parts.total, parts.total),
        *(Line(code, label, parts.cells[code], parts.total) for code, label in labels.items()),
    )
    about = "Signalen die dit jaar binnenkwamen over iemand die het te zwaar kreeg, of over zorg die ontspoorde."
    return Figure("signals", "Signalen", about, "signalen", lines)


def _tasks(counted: Counted) -> Figure:
    """About nobody: every number may be told."""
    lines = tuple(Line(code, label, counted.tasks.get(code, 0)) for code, label in TASKS.items())
    about = "Taken op het bord van de gemeente, zoals ze er nu voor staan."
    return Figure("tasks", "Taken op het bord", about, "taken", lines)
