"""What was measured, as it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from informal_care.models import Instrument, Measurement
from informal_care.rules.instruments import Definition
from informal_care.rules.measuring import Plot, plot_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measurement with the words of its instrument."""

    measurement: Measurement
    band: str
    """Empty for an instrument without bands."""
    said: list[tuple[str, str]]
    """Each question with the answer."""


@dataclass(frozen=True, slots=True)
class Trend:
    """What was measured with one instrument, over time."""

    instrument: Instrument
    definition: Definition
    plot: Plot
    outcomes: list[Outcome]
    """The latest first."""


def trends_of(measured: Iterable[Measurement]) -> list[Trend]:
    """The trends in these measurements, with their instruments at hand: the instrument used last first. No query."""
    by_instrument: dict[int, list[Measurement]] = {}
    for one in sorted(measured, key=lambda row: (row.measured_on, row.pk)):
        by_instrument.setdefault(one.instrument_id, []).append(one)
    ordered = sorted(by_instrument.values(), key=lambda rows: rows[-1].measured_on, reverse=True)
    return [_trend(rows) for rows in ordered]


def latest(measured: Iterable[Measurement]) -> Outcome | None:
    """The last of these measurements; None when there is none. No query."""
    last = max(measured, key=lambda row: (row.measured_on, row.pk), default=None)
    return _outcome(last, last.instrument.content) if last else None


def usable_instruments(chosen: str = "") -> tuple[Instrument | None, list[Instrument]]:
    """The instrument to measure with, by its public id or else CarerQol, and the others: of each the last edition."""
    newest: dict[str, Instrument] = {}
    for one in Instrument.objects.order_by("code", "number"):
        newest[one.code] = one
    rows = list(newest.values())
    wanted = next(
        (one for one in rows if str(one.public_id) == chosen), newest.get("carerqol", rows[0] if rows else None)
    )
    return wanted, [one for one in rows if one is not wanted]


def _trend(rows: list[Measurement]) -> Trend:
    definition = rows[-1].instrument.content
    plot = plot_of(definition, [(one.measured_on, one.score) for one in rows])
    return Trend(rows[-1].instrument, definition, plot, [_outcome(one, definition) for one in reversed(rows)])


def _outcome(measurement: Measurement, definition: Definition) -> Outcome:
    names = {band.code: band.name for band in definition.bands}
    words = {(item.code, answer.code): answer.text for item in definition.items for answer in item.answers}
    said = [
        (item.text, words.get((item.code, measurement.answers.get(item.code, "")), "")) for item in definition.items
    ]
    return Outcome(measurement, names.get(measurement.band, ""), said)
