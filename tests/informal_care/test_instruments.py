"""Instruments: what a file may say, and what answers score. Three carers are worked out by hand."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from core.actors import Actor
from informal_care.models import Instrument
from informal_care.rules import measuring
from informal_care.rules.instruments import read_definition
from informal_care.rules.measuring import check_vas, plot_of, score_of, worsening
from informal_care.services.instruments import SHIPPED, load_instrument, load_shipped_instruments

LOADABLE = SHIPPED.parent / "loadable"
TOLD = yaml.safe_load((SHIPPED / "carerqol_1.yaml").read_text(encoding="utf-8"))
CARERQOL: Any = read_definition(TOLD)
KEYS = [*TOLD, "text", "score", "from"]


def filled(name: str) -> Any:
    """A definition that an administrator can load, with texts in it."""
    told = yaml.safe_load((LOADABLE / f"{name}.yaml").read_text(encoding="utf-8"))
    for row in told["items"]:
        row["text"] = "Een vraag uit de bron."
    return told


DEFINITIONS: list[Any] = [CARERQOL, *(read_definition(filled(name)) for name in ("ediz", "ediz_plus", "csi"))]
NEGATIVE = ("relation", "mental", "combining", "financial", "physical")
POSITIVE = ("fulfilment", "support")


def band_of(definition: Any, score: int) -> Any:
    """The band, which there is."""
    return measuring.band_of(definition, score)


# Worked by hand, domain facts 4.1: five negative dimensions score 2-1-0 and two positive ones 0-1-2 --------------


@pytest.mark.parametrize(
    ("negative", "positive", "score", "band", "is_heavy"),
    [
        # Anna: no problem at all, much fulfilment and support: 5 x 2 + 2 x 2.
        ("none", "much", 14, "light", False),
        # Bert: some of everything: 5 x 1 + 2 x 1.
        ("some", "some", 7, "moderate", False),
        # Cora: many problems, some fulfilment and support: 5 x 0 + 2 x 1.
        ("much", "some", 2, "heavy", True),
    ],
)
def test_carerqol_scores_as_on_paper(negative, positive, score, band, is_heavy):
    answers = dict.fromkeys(NEGATIVE, negative) | dict.fromkeys(POSITIVE, positive)

    found = band_of(CARERQOL, score_of(CARERQOL, answers))
    assert score_of(CARERQOL, answers) == score
    assert (found.code, found.is_heavy) == (band, is_heavy)


def test_carerqol_runs_from_0_to_14_and_its_line_from_0_to_10():
    assert (CARERQOL.lowest, CARERQOL.highest, len(CARERQOL.items)) == (0, 14, 7)
    assert (CARERQOL.vas.lowest, CARERQOL.vas.highest) == (0, 10)
    assert "fictief" in CARERQOL.bands_source
    assert "Brouwer" in CARERQOL.source


@pytest.mark.parametrize(
    ("name", "items", "highest", "heavy_from"), [("ediz", 9, 9, None), ("ediz_plus", 15, 15, 9), ("csi", 13, 13, 7)]
)
def test_loadable_instruments_score_as_their_sources_say(name, items, highest, heavy_from):
    found = read_definition(filled(name))
    heavy = [band.from_score for band in found.bands if band.is_heavy]

    assert (len(found.items), found.lowest, found.highest) == (items, 0, highest)
    assert heavy == ([] if heavy_from is None else [heavy_from])


@st.composite
def answered(draw):
    definition = draw(st.sampled_from(DEFINITIONS))
    return definition, {
        item.code: draw(st.sampled_from([answer.code for answer in item.answers])) for item in definition.items
    }


@given(answered())
def test_every_set_of_answers_has_a_score_within_range_and_one_band(case):
    definition, answers = case
    score = score_of(definition, answers)

    assert definition.lowest <= score <= definition.highest
    fitting = [band for band in definition.bands if band.from_score <= score <= band.to_score]
    assert len(fitting) == (1 if definition.bands else 0)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.code)
def test_bands_are_complete_and_monotone(definition):
    scores = range(definition.lowest, definition.highest + 1)
    heavy = [band_of(definition, score).is_heavy for score in scores] if definition.bands else []

    assert heavy == sorted(heavy, reverse=definition.direction == "better")


@given(st.integers(0, 14), st.integers(0, 14))
def test_worse_is_never_better(before, after):
    points = worsening(CARERQOL, before, after)

    assert points == (before - after if before - after >= 3 else 0)
    assert worsening(CARERQOL, None, after) == 0


def test_answers_are_complete_and_known():
    with pytest.raises(ValidationError) as refused:
        score_of(CARERQOL, {"mental": "terrible", "other": "none"})

    codes = {name: faults[0].code for name, faults in refused.value.error_dict.items()}
    assert codes == dict.fromkeys({*NEGATIVE, *POSITIVE}, "answer_missing") | {
        "mental": "answer_unknown",
        "__all__": "answer_unknown",
    }


@pytest.mark.parametrize(("value", "code"), [(None, "vas_missing"), (11, "vas_range"), (-1, "vas_range")])
def test_the_mark_lies_on_the_line(value, code):
    with pytest.raises(ValidationError) as refused:
        check_vas(CARERQOL, value)
    assert refused.value.code == code
    check_vas(CARERQOL, 10)


@given(st.lists(st.integers(0, 14), min_size=1, max_size=12))
def test_the_drawing_stays_within_its_frame(scores):
    plot = plot_of(CARERQOL, [(date(2026, 1, 1), score) for score in scores])

    assert len(plot.dots) == min(len(scores), 8)
    assert all(0 < dot.x < plot.width and 0 < dot.y < plot.day_y for dot in plot.dots)
    assert plot.is_cut == (len(scores) > 8)


# Files ------------------------------------------------------------------------------------------------------


def wrong(**changes):
    return deepcopy(TOLD) | changes


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        ([], "instrument_shape", "beschrijft geen instrument"),
        (wrong(code="Met Spatie"), "instrument_shape", "kleine letters"),
        (wrong(number=True), "instrument_shape", "heel getal"),
        (wrong(licence=" "), "instrument_shape", "licence"),
        (wrong(direction="up"), "instrument_shape", "better of heavier"),
        (wrong(extra=1), "instrument_shape", "onbekend is extra"),
        (wrong(items=[]), "instrument_shape", "minstens één vraag"),
        (wrong(items=[{"code": "a", "text": ""}], bands=[]), "instrument_text", "Vraag 1 heeft nog geen tekst"),
        (wrong(answers=[{"code": "a", "text": "ja", "score": 1}]), "instrument_answers", "minstens twee"),
        (wrong(answers=None), "instrument_answers", "geen antwoorden"),
        (wrong(vas={"text": "x"}), "instrument_shape", "ontbreekt"),
        (wrong(worsening={"points": 0, "source": "x"}), "instrument_shape", "hele punten vanaf 1"),
        (wrong(bands=TOLD["bands"][:2]), "instrument_bands", "0 tot en met 14"),
        (wrong(bands=[TOLD["bands"][0], TOLD["bands"][1] | {"from": 5}, TOLD["bands"][2]]), "instrument_bands", "één"),
        (wrong(bands=[TOLD["bands"][0] | {"heavy": False}, TOLD["bands"][1] | {"heavy": True}, TOLD["bands"][2]]),
         "instrument_bands", "zwaarder"),
        (wrong(bands_source=""), "instrument_bands", "waar ze vandaan komen"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_refused_with_what_to_mend(told, code, words):
    with pytest.raises(ValidationError) as refused:
        read_definition(told)
    assert any(one.code == code and words in one.message for one in refused.value.error_list), refused.value.messages


def test_all_faults_are_told_at_once():
    told = yaml.safe_load((LOADABLE / "ediz.yaml").read_text(encoding="utf-8")) | {"number": 0, "source": ""}
    with pytest.raises(ValidationError) as refused:
        read_definition(told)
    assert len(refused.value.error_list) == 9 + 2


ATOMS = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
ANYTHING = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=12,
)


@given(ANYTHING)
def test_whatever_a_file_says_it_is_refused_in_words(told):
    with pytest.raises(ValidationError) as refused:
        read_definition(told)
    assert refused.value.messages


@given(st.sampled_from(sorted(TOLD)), ANYTHING)
def test_whatever_one_part_says_it_is_read_or_refused(name, told):
    try:
        assert read_definition(wrong(**{name: told})).items
    except ValidationError as error:
        found = error.messages
        assert found


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_an_edition_never_changes():
    actor = Actor.system("proef")
    assert len(load_shipped_instruments(actor=actor)) == 1
    assert load_shipped_instruments(actor=actor) == []
    assert AuditEntry.objects.filter(target_label="informal_care.instrument").count() == 1
    with pytest.raises(ValidationError) as refused:
        load_instrument(actor=actor, text=yaml.safe_dump(wrong(about="Iets anders.")))
    assert refused.value.code == "instrument_changed"

    _, is_new = load_instrument(actor=actor, text=yaml.safe_dump(wrong(about="Iets anders.", number=2)))
    assert is_new
    assert Instrument.objects.count() == 2


@pytest.mark.django_db
def test_the_command_loads_a_file_or_says_what_to_mend(tmp_path: Path, capsys):
    call_command("load_instrument")
    assert "CarerQol-7D" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Vraag 13 heeft nog geen tekst"):
        call_command("load_instrument", str(LOADABLE / "csi.yaml"))
    file = tmp_path / "csi.yaml"
    file.write_text(yaml.safe_dump(filled("csi")))
    call_command("load_instrument", str(file))
    assert "Caregiver Strain Index" in capsys.readouterr().out
    with pytest.raises(CommandError, match="kan niet worden gelezen"):
        call_command("load_instrument", str(tmp_path / "nothing.yaml"))
    file.write_text("a: [")
    with pytest.raises(CommandError, match="geen YAML of JSON"):
        call_command("load_instrument", str(file))
    assert not Instrument.objects.filter(code__contains="zarit").exists()
