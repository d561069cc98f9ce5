"""Dates, money and small parts as templates show them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator

from core.templatetags import pages
from tests.core.page_samples import render

DAY = date(2026, 3, 1)


def test_dates_are_written_the_dutch_way() -> None:
    assert pages.nl_date(DAY) == "1 maart 2026"
    assert pages.nl_date_short(DAY) == "1-3-2026"
    assert pages.nl_date(None) == pages.nl_date_short(None) == pages.nl_moment(None) == ""


def test_moment_is_shown_in_local_time() -> None:
    assert pages.nl_moment(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "1 juli 2026, 00:30 uur"
    assert pages.nl_date(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "1 juli 2026"


def test_period_may_be_open() -> None:
    assert pages.nl_period(SimpleNamespace(starts_on=DAY, ends_on=None)) == "vanaf 1-3-2026"
    assert pages.nl_period(SimpleNamespace(starts_on=DAY, ends_on=date(2026, 8, 31))) == "1-3-2026 t/m 31-8-2026"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("2.50"), "2,5"),
        (Decimal("100"), "100"),
        (Decimal("1E+2"), "100"),
        (3, "3"),
        (0, "0"),
        (None, ""),
    ],
)
def test_number_has_no_idle_zeros(number: Decimal | None, text: str) -> None:
    assert pages.nl_number(number) == text


def test_euro_groups_thousands_with_dots() -> None:
    assert pages.euro(Decimal("1207488")) == "€\u00a01.207.488,00"
    assert pages.euro(Decimal("-0.5")) == "€\u00a0-0,50"
    assert pages.euro(None) == ""


def test_badge_escapes_its_label_and_refuses_an_unknown_kind() -> None:
    assert "&lt;b&gt;" in pages.badge("<b>", "ok")
    with pytest.raises(ValueError, match="Unknown kind"):
        pages.badge("Actief", "groen")


def test_fictional_mark_can_be_left_out() -> None:
    assert "fictief" in pages.fictional()
    assert pages.fictional(is_fictional=False) == ""


def test_breadcrumbs_end_with_this_page() -> None:
    html = render('{% load pages %}{% breadcrumbs "Cliënten" "/c" "Plan" %}')

    assert 'href="/c"' in html
    assert '<span aria-current="page">Plan</span>' in html


@pytest.mark.parametrize(("given", "share"), [(-5, 0), (66.4, 66), (250, 100)])
def test_progress_stays_between_nothing_and_all(given: float, share: int) -> None:
    assert pages.progress("Doel", given)["percentage"] == share


def test_page_numbers_leave_out_what_is_far_away() -> None:
    assert pages.page_numbers(Paginator(range(300), 10).page(9)) == [1, "…", 8, 9, 10, "…", 30]
