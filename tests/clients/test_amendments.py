"""A decision is revised or withdrawn (Wmo 2015 art. 2.3.10): what ends, what may follow, and what stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from clients.enums import AmendmentGround, CaseWork, ChangeReason, DeliveryForm, StopReason, TermKind
from clients.models import Amendment, Decision
from clients.rules.amendments import REACHES_BACK, check_from, last_day_of_care, valid_period
from clients.selectors.allocations import decisions_to_allocate
from clients.selectors.case_work import case_work
from clients.services import (
    allocate,
    decide_urgently,
    record_death,
    record_start_of_delivery,
    revise_decision,
    withdraw_decision,
)
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from tests.clients.conftest import TODAY
from tests.clients.intake import applied, fresh, grant, notify
from tests.factories.clients import join

START, END = date(2026, 3, 2), date(2026, 12, 31)
FROM = date(2026, 6, 1)


@pytest.fixture
def case(db, terms, worker, person):
    """A case that waits for its decision."""
    return applied(worker, person)


@pytest.fixture
def in_kind(worker, case, product):
    """Four dagdelen per week in kind."""
    return grant(worker, case, product.variant, starts_on=START, ends_on=END)


@pytest.fixture
def budget(worker, case, product):
    """A personal budget for the same."""
    return grant(worker, case, product.variant, form=DeliveryForm.PERSONAL_BUDGET, starts_on=START, ends_on=END)


@pytest.fixture
def amend(worker):
    """Withdraw a decision, or revise it when something is granted instead; from June because the need changed."""

    def act(decision, **given):
        given = {
            "revision": fresh(decision.case).revision,
            "ground": "b",
            "from_on": FROM,
            "reason": "Het gaat veel beter.",
            "decided_on": TODAY,
            **given,
        }
        service = revise_decision if "volume" in given else withdraw_decision
        return service(actor=worker, decision=decision, **given)

    return act


@pytest.fixture
def allocated(worker, person, product):
    """Allocate four dagdelen per week under a decision."""

    def act(decision, **given):
        days = {"starts_on": decision.starts_on, "ends_on": decision.ends_on, "volume": 4}
        return allocate(actor=worker, client=person, contracted_product=product, decision=decision, **{**days, **given})

    return act


def to(variant, **changes):
    """What is granted instead."""
    return {
        "form": DeliveryForm.IN_KIND,
        "variant": variant,
        "volume": 6,
        "frequency": "2",
        "ends_on": END,
        "reassess_on": date(2026, 11, 1),
        **changes,
    }


def codes(refusal):
    return {name: {error.code for error in errors} for name, errors in refusal.value.error_dict.items()}


def ends(allocation):
    allocation.refresh_from_db()
    return allocation.ends_on, allocation.stop_reason, allocation.change_reason


def test_withdrawal_ends_the_allocation_the_day_before_and_leaves_the_decision(in_kind, amend, allocated):
    before = Decision.objects.filter(pk=in_kind.pk).values().get()
    allocation = allocated(in_kind)

    amendment = amend(in_kind)

    assert ends(allocation) == (date(2026, 5, 31), StopReason.BY_MUNICIPALITY, ChangeReason.SHORTENED)
    assert Decision.objects.filter(pk=in_kind.pk).values().get() == before
    assert (amendment.label, amendment.ground, amendment.successor) == ("Ingetrokken", "b", None)
    letter = in_kind.case.letters.get(kind="withdrawal")
    assert letter.document["from_on"] == "2026-06-01"
    assert letter.document["old"]["volume"] == "4 dagdelen per week"
    assert in_kind.case.terms.filter(kind=TermKind.OBJECTION, starts_on=TODAY).exists()
    in_kind.refresh_from_db()
    assert in_kind.valid_period == Period(START, date(2026, 5, 31))


def test_withdrawal_takes_away_what_had_not_begun_and_leaves_what_was_over(in_kind, amend, allocated):
    over = allocated(in_kind, ends_on=date(2026, 4, 30))
    coming = allocated(in_kind, starts_on=date(2026, 9, 1))

    amend(in_kind)

    assert ends(over) == (date(2026, 4, 30), "", "")
    assert ends(coming) == (date(2026, 9, 1), StopReason.BY_MUNICIPALITY, ChangeReason.REMOVED)


def test_personal_budget_is_withdrawn_and_care_in_kind_takes_over(
    *, worker, carer, petra, budget, amend, allocated, person, product, on_day
):
    """From a personal budget to care in kind, from end to end."""
    on_day(date(2026, 5, 20))
    with pytest.raises(ValidationError) as refusal:
        allocate(actor=worker, client=person, contracted_product=product, starts_on=FROM, ends_on=END, volume=4)
    assert codes(refusal) == {"__all__": {"both_forms"}}
    amend(budget, ground="e", decided_on=date(2026, 5, 20), reason="De cliënt gebruikt het pgb niet.")

    decision = grant(
        worker, applied(worker, person), product.variant, decided_on=date(2026, 5, 20), starts_on=FROM, ends_on=END
    )
    allocation = allocated(decision)

    join(allocation, petra)
    on_day(FROM)
    started = record_start_of_delivery(actor=carer, allocation=allocation, on=FROM)
    assert (started.decision, started.delivery_started_on) == (decision, FROM)


def test_personal_budget_still_closes_what_came_before(worker, budget, amend, person, product):
    amend(budget)

    with pytest.raises(ValidationError) as refusal:
        allocate(
            actor=worker,
            client=person,
            contracted_product=product,
            starts_on=date(2026, 5, 31),
            ends_on=END,
            volume=4,
        )
    assert codes(refusal) == {"__all__": {"both_forms"}}


def test_personal_budget_is_revised_into_care_in_kind_at_once(budget, amend, allocated, product):
    new = amend(budget, **to(product.variant))

    assert (new.kind, new.form, new.starts_on, new.volume) == ("revised", DeliveryForm.IN_KIND, FROM, 6)
    assert new.in_place_of == budget
    assert allocated(new, volume=6).decision == new
    letter = budget.case.letters.get(kind="revision")
    assert (letter.document["old"]["form"], letter.document["new"]["form"]) == ("personal_budget", "in_kind")


def test_care_in_kind_is_revised_into_a_personal_budget(in_kind, amend, allocated, product):
    running, coming = allocated(in_kind, ends_on=date(2026, 6, 30)), allocated(in_kind, starts_on=date(2026, 9, 1))

    new = amend(in_kind, **to(product.variant, form=DeliveryForm.PERSONAL_BUDGET))

    assert ends(running) == (date(2026, 5, 31), StopReason.BY_MUNICIPALITY, ChangeReason.DELIVERY_FORM)
    assert ends(coming)[2] == ChangeReason.REMOVED
    assert new.form == DeliveryForm.PERSONAL_BUDGET


def test_revised_decision_is_allocated_anew_to_the_same_provider_also_where_one_was_removed(
    *, worker, in_kind, amend, allocated, product, person
):
    allocated(in_kind, starts_on=date(2026, 9, 1))
    new = amend(in_kind, **to(product.variant))

    assert list(decisions_to_allocate(person, worker)) == [new, in_kind]  # the old one holds until June
    assert [item.subject_uuid for item in _work(worker, CaseWork.TO_ALLOCATE)] == [new.public_id]
    assert allocated(new, volume=6).starts_on == FROM


def test_revised_decision_can_be_revised_again(in_kind, amend, product):
    new = amend(in_kind, **to(product.variant))

    newer = amend(new, **to(product.variant, volume=2), from_on=date(2026, 8, 1))

    assert [row.volume for row in Decision.objects.filter(case=in_kind.case).order_by("pk")] == [4, 6, 2]
    assert newer.in_place_of == new


def test_old_decision_gives_nothing_any_more_once_the_day_has_come(
    *, worker, in_kind, amend, allocated, person, on_day
):
    amend(in_kind)
    on_day(FROM)

    assert not decisions_to_allocate(person, worker)
    assert not _work(worker, CaseWork.TO_ALLOCATE)
    with pytest.raises(ValidationError) as refusal:
        allocated(in_kind, starts_on=FROM)
    assert "outside_decision" in codes(refusal)["decision"]


def test_withdrawn_from_its_first_day_gives_nothing_at_all(worker, in_kind, amend, allocated, person):
    amend(in_kind, from_on=START)

    in_kind.refresh_from_db()
    assert in_kind.valid_period is None
    assert not decisions_to_allocate(person, worker)
    with pytest.raises(ValidationError) as refusal:
        allocated(in_kind)
    assert codes(refusal)["decision"] == {"decision_other"}


def test_what_was_delivered_before_the_decision_stays_allocated(*, petra, carer, in_kind, amend, allocated, on_day):
    allocation = allocated(in_kind)
    join(allocation, petra)
    on_day(FROM)
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 3, 9))

    amend(in_kind, ground="a", from_on=date(2026, 4, 1), decided_on=FROM)

    assert ends(allocation)[0] == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"from_on": date(2026, 3, 1)}, "from_on", "amendment_day"),
        ({"from_on": date(2027, 1, 1)}, "from_on", "amendment_day"),
        ({"decided_on": date(2026, 3, 2)}, "decided_on", "day_future"),
        ({"decided_on": date(2026, 2, 28)}, "decided_on", "day_early"),
        ({"reason": ""}, "reason", "blank"),
        ({"ground": "f"}, "ground", "invalid_choice"),
    ],
)
def test_impossible_withdrawal_is_refused_beside_its_field(in_kind, amend, given, field, code):
    with pytest.raises(ValidationError) as refusal:
        amend(in_kind, **given)
    assert code in codes(refusal)[field]
    assert not Amendment.objects.exists()


def test_all_that_is_wrong_with_a_revision_is_said_at_once(in_kind, amend, allocated, product):
    allocation = allocated(in_kind)

    with pytest.raises(ValidationError) as refusal:
        amend(
            in_kind, **to(product.variant, ends_on=None, reassess_on=START), from_on=START, decided_on=date(2026, 3, 9)
        )

    assert codes(refusal) == {
        "decided_on": {"day_future"},
        "from_on": {"amendment_back"},
        "reassess_on": {"reassess_early"},
        "__all__": {"week_volume_without_end"},
    }
    assert ends(allocation) == (END, "", "")


def test_refusal_grants_nothing_to_take_back(worker, case, amend):
    refused = grant(
        worker, case, None, outcome="refused", form="", volume=None, frequency="", starts_on=None, ends_on=None,
        reassess_on=None, deviation_reason="",
    )  # fmt: skip
    with pytest.raises(Conflict) as conflict:
        amend(refused)
    assert conflict.value.code == "not_granted"


def test_second_amendment_and_an_old_page_are_refused(in_kind, amend):
    read = fresh(in_kind.case).revision
    amend(in_kind)

    for revision, code in ((read, "case_changed"), (read + 1, "amended_already")):
        with pytest.raises(Conflict) as conflict:
            amend(in_kind, revision=revision)
        assert conflict.value.code == code


def test_nothing_is_taken_back_from_who_died(worker, in_kind, amend, person):
    person.refresh_from_db()
    record_death(actor=worker, client=person, revision=person.revision, died_on=TODAY)
    with pytest.raises(Conflict) as conflict:
        amend(in_kind)
    assert conflict.value.code == "client_gone"


def test_temporary_decision_stays_temporary_when_it_is_revised(worker, person, amend, product, terms):
    case = notify(worker, person, is_urgent=True, urgent_reason="Valt vaak.")
    details = to(product.variant, volume=2, ends_on=END) | {"starts_on": START, "reason": "Nu.", "decided_on": TODAY}
    urgent = decide_urgently(actor=worker, case=case, revision=case.revision, **details)

    with pytest.raises(ValidationError) as refusal:
        amend(urgent, **to(product.variant, ends_on=None, frequency="4"))
    assert codes(refusal) == {"ends_on": {"urgent_without_end"}}
    assert amend(urgent, **to(product.variant)).volume == 6


def test_amended_decision_is_not_reassessed(worker, in_kind, amend, on_day):
    on_day(date(2026, 11, 20))
    assert _work(worker, CaseWork.REASSESSMENT)
    amend(in_kind, from_on=date(2026, 12, 1), decided_on=date(2026, 11, 20))
    assert not _work(worker, CaseWork.REASSESSMENT)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"ground": "f"}, "clients_amendment_content"),
        ({"reason": ""}, "clients_amendment_content"),
        ({"successor": "itself"}, "clients_amendment_successor"),
    ],
)
def test_database_refuses_an_impossible_amendment(in_kind, amend, changes, constraint):
    amendment = amend(in_kind)
    if "successor" in changes:
        changes = changes | {"successor": in_kind}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(**changes)


def test_database_keeps_one_ordinary_decision_and_many_revised_ones(in_kind, amend, product):
    amend(in_kind, **to(product.variant))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(case=in_kind.case).update(kind="ordinary")


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(start=DAYS, length=st.none() | st.integers(0, 700), from_on=DAYS)
def test_what_is_left_of_a_grant_is_every_granted_day_before(start, length, from_on):
    granted = Period(start, None if length is None else start + timedelta(days=length))
    left = valid_period(granted, from_on)
    for day in (start, from_on - timedelta(days=1), from_on, start + timedelta(days=length or 0)):
        assert (left is not None and left.contains(day)) == (granted.contains(day) and day < from_on)


@given(ground=st.sampled_from(AmendmentGround.values), from_on=DAYS, decided_on=DAYS)
def test_only_grounds_of_the_client_reach_back(ground, from_on, decided_on):
    granted = Period(date(2026, 1, 1), date(2027, 12, 31))
    if from_on < decided_on and ground not in REACHES_BACK:
        with pytest.raises(ValidationError) as refusal:
            check_from(from_on, granted=granted, ground=ground, decided_on=decided_on)
        assert refusal.value.code == "amendment_back"
    else:
        check_from(from_on, granted=granted, ground=ground, decided_on=decided_on)


@given(from_on=DAYS, starts_on=DAYS, delivered=st.none() | st.integers(0, 300), decided_on=DAYS)
def test_care_never_ends_before_it_began_nor_before_the_decision(from_on, starts_on, delivered, decided_on):
    began = None if delivered is None else starts_on + timedelta(days=delivered)
    last = last_day_of_care(from_on, starts_on=starts_on, delivery_started_on=began, decided_on=decided_on)
    assert last >= starts_on
    assert last >= from_on - timedelta(days=1)
    if began is not None:
        assert last >= began
        assert last >= decided_on - timedelta(days=1)


def _work(actor, kind):
    return [item for block in case_work(actor, today()) if block.kind == kind for item in block.items]
