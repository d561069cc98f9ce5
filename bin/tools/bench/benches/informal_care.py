"""Informal care at size: the figures of a municipality, its board, and the list of its carers.

The size is the number of carers, of whom the largest municipality has half; three have twenty records of support.
Beside each page stands SQL written by hand for the same numbers, as the owner and without Django.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse

from accounts.models import User
from bin.tools.bench.data import carers, region
from bin.tools.bench.data.trail import largest
from bin.tools.bench.timing import Work
from bin.tools.bench.visitor import Visitor
from core.clock import today
from core.web.remembered import sealed
from informal_care.models import Board, CarerType, Measurement, Support
from informal_care.rules.care_figures import Quarter, closed_quarters, latest_year
from informal_care.selectors.care_figures import figures_for
from informal_care.web.carers import PAGE_SIZE, SEARCH_KEY

# Read as a list of statements; nothing in them comes from outside.
# ruff: noqa: S608

MOST_ROUNDS = 9
"""Each turn reads a million records."""
SEARCHED = "veldman"

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region and providers": region.make,
    "model and instruments": carers.make_reference,
    "boards": carers.make_boards,
    "carers": carers.make_carers,
    "support": carers.make_support,
    "measurements": carers.make_measurements,
    "signals": carers.make_signals,
}


def works() -> list[Work]:
    """What is measured."""
    user, municipality = User.objects.get(email=carers.COORDINATOR), largest().pk
    visitor, searcher = Visitor(user), Visitor(user, **{SEARCH_KEY: sealed(SEARCH_KEY, {"naam": SEARCHED})})
    board = Board.objects.get(municipality=municipality)
    figures, listed = reverse("informal_care:care_figures"), reverse("informal_care:carers")
    picture = reverse("informal_care:board", args=[board.public_id])
    year = latest_year(today())
    quarters = closed_quarters(year, today())
    own = f"municipality_id = {municipality} AND ended_on IS NULL"
    return [
        Work("figures, page", lambda: visitor.get(figures), lambda: count_by_hand(municipality, quarters), "SQL"),
        Work(
            "figures alone, as the owner",
            lambda: figures_for([municipality], year, today()),
            lambda: count_by_hand(municipality, quarters),
            "SQL",
        ),
        Work("board", lambda: visitor.get(picture), lambda: board_by_hand(board), "SQL"),
        Work("list of carers", lambda: visitor.get(listed), lambda: _page(own), "SQL"),
        Work(
            "list of carers, search",
            lambda: searcher.get(listed),
            lambda: _page(f"{own} AND search_name LIKE '%{SEARCHED}%'"),
            "SQL",
        ),
    ]


def count_by_hand(municipality: int, quarters: list[Quarter]) -> None:
    """Every number on the page of figures."""
    first, last = quarters[0].first, quarters[-1].last
    known = f"c.known_since <= '{last}' AND (c.ended_on IS NULL OR c.ended_on >= '{first}')"
    own = f"c.municipality_id = {municipality} AND {known}"
    of_support = f"informal_care_support s JOIN informal_care_carer c ON c.id = s.carer_id WHERE {own}"
    is_new = f"count(*) FILTER (WHERE known_since >= '{first}')"
    _fetch(f"SELECT count(*), {is_new} FROM informal_care_carer c WHERE {own}")
    _fetch(
        "SELECT t.kind, count(*) FROM informal_care_carertype t JOIN informal_care_carer c ON c.id = t.carer_id "
        f"WHERE {own} GROUP BY t.kind"
    )
    held = f"s.starts_on <= '{last}' AND (s.ends_on IS NULL OR s.ends_on >= '{first}')"
    _fetch(
        f"SELECT count(*) FROM informal_care_carer c WHERE {own} "
        f"AND EXISTS (SELECT 1 FROM informal_care_support s WHERE s.carer_id = c.id AND {held})"
    )
    _fetch(
        "SELECT s.kind, count(DISTINCT s.carer_id), "
        f"count(DISTINCT s.carer_id) FILTER (WHERE s.starts_on <= '{last}'), sum(s.planned_hours), sum(s.used_hours) "
        f"FROM {of_support} AND s.asked_on BETWEEN '{first}' AND '{last}' GROUP BY s.kind"
    )
    by_quarter = ", ".join(_measured_in(quarter.first, quarter.last) for quarter in quarters)
    _fetch(
        f"SELECT {by_quarter} FROM informal_care_measurement m JOIN informal_care_carer c ON c.id = m.carer_id "
        f"WHERE {own} AND m.measured_on BETWEEN '{first}' AND '{last}' "
        "AND NOT EXISTS (SELECT 1 FROM informal_care_measurement r WHERE r.replaces_id = m.id)"
    )
    _fetch(
        "SELECT count(*) FILTER (WHERE taken_up_on <= due_on), count(*) FILTER (WHERE taken_up_on > due_on OR "
        f"(taken_up_on IS NULL AND due_on < '{today()}')), count(*) FROM informal_care_carersignal "
        f"WHERE municipality_id = {municipality} AND received_on BETWEEN '{first}' AND '{last}'"
    )
    _fetch(
        "SELECT t.choosing, t.status, t.due_on, count(*) FROM informal_care_boardtask t JOIN informal_care_board b "
        f"ON b.id = t.board_id WHERE b.municipality_id = {municipality} GROUP BY t.choosing, t.status, t.due_on"
    )


def _measured_in(first: date, last: date) -> str:
    within = f"m.measured_on BETWEEN '{first}' AND '{last}'"
    count = "count(DISTINCT m.carer_id) FILTER (WHERE"
    return f"{count} {within}), {count} {within} AND m.is_heavy)"


def board_by_hand(board: Board) -> None:
    """Every activity of the edition with its task."""
    _fetch(
        "SELECT a.code, a.text, a.choice_id, a.task_group_id, t.choosing, t.status, t.due_on, o.name "
        f"FROM informal_care_activity a LEFT JOIN informal_care_boardtask t ON t.activity_id = a.id AND t.board_id = "
        f"{board.pk} LEFT JOIN organisations_organisation o ON o.id = t.owner_id "
        f"WHERE a.edition_id = {board.edition_id} ORDER BY a.position"
    )


def remark(measures: object, size: int) -> str:
    """What the figures are about."""
    counted = ", ".join(f"{model.objects.count():,} {name}" for model, name in KINDS)
    return f"{counted}."


KINDS = ((Support, "records of support"), (Measurement, "measurements"), (CarerType, "kinds of carers"))


def _page(condition: str) -> None:
    _fetch(f"SELECT count(*) FROM informal_care_carer WHERE {condition}")
    _fetch(f"SELECT * FROM informal_care_carer WHERE {condition} ORDER BY search_name, id LIMIT {PAGE_SIZE}")


def _fetch(statement: str) -> list[Any]:
    connection.ensure_connection()
    # closing(): the cursor of SQLite is no context manager.
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
