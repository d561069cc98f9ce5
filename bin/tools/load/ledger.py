"""What was done, how long it took, and what was answered with "saved"."""

import statistics
import threading
from collections import defaultdict
from typing import Any

KINDS = ("registered", "phones", "shared", "allocated", "plans", "evaluations")


class Ledger:
    """Shared by all who work; every method may be called by any of them at any time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.requests = 0
        self.times: dict[str, list[float]] = defaultdict(list)
        self.conflicts: dict[str, int] = defaultdict(int)
        self.errors: dict[str, int] = defaultdict(int)
        self.faults: list[str] = []
        self.kept: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}

    def took(self, act: str, seconds: float) -> None:
        """A request was answered."""
        with self.lock:
            self.requests += 1
            self.times[act].append(seconds)

    def conflict(self, act: str) -> None:
        """A form was refused because somebody else was ahead."""
        with self.lock:
            self.conflicts[act] += 1

    def fault(self, act: str, what: str) -> None:
        """Something that must not happen."""
        with self.lock:
            self.errors[act] += 1
            self.faults.append(f"{act}: {what}")

    def keep(self, kind: str, key: str, value: object) -> None:
        """The server said that this was stored; of one key the last counts."""
        with self.lock:
            self.kept[kind][key] = value

    def count(self, kind: str, key: str) -> None:
        """The server said once more that this was stored."""
        with self.lock:
            self.kept[kind][key] = self.kept[kind].get(key, 0) + 1

    def written(self) -> dict[str, Any]:
        """All that must be found in the database."""
        return self.kept

    def rows(self) -> list[dict[str, Any]]:
        """One line for each act, the most frequent first."""
        return [
            {
                "act": act,
                "done": len(times),
                "conflicts": self.conflicts[act],
                "errors": self.errors[act],
                "median": round(statistics.median(times), 3),
                "p95": round(sorted(times)[int(len(times) * 0.95)], 3),
                "worst": round(max(times), 3),
            }
            for act, times in sorted(self.times.items(), key=lambda item: -len(item[1]))
        ]
