"""Keeping what the checks say of sessions. What stood is never written over: an outcome that changed is superseded."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from compliance.models import SessionOutcome
from compliance.rules.outcome import CHECKS, Outcome
from core.clock import now
from core.storing import store_changed, store_new
from delivery.models import Session

VALUES: Final = (*CHECKS, "short", "short_minutes")


class Kept(NamedTuple):
    """How many outcomes were superseded, how many are new, and how many stood otherwise for no known reason."""

    superseded: int = 0
    new: int = 0
    differences: int = 0

    def __bool__(self) -> bool:
        return bool(self.superseded or self.new)


def keep_outcomes(sessions: Sequence[Session], wanted: Mapping[tuple[int, str], Outcome]) -> Kept:
    """Bring the outcomes of these locked sessions in step with what is wanted, by primary key and basis.

    What is not among the wanted is superseded. An outcome that stood otherwise under the same revision is a difference:
    nothing had changed, so something else was reckoned.
    """
    moment, revisions = now(), {one.pk: one.revision for one in sessions}
    standing = {
        (one.session_id, one.basis): one
        for one in SessionOutcome.objects.current().select_for_update().filter(session__in=list(revisions))
    }
    stale, same, new, differences = [], [], [], 0
    for key, row in standing.items():
        if key in wanted and wanted[key] == _values(row):
            if row.revision != revisions[row.session_id]:
                row.revision = revisions[row.session_id]
                same.append(row)
        else:
            differences += row.revision == revisions[row.session_id]
            row.superseded_at = moment
            stale.append(row)
    for (session, basis), outcome in wanted.items():
        former = standing.get((session, basis))
        if former is None or former.superseded_at is not None:
            values: dict[str, Any] = outcome._asdict()
            new.append(
                SessionOutcome(
                    session_id=session, basis=basis, revision=revisions[session], computed_at=moment, **values
                )
            )
    store_changed(SessionOutcome, stale, ["superseded_at"])
    store_changed(SessionOutcome, same, ["revision"])
    store_new(SessionOutcome, new)
    return Kept(len(stale), len(new), differences)


def _values(row: SessionOutcome) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in VALUES)
