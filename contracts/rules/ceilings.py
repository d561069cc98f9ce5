"""When what is due about a spending ceiling, and what may be agreed: pure functions over values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError

from contracts.enums import CeilingStepKind, ContractParameter
from core.calendar import add_months
from core.periods import Period, in_words

BEFORE_THE_END: Final = {
    CeilingStepKind.ANNOUNCED: ContractParameter.CEILING_ANNOUNCE,
    CeilingStepKind.DECIDED: ContractParameter.CEILING_DECIDE,
    CeilingStepKind.PLANNED: ContractParameter.CEILING_PLAN,
}
"""The notices about the ceiling that follows, each some months before this one ends."""

YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Due:
    """A step that has to be done, and by which day."""

    kind: CeilingStepKind
    due_on: date


def check_ceiling(ceiling: Period, contract: Period) -> None:
    """A ceiling is of a year at most, inside its contract. Codes: `ceiling_too_long`, `ceiling_outside_contract`."""
    if ceiling.ends_on is None or ceiling.ends_on >= add_months(ceiling.starts_on, YEAR):
        raise ValidationError("Een bestedingsruimte duurt hoogstens een jaar.", code="ceiling_too_long")
    if not contract.covers(ceiling):
        raise ValidationError(
            f"Dit valt buiten het contract. Dat geldt {contract}. Kies andere datums.", code="ceiling_outside_contract"
        )


def check_step(kind: str, done_on: date, done: Mapping[str, date], today: date) -> None:
    """A step was done today or before, and not before the one that it follows.

    Codes: `step_in_future`, `step_without_former`, `step_before_former`.
    """
    if done_on > today:
        raise ValidationError("Deze dag moet nog komen. Vul in wanneer het is gedaan.", code="step_in_future")
    former = FOLLOWS.get(CeilingStepKind(kind))
    if former is None:
        return
    if former not in done:
        raise ValidationError(f"Leg eerst vast: {former.label.lower()}.", code="step_without_former")
    if done_on < done[former]:
        raise ValidationError(
            f"Dat was voor de stap ervoor ({in_words(done[former])}). Kies een latere dag.", code="step_before_former"
        )


FOLLOWS: Final = {
    CeilingStepKind.TALKED: CeilingStepKind.WARNED,
    CeilingStepKind.SETTLED: CeilingStepKind.TALKED,
}


def steps_due(
    last_day: date, reached_on: date | None, done: Mapping[str, date], limits: Mapping[str, int]
) -> Iterator[Due]:
    """What is still to be done about a ceiling that ends on `last_day`; `done` says what was done and when.

    Source: Contractstandaarden Wmo art. 1.5. The notices are some months before the end. The warning is due on the
    day on which what was delivered reached its share, the meeting some weeks after the warning, the decision some weeks
    after the meeting. Nothing is due for a limit that is not set.
    """
    for kind, parameter in BEFORE_THE_END.items():
        if kind not in done and parameter in limits:
            yield Due(kind, add_months(last_day, -limits[parameter]))
    if CeilingStepKind.SETTLED in done:
        return
    if CeilingStepKind.WARNED not in done:
        if reached_on is not None:
            yield Due(CeilingStepKind.WARNED, reached_on)
    elif CeilingStepKind.TALKED not in done:
        if ContractParameter.CEILING_TALK in limits:
            after = timedelta(weeks=limits[ContractParameter.CEILING_TALK])
            yield Due(CeilingStepKind.TALKED, done[CeilingStepKind.WARNED] + after)
    elif ContractParameter.CEILING_SETTLE in limits:
        after = timedelta(weeks=limits[ContractParameter.CEILING_SETTLE])
        yield Due(CeilingStepKind.SETTLED, done[CeilingStepKind.TALKED] + after)
