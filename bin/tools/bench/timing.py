"""Measuring work beside its limit: turn by turn, in several rounds."""

import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from django.db import connection

WARM_UP = 3
MOST_REPEATS = 50


@dataclass(frozen=True, slots=True)
class Work:
    """Something to measure, and the least work that gives the same; both are called without arguments."""

    name: str
    work: Callable[[], object]
    limit: Callable[[], object]
    limit_name: str
    """What the limit is, in a word or two."""
    clock: Callable[[], float] = perf_counter
    """What tells the seconds: those of the processor for work that others on the machine must not disturb."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured. Times are in seconds; `seconds` and `limit_seconds` are medians over the rounds."""

    name: str
    queries: int
    seconds: float
    p95_seconds: float
    limit: str
    limit_seconds: float

    @property
    def ratio(self) -> float:
        """How many times as long as its limit the work takes."""
        return self.seconds / self.limit_seconds


def measure(works: Sequence[Work], rounds: int, warm_up: int = WARM_UP) -> list[Measure]:
    """Do each work and then its limit, and so on through all rounds, so that both meet the same machine.

    The limit is repeated until its turn lasts about as long as that of the work: on a busy machine a short
    turn slips through between two interruptions, and a long one does not.
    """
    queries, repeats = [], []
    for one in works:
        work = [_time(one.work, one.clock) for _ in range(warm_up)]
        limit = [_time(one.limit, one.clock) for _ in range(warm_up)]
        repeats.append(min(max(round(min(work) / min(limit)), 1), MOST_REPEATS))
        queries.append(_count_queries(one.work))
    seconds: list[tuple[list[float], list[float]]] = [([], []) for _ in works]
    for _ in range(rounds):
        for one, times, (work, limit) in zip(works, repeats, seconds, strict=True):
            work.append(_time(one.work, one.clock))
            limit.append(_time(one.limit, one.clock, times))
    return [
        Measure(
            name=one.name,
            queries=count,
            seconds=median(work),
            p95_seconds=quantiles(work, n=20)[-1],
            limit=one.limit_name,
            limit_seconds=median(limit),
        )
        for one, count, (work, limit) in zip(works, queries, seconds, strict=True)
    ]


def peak_mb() -> float:
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _time(work: Callable[[], object], clock: Callable[[], float], times: int = 1) -> float:
    """Seconds for once, on average."""
    started = clock()
    for _ in range(times):
        work()
    return (clock() - started) / times


def _count_queries(work: Callable[[], object]) -> int:
    count = 0

    def wrapper(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(wrapper):
        work()
    return count
