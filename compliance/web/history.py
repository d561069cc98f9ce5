"""What happened to a finding, in order: what the check said, and what people wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.timezone import localdate

from compliance.enums import Ruling, StepKind
from compliance.models import Finding, Step
from compliance.rules.handling import Words
from core.clock import AMSTERDAM

RULINGS: Final = {Ruling.ACCEPTED: "ok", Ruling.IMPROVE: "wait", Ruling.SHORTCOMING: "no"}
WITHDRAWN: Final = "vervallen. Wat hier stond, bleek niet (meer) zo te zijn: een correctie, of zorg die eindigde."


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What somebody wrote, with its badge."""

    step: Step
    who: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Event:
    """What the check said from a day on, or what somebody wrote on it."""

    on: date
    words: str = ""
    shown: ShownStep | None = None


def shown_step(step: Step) -> ShownStep:
    """The step with who wrote it, for whom."""
    on_behalf = step.municipality.name if step.municipality is not None else step.finding.provider.name
    is_ruling = step.kind == StepKind.JUDGEMENT
    label = step.get_ruling_display() if is_ruling else step.get_kind_display()
    kind = RULINGS[Ruling(step.ruling)] if is_ruling else "info"
    return ShownStep(step, f"{step.written_by.name} namens {on_behalf}", kind, label)


def history(finding: Finding, steps: Sequence[ShownStep]) -> list[Event]:
    """All of it, the oldest first."""
    written = [Event(localdate(one.step.written_at, AMSTERDAM), shown=one) for one in steps]
    return sorted([*_checked(finding), *written], key=lambda event: event.on)


def _checked(finding: Finding) -> Iterator[Event]:
    until = [date.fromisoformat(one["until"]) for one in finding.earlier]
    said = [Words(*(one[name] for name in Words._fields)) for one in finding.earlier]
    first, *later = [*said, Words(finding.measured, finding.demanded, finding.to_do)]
    yield Event(finding.opened_on, f"niet aan de eis voldaan{_measured(first)}.")
    for day, words in zip(until, later, strict=True):
        yield Event(day, f"de controle zegt nu iets anders{_measured(words)}. {words.to_do}".rstrip())
    if finding.met_again_on is not None:
        yield Event(finding.met_again_on, "weer aan de eis voldaan.")
    if finding.withdrawn_at is not None:
        yield Event(localdate(finding.withdrawn_at, AMSTERDAM), WITHDRAWN)


def _measured(words: Words) -> str:
    return f": {words.measured}" if words.measured else ""
