"""Spending ceilings: what may be agreed, what is due when (Contractstandaarden Wmo art. 1.5), and who does it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import AuditEntry
from contracts.enums import CeilingStepKind
from contracts.models import CeilingAmount, CeilingStep, SpendingCeiling
from contracts.rules.ceilings import Due, steps_due
from contracts.selectors.settings import limits_on
from contracts.services import agree_ceiling, change_ceiling, record_ceiling_step
from contracts.services.settings import load_settings
from core.constraints import as_validation_error
from tests.cast import actor_of_user
from tests.factories import contracts as made

TODAY = date(2026, 9, 14)
LAST = date(2026, 12, 31)
LIMITS = {
    "ceiling_announce": 6,
    "ceiling_decide": 3,
    "ceiling_plan": 2,
    "ceiling_talk": 2,
    "ceiling_settle": 2,
}
NOTICES = [
    Due(CeilingStepKind.ANNOUNCED, date(2026, 6, 30)),
    Due(CeilingStepKind.DECIDED, date(2026, 9, 30)),
    Due(CeilingStepKind.PLANNED, date(2026, 10, 31)),
]
NOTICED = dict.fromkeys(("announced", "decided", "planned"), date(2026, 6, 1))


def test_notices_are_six_three_and_two_months_before_the_end():
    assert list(steps_due(LAST, None, {}, LIMITS)) == NOTICES
    assert list(steps_due(LAST, None, NOTICED, LIMITS)) == []
    assert list(steps_due(LAST, None, {"decided": TODAY}, LIMITS)) == [NOTICES[0], NOTICES[2]]


@pytest.mark.parametrize(
    ("done", "kind", "due_on"),
    [
        ({}, "warned", date(2026, 9, 1)),
        ({"warned": date(2026, 9, 3)}, "talked", date(2026, 9, 17)),
        ({"warned": date(2026, 9, 3), "talked": date(2026, 9, 10)}, "settled", date(2026, 9, 24)),
    ],
)
def test_meeting_is_two_weeks_after_the_warning_and_the_decision_two_weeks_after_that(done, kind, due_on):
    """The warning is due on the day on which the share was reached: 1 September here."""
    assert list(steps_due(LAST, date(2026, 9, 1), NOTICED | done, LIMITS)) == [Due(CeilingStepKind(kind), due_on)]


def test_nothing_is_due_after_the_decision_or_without_a_limit():
    done = NOTICED | {"warned": TODAY, "talked": TODAY, "settled": TODAY}
    assert list(steps_due(LAST, TODAY, done, LIMITS)) == []
    assert list(steps_due(LAST, None, {}, {})) == []
    assert list(steps_due(LAST, TODAY, {"warned": TODAY}, {})) == []


# Agreed -------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def purchaser(pim):
    return actor_of_user(pim)


@pytest.fixture
def contract(region, de_linde):
    return made.ContractFactory.create(
        framework__region=region, provider=de_linde, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31)
    )


def agree(actor, contract, **change):
    values: dict[str, Any] = {
        "starts_on": date(2026, 1, 1),
        "ends_on": LAST,
        "amount": Decimal(250000),
        "agreed_on": TODAY,
    } | change
    return agree_ceiling(actor=actor, contract=contract, **values)


@pytest.mark.django_db
def test_the_limits_come_with_their_articles():
    load_settings()
    limits = limits_on(TODAY)
    assert {name: limits[name] for name in LIMITS} == LIMITS
    assert (limits["ceiling_warning"], limits["extension_notice"]) == (70, 6)
    assert (limits["stop_ahead"], limits["measure_within"], limits["breach_within"]) == (14, 7, 24)


def test_amount_through_time_stays_to_be_read(purchaser, contract, on_day):
    ceiling = agree(purchaser, contract, agreed_on=date(2026, 2, 1))
    change_ceiling(
        actor=purchaser, ceiling=ceiling, amount=Decimal(300000), agreed_on=TODAY, reason="Meer cliënten dan gedacht."
    )

    days = (date(2026, 1, 1), date(2026, 9, 13), TODAY, LAST)
    assert [ceiling.amount_on(day).amount for day in days] == [250000, 250000, 300000, 300000]
    written = set(AuditEntry.objects.values_list("event", "target"))
    targets = [ceiling.public_id, *(row.public_id for row in ceiling.amounts.all())]
    assert {("created", target) for target in targets} <= written


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"ends_on": date(2027, 1, 1)}, "ends_on", "ceiling_too_long"),
        ({"starts_on": date(2025, 12, 31), "ends_on": date(2026, 5, 1)}, "ends_on", "ceiling_outside_contract"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on", "period_order"),
        ({"amount": Decimal(0)}, "__all__", "ceiling_positive"),
        ({"agreed_on": date(2026, 9, 15)}, "agreed_on", "agreed_in_future"),
    ],
)
def test_ceiling_that_cannot_be_is_refused(*, purchaser, contract, change, field, code):
    with pytest.raises(ValidationError) as refusal:
        agree(purchaser, contract, **change)

    assert code in {fault.code for fault in refusal.value.error_dict[field]}
    assert not SpendingCeiling.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"reason": " "}, "reason", "ceiling_reason"),
        ({"agreed_on": date(2026, 9, 15)}, "agreed_on", "agreed_in_future"),
        ({"agreed_on": date(2025, 9, 1)}, "agreed_on", "ceiling_amount_order"),
        ({"agreed_on": date(2025, 10, 1)}, "__all__", "ceiling_amount_day"),
    ],
)
def test_amount_that_cannot_be_is_refused(*, purchaser, contract, change, field, code):
    ceiling = made.CeilingFactory.create(contract=contract)
    values = {"amount": Decimal(1), "agreed_on": TODAY, "reason": "Anders."} | change

    with pytest.raises(ValidationError) as refusal:
        change_ceiling(actor=purchaser, ceiling=ceiling, **values)

    assert code in {fault.code for fault in refusal.value.error_dict[field]}
    assert ceiling.amounts.count() == 1


def test_steps_follow_each_other(purchaser, contract):
    ceiling = made.CeilingFactory.create(contract=contract)

    def record(kind, done_on, code=None):
        if code is None:
            return record_ceiling_step(actor=purchaser, ceiling=ceiling, kind=kind, done_on=done_on)
        with pytest.raises(ValidationError) as refusal:
            record_ceiling_step(actor=purchaser, ceiling=ceiling, kind=kind, done_on=done_on)
        codes = {fault.code for faults in refusal.value.error_dict.values() for fault in faults}
        assert code in codes
        return None

    record("talked", TODAY, "step_without_former")
    record("warned", date(2026, 9, 15), "step_in_future")
    step = record("warned", date(2026, 9, 10))
    record("warned", date(2026, 9, 11), "ceiling_step_twice")
    record("talked", date(2026, 9, 9), "step_before_former")
    record("talked", date(2026, 9, 12))
    record("settled", TODAY)

    assert ceiling.steps.count() == 3
    assert AuditEntry.objects.filter(event="created", target=step.public_id).exists()


@pytest.mark.parametrize("name", ["karin", "petra", "hanna", "mo", "ada"])
def test_only_the_purchaser_of_the_region_agrees(request, name, contract):
    actor, ceiling = actor_of_user(request.getfixturevalue(name)), made.CeilingFactory.create(contract=contract)

    for write in (
        lambda: agree(actor, contract, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)),
        lambda: change_ceiling(actor=actor, ceiling=ceiling, amount=Decimal(1), agreed_on=TODAY, reason="Nee."),
        lambda: record_ceiling_step(actor=actor, ceiling=ceiling, kind="warned", done_on=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            write()


@pytest.mark.parametrize(
    ("name", "sees"), [("pim", "both"), ("hanna", "own"), ("mo", "none"), ("karin", "none"), ("ada", "none")]
)
def test_each_side_sees_its_own(*, request, name, sees, contract):
    own, other = (
        made.CeilingFactory.create(contract=contract),
        made.CeilingFactory.create(contract__framework=contract.framework),
    )
    seen = {"both": {own, other}, "own": {own}, "none": set()}[sees]

    assert set(SpendingCeiling.objects.visible_to(actor_of_user(request.getfixturevalue(name)))) == seen


def test_constraints_hold_in_the_database(contract):
    """contracts_ceiling_end and the others."""
    ceiling = made.CeilingFactory.create(contract=contract)
    rows, amounts = SpendingCeiling.objects.filter(pk=ceiling.pk), CeilingAmount.objects.filter(ceiling=ceiling)
    step = made.CeilingStepFactory.create(ceiling=ceiling)

    assert refused(lambda: rows.update(ends_on=None)) == "ceiling_without_end"
    assert refused(lambda: rows.update(ends_on=date(2025, 12, 31))) == "period_order"
    again = {"contract": contract, "starts_on": date(2026, 7, 1), "ends_on": LAST}
    assert refused(lambda: SpendingCeiling.objects.create(**again)) == "ceiling_overlap"
    assert refused(lambda: amounts.update(amount=0)) == "ceiling_positive"
    same_day = {"ceiling": ceiling, "amount": 1, "agreed_on": amounts.get().agreed_on}
    assert refused(lambda: CeilingAmount.objects.create(**same_day)) == "ceiling_amount_day"
    once_more = {"ceiling": ceiling, "kind": step.kind, "done_on": TODAY}
    assert refused(lambda: CeilingStep.objects.create(**once_more)) == "ceiling_step_twice"
    assert refused(lambda: CeilingStep.objects.filter(pk=step.pk).update(kind="nothing")) == "ceiling_step"


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code
