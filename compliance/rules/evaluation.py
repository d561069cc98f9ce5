"""The checks on evaluations: in time, with a report, with an answer about the Wmo that is acted upon, and together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from compliance.enums import State
from compliance.rules.facts import EvaluationFacts, FileFacts, TrackFacts
from compliance.rules.plan import without_plan
from compliance.rules.results import Evidence, Result, not_applicable, not_assessable
from core.periods import in_words
from core.texts import in_a_row
from plans.enums import AgreedAs, Party
from plans.rules import clock_start, effective_interval, evaluation_due_on, missing_for_completion
from products.enums import Indicator, Occasion, Trend, WmoAnswer
from products.rules import Terms
from products.rules.demands import (
    IntervalDemand,
    ParticipationDemand,
    ReportDemand,
    TrendDemand,
    WlzActionDemand,
    WmoQuestionDemand,
)

DISCUSSED: Final = frozenset({"no_client_side", "no_professional", "goal_without_progress", "no_effectiveness"})
"""What an evaluation lacks that was not about progress and effectiveness, with the client's side (content, point 4)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """From the start of the clock to an evaluation: when it was due at the latest, and when it was held, if it was."""

    due_on: date
    held_on: date | None


def turns(demand: IntervalDemand, file: FileFacts) -> list[Turn]:
    """Every turn of the clock, oldest first; the last one still runs. Empty when the clock has not begun to run.

    A plan may want it sooner than the product, never later (product sheet, content, point 4).
    """
    begun = file.delivery_started_on if file.has_begun else None
    start = clock_start(agreed_on=file.first_agreed_on, delivery_started_on=begun, evaluated_on=None)
    chosen = file.plan.content.interval_months if file.plan else None
    held: list[tuple[date | None, int | None]] = [(one.held_on, one.chosen_interval) for one in file.evaluations]
    found: list[Turn] = []
    for held_on, wanted in [*held, (None, chosen)]:
        months = effective_interval(wanted, Terms(evaluation_interval_months=demand.months))
        due_on = evaluation_due_on(start, months)
        if due_on is not None:
            found.append(Turn(due_on, held_on))
        start = held_on
    return found


def check_interval(demand: IntervalDemand, file: FileFacts) -> Result:
    """Whether no evaluation was late at any time that is looked at, and each was about what it should be about.

    Due is counted in calendar months: six after 31 August is the last of February. On the last day it is in time.
    """
    rounds = turns(demand, file)
    if not rounds:
        return without_plan(file)
    late = [one for one in rounds if one.due_on < (one.held_on or file.day) and (one.held_on or file.day) >= file.since]
    incomplete = [(one, faults) for one in file.looked_at if (faults := _faults(one, DISCUSSED))]
    words = [_late(one, file.day) for one in late]
    words += [f"evaluatie van {in_words(one.held_on)} niet volledig" for one, _ in incomplete]
    last = next((one.held_on for one in reversed(rounds) if one.held_on is not None), None)
    happened = f"laatste evaluatie op {in_words(last)}" if last else "nog geen evaluatie"
    is_overdue = rounds[-1].due_on < file.day
    advice = [
        *(["Houd de evaluatie zo snel mogelijk."] if is_overdue else []),
        *(fault for _, faults in incomplete for fault in faults),
    ]
    return Result(
        State.NOT_MET if words else State.MET,
        measured="; ".join(words) or f"{happened}, de volgende uiterlijk op {in_words(rounds[-1].due_on)}",
        demanded=_demanded(demand, file),
        advice=" ".join(advice),
        evidence=_rows(file.looked_at) or (file.row,),
    )


def check_report(demand: ReportDemand, file: FileFacts) -> Result:
    """Whether each evaluation has a report with a day and a writer (product sheet, content, point 5)."""
    if not demand.required:
        return not_applicable()
    without = [one for one in file.looked_at if _faults(one, {"no_report"}) or not one.has_author]
    return _each(file, without, "een verslag van elke evaluatie", "verslag of schrijver", "Schrijf het verslag.")


def check_wmo_question(demand: WmoQuestionDemand, file: FileFacts) -> Result:
    """Whether each evaluation answers if the need still fits the Wmo, and why (product sheet, assignment)."""
    if not demand.each_evaluation:
        return not_applicable()
    without = [one for one in file.looked_at if _faults(one, {"no_wmo_answer", "no_wmo_reason"})]
    demanded = "elke evaluatie zegt of de hulpvraag nog past bij de Wmo, en waarom"
    return _each(file, without, demanded, "antwoord of uitleg", "Beantwoord de vraag over de Wmo, en leg het uit.")


def check_wlz_action(demand: WlzActionDemand, file: FileFacts) -> Result:
    """Whether doubt was followed by a track with an owner and a day, and the one that runs does not stand still.

    Source: product sheet Duurzaam, assignment: when the Wlz fits better, the provider anticipates it.
    """
    doubtful = [one for one in file.looked_at if one.content.wmo_fit in demand.on]
    running = [one for one in file.tracks if one.ended_on is None]
    if not doubtful and not running:
        return not_applicable()
    without = [one for one in doubtful if not any(_answers(track, one) for track in file.tracks)]
    still = [one for one in running if file.quiet_before is not None and one.last_step_on < file.quiet_before]
    words = [f"geen stap na de evaluatie van {in_words(one.held_on)}" for one in without]
    words += [f"laatste stap op {in_words(one.last_step_on)}" for one in still]
    advice = [
        *(["Begin een Wlz-traject, met een eigenaar."] if without else []),
        *(["Zet een stap in het Wlz-traject, of sluit het af."] if still else []),
    ]
    answers = in_a_row([WmoAnswer(answer).label for answer in demand.on])
    return Result(
        State.NOT_MET if words else State.MET,
        measured="; ".join(words) or ("Wlz-traject loopt" if running else "Wlz-traject afgesloten"),
        demanded=f"een stap naar de Wlz bij {answers}, en daarna voortgang",
        advice=" ".join(advice),
        evidence=(*_rows(doubtful), *(one.row for one in file.tracks)),
    )


def check_participation(demand: ParticipationDemand, file: FileFacts) -> Result:
    """Whether it is written down who took part in agreeing and evaluating, and why the client was not there.

    Source: product sheet Duurzaam, assignment, paragraph 3: the client and those around are actively involved.
    """
    if file.plan is None:
        return without_plan(file)
    asked = [Occasion(name) for name in demand.recorded_at]
    words: list[str] = []
    rows: list[Evidence] = []
    if Occasion.AGREEMENT in asked:
        sides = [one for one in file.plan.agreements if one.party == Party.CLIENT]
        rows += [one.row for one in sides]
        if not sides:
            words.append("bij het plan staat niemand namens de cliënt")
        elif demand.reason_if_absent and not any(one.agreed_as == AgreedAs.CLIENT or one.is_explained for one in sides):
            words.append("bij het plan staat niet waarom de cliënt ontbrak")
    if Occasion.EVALUATION in asked:
        codes = {"no_client_side"} | ({"no_absence_reason"} if demand.reason_if_absent else set())
        rows += _rows(file.looked_at)
        without = [one for one in file.looked_at if _faults(one, codes)]
        words += [f"onvolledig bij de evaluatie van {in_words(one.held_on)}" for one in without]
    return Result(
        State.NOT_MET if words else State.MET,
        measured="; ".join(words) or f"vastgelegd bij het plan en {_evaluations(len(file.looked_at))}",
        demanded=f"bij {in_a_row([str(one.label) for one in asked])} staat wie meedeed",
        advice="Leg vast wie namens de cliënt meedeed, en waarom de cliënt ontbrak." if words else "",
        evidence=tuple(rows),
    )


def check_trend(demand: TrendDemand, file: FileFacts) -> Result:
    """Whether what the product wants followed was scored at the start and at each evaluation, and how it developed.

    Met says that the development can be followed, whatever it is: the sheet expects it, and demands nothing of it.
    """
    if file.plan is None:
        return without_plan(file)
    occasions = [("aan het begin", file.start_scores), *((_at(one), one.scores) for one in file.looked_at)]
    missing = tuple(
        f"Vul {when} in hoeveel nodig is: {in_a_row(names)}."
        for when, scores in occasions
        if (names := [str(Indicator(name).label) for name in demand.indicators if name not in scores])
    )
    demanded = "een score aan het begin en bij elke evaluatie"
    evidence = (file.plan.row, *_rows(file.looked_at))
    if missing:
        return not_assessable(*missing, demanded=demanded, evidence=evidence)
    lines = [
        f"{Indicator(name).label} {', '.join(str(scores[name]) for _, scores in occasions)}"
        for name in demand.indicators
    ]
    first = sum(occasions[0][1][name] for name in demand.indicators)
    last = sum(occasions[-1][1][name] for name in demand.indicators)
    how = Trend.INCREASING if last > first else Trend.DECREASING if last < first else Trend.STABLE
    trend = f" ({how.label})" if len(occasions) > 1 else ""
    return Result(State.MET, f"{'; '.join(lines)}{trend}", demanded, evidence=evidence)


def _each(file: FileFacts, without: list[EvaluationFacts], demanded: str, what: str, advice: str) -> Result:
    """Met when no evaluation is among those without; without any evaluation it says nothing."""
    if not file.looked_at:
        return not_applicable()
    days = in_a_row([in_words(one.held_on) for one in without])
    return Result(
        State.NOT_MET if without else State.MET,
        measured=f"zonder {what}: {days}" if without else f"bij {_evaluations(len(file.looked_at))}",
        demanded=demanded,
        advice=advice if without else "",
        evidence=_rows(file.looked_at),
    )


def _faults(one: EvaluationFacts, codes: Collection[str | None]) -> list[str]:
    """The messages of what this evaluation lacks, as far as it is about this."""
    found = missing_for_completion(one.content, Terms(), one.held_on)
    return [message for fault in found if fault.code in codes for message in fault.messages]


def _answers(track: TrackFacts, evaluation: EvaluationFacts) -> bool:
    return track.ended_on is None or track.ended_on >= evaluation.held_on


def _demanded(demand: IntervalDemand, file: FileFacts) -> str:
    chosen = file.plan.content.interval_months if file.plan else None
    sooner = chosen is not None and chosen < demand.months
    agreed = f", volgens het plan na hoogstens {chosen} {'maand' if chosen == 1 else 'maanden'}" if sooner else ""
    return f"{demand.sentence().lower()}{agreed}"


def _late(turn: Turn, day: date) -> str:
    days = ((turn.held_on or day) - turn.due_on).days
    span = "1 dag" if days == 1 else f"{days} dagen"
    if turn.held_on is None:
        return f"evaluatie al {span} te laat, sinds {in_words(turn.due_on)}"
    return f"evaluatie van {in_words(turn.held_on)} was {span} te laat"


def _rows(evaluations: Iterable[EvaluationFacts]) -> tuple[Evidence, ...]:
    return tuple(one.row for one in evaluations)


def _at(evaluation: EvaluationFacts) -> str:
    return f"bij de evaluatie van {in_words(evaluation.held_on)}"


def _evaluations(number: int) -> str:
    return "1 evaluatie" if number == 1 else f"{number} evaluaties"
