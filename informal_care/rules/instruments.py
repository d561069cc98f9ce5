"""What an instrument is: questions, answers with their scores, bands. Read from data, with all faults at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.core.exceptions import ValidationError

from informal_care.enums import Direction

CODE: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
ITEM_KEYS: Final = {"code", "text", "answers"}
ANSWER_KEYS: Final = {"code", "text", "score"}
BAND_KEYS: Final = {"code", "name", "from", "to", "heavy"}
VAS_KEYS: Final = {"text", "lowest", "highest", "lowest_means", "highest_means"}
WORSENING_KEYS: Final = {"points", "source"}
NEEDED: Final = {"code", "number", "name", "about", "source", "licence", "direction", "items"}
FEWEST_ANSWERS: Final = 2
KEYS: Final = NEEDED | {"answers", "vas", "bands", "bands_source", "worsening"}

Row = Mapping[str, Any]
Faults = Iterator[tuple[str, str]]
"""Each a code and a message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose, with what it scores."""

    code: str
    text: str
    score: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question."""

    code: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Vas:
    """A line from lowest to highest on which somebody puts a mark (visual analogue scale)."""

    text: str
    lowest: int
    highest: int
    lowest_means: str
    highest_means: str


@dataclass(frozen=True, slots=True)
class Band:
    """Scores that mean the same, both ends included."""

    code: str
    name: str
    from_score: int
    to_score: int
    is_heavy: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """One edition of an instrument, as it is used."""

    code: str
    number: int
    name: str
    about: str
    source: str
    licence: str
    direction: Direction
    items: tuple[Item, ...]
    vas: Vas | None
    bands: tuple[Band, ...]
    bands_source: str
    worsening_points: int | None
    worsening_source: str

    @property
    def lowest(self) -> int:
        """The lowest score that there is."""
        return sum(min(answer.score for answer in item.answers) for item in self.items)

    @property
    def highest(self) -> int:
        """The highest score that there is."""
        return sum(max(answer.score for answer in item.answers) for item in self.items)


def read_definition(told: Any) -> Definition:
    """The instrument that a file describes.

    Raises ValidationError with every fault at once, each with its place and a code: `instrument_shape` for what is
    missing or of the wrong kind, `instrument_text` for a question without its text, `instrument_answers`, and
    `instrument_bands` for bands that leave a score out or count it twice.
    """
    faults = list(_faults(told))
    if faults:
        raise ValidationError([ValidationError(message, code=code) for code, message in faults])
    shared = told.get("answers", ())
    vas, worsening = told.get("vas"), told.get("worsening") or {}
    return Definition(
        **{name: told[name] for name in ("code", "number", "name", "about", "source", "licence")},
        direction=Direction(told["direction"]),
        items=tuple(
            Item(row["code"], row["text"].strip(), tuple(Answer(**one) for one in row.get("answers", shared)))
            for row in told["items"]
        ),
        vas=Vas(**vas) if vas else None,
        bands=tuple(
            Band(row["code"], row["name"], row["from"], row["to"], row["heavy"]) for row in told.get("bands", ())
        ),
        bands_source=told.get("bands_source", ""),
        worsening_points=worsening.get("points"),
        worsening_source=worsening.get("source", ""),
    )


def _faults(told: Any) -> Faults:
    if not isinstance(told, Mapping):
        yield "instrument_shape", "Het bestand beschrijft geen instrument. Begin met code, nummer en naam."
        return
    yield from _keys("Het instrument", told, KEYS, NEEDED)
    for name in sorted((NEEDED - {"number", "items", "direction"}) & set(told)):
        if not _is_text(told[name]):
            yield "instrument_shape", f"‘{name}’ is leeg of geen tekst."
    if "code" in told and not CODE.fullmatch(str(told["code"])):
        yield "instrument_shape", "De code heeft kleine letters, cijfers en streepjes, en begint met een letter."
    if "number" in told and not (_is_whole(told["number"]) and told["number"] >= 1):
        yield "instrument_shape", "Het nummer van de uitgave is een heel getal vanaf 1."
    if "direction" in told and told["direction"] not in Direction.values:
        yield "instrument_shape", f"‘direction’ is {' of '.join(Direction.values)}."
    items = told.get("items", [])
    found = list(_item_faults(told, items))
    yield from found
    yield from _vas_faults(told.get("vas"))
    yield from _worsening_faults(told.get("worsening"))
    # Without scores and direction nobody can say what bands must cover.
    if not any(code != "instrument_text" for code, _ in found) and told.get("direction") in Direction.values:
        yield from _band_faults(told, items)


def _item_faults(told: Row, items: Any) -> Faults:
    if not isinstance(items, list) or not items or not all(isinstance(row, Mapping) for row in items):
        if "items" in told:
            yield "instrument_shape", "‘items’ is een lijst met minstens één vraag."
        return
    shared = told.get("answers")
    if shared is not None:
        yield from _answer_faults("De antwoorden", shared)
    for number, row in enumerate(items, 1):
        where = f"Vraag {number}"
        yield from _keys(where, row, ITEM_KEYS, {"code"})
        if not _is_text(row.get("text")):
            yield (
                "instrument_text",
                f"{where} heeft nog geen tekst. Vul de tekst in zoals de bron die geeft, met toestemming als dat moet.",
            )
        if "answers" in row:
            yield from _answer_faults(f"{where}: de antwoorden", row["answers"])
        elif shared is None:
            yield "instrument_answers", f"{where} heeft geen antwoorden, en er zijn er geen voor alle vragen samen."
    yield from _twice("Een code van een vraag", (row.get("code") for row in items))


def _answer_faults(where: str, answers: Any) -> Faults:
    if (
        not isinstance(answers, list)
        or len(answers) < FEWEST_ANSWERS
        or not all(isinstance(row, Mapping) for row in answers)
    ):
        yield "instrument_answers", f"{where}: geef een lijst van minstens twee."
        return
    for row in answers:
        yield from _keys(where, row, ANSWER_KEYS, ANSWER_KEYS)
        if not _is_text(row.get("text", "-")):
            yield "instrument_answers", f"{where}: elk antwoord heeft een tekst."
        # A yes that YAML read as a truth is no number.
        if not (_is_whole(row.get("score", 0)) and row.get("score", 0) >= 0):
            yield "instrument_answers", f"{where}: een score is een heel getal vanaf 0."
    yield from _twice(f"{where}: een code", (row.get("code") for row in answers))


def _vas_faults(vas: Any) -> Faults:
    if vas is None:
        return
    if not isinstance(vas, Mapping):
        yield "instrument_shape", "‘vas’ beschrijft een lijn met een laagste en een hoogste cijfer."
        return
    yield from _keys("De lijn (vas)", vas, VAS_KEYS, VAS_KEYS)
    ends = vas.get("lowest", 0), vas.get("highest", 1)
    if not all(map(_is_whole, ends)) or not 0 <= ends[0] < ends[1]:
        yield "instrument_shape", "De lijn (vas) loopt van een laag naar een hoger heel getal, vanaf 0."


def _worsening_faults(worsening: Any) -> Faults:
    if worsening is None:
        return
    if not isinstance(worsening, Mapping):
        yield "instrument_shape", "‘worsening’ heeft een aantal punten en een bron."
        return
    yield from _keys("Verslechtering (worsening)", worsening, WORSENING_KEYS, WORSENING_KEYS)
    if not (_is_whole(worsening.get("points", 1)) and worsening.get("points", 1) >= 1):
        yield "instrument_shape", "Verslechtering (worsening) telt in hele punten vanaf 1."


def _band_faults(told: Row, items: list[Row]) -> Faults:
    bands = told.get("bands", [])
    if not isinstance(bands, list) or not all(isinstance(row, Mapping) for row in bands):
        yield "instrument_bands", "‘bands’ is een lijst."
        return
    shape = [fault for row in bands for fault in _keys("Een band", row, BAND_KEYS, BAND_KEYS)]
    yield from shape
    if shape or not bands:
        return
    if not _is_text(told.get("bands_source")):
        yield "instrument_bands", "Zeg bij de banden waar ze vandaan komen (bands_source)."
    yield from _twice("Een code van een band", (row["code"] for row in bands))
    if not all(_is_whole(row["from"]) and _is_whole(row["to"]) and isinstance(row["heavy"], bool) for row in bands):
        yield "instrument_bands", "Een band loopt van een heel getal tot een heel getal, en is zwaar of niet."
        return
    scores = [[one["score"] for one in row.get("answers", told.get("answers"))] for row in items]
    lowest, highest = sum(map(min, scores)), sum(map(max, scores))
    row = sorted(bands, key=lambda one: int(one["from"]))
    is_covered = row[0]["from"] == lowest and row[-1]["to"] == highest and all(one["from"] <= one["to"] for one in row)
    if not is_covered or any(after["from"] != before["to"] + 1 for before, after in pairwise(row)):
        yield (
            "instrument_bands",
            f"De banden samen geven elke score van {lowest} tot en met {highest} precies één keer.",
        )
    heavy = [one["heavy"] for one in row]
    if heavy != sorted(heavy, reverse=told["direction"] == Direction.BETTER):
        yield "instrument_bands", "Wie zwaarder scoort, kan niet in een band komen die minder zwaar is."


def _keys(where: str, row: Row, known: set[str], needed: set[str]) -> Faults:
    if missing := needed - set(row):
        yield "instrument_shape", f"{where}: er ontbreekt {', '.join(sorted(missing))}."
    if unknown := set(row) - known:
        yield "instrument_shape", f"{where}: onbekend is {', '.join(sorted(map(str, unknown)))}."


def _twice(what: str, codes: Iterable[Any]) -> Faults:
    found = list(codes)
    if any(not isinstance(code, str) or not CODE.fullmatch(code) for code in found):
        yield "instrument_shape", f"{what} heeft kleine letters, cijfers en streepjes, en begint met een letter."
    elif len(set(found)) < len(found):
        yield "instrument_shape", f"{what} komt twee keer voor."


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
