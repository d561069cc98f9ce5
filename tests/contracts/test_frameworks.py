from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from contracts.models import Addendum
from contracts.rules import last_day_after
from contracts.services import (
    add_document,
    add_lot,
    conclude_contract,
    conclude_framework,
    decide_extension,
    join_framework,
    leave_framework,
)
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.factories import contracts as made
from tests.factories.organisations import MunicipalityFactory

TODAY = date(2026, 3, 1)
START, END = date(2025, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def purchaser(pim):
    return actor_of_user(pim)


@pytest.fixture
def framework(purchaser, region, apeldoorn):
    return conclude_framework(
        actor=purchaser,
        region=region,
        name="Jeugd, Wmo en MO/BW",
        reference="RO-1",
        starts_on=START,
        ends_on=END,
        extension_months=[12, 24],
        municipalities=[apeldoorn],
    )


def codes(refusal):
    return {one.code for found in refusal.value.error_dict.values() for one in found}


def test_framework_has_options_municipalities_lots_and_documents_in_the_trail(framework, purchaser, apeldoorn):
    lot = add_lot(actor=purchaser, framework=framework, number=2, domain="wmo", name="Wmo")
    paper = add_document(actor=purchaser, framework=framework, kind="note", title="Nota 1", version="1", dated_on=START)

    assert [option.months for option in framework.options.all()] == [12, 24]
    (takes_part,) = framework.participations.all()
    assert (takes_part.municipality, takes_part.starts_on, takes_part.ends_on) == (apeldoorn, START, None)
    trail = set(AuditEntry.objects.values_list("target", flat=True))
    rows = [framework, lot, paper, takes_part, *framework.options.all()]
    assert trail == {row.public_id for row in rows}


@pytest.mark.parametrize("name", ["karin", "petra", "ada"])
def test_only_a_purchaser_of_the_region_changes_a_framework(request, name, framework, zutphen):
    actor = actor_of_user(request.getfixturevalue(name))
    option, participation = framework.options.get(number=1), framework.participations.get()

    for write in (
        lambda: add_lot(actor=actor, framework=framework, number=1, domain="youth", name="Jeugd"),
        lambda: join_framework(actor=actor, framework=framework, municipality=zutphen, starts_on=TODAY),
        lambda: leave_framework(actor=actor, participation=participation, ends_on=END),
        lambda: decide_extension(actor=actor, option=option, is_used=True),
        lambda: add_document(actor=actor, framework=framework, kind="note", title="Nota", version="1", dated_on=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_limit_counts_the_extensions_and_asks_for_a_reason(purchaser, region):
    call_command("load_contract_limits")
    fields = {"actor": purchaser, "region": region, "name": "Lang", "starts_on": START}

    conclude_framework(**fields, reference="A", ends_on=date(2028, 12, 31))
    for number, (ends_on, months) in enumerate([(END, [12, 13]), (date(2029, 1, 1), []), (None, [])]):
        with pytest.raises(ValidationError) as refusal:
            conclude_framework(**fields, reference=f"B{number}", ends_on=ends_on, extension_months=months)
        assert codes(refusal) == {"framework_duration"}
    conclude_framework(**fields, reference="C", duration_reason="Aanbieders investeren in gebouwen.")


def test_what_has_no_end_has_no_extension(purchaser, region):
    with pytest.raises(ValidationError) as refusal:
        conclude_framework(
            actor=purchaser, region=region, name="A", reference="A", starts_on=START, extension_months=[12]
        )

    assert codes(refusal) == {"option_without_end"}


def test_municipality_joins_and_leaves_on_a_day(framework, purchaser, zutphen):
    joined = join_framework(actor=purchaser, framework=framework, municipality=zutphen, starts_on=TODAY)
    with pytest.raises(ValidationError) as twice:
        join_framework(actor=purchaser, framework=framework, municipality=zutphen, starts_on=TODAY)
    left = leave_framework(actor=purchaser, participation=joined, ends_on=date(2026, 6, 30))

    assert codes(twice) == {"participation_overlap"}
    assert left.ends_on == date(2026, 6, 30)
    with pytest.raises(Conflict):
        leave_framework(actor=purchaser, participation=joined, ends_on=END)


def test_municipality_of_elsewhere_or_outside_the_period_is_refused(framework, purchaser, zutphen):
    far = MunicipalityFactory.create(name="Urk", cbs_code="0184", region__name="Andere regio")
    for municipality, day, code in ((far, TODAY, "other_region"), (zutphen, date(2024, 1, 1), "outside_framework")):
        with pytest.raises(ValidationError) as refusal:
            join_framework(actor=purchaser, framework=framework, municipality=municipality, starts_on=day)
        assert codes(refusal) == {code}


def test_document_of_a_contract_of_another_framework_is_refused(framework, purchaser):
    with pytest.raises(ValidationError) as refusal:
        add_document(
            actor=purchaser,
            framework=framework,
            kind="offer",
            title="Inschrijving",
            version="1",
            dated_on=TODAY,
            contract=made.ContractFactory.create(),
        )

    assert codes(refusal) == {"contract_other"}


def test_extension_moves_the_end_of_the_framework_and_of_contracts_that_end_with_it(
    framework, purchaser, de_linde, het_anker
):
    with_it = conclude_contract(
        actor=purchaser, framework=framework, provider=de_linde, number="C-1", starts_on=START, ends_on=END
    )
    earlier = conclude_contract(
        actor=purchaser, framework=framework, provider=het_anker, number="C-2", starts_on=START, ends_on=TODAY
    )

    option = decide_extension(actor=purchaser, option=framework.options.get(number=1), is_used=True)

    for row in (framework, with_it, earlier):
        row.refresh_from_db()
    new_end = date(2027, 12, 31)
    assert (framework.ends_on, with_it.ends_on, earlier.ends_on) == (new_end, new_end, TODAY)
    assert (option.state, option.decided_on, option.former_ends_on) == ("used", TODAY, END)
    addendum = Addendum.objects.get()
    assert (addendum.contract, addendum.status, addendum.former_ends_on) == (with_it, "adopted", END)
    with pytest.raises(Conflict):
        decide_extension(actor=purchaser, option=option, is_used=False)


def test_options_are_used_in_order_and_not_after_the_end(framework, purchaser, on_day):
    first, second = framework.options.order_by("number")
    with pytest.raises(ValidationError) as out_of_order:
        decide_extension(actor=purchaser, option=second, is_used=True)
    on_day(date(2027, 1, 1))
    with pytest.raises(ValidationError) as too_late:
        decide_extension(actor=purchaser, option=first, is_used=True)

    assert (out_of_order.value.code, too_late.value.code) == ("option_order", "framework_over")


def test_option_that_is_declined_leaves_the_end(framework, purchaser):
    option = decide_extension(actor=purchaser, option=framework.options.get(number=1), is_used=False)

    framework.refresh_from_db()
    assert (option.state, framework.ends_on) == ("declined", END)
    with pytest.raises(ValidationError):
        decide_extension(actor=purchaser, option=framework.options.get(number=2), is_used=True)


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_last_day_after_is_the_day_before_the_same_day_so_many_months_later(first_day, months):
    """An agreement of whole months goes on for whole months: no day is lost or counted twice."""
    last = last_day_after(first_day, months)

    assert (last - first_day).days >= 28 * months - 1
    if first_day.day < 28:
        following = date.fromordinal(last.toordinal() + 1)
        assert following.day == date.fromordinal(first_day.toordinal() + 1).day
        assert (following.year * 12 + following.month) - (first_day.year * 12 + first_day.month) == months
