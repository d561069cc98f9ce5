"""From when until when something was not met, and how findings go on when what was said changes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from compliance.enums import State
from compliance.rules.episodes import Said, Span, episodes, match

FIRST = date(2026, 3, 2)
LETTERS = {
    "v": State.MET,
    "x": State.NOT_MET,
    "?": State.NOT_ASSESSABLE,
    "-": State.NOT_APPLICABLE,
}


def said(letters):
    return [Said(place, FIRST + timedelta(days=place), LETTERS[letter]) for place, letter in enumerate(letters)]


def spans(letters):
    """From which dagdeel to which, and when it was met again."""
    return [
        (one.said[0].session, one.said[-1].session, one.met_again_on and (one.met_again_on - FIRST).days)
        for one in episodes(said(letters))
    ]


def test_an_episode_lasts_until_it_is_met_again():
    assert spans("vxxvvx") == [(1, 2, 3), (5, 5, None)]


def test_what_nobody_can_tell_neither_ends_nor_begins_an_episode():
    assert spans("?x-?x-v?") == [(1, 4, 6)]
    assert spans("v?-") == []


def test_the_worst_dagdeel_is_the_one_where_most_is_missing():
    rows = [
        Said(1, FIRST, State.NOT_MET, short=1, short_minutes=90),
        Said(2, FIRST, State.NOT_MET, short=2, short_minutes=10),
        Said(3, FIRST, State.NOT_MET, short=2, short_minutes=5),
    ]
    (episode,) = episodes(rows)
    assert episode.worst.session == 2
    assert episode.short_minutes == 105


@given(st.text("vx?-", max_size=30))
def test_every_dagdeel_that_was_not_met_is_in_exactly_one_episode(letters):
    found = [one.session for episode in episodes(said(letters)) for one in episode.said]
    assert found == [place for place, letter in enumerate(letters) if letter == "x"]
    assert sum(episode.met_again_on is None for episode in episodes(said(letters))) <= 1


@given(st.text("vx?-", max_size=20), st.text("vx?-", max_size=20))
def test_findings_of_before_go_on_where_they_can_and_none_is_there_twice(before, after):
    known = [Span(key, one.opened_on, one.last_on) for key, one in enumerate(episodes(said(before)))]
    found = episodes(said(after))
    matched = match(known, found)

    assert sorted([*matched.going_on, *matched.gone]) == [one.key for one in known]
    assert len(matched.going_on) + len(matched.new) == len(found)
    for span in known:
        episode = matched.going_on.get(span.key)
        if episode:
            assert episode.opened_on <= span.last_on
            assert episode.last_on >= span.opened_on


@given(st.text("vx?-", max_size=20))
def test_nothing_changes_when_nothing_is_said_otherwise(letters):
    found = episodes(said(letters))
    matched = match([Span(key, one.opened_on, one.last_on) for key, one in enumerate(found)], found)
    assert matched.going_on == dict(enumerate(found))
    assert not matched.new
    assert not matched.gone


def test_a_correction_that_makes_an_episode_begin_later_keeps_its_finding():
    known = [Span(7, FIRST, FIRST + timedelta(days=2))]
    matched = match(known, episodes(said("vxx")))
    assert list(matched.going_on) == [7]
