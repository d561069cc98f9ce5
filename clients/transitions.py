"""How a case may go, in the order of the law (Wmo 2015 art. 2.3.2 to 2.3.5)."""

from clients.enums import CaseStatus

FORWARD: dict[CaseStatus, frozenset[CaseStatus]] = {
    # An application without a report: when the term of the investigation passed (art. 2.3.2 par. 9).
    CaseStatus.NOTIFIED: frozenset({CaseStatus.INVESTIGATION, CaseStatus.APPLIED, CaseStatus.ENDED}),
    CaseStatus.INVESTIGATION: frozenset({CaseStatus.REPORTED, CaseStatus.APPLIED, CaseStatus.ENDED}),
    CaseStatus.REPORTED: frozenset({CaseStatus.APPLIED, CaseStatus.ENDED}),
    CaseStatus.APPLIED: frozenset({CaseStatus.DECIDED, CaseStatus.ENDED}),
    CaseStatus.DECIDED: frozenset(),
    CaseStatus.ENDED: frozenset(),
}


def may_become(now: str, then: str) -> bool:
    """Whether a case that stands at `now` may go to `then`."""
    return CaseStatus(then) in FORWARD[CaseStatus(now)]
