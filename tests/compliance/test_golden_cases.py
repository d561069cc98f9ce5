"""Cases worked out by hand, as somebody who knows the work would ask for them."""

import pytest

from compliance.enums import State
from compliance.rules import (
    Attendance,
    ClientStay,
    Demand,
    Interval,
    StaffStay,
    check_cover,
    check_group,
    check_levels,
    check_personal_care,
    check_ratio,
    check_volunteers,
)
from delivery.enums import StaffKind

MBO_2, MBO_3, MBO_4 = 2, 3, 4
DUURZAAM = Demand(max_clients=5, level=MBO_2)
LICHT = Demand(max_clients=10, level=MBO_2)
COMPLEX = Demand(max_clients=6, level=MBO_4)


def at(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def clients(number, starts="9:00", ends="13:00", **facts):
    first, facts = facts.pop("first", 1), {"demand": DUURZAAM, **facts}
    return [ClientStay(first + n, at(starts), at(ends), **facts) for n in range(number)]


def professional(who=101, starts="9:00", ends="13:00", level=MBO_2, is_competent=False):
    return StaffStay(who, at(starts), at(ends), StaffKind.PROFESSIONAL, level, is_competent)


def morning(client_rows, staff):
    return Attendance(at("9:00"), at("13:00"), tuple(client_rows), tuple(staff))


@pytest.mark.parametrize(("number", "needed"), [(0, 0), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_examples_of_the_sheet(number, needed):
    enough = [professional(100 + n) for n in range(needed)]

    with_enough = check_ratio(morning(clients(number), enough))
    assert with_enough.state == (State.MET if number else State.NOT_APPLICABLE)
    if needed:
        assert check_ratio(morning(clients(number), enough[1:])).state == State.NOT_MET


def test_somebody_who_leaves_at_half_past_ten_leaves_a_gap_from_that_minute_on():
    staff = [professional(101), professional(102, ends="10:30")]

    result = check_ratio(morning(clients(6), staff))

    assert result.state == State.NOT_MET
    assert result.broken == (Interval(at("10:30"), at("13:00")),)
    assert result.worst == Interval(at("10:30"), at("13:00"))
    assert result.measured == "6 cliënten en 1 professional (mbo 2 of hoger)"
    assert result.demanded == "2 professionals (mbo 2 of hoger): 1 per 5 cliënten"
    assert result.advice == "Van 10:30 tot 13:00: 1 professional (mbo 2 of hoger) meer, of 1 cliënt minder."


def test_client_who_comes_when_another_leaves_makes_no_sixth():
    rows = [*clients(5, ends="10:30"), *clients(1, starts="10:30", first=9)]

    assert check_ratio(morning(rows, [professional()])).state == State.MET


def test_breaks_one_after_the_other_are_fine_and_breaks_at_once_are_not():
    after = [
        *(professional(101, "9:00", "10:30"), professional(101, "10:45", "13:00")),
        *(professional(102, "9:00", "10:45"), professional(102, "11:00", "13:00")),
    ]
    overlapping = [
        *(professional(101, "9:00", "10:30"), professional(101, "10:45", "13:00")),
        *(professional(102, "9:00", "10:40"), professional(102, "10:55", "13:00")),
    ]

    assert check_ratio(morning(clients(5), after)).state == State.MET
    result = check_ratio(morning(clients(5), overlapping))
    assert result.broken == (Interval(at("10:40"), at("10:45")),)
    assert result.measured == "5 cliënten en 0 professionals (mbo 2 of hoger)"


def test_the_average_does_not_count():
    """Six clients for ten minutes, two for the rest of the morning: on average fewer than five."""
    rows = [*clients(2), *clients(4, ends="9:10", first=11)]

    assert check_ratio(morning(rows, [professional()])).broken == (Interval(at("9:00"), at("9:10")),)


def test_mixed_licht_and_duurzaam_are_held_to_the_sum_of_their_shares():
    fits = [*clients(5, demand=LICHT), *clients(2, first=11)]
    too_many = [*clients(5, demand=LICHT), *clients(3, first=11)]

    assert check_ratio(morning(fits, [professional()])).state == State.MET
    result = check_ratio(morning(too_many, [professional()]))
    assert result.state == State.NOT_MET
    assert result.demanded == "2 professionals (mbo 2 of hoger): 3/5 + 5/10 = 1,1, naar boven afgerond 2"


def test_professional_of_a_low_level_stands_beside_some_clients_and_not_beside_all():
    rows = [*clients(3, demand=LICHT), *clients(3, demand=COMPLEX, first=11)]

    assert check_ratio(morning(rows, [professional(level=MBO_4)])).state == State.MET
    assert check_ratio(morning(rows, [professional(level=MBO_2)])).state == State.NOT_MET
    assert (
        check_ratio(morning(rows, [professional(101, level=MBO_2), professional(102, level=MBO_4)])).state == State.MET
    )


@pytest.mark.parametrize("kind", [StaffKind.VOLUNTEER, StaffKind.TRAINEE])
def test_volunteers_and_trainees_never_count(kind):
    beside = StaffStay(201, at("9:00"), at("13:00"), kind, MBO_4, True)

    assert check_ratio(morning(clients(6), [professional(), beside])).state == State.NOT_MET
    assert check_volunteers(morning(clients(6), [professional(), beside])).state == State.MET


def test_volunteer_alone_with_clients_is_a_finding_of_its_own():
    volunteer = StaffStay(201, at("9:00"), at("13:00"), StaffKind.VOLUNTEER)

    result = check_volunteers(morning(clients(2), [professional(ends="12:30"), volunteer]))

    assert result.state == State.NOT_MET
    assert result.broken == (Interval(at("12:30"), at("13:00")),)


def test_unproven_level_does_not_count_and_is_named():
    attendance = morning(clients(5), [professional(101, level=0), professional(102)])

    assert check_ratio(attendance).state == State.MET
    result = check_levels(attendance)
    assert result.state == State.NOT_MET
    assert result.people == (101,)
    assert result.measured == "1 van de 2 professionals met dit niveau bewezen"


def test_client_who_is_fetched_late_needs_somebody_until_then():
    attendance = morning([*clients(2), *clients(1, ends="13:20", first=9)], [professional()])

    assert check_ratio(attendance).state == State.MET
    result = check_cover(attendance)
    assert result.state == State.NOT_MET
    assert result.broken == (Interval(at("13:00"), at("13:20")),)


def test_one_client_is_no_group():
    assert check_group(morning(clients(1), [])).state == State.NOT_MET
    assert check_group(morning(clients(2), [])).state == State.MET
    assert check_group(morning([*clients(1, ends="11:00"), *clients(1, "11:00", first=2)], [])).state == State.NOT_MET
    assert check_group(morning([], [professional()])).state == State.NOT_APPLICABLE


def test_personal_care_asks_for_somebody_competent_while_that_client_is_there():
    rows = [*clients(2), *clients(1, "10:00", "12:00", needs_care=True, first=9)]
    at_ten = professional(102, "10:00", "11:00", is_competent=True)

    assert check_personal_care(morning(clients(2), [professional()])).state == State.NOT_APPLICABLE
    assert check_personal_care(morning(rows, [professional(is_competent=True)])).state == State.MET
    result = check_personal_care(morning(rows, [professional(), at_ten]))
    assert result.broken == (Interval(at("11:00"), at("12:00")),)


def test_missing_departure_matters_only_where_it_may_make_the_difference():
    unknown = ClientStay(9, at("9:00"), None, DUURZAAM)

    assert check_ratio(morning([*clients(4), unknown], [professional()])).state == State.MET
    assert check_ratio(morning([*clients(6), unknown], [professional()])).state == State.NOT_MET
    result = check_ratio(morning([*clients(5), unknown], [professional()]))
    assert result.state == State.NOT_ASSESSABLE
    assert result.missing == ("Vul van 1 cliënt in wanneer zij vertrokken.",)


def test_product_without_terms_cannot_be_assessed_unless_the_others_are_too_many_already():
    unknown = ClientStay(9, at("9:00"), at("13:00"), None)

    assert check_ratio(morning([unknown], [professional()])).state == State.NOT_ASSESSABLE
    assert check_ratio(morning([*clients(5), unknown], [professional()])).state == State.NOT_ASSESSABLE
    assert check_ratio(morning([*clients(6), unknown], [professional()])).state == State.NOT_MET
