"""Figures about people that may leave the system: never one of fewer than ten, nor one that lets it be worked out.

Each function gives, in place of a number that stays inside, None. What is left out is chosen so that somebody who
knows these rules, and reads all that is shown, still cannot tell any number below ten: beside the small ones a number
that is large enough stays inside as well (complementary suppression), and equal numbers share their fate, so that the
place in the table tells nothing. A figure of nobody counts as small: "none" says something about everybody.

Source of the ten: the demand of this product that figures under 10 people never leave it; ten is also what the CBS
uses as the least number of people behind a figure in its tables.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

LEAST: Final = 10
"""People behind a figure that may be shown. A guard, so it stands in code and nobody can set it lower."""


STEP: Final = 5
"""What numbers of people that are told time and again are rounded to, as the CBS does."""


@dataclass(frozen=True, slots=True)
class Counts(Generic[K]):
    """A table in one direction as it may be shown: None stays inside."""

    total: int | None
    cells: Mapping[K, int | None]

    @property
    def hides(self) -> bool:
        """Whether something stays inside."""
        return self.total is None or None in self.cells.values()


@dataclass(frozen=True, slots=True)
class CrossTable(Generic[R, C]):
    """A table in two directions with its totals as it may be shown: None stays inside."""

    total: int | None
    rows: Mapping[R, int | None]
    columns: Mapping[C, int | None]
    cells: Mapping[tuple[R, C], int | None]

    @property
    def hides(self) -> bool:
        """Whether something stays inside."""
        return any(None in part.values() for part in (self.rows, self.columns, self.cells)) or self.total is None


def least_of(setting: int) -> int:
    """The least number of people for an installation that asks for `setting`: never below ten."""
    return max(setting, LEAST)


def may_show(number: int, least: int = LEAST) -> bool:
    """Whether a figure about so many people may be shown: a number, or an average over them."""
    return number >= least


def shown(number: int, least: int = LEAST) -> int | None:
    """A number by itself, that is no part of any other number that is shown."""
    return number if may_show(number, least) else None


def in_words(number: int, least: int = LEAST) -> str:
    """A number of people by itself as it may be printed for everybody; of nobody it says no more than of few."""
    return str(number) if may_show(number, least) else f"minder dan {least}"


def rounded(number: int, step: int = STEP) -> int:
    """A number that may be shown, to the nearest `step`: it stays at `LEAST` or above.

    Who reads a figure that grows with the year again next quarter would otherwise subtract, and know of one or two.
    """
    return (number + step // 2) // step * step


def shown_counts(counts: Mapping[K, int], least: int = LEAST) -> Counts[K]:
    """What may be shown of numbers that together are all: each person is counted in one of them.

    Wherever one is too small, the smallest that is large enough stays inside as well. For whoever may be counted more
    than once there is `shown_shares`. Raises ValueError for a number below zero.
    """
    _check(counts.values())
    total = sum(counts.values())
    if not may_show(total, least):
        return Counts(None, dict.fromkeys(counts))
    hidden = {key for key, number in counts.items() if not may_show(number, least)}
    large = [number for number in counts.values() if may_show(number, least)]
    if hidden and large:
        # By the number and never by the place: were two equal ones treated apart, the table would tell which is small.
        hidden |= {key for key, number in counts.items() if number == min(large)}
    return Counts(total, {key: None if key in hidden else number for key, number in counts.items()})


def shown_shares(counts: Mapping[K, int], total: int, least: int = LEAST) -> Counts[K]:
    """What may be shown of how many of `total` people something holds, when several things may hold for one person.

    A number is shown when those for whom it holds and those for whom it does not are both enough. Raises ValueError
    for a number below zero or above the total.
    """
    _check(counts.values())
    if any(number > total for number in counts.values()):
        raise ValueError("More people than there are.")
    cells = {
        key: number if may_show(number, least) and may_show(total - number, least) else None
        for key, number in counts.items()
    }
    return Counts(shown(total, least), cells)


def shown_table(counts: Mapping[tuple[R, C], int], least: int = LEAST) -> CrossTable[R, C]:
    """What may be shown of numbers in two directions with their totals: each person is counted in one cell.

    A cell that is not given is nobody. The cells are shown when all of them are large enough, and otherwise none is:
    with only the totals left there are always more tables than one. The totals of the rows and those of the columns
    each follow `shown_counts`. Take fewer or wider groups to see more. Raises ValueError for a number below zero.
    """
    _check(counts.values())
    in_rows: dict[R, int] = {}
    in_columns: dict[C, int] = {}
    for (row, column), number in counts.items():
        in_rows[row] = in_rows.get(row, 0) + number
        in_columns[column] = in_columns.get(column, 0) + number
    full = {(row, column): counts.get((row, column), 0) for row in in_rows for column in in_columns}
    rows, columns = shown_counts(in_rows, least), shown_counts(in_columns, least)
    shows_cells = all(may_show(number, least) for number in full.values())
    cells: dict[tuple[R, C], int | None] = {key: number if shows_cells else None for key, number in full.items()}
    return CrossTable(rows.total, rows.cells, columns.cells, cells)


def _check(numbers: Iterable[int]) -> None:
    if any(number < 0 for number in numbers):
        raise ValueError("Fewer people than nobody.")
