"""Rules of the rights of a client about the own file, and of its retention: pure functions over values.

Sources: Wmo 2015 art. 5.3.2 (inspection and copy), 5.3.4 (retention) and 5.3.5 (destruction); AVG art. 12
(term of an answer) and 16 (correction).
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from clients.enums import RefusalGround, RightsKind, RightsOutcome
from clients.rules.terms import Term
from core.calendar import ONE_DAY

GROUNDS: Final[Mapping[str, tuple[RefusalGround, ...]]] = {
    # art. 5.3.2 par. 2 (young, unable) and par. 3 (privacy of another)
    RightsKind.COPY: (
        RefusalGround.PRIVACY_OF_OTHER,
        RefusalGround.TOO_YOUNG,
        RefusalGround.UNABLE,
        RefusalGround.NOT_ENTITLED,
    ),
    RightsKind.CORRECTION: (RefusalGround.DATA_CORRECT, RefusalGround.JUDGEMENT, RefusalGround.NOT_ENTITLED),
    # art. 5.3.5 par. 2 (interest of another, another law) and par. 3 (young, unable)
    RightsKind.DESTRUCTION: (
        RefusalGround.INTEREST_OF_OTHER,
        RefusalGround.LAW,
        RefusalGround.TOO_YOUNG,
        RefusalGround.UNABLE,
        RefusalGround.NOT_ENTITLED,
    ),
}
"""On which grounds each kind of request can be refused."""

NEEDS_GROUND: Final = frozenset({RightsOutcome.REFUSED, RightsOutcome.PARTLY})
CARRIED_OUT: Final = frozenset({RightsOutcome.GRANTED, RightsOutcome.PARTLY})


def check_received(received_on: date, today: date) -> None:
    """A request is registered on or after the day on which it came. Code: `received_in_future`."""
    if received_on > today:
        raise ValidationError("Deze dag moet nog komen. Kies de dag van ontvangst.", code="received_in_future")


def decision_faults(kind: str, outcome: str, ground: str, explanation: str) -> dict[str, ValidationError]:
    """What is wrong with an answer, by field.

    Who refuses, wholly or for a part, says on which ground and why. Codes: `ground_missing`, `ground_strange`,
    `ground_idle`, `explanation_missing`.
    """
    faults = {}
    if outcome in NEEDS_GROUND:
        if not ground:
            faults["ground"] = ValidationError("Kies waarom u (een deel) afwijst.", code="ground_missing")
        elif ground not in GROUNDS[kind]:
            faults["ground"] = ValidationError(
                "Deze reden past niet bij dit soort verzoek. Kies een andere reden.", code="ground_strange"
            )
        if not explanation.strip():
            faults["explanation"] = ValidationError(
                "Leg in gewone woorden uit waarom. De aanvrager leest dit in de brief.", code="explanation_missing"
            )
    elif ground:
        faults["ground"] = ValidationError(
            "Een reden om af te wijzen past alleen bij (voor een deel) afwijzen.", code="ground_idle"
        )
    return faults


def check_carried_out(on: date, decided_on: date, today: date) -> None:
    """What was granted is carried out between the answer and today. Codes: `handled_early`, `handled_in_future`."""
    if on < decided_on:
        raise ValidationError("Deze dag ligt voor het besluit. Kies een latere dag.", code="handled_early")
    if on > today:
        raise ValidationError("Deze dag moet nog komen.", code="handled_in_future")


def is_for_two(kind: str, outcome: str) -> bool:
    """Whether what was granted is carried out by two people: nothing of a file is destroyed by one."""
    return kind == RightsKind.DESTRUCTION and outcome in CARRIED_OUT


def retained_until(last_changed_on: date, term: Term) -> date:
    """The last day on which a file is kept (art. 5.3.4): counted from the last change of its data.

    A term in years does not run on to a working day (Algemene termijnenwet art. 4 under a).
    """
    return term.counted_from(last_changed_on)


def changed_before(today: date, term: Term) -> date:
    """The day before which the last change of a file must lie for its retention to be over on `today`.

    For every day: `retained_until(day, term) < today` exactly when `day < changed_before(today, term)`.
    """
    day = today - (term.counted_from(today) - today)
    while term.counted_from(day) >= today:
        day -= ONE_DAY
    while term.counted_from(day) < today:
        day += ONE_DAY
    return day
