"""No published table lets anybody work out a number below the least: every small table is tried.

The reader who is tried against is the strongest there is: they know the rules themselves, so of all tables that there
could be they keep those that would have been published in just this way.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informal_care.rules.anonymity import (
    LEAST,
    in_words,
    least_of,
    may_show,
    shown,
    shown_counts,
    shown_shares,
    shown_table,
)

Table = dict[Any, int]


def told(size: list[Any], most: int, publish: Callable[[Table], Hashable], least: int) -> Iterator[tuple[Any, int]]:
    """The cells below the least that follow from what was published about at most so many people, with their number."""
    behind: dict[Hashable, list[Table]] = defaultdict(list)
    for table in tables_of(size, most):
        behind[publish(table)].append(table)
    for possible in behind.values():
        for key in possible[0]:
            numbers = {table[key] for table in possible}
            if len(numbers) == 1 and min(numbers) < least:
                yield key, numbers.pop()


def tables_of(keys: list[Any], most: int) -> Iterator[Table]:
    """All tables about at most so many people: of every total that is there, none is missing."""
    if not keys:
        yield {}
        return
    for number in range(most + 1):
        for rest in tables_of(keys[1:], most - number):
            yield {keys[0]: number, **rest}


def one_way(least: int) -> Callable[[Table], Hashable]:
    def publish(table: Table) -> Hashable:
        found = shown_counts(table, least)
        return found.total, tuple(found.cells.items())

    return publish


def two_way(least: int) -> Callable[[Table], Hashable]:
    def publish(table: Table) -> Hashable:
        found = shown_table(table, least)
        return found.total, *(tuple(part.items()) for part in (found.rows, found.columns, found.cells))

    return publish


@pytest.mark.parametrize(
    ("least", "size", "most"),
    [(2, 1, 9), (2, 2, 14), (2, 3, 14), (2, 4, 12), (3, 3, 22), (3, 4, 16), (4, 3, 26), (3, 5, 14)],
)
def test_one_way_table_tells_no_small_number_to_who_knows_the_rules(least: int, size: int, most: int) -> None:
    """Every table of this size: whatever is published, a small number could have been another."""
    assert not list(told(list(range(size)), most, one_way(least), least))


@pytest.mark.parametrize(
    ("least", "rows", "columns", "most"), [(2, 2, 2, 16), (3, 2, 2, 20), (2, 2, 3, 13), (2, 1, 4, 12), (3, 3, 1, 20)]
)
def test_two_way_table_tells_no_small_number_to_who_knows_the_rules(
    least: int, rows: int, columns: int, most: int
) -> None:
    """The same in two directions, with the totals of rows and columns and all together."""
    keys = list(product(range(rows), range(columns)))
    assert not list(told(keys, most, two_way(least), least))


def test_trial_finds_what_leaving_out_only_the_small_numbers_tells() -> None:
    """The trial itself bites: without complementary suppression the total tells the number that was left out."""

    def only_the_small(table: Table) -> Hashable:
        return sum(table.values()), tuple(shown(number, 2) for number in table.values())

    assert ((0, 1)) in set(told([0, 1], 6, only_the_small, 2))


def test_trial_finds_what_a_choice_by_place_tells() -> None:
    """Were the first of equal numbers left out, the place of the other would tell which one is small."""

    def by_place(table: Table) -> Hashable:
        hidden = {key for key, number in table.items() if number < 2}
        large = sorted((number, key) for key, number in table.items() if number >= 2)
        if hidden and large:
            hidden.add(large[0][1])
        return sum(table.values()), tuple(None if key in hidden else number for key, number in table.items())

    assert list(told([0, 1, 2], 9, by_place, 2))


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 60), max_size=8))
def test_one_way_table_shows_only_true_and_large_numbers(counts: dict[int, int]) -> None:
    """What is shown is what was counted, and what is left out is at least ten people together."""
    found = shown_counts(counts)
    seen = [number for number in found.cells.values() if number is not None]
    assert found.cells.keys() == counts.keys()
    assert all(number is None or number == counts[key] >= LEAST for key, number in found.cells.items())
    if found.total is None:
        assert sum(counts.values()) < LEAST
        assert not seen
    else:
        rest = found.total - sum(seen)
        assert found.total == sum(counts.values())
        assert rest >= LEAST or rest == 0
        assert found.hides == (len(seen) < len(counts))


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(0, 60), min_size=1))
def test_two_way_table_adds_up_wherever_it_is_shown(counts: dict[tuple[int, int], int]) -> None:
    """Cells are shown all or none, never a small one, and a total that is shown is that of its line."""
    found = shown_table(counts)
    shows = [number for number in found.cells.values() if number is not None]
    assert len(shows) in {0, len(found.cells)}
    assert all(number >= LEAST for number in shows)
    for row, number in found.rows.items():
        assert number is None or number == sum(n for key, n in counts.items() if key[0] == row)
    for column, number in found.columns.items():
        assert number is None or number == sum(n for key, n in counts.items() if key[1] == column)
    if shows:
        assert None not in found.rows.values()
        assert None not in found.columns.values()


@pytest.mark.parametrize(
    ("counts", "total", "cells"),
    [
        ({"a": 14, "b": 10}, 24, {"a": 14, "b": 10}),
        ({"a": 14, "b": 9, "c": 30}, 53, {"a": None, "b": None, "c": 30}),
        ({"a": 20, "b": 20, "c": 1, "d": 40}, 81, {"a": None, "b": None, "c": None, "d": 40}),
        ({"a": 9, "b": 9}, 18, {"a": None, "b": None}),
        ({"a": 9, "b": 0}, None, {"a": None, "b": None}),
        ({"a": 10, "b": 0}, 10, {"a": None, "b": None}),
        ({}, None, {}),
    ],
)
def test_one_way_table_by_hand(counts: dict[str, int], total: int | None, cells: dict[str, int | None]) -> None:
    """Worked out on paper."""
    found = shown_counts(counts)
    assert (found.total, found.cells) == (total, cells)


def test_two_way_table_by_hand() -> None:
    """One small cell keeps all cells inside; a row of fewer than ten takes another row's total with it."""
    large = shown_table({("x", 1): 10, ("x", 2): 11, ("y", 1): 12, ("y", 2): 13})
    small = shown_table({("x", 1): 3, ("x", 2): 4, ("y", 1): 30, ("y", 2): 30, ("z", 1): 90, ("z", 2): 90})
    assert large.cells[("y", 2)] == 13
    assert not large.hides
    assert set(small.cells.values()) == {None}
    assert small.rows == {"x": None, "y": None, "z": 180}
    assert small.columns == {1: 123, 2: 124}
    assert small.total == 247
    assert small.hides


@given(st.integers(0, 80), st.data())
def test_share_is_shown_when_both_sides_are_enough(total: int, data: st.DataObject) -> None:
    """Nearly everybody is as telling as nearly nobody."""
    counts = data.draw(st.dictionaries(st.integers(0, 5), st.integers(0, total)))
    found = shown_shares(counts, total)
    for key, number in found.cells.items():
        assert (number is None) == (counts[key] < LEAST or total - counts[key] < LEAST)
    assert found.total == (total if total >= LEAST else None)


def test_least_number_is_ten_or_more() -> None:
    """Nine people never show; ten do. An installation may ask for more, never for fewer."""
    assert (least_of(3), least_of(15)) == (LEAST, 15) == (10, 15)
    assert (may_show(9), may_show(10), shown(9), shown(10)) == (False, True, None, 10)


@pytest.mark.parametrize(
    "work", [lambda: shown_counts({1: -1}), lambda: shown_table({(1, 1): -1}), lambda: shown_shares({1: 5}, 4)]
)
def test_numbers_that_cannot_be_are_refused(work: Callable[[], object]) -> None:
    """A fault of the program, never a figure."""
    with pytest.raises(ValueError, match="people"):
        work()


def test_words_say_no_more_of_nobody_than_of_few():
    assert {in_words(number) for number in range(LEAST)} == {"minder dan 10"}
    assert (in_words(10), in_words(10, 15)) == ("10", "minder dan 15")
