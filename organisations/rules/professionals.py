"""Levels, proof of them, and periods of work: pure functions over values."""

from datetime import date

from django.core.exceptions import ValidationError

from organisations.enums import Level, ProofState

NLQF = {
    Level.MBO_1: 1,
    Level.MBO_2: 2,
    Level.MBO_3: 3,
    Level.MBO_4: 4,
    Level.AD: 5,
    Level.HBO: 6,
    Level.WO: 7,
}


def rank(level: str) -> int:
    """The NLQF number of a level (1 to 7), so that levels can be compared."""
    return NLQF[Level(level)]


def meets(level: str | None, demanded: str) -> bool:
    """Whether a level is at or above the demanded one. No proven level (None) never is."""
    return level is not None and rank(level) >= rank(demanded)


def levels_from(demanded: str) -> list[str]:
    """All levels at or above the demanded one, from low to high."""
    return sorted((level.value for level in Level if meets(level, demanded)), key=rank)


def proof_state(
    starts_on: date, ends_on: date | None, verified_on: date | None, *, has_evidence: bool, day: date
) -> ProofState:
    """Whether a diploma counts on `day`. The first thing that stands in the way is the answer."""
    if ends_on is not None and ends_on < day:
        return ProofState.EXPIRED
    if not has_evidence:
        return ProofState.NO_EVIDENCE
    if verified_on is None or verified_on > day:
        return ProofState.NOT_VERIFIED
    return ProofState.NOT_YET if starts_on > day else ProofState.PROVEN


def check_end(ends_on: date, *, current: date | None) -> None:
    """Ending makes a period shorter, never longer. Code: `end_later`."""
    if current is not None and ends_on > current:
        raise ValidationError(
            {
                "ends_on": ValidationError(
                    "Dit eindigt al eerder. Kies een datum voor of op de einddatum die er al staat.",
                    code="end_later",
                )
            }
        )
