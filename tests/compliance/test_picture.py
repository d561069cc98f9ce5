"""The picture of a dagdeel says in drawing and in words what the check says."""

from hypothesis import given

from compliance.rules import Attendance, ClientStay, Demand, StaffStay, check_cover
from compliance.rules.picture import LEFT, RIGHT, WIDTH, picture
from delivery.enums import StaffKind
from tests.compliance.test_minute_by_minute import attendances

NINE, HALF_PAST_TEN, ENDS = 540, 630, 750
DUURZAAM = Demand(5, 2)


def six_and_two(left):
    return Attendance(
        NINE,
        ENDS,
        tuple(ClientStay(number, NINE, ENDS, DUURZAAM) for number in range(6)),
        (StaffStay(1, NINE, ENDS, level=4), StaffStay(2, NINE, left, level=2)),
    )


def test_the_red_part_is_where_somebody_left_early():
    drawn = picture(six_and_two(HALF_PAST_TEN), {}, {1: "Anna", 2: "Bo"})
    (red,) = drawn.red
    assert red.times == "10:30 tot 12:30"
    assert drawn.in_words == "Hoogstens 6 cliënten tegelijk; te weinig professionals van 10:30 tot 12:30."
    assert [(row.starts, row.ends, row.professionals, row.needed) for row in drawn.rows] == [
        ("9:00", "10:30", 2, 2),
        ("10:30", "12:30", 1, 2),
    ]
    assert [one.label for one in drawn.lanes][-2:] == ["Anna", "Bo"]


def test_an_unknown_departure_is_an_open_bar_and_the_worst_is_drawn():
    drawn = picture(six_and_two(None), {}, {})
    assert drawn.lanes[-1].bars[0].is_open
    assert drawn.lanes[-1].bars[0].times == "9:00 tot onbekend"
    assert drawn.red


def test_who_does_not_count_looks_otherwise():
    staff = (
        StaffStay(1, NINE, ENDS, level=2),
        StaffStay(2, NINE, ENDS, level=0),
        StaffStay(-1, NINE, ENDS, StaffKind.VOLUNTEER),
    )
    drawn = picture(Attendance(NINE, ENDS, (ClientStay(1, NINE, ENDS, DUURZAAM),), staff), {}, {})
    assert [one.kind for one in drawn.lanes] == ["client", "counts", "level", "volunteer"]


def test_a_dagdeel_without_anybody_is_drawn_too():
    drawn = picture(Attendance(NINE, ENDS, (), ()), {}, {})
    assert drawn.rows == ()
    assert not drawn.red


@given(attendances())
def test_what_is_red_is_what_the_check_finds_and_nothing_is_drawn_outside(attendance):
    drawn = picture(attendance, {}, {})
    assert [one.times for one in drawn.red] == [str(one) for one in check_cover(attendance).broken]
    for lane in drawn.lanes:
        for bar in lane.bars:
            assert LEFT <= bar.x <= WIDTH - RIGHT
            assert bar.x + bar.width <= WIDTH - RIGHT + 2
    assert sum(row.short > 0 for row in drawn.rows) >= len(drawn.red)
