"""Figures of informal care: counted by hand, the same on page and workbook, and never about fewer than ten people."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.actors import Actor
from informal_care.enums import CarerKind, SupportKind
from informal_care.models import CarerSignal, CarerType, Instrument, Measurement, Support
from informal_care.rules.anonymity import STEP, rounded
from informal_care.rules.care_figures import Asked, Counted, Quarter, closed_quarters, figures_of, latest_year
from informal_care.selectors.care_figures import count, figures_for
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.settings import load_care_settings
from tests.cast import sign_in
from tests.factories.informal_care import CarerFactory

DAY = date(2026, 11, 20)
SPRING = date(2026, 5, 4)
LEAST = 10
MANY = st.integers(0, 60)


def test_only_quarters_that_are_over_are_told():
    assert [str(one) for one in closed_quarters(2026, DAY)] == [f"2026, kwartaal {number}" for number in (1, 2, 3)]
    assert closed_quarters(2026, date(2026, 3, 31)) == []
    assert len(closed_quarters(2026, date(2027, 1, 1))) == 4
    assert latest_year(date(2026, 3, 31)) == 2025
    assert latest_year(date(2026, 4, 1)) == 2026


@st.composite
def counted_ones(draw: Any) -> Counted:
    """A municipality with numbers that can occur together."""
    known = draw(MANY)
    some = st.integers(0, known)
    quarters = closed_quarters(2026, DAY)
    measured = {quarter: draw(some) for quarter in quarters}
    asked = {kind.value: draw(some) for kind in SupportKind}
    return Counted(
        known=known,
        new=draw(some),
        supported=draw(some),
        types={kind.value: draw(some) for kind in CarerKind},
        measured=measured,
        heavy={quarter: draw(st.integers(0, number)) for quarter, number in measured.items()},
        asked={
            kind: Asked(number, draw(st.integers(0, number)), Decimal(3), Decimal(2)) for kind, number in asked.items()
        },
        in_time=draw(MANY),
        late=draw(MANY),
        waiting=draw(MANY),
    )


@given(counted_ones(), st.integers(0, 40))
def test_no_number_of_people_is_below_ten_nor_can_be_subtracted(counted, asked_for):
    """Neither by itself, nor as what is left of the number that it is a part of."""
    for figure in figures_of(counted, max(asked_for, LEAST)):
        if figure.unit not in {"mensen", "signalen"}:
            continue
        for line in figure.lines:
            assert line.number is None or line.number >= LEAST
            if line.number is not None and line.of is not None and line.of != line.number:
                assert line.of - line.number >= LEAST


@given(st.integers(LEAST, 10_000), st.integers(0, STEP - 1))
def test_what_is_told_again_does_not_tell_how_few_were_added(number, added):
    """From nobody to four people more: what is shown is the same, or five more, whichever it was."""
    assert rounded(number) >= LEAST
    assert rounded(number + added) - rounded(number) in {0, STEP}


@given(counted_ones())
def test_hours_are_told_only_of_ten_people_or_more(counted):
    (respite,) = [one for one in figures_of(counted) if one.code == "respite"]
    asked = counted.asked[SupportKind.RESPITE.value]

    assert [line.number is not None for line in respite.lines] == [asked.asked >= LEAST, asked.given >= LEAST]


@pytest.fixture
def region_of_carers(apeldoorn, zutphen, karin, on_day, db):
    """Twenty-four carers in Apeldoorn, each third of them measured as heavily burdened; one in Zutphen."""
    on_day(DAY)
    load_care_settings()
    load_shipped_instruments(actor=Actor.system("proef"))
    for number in range(24):
        add_carer(apeldoorn, karin, number)
    add_carer(zutphen, karin, 0)
    return apeldoorn


def add_carer(municipality, worker, number):
    """Every second works; every second asked for respite in spring, and every fourth of all got it."""
    carer = CarerFactory.create(municipality=municipality, name=f"Zorg {number}", known_since=date(2026, 1, 5))
    if number % 2 == 0:
        CarerType.objects.create(carer=carer, kind=CarerKind.WORKING)
        Support.objects.create(
            carer=carer,
            municipality=municipality,
            kind=SupportKind.RESPITE,
            respite_kind="visits",
            about="Een middag vrij",
            asked_on=SPRING,
            starts_on=SPRING if number % 4 == 0 else None,
            planned_hours=Decimal("12.50"),
            used_hours=Decimal("4.25") if number % 4 == 0 else None,
        )
    Measurement.objects.create(
        carer=carer,
        municipality=municipality,
        instrument=Instrument.objects.get(code="carerqol"),
        measured_on=SPRING,
        answers={},
        score=3,
        band="heavy" if number % 3 == 0 else "",
        is_heavy=number % 3 == 0,
        taken_by=worker,
    )
    CarerSignal.objects.create(
        municipality=municipality,
        carer=carer,
        kind="overloaded",
        source="measurement",
        received_on=SPRING,
        seen="Het wordt te veel.",
        due_on=SPRING + timedelta(days=5),
        owner=worker,
        taken_up_on=SPRING + timedelta(days=5 if number < 12 else 6),
    )


def test_everything_is_counted_by_hand(region_of_carers):
    quarters = closed_quarters(2026, DAY)
    one = count([region_of_carers.pk], quarters, DAY)[region_of_carers.pk]
    second = quarters[1]

    assert (one.known, one.new, one.supported, one.types) == (24, 24, 6, {"working": 12})
    assert (one.measured[second], one.heavy[second], one.measured[quarters[0]]) == (24, 8, 0)
    assert one.asked == {"respite": Asked(12, 6, Decimal("150.00"), Decimal("25.50"))}
    assert (one.in_time, one.late, one.waiting) == (12, 12, 0)


def test_who_asked_and_got_more_than_once_counts_once(region_of_carers):
    for support in Support.objects.filter(municipality=region_of_carers, starts_on=SPRING):
        support.pk, support.public_id = None, uuid4()
        support.save(force_insert=True)

    one = count([region_of_carers.pk], closed_quarters(2026, DAY), DAY)[region_of_carers.pk]
    assert (one.supported, one.asked["respite"].asked, one.asked["respite"].given) == (6, 12, 6)


def test_page_and_workbook_tell_the_same_and_nothing_of_few(region_of_carers, ilse, client):
    visitor = sign_in(client, ilse)
    page = visitor.get(reverse("informal_care:care_figures")).content.decode()
    book = CalamineWorkbook.from_filelike(BytesIO(visitor.get(reverse("informal_care:care_figures_xlsx")).content))
    rows = book.get_sheet_by_index(0).to_python()[1:]
    told = {(title, label): number for title, label, number, _ in rows}

    # Twenty-four and twelve, to the nearest five.
    assert told["Mantelzorgers", "Bekend"] == 25
    assert told["Soorten mantelzorgers", "Werkt erbij"] == 10
    # Six got it, eight are heavily burdened: too few.
    assert told["Steun: gevraagd en gekregen", "Tijdelijke vervanging van de zorg: daarvan gekregen"] != 6
    assert told["Zwaar belast, per kwartaal", "2026, kwartaal 2"] != 8
    assert "te weinig" in page
    people = [
        number for (title, _), number in told.items() if title != "Taken op het bord" and isinstance(number, float)
    ]
    assert min(people) >= LEAST


def test_of_one_carer_nothing_is_told(region_of_carers, zutphen):
    figures = figures_for([zutphen.pk], 2026, DAY)[zutphen.pk]

    assert all(line.number is None for one in figures if one.code != "tasks" for line in one.lines)


def test_number_of_queries_is_constant(region_of_carers, zutphen):
    seen = []
    for keys in ([region_of_carers.pk], [region_of_carers.pk, zutphen.pk]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            figures_for(keys, 2026, DAY)
        seen.append(len(queries))
    assert seen == [8, 8]


@pytest.mark.parametrize("year", ["2023", "2027", "x", "²", "99999999999"])
def test_year_without_figures_is_not_there(region_of_carers, ilse, client, year):
    assert sign_in(client, ilse).get(reverse("informal_care:care_figures"), {"jaar": year}).status_code == 404


def test_quarter_reads_as_one():
    assert str(Quarter(date(2026, 7, 1), date(2026, 9, 30))) == "2026, kwartaal 3"
