"""Which volunteers fit, in which order, and why not: worked out by hand, and as properties."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from informal_care.enums import (
    Circumstance,
    HelpDuration,
    HelpTask,
    Interest,
    MatchStatus,
    Nearness,
    VolunteerKind,
    VolunteerStatus,
)
from informal_care.rules.matching import Offer, Wanted, free_moments, match, nearness
from informal_care.rules.volunteering import (
    MATCH_STEPS,
    VOLUNTEER_STEPS,
    Lack,
    Readiness,
    check_ready,
    check_step,
    lacks,
)
from plans.rules.week import MOMENTS, Week

DAY = date(2026, 3, 2)
WANTED = Wanted(
    postcode="7311 CD",
    moments=Week.of("1-morning", "2-morning"),
    duration="lasting",
    tasks=frozenset({"company", "shopping"}),
    circumstances=frozenset({"smoking"}),
    wishes=frozenset({"games"}),
    refuses=frozenset({"guided"}),
)
FITS = Offer(
    key=1,
    name="Joke",
    status="available",
    kind="lasting",
    has_intake=True,
    has_certificate=True,
    postcode="7311 AB",
    max_nearness=2,
    moments=Week.of("1-morning", "3-morning"),
    held=Week(),
    load=0,
    tasks=frozenset({"company", "walk"}),
    limits=frozenset({"pets"}),
    talents=frozenset({"games", "music"}),
)


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("7311 ZZ", Nearness.NEIGHBOURHOOD),
        ("7315 AB", Nearness.TOWN),
        ("7391 AB", Nearness.REGION),
        ("7201 AB", Nearness.FAR),
        ("8311 AB", Nearness.FAR),
    ],
)
def test_nearness_follows_the_digits_at_the_beginning(other, level):
    assert nearness("7311 CD", other) == nearness(other, "7311 CD") == level


def test_who_fits_is_explained():
    (one,) = match(WANTED, [FITS]).candidates

    assert one.moments == Week.of("1-morning")
    assert one.reasons == (
        "Doet graag: op bezoek komen, gezelschap houden.",
        "Kan op maandagochtend.",
        "Woont in dezelfde wijk.",
        "Past bij de wens: spelletjes.",
        "Helpt nu nog niemand.",
    )
    assert one.doubts == ("Noemde niet: boodschappen doen.", "Kan niet op dinsdagochtend.")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"has_intake": False}, "Heeft nog geen intake gehad."),
        ({"status": "paused"}, "Is niet beschikbaar: gepauzeerd."),
        ({"has_certificate": False}, "Heeft geen geldige VOG."),
        ({"was_declined": True}, "Ging bij deze hulpvraag al eens niet door."),
        ({"tasks": frozenset({"garden"})}, "Doet niets van wat wordt gevraagd."),
        ({"limits": frozenset({"smoking"})}, "Wil dit liever niet: er wordt gerookt."),
        (
            {"kind": "guided"},
            "De hulpvrager wil geen vrijwilliger van deze soort: begeleid, als tegenprestatie.",
        ),
        (
            {"postcode": "7391 AA"},
            "Woont in dezelfde streek, en wil niet verder dan: dezelfde plaats.",
        ),
        ({"moments": Week.of("5-evening")}, "Kan op geen enkel dagdeel dat wordt gevraagd."),
        ({"held": Week.of("1-morning")}, "Helpt op deze dagdelen al iemand anders."),
    ],
)
def test_who_does_not_fit_is_shown_apart_with_why(change, because):
    found = match(WANTED, [replace(FITS, **change)])

    assert found.candidates == ()
    assert [one.because for one in found.excluded] == [(because,)]


def test_all_obstacles_are_told_at_once():
    (one,) = match(WANTED, [replace(FITS, has_intake=False, has_certificate=False, tasks=frozenset())]).excluded
    assert len(one.because) == 3


def test_fewer_people_to_help_goes_first_and_names_are_the_last_word():
    busy = replace(FITS, key=2, name="Aad", load=1)
    (first, second, third) = match(WANTED, [busy, replace(FITS, key=4, name="Kees"), FITS]).candidates
    assert [first.key, second.key, third.key] == [1, 4, 2]
    assert "Helpt al 1 ander." in third.doubts


# Properties ---------------------------------------------------------------------------------------------


def some(choices: type) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(choices.values), max_size=4)  # type: ignore[attr-defined]


weeks = st.frozensets(st.sampled_from(MOMENTS), max_size=6).map(Week)
postcodes = st.sampled_from(["7311 AA", "7312 AA", "7321 AA", "7391 AA", "7201 AA", "8011 AA"])
wants = st.builds(
    Wanted,
    postcode=postcodes,
    moments=weeks,
    duration=st.sampled_from(HelpDuration.values),
    tasks=some(HelpTask),
    circumstances=some(Circumstance),
    wishes=some(Interest),
    refuses=some(VolunteerKind),
)
offers = st.builds(
    Offer,
    key=st.integers(1, 10_000),
    name=st.sampled_from(["Aad", "Bep", "aad", "Cor"]),
    # Mostly somebody who can be chosen: or nothing would be ranked.
    status=st.sampled_from(["available"] * 5 + VolunteerStatus.values),
    kind=st.sampled_from(VolunteerKind.values),
    has_intake=st.sampled_from([True, True, True, False]),
    has_certificate=st.sampled_from([True, True, True, False]),
    postcode=postcodes,
    max_nearness=st.sampled_from(Nearness.values),
    moments=weeks,
    held=weeks,
    load=st.integers(0, 3),
    tasks=some(HelpTask),
    limits=some(Circumstance),
    talents=some(Interest),
    was_declined=st.sampled_from([False, False, False, True]),
)
many = st.lists(offers, max_size=8, unique_by=lambda offer: offer.key)


@given(wants, many, st.randoms())
def test_order_does_not_depend_on_the_order_of_the_offers(wanted, listed, random):
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert match(wanted, listed) == match(wanted, shuffled)


@given(wants, many)
def test_everybody_is_either_ranked_or_excluded_with_a_reason(wanted, listed):
    found = match(wanted, listed)
    ranked, excluded = [one.key for one in found.candidates], [one.key for one in found.excluded]

    assert sorted(ranked + excluded) == sorted(one.key for one in listed)
    assert all(one.because for one in found.excluded)
    by_key = {one.key: one for one in listed}
    for one in found.candidates:
        offer = by_key[one.key]
        assert offer.has_intake
        assert offer.has_certificate
        assert offer.status == "available"
        assert not offer.limits & wanted.circumstances
        assert offer.kind not in wanted.refuses
        assert one.moments
        assert one.moments == free_moments(wanted, offer)


@given(wants, many, offers, st.data())
def test_more_overlap_never_lowers_a_rank(wanted, others, offer, data):
    others = [one for one in others if one.key != offer.key]
    richer = replace(
        offer,
        tasks=offer.tasks | data.draw(st.frozensets(st.sampled_from(sorted(wanted.tasks) or ["walk"]))),
        talents=offer.talents | data.draw(st.frozensets(st.sampled_from(sorted(wanted.wishes) or ["music"]))),
        moments=Week(offer.moments.moments | data.draw(weeks).moments),
    )

    def place(one: Offer) -> int | None:
        ranked = [candidate.key for candidate in match(wanted, [*others, one]).candidates]
        return ranked.index(one.key) if one.key in ranked else None

    before, after = place(offer), place(richer)
    if before is not None:
        assert after is not None
        assert after <= before


# Steps and what is lacking ------------------------------------------------------------------------------


def test_steps_lead_from_everywhere_to_an_end():
    for steps, statuses in ((VOLUNTEER_STEPS, VolunteerStatus), (MATCH_STEPS, MatchStatus)):
        assert set(steps) == set(statuses)
        ends = {one for one in steps if not steps[one]}
        for one in steps:
            seen: set[str] = set()
            todo: set[str] = {one}
            while todo:
                seen |= todo
                todo = {then for now in todo for then in steps[now]} - seen
            assert seen & ends


def test_step_that_is_not_there_is_refused():
    with pytest.raises(ValidationError) as refused:
        check_step(MATCH_STEPS, MatchStatus.PROPOSED, MatchStatus.STARTED)
    assert refused.value.code == "step"


READY = Readiness("available", date(2026, 1, 5), date(2026, 12, 31), None, None)


def test_nobody_is_ready_without_intake_and_certificate():
    check_ready(READY, date(2026, 12, 31))
    with pytest.raises(ValidationError) as refused:
        check_ready(replace(READY, intake_on=None, vog_until=date(2026, 3, 1)), DAY)
    assert [one.code for one in refused.value.error_list] == ["intake_missing", "vog_missing"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"status": "registered", "intake_on": None, "vog_until": None}, [Lack("Intake te doen", None, is_late=False)]),
        ({"vog_until": None}, [Lack("VOG ontbreekt", None, is_late=False)]),
        ({"vog_until": date(2026, 3, 1)}, [Lack("VOG is verlopen", date(2026, 3, 1), is_late=True)]),
        ({"vog_until": DAY}, [Lack("VOG loopt af", DAY, is_late=False)]),
        ({"vog_until": date(2026, 4, 1)}, [Lack("VOG loopt af", date(2026, 4, 1), is_late=False)]),
        ({"vog_until": date(2026, 4, 2)}, []),
        ({"talk_due_on": DAY}, [Lack("Gesprek te voeren", DAY, is_late=False)]),
        ({"talk_due_on": date(2026, 3, 1)}, [Lack("Gesprek te voeren", date(2026, 3, 1), is_late=True)]),
        (
            {"status": "paused", "paused_until": date(2026, 3, 1)},
            [Lack("Pauze is voorbij", date(2026, 3, 1), is_late=True)],
        ),
        ({"status": "stopped", "vog_until": date(2020, 1, 1)}, []),
    ],
)
def test_what_is_lacking_is_told(change, expected):
    assert list(lacks(replace(READY, **change), DAY, warning_days=30)) == expected
