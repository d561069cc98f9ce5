"""What all checks say of very many sessions at once, worked out inside the database.

It is the same reckoning as `compliance.rules.outcome_of`, in SQL: who comes and who goes are steps up and down, their
running sums are who is there, and each stretch between two steps is looked at by itself. PostgreSQL and SQLite give the
same. A session has three readings: 0 as planned, 1 the worst and 2 the best that may have been; those two differ only
where somebody's departure was not written down, so only then the last is worked out.
"""

# Statements are put together from names of columns and from numbers of levels; every value from outside is bound.
# ruff: noqa: S608

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import lcm
from typing import Any, Final

from django.db import connection

from compliance.enums import Basis
from compliance.rules.dated import Facts
from compliance.rules.presence import FEWEST_IN_A_GROUP
from compliance.rules.timeline import Demand

COLUMNS: Final = (
    "session_id",
    "basis",
    "ratio",
    "cover",
    "volunteers",
    "gathering",
    "care",
    "levels",
    "short",
    "short_minutes",
    "revision",
)
"""What a sweep gives of each session and basis, in this order: the columns of `SessionOutcome`."""

FACTS: Final = {
    "sweep_demand": "variant_id integer, starts_on date, ends_on date, share integer, level integer",
    "sweep_level": "professional_id integer, provider_id integer, starts_on date, ends_on date, level integer",
    "sweep_competence": "professional_id integer, provider_id integer, starts_on date, ends_on date",
    "sweep_care": "client_id integer, provider_id integer, starts_on date, ends_on date",
}
"""The facts as tables of this connection alone."""

AT_ONCE: Final = 100
"""Rows in a statement: SQLite takes some hundreds of values in one."""

IN_RANGE: Final = "superseded_at IS NULL AND session_id > %(after)s AND session_id <= %(until)s"
OPEN_END: Final = f"""{IN_RANGE} AND presence = 'present' AND "left" IS NULL"""

CHOSEN: Final = f"""
unknown AS (
    SELECT session_id FROM delivery_clientattendance WHERE {OPEN_END}
    UNION SELECT session_id FROM delivery_staffattendance WHERE {OPEN_END}
), chosen AS (
    SELECT s.id, g.provider_id, s.held_on, s.starts, s.ends, s.revision, s.closed_at IS NOT NULL AS is_closed,
        u.session_id IS NOT NULL AS is_unknown
    FROM delivery_session s JOIN delivery_group g ON g.id = s.group_id LEFT JOIN unknown u ON u.session_id = s.id
    WHERE s.id > %(after)s AND s.id <= %(until)s AND s.cancelled_reason = '' AND s.held_on <= %(day)s
), client AS (
    SELECT a.session_id, c.ends AS until, c.is_unknown, a.planned_starts, a.planned_ends, a.arrived,
        a."left" AS gone, d.level,
        CASE WHEN c.is_closed AND a.presence = 'present' THEN 1 ELSE 0 END AS was,
        CASE WHEN a.planned_starts IS NULL THEN 0 ELSE 1 END AS planned,
        coalesce(d.share, 0) AS share, CASE WHEN d.variant_id IS NULL THEN 1 ELSE 0 END AS vague,
        CASE WHEN k.client_id IS NULL THEN 0 ELSE 1 END AS care
    FROM chosen c
    JOIN (SELECT * FROM delivery_clientattendance WHERE {IN_RANGE}) a ON a.session_id = c.id
    JOIN clients_allocation al ON al.id = a.allocation_id
    LEFT JOIN sweep_demand d ON d.variant_id = al.variant_id AND c.held_on BETWEEN d.starts_on AND d.ends_on
    LEFT JOIN sweep_care k ON k.client_id = al.client_id AND k.provider_id = c.provider_id
        AND c.held_on BETWEEN k.starts_on AND k.ends_on
), member AS (
    SELECT a.id, a.session_id, c.ends AS until, c.is_unknown, a.planned_starts, a.planned_ends, a.arrived,
        a."left" AS gone,
        CASE WHEN c.is_closed AND a.presence = 'present' THEN 1 ELSE 0 END AS was,
        CASE WHEN a.planned_starts IS NULL THEN 0 ELSE 1 END AS planned,
        CASE WHEN a.professional_id IS NULL THEN 0 ELSE 1 END AS pro, coalesce(l.level, 0) AS level,
        CASE WHEN k.professional_id IS NULL THEN 0 ELSE 1 END AS competent
    FROM chosen c
    JOIN (SELECT * FROM delivery_staffattendance WHERE {IN_RANGE}) a ON a.session_id = c.id
    LEFT JOIN sweep_level l ON l.professional_id = a.professional_id AND l.provider_id = c.provider_id
        AND c.held_on BETWEEN l.starts_on AND l.ends_on
    LEFT JOIN sweep_competence k ON k.professional_id = a.professional_id AND k.provider_id = c.provider_id
        AND c.held_on BETWEEN k.starts_on AND k.ends_on
), pause AS (
    SELECT b.attendance_id, b.is_planned, b.starts, b.ends,
        row_number() OVER breaks AS number, lead(b.starts) OVER breaks AS next_starts
    FROM delivery_staffbreak b JOIN member m ON m.id = b.attendance_id
    WINDOW breaks AS (PARTITION BY b.attendance_id, b.is_planned ORDER BY b.starts)
), part AS (
    SELECT m.session_id, 1 AS is_plan, m.until, m.is_unknown, m.pro, m.level, m.competent, m.planned_starts AS starts,
        coalesce(p.starts, m.planned_ends) AS ends
    FROM member m LEFT JOIN pause p ON p.attendance_id = m.id AND p.is_planned AND p.number = 1
    WHERE m.planned = 1
    UNION ALL
    SELECT m.session_id, 0, m.until, m.is_unknown, m.pro, m.level, m.competent, m.arrived, coalesce(p.starts, m.gone)
    FROM member m LEFT JOIN pause p ON p.attendance_id = m.id AND NOT p.is_planned AND p.number = 1
    WHERE m.was = 1
    UNION ALL
    SELECT m.session_id, CASE WHEN p.is_planned THEN 1 ELSE 0 END, m.until, m.is_unknown, m.pro, m.level,
        m.competent, p.ends,
        coalesce(p.next_starts, CASE WHEN p.is_planned THEN m.planned_ends ELSE m.gone END)
    FROM member m JOIN pause p ON p.attendance_id = m.id
    WHERE CASE WHEN p.is_planned THEN m.planned ELSE m.was END = 1
)"""
"""The sessions, with those in which a departure is unknown; who was planned and who was there, without breaks."""

UNTIL_THE_END: Final = "CASE WHEN {ends} IS NOT NULL THEN {ends} WHEN until > {starts} THEN until ELSE {starts} END"

JUDGED: Final = """
judged AS (
    SELECT x.session_id, x.reading, max(x.clients) AS most,
        max(CASE WHEN inside > 0 THEN {needy} ELSE 0 END) AS needy_inside, max({needy}) AS needy_ever,
        max(CASE WHEN inside > 0 THEN short ELSE 0 END) AS short_inside, max(short) AS short_ever,
        sum(CASE WHEN inside > 0 THEN short * inside ELSE 0 END) AS short_minutes,
        max(CASE WHEN x.clients > 0 AND x.others > 0 AND x.pros = 0 THEN 1 ELSE 0 END) AS alone,
        max(CASE WHEN x.cares > 0 AND x.carers = 0 THEN 1 ELSE 0 END) AS uncared
    FROM (
        SELECT st.*, {short} AS short,
            CASE WHEN st.ends < c.ends THEN st.ends ELSE c.ends END
                - CASE WHEN st.starts > c.starts THEN st.starts ELSE c.starts END AS inside
        FROM stretch st JOIN chosen c ON c.id = st.session_id
        WHERE st.ends > st.starts
    ) x
    GROUP BY x.session_id, x.reading
), of_clients AS (
    SELECT session_id, sum(planned) AS plan_clients, sum(was) AS was_clients,
        sum(planned * vague) AS plan_vague, sum(was * vague) AS was_vague,
        sum(CASE WHEN gone IS NULL THEN 0 ELSE was * vague END) AS best_vague,
        sum(planned * care) AS plan_care, sum(was * care) AS was_care,
        min(CASE WHEN planned = 1 AND level > 0 THEN level END) AS plan_level,
        min(CASE WHEN was = 1 AND level > 0 THEN level END) AS was_level
    FROM client GROUP BY session_id
), of_staff AS (
    SELECT session_id, sum(is_plan * (1 - pro)) AS plan_others, sum((1 - is_plan) * (1 - pro)) AS was_others,
        min(CASE WHEN is_plan = 1 AND pro = 1 THEN level END) AS plan_lowest,
        min(CASE WHEN is_plan = 0 AND pro = 1 THEN level END) AS was_lowest
    FROM part WHERE ends IS NULL OR ends > starts GROUP BY session_id
)"""


@dataclass(frozen=True)
class Sweep:
    """The statement that checks a range of sessions, for the ratios and levels that the facts hold."""

    whole: int
    """One professional, cut in so many parts that the share of every client is a whole number of them."""
    levels: tuple[int, ...]

    @classmethod
    def over(cls, facts: Facts) -> "Sweep":
        """For these facts."""
        held = [fact.value for fact in facts.demands if fact.value.max_clients]
        return cls(lcm(*(one.max_clients or 1 for one in held)), tuple(sorted({one.level for one in held})))

    def share(self, demand: Demand) -> int:
        """How many of these parts one client asks for; 0 without a ratio."""
        return self.whole // demand.max_clients if demand.max_clients else 0

    @property
    def sql(self) -> str:
        """The rows of `COLUMNS`, of the sessions above `after` up to `until` in primary key, up to the day `day`."""
        counts = ["clients", "cares", "pros", "others", "carers"]
        counts += [f"{what}_{level}" for what in ("load", "able") for level in self.levels]
        of_client = ["1", "care", "0", "0", "0"]
        of_client += [f"CASE WHEN level >= {level} THEN share ELSE 0 END" for level in self.levels]
        of_client += ["0" for _ in self.levels]
        of_staff = ["0", "0", "pro", "1 - pro", "pro * competent"] + ["0" for _ in self.levels]
        of_staff += [f"CASE WHEN pro = 1 AND level >= {level} THEN 1 ELSE 0 END" for level in self.levels]
        client, staff, names = ", ".join(of_client), ", ".join(of_staff), ", ".join(counts)
        minus = ", ".join(f"-{name}" for name in counts)
        running = ", ".join(f"CAST(sum({name}) OVER moments AS integer) AS {name}" for name in counts)
        to_the_end = UNTIL_THE_END.format(ends="gone", starts="arrived")
        staff_to_the_end = UNTIL_THE_END.format(ends="ends", starts="starts")
        lacks = [f"(load_{level} + {self.whole - 1}) / {self.whole} - able_{level}" for level in self.levels]
        # Whatever level a client's product demands, it is the lowest of all or a higher one.
        needy = f"CASE WHEN x.load_{self.levels[0]} > 0 THEN 1 ELSE 0 END" if self.levels else "0"
        return f"""WITH {CHOSEN}, stay AS (
    SELECT session_id, 0 AS reading, planned_starts AS starts, planned_ends AS ends, {_summed(of_client, counts)}
    FROM client WHERE planned = 1 GROUP BY session_id, planned_starts, planned_ends
    UNION ALL SELECT session_id, 0, starts, ends, {_summed(of_staff, counts)} FROM part
    WHERE is_plan = 1 GROUP BY session_id, starts, ends
    UNION ALL SELECT session_id, 1, arrived, {to_the_end}, {client} FROM client WHERE was = 1
    UNION ALL SELECT session_id, 2, arrived, gone, {client} FROM client
    WHERE was = 1 AND gone IS NOT NULL AND is_unknown
    UNION ALL SELECT session_id, 1, starts, {staff_to_the_end}, {staff} FROM part
    WHERE is_plan = 0 AND (ends IS NOT NULL OR pro = 0)
    UNION ALL SELECT session_id, 2, starts, {staff_to_the_end}, {staff} FROM part
    WHERE is_plan = 0 AND (ends IS NOT NULL OR pro = 1) AND is_unknown
), step AS (
    SELECT session_id, reading, starts AS at, {names} FROM stay
    UNION ALL SELECT session_id, reading, ends, {minus} FROM stay
), stretch AS (
    SELECT session_id, reading, at AS starts, lead(at) OVER moments AS ends, {running}
    FROM step WINDOW moments AS (PARTITION BY session_id, reading ORDER BY at)
), {JUDGED.format(short=_greatest(lacks), needy=needy)}
SELECT c.id, '{Basis.PLANNED.value}', {_states("plan", "j", "j")}, coalesce(j.short_inside, 0),
    coalesce(j.short_minutes, 0), c.revision
FROM chosen c LEFT JOIN judged j ON j.session_id = c.id AND j.reading = 0
LEFT JOIN of_clients oc ON oc.session_id = c.id LEFT JOIN of_staff os ON os.session_id = c.id
UNION ALL
SELECT c.id, '{Basis.REALISED.value}', {_states("was", "j", "b")}, coalesce(j.short_inside, 0),
    coalesce(j.short_minutes, 0), c.revision
FROM chosen c LEFT JOIN judged j ON j.session_id = c.id AND j.reading = 1
LEFT JOIN judged b ON b.session_id = c.id AND b.reading = CASE WHEN c.is_unknown THEN 2 ELSE 1 END
LEFT JOIN of_clients oc ON oc.session_id = c.id LEFT JOIN of_staff os ON os.session_id = c.id
WHERE c.is_closed"""


@contextmanager
def facts_at_hand(facts: Facts, sweep: Sweep) -> Iterator[None]:
    """Within this block the facts stand in tables that this connection alone sees."""
    rows: dict[str, Iterable[Sequence[Any]]] = {
        "sweep_demand": (
            (one.of, one.starts_on, one.ends_on, sweep.share(one.value), one.value.level) for one in facts.demands
        ),
        "sweep_level": ((*_pair(one.of), one.starts_on, one.ends_on, one.value) for one in facts.levels),
        "sweep_competence": ((*_pair(one.of), one.starts_on, one.ends_on) for one in facts.competences),
        "sweep_care": ((*_pair(one.of), one.starts_on, one.ends_on) for one in facts.care),
    }
    with connection.cursor() as cursor:
        for table, columns in FACTS.items():
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
            cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns})")
            marks = f"({', '.join('%s' for _ in columns.split(','))})"
            for some in _batches(rows[table]):
                values = [value for row in some for value in row]
                cursor.execute(f"INSERT INTO {table} VALUES {', '.join(marks for _ in some)}", values)
            first = columns.split()[0]
            cursor.execute(f"CREATE INDEX {table}_of ON {table} ({first}, starts_on)")
            cursor.execute(f"ANALYZE {table}")
        try:
            yield
        finally:
            for table in FACTS:
                cursor.execute(f"DROP TABLE IF EXISTS {table}")


def hasten(cursor: Any) -> None:
    """Tell PostgreSQL, for the rest of the transaction, that nothing in this statement is small.

    Compiling it takes as long as running it, a nested loop over what it takes for a few rows takes minutes, and what
    does not fit in memory is sorted on disk.
    """
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true), "
            "set_config('work_mem', '128MB', true)"
        )


def outcomes(sweep: Sweep, *, after: int, until: int, day: date) -> list[tuple[Any, ...]]:
    """The rows of `COLUMNS` of the sessions with a primary key above `after`, up to `until`, held on `day` or before.

    Only within `facts_at_hand`.
    """
    with connection.cursor() as cursor:
        hasten(cursor)
        cursor.execute(sweep.sql, {"after": after, "until": until, "day": day})
        return list(cursor.fetchall())


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def _pair(of: Any) -> tuple[int, int]:
    person, provider = of
    return person, provider


def _summed(values: Sequence[str], names: Sequence[str]) -> str:
    """As planned most people come and go together, so they count as one."""
    pairs = zip(values, names, strict=True)
    return ", ".join(f"CAST(sum({value}) AS integer) AS {name}" for value, name in pairs)


def _greatest(values: Sequence[str]) -> str:
    """The greatest of these, and at least 0; the two databases have other words for it."""
    function = "greatest" if connection.vendor == "postgresql" else "max"
    return f"{function}(0, {', '.join(values)})" if values else "0"


def _states(basis: str, worst: str, best: str) -> str:
    """What each check says: what worst and best agree on, and otherwise that nobody can tell."""
    best_vague = (
        f"oc.{basis}_vague" if worst == best else "CASE WHEN c.is_unknown THEN oc.best_vague ELSE oc.was_vague END"
    )
    return ", ".join(
        [
            _both(_ratio(worst, "inside", f"oc.{basis}_vague"), _ratio(best, "inside", best_vague)),
            _both(_ratio(worst, "ever", f"oc.{basis}_vague"), _ratio(best, "ever", best_vague)),
            _if_any(f"os.{basis}_others", _both(_never(worst, "alone"), _never(best, "alone"))),
            _if_any(
                f"oc.{basis}_clients",
                f"CASE WHEN {worst}.most >= {FEWEST_IN_A_GROUP} THEN 'met' ELSE 'not_met' END",
            ),
            _if_any(f"oc.{basis}_care", _both(_never(worst, "uncared"), _never(best, "uncared"))),
            f"CASE WHEN oc.{basis}_level IS NULL OR os.{basis}_lowest IS NULL THEN 'not_applicable'"
            f" WHEN os.{basis}_lowest < oc.{basis}_level THEN 'not_met' ELSE 'met' END",
        ]
    )


def _ratio(reading: str, when: str, vague: str) -> str:
    return (
        f"CASE WHEN coalesce({reading}.short_{when}, 0) > 0 THEN 'not_met'"
        f" WHEN coalesce({vague}, 0) > 0 THEN 'not_assessable'"
        f" WHEN coalesce({reading}.needy_{when}, 0) = 0 THEN 'not_applicable' ELSE 'met' END"
    )


def _never(reading: str, wrong: str) -> str:
    return f"CASE WHEN coalesce({reading}.{wrong}, 0) > 0 THEN 'not_met' ELSE 'met' END"


def _both(worst: str, best: str) -> str:
    return worst if worst == best else f"CASE WHEN {worst} = {best} THEN {worst} ELSE 'not_assessable' END"


def _if_any(number: str, state: str) -> str:
    return f"CASE WHEN coalesce({number}, 0) = 0 THEN 'not_applicable' ELSE {state} END"
