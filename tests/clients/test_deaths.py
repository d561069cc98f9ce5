"""A death that was written down by mistake: what ended with it is open again exactly as it was, or says why not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.enums import StopReason, TermKind
from clients.models import Allocation, Case, CaseTerm, Client, Death, Suspension
from clients.selectors.deaths import CHANGED_AFTER, NOT_KNOWN, STOPPED_AFTER, consequences_of_death
from clients.services import (
    allocate,
    end_allocation,
    end_case,
    record_death,
    record_start_of_delivery,
    record_stop_of_delivery,
    suspend_term,
    undo_death,
)
from core.constraints import as_validation_error
from core.errors import Conflict
from tests.clients.conftest import TODAY
from tests.clients.intake import fresh, investigate, notify
from tests.factories.clients import AllocationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
DIED = date(2026, 2, 20)


@pytest.fixture
def dies(worker, person):
    """Write down that the client died."""

    def act(day=DIED):
        person.refresh_from_db()
        return record_death(actor=worker, client=person, revision=person.revision, died_on=day)

    return act


@pytest.fixture
def undo(worker, person):
    """Undo it."""

    def act(**given):
        person.refresh_from_db()
        given = {"revision": person.revision, "reason": "Het ging over een ander.", **given}
        return undo_death(actor=worker, client=person, **given)

    return act


def of_file() -> dict[Any, Any]:
    """Every row that a death touches, without the count of its changes."""
    rows: dict[Any, Any] = {}
    for model in (Client, Case, CaseTerm, Suspension, Allocation):
        for row in model._default_manager.values():
            rows[row["public_id"]] = {name: value for name, value in row.items() if name != "revision"}
    return rows


def test_all_is_as_it_was(*, worker, carer, person, product, allocation, dies, undo, on_day):
    on_day(date(2026, 2, 2))
    still = notify(worker, person)
    explained: dict[str, Any] = {"starts_on": date(2026, 2, 2), "ground": "consent", "explanation": "Op vakantie."}
    term = still.terms.get(kind=TermKind.INVESTIGATION)
    suspend_term(actor=worker, case=still, revision=still.revision, term=term, **explained)
    investigate(worker, notify(worker, person))
    withdrawn = notify(worker, person)
    end_case(
        actor=worker,
        case=withdrawn,
        revision=1,
        ended_on=date(2026, 2, 2),
        reason="withdrawn",
        explanation="Het gaat beter.",
    )
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    allocation.refresh_from_db()
    end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 9, 30), reason=StopReason.BY_CLIENT)
    AllocationFactory.create(
        client=person, contracted_product=product, starts_on=date(2027, 1, 1), ends_on=None, frequency="4"
    )
    on_day(TODAY)
    before = of_file()

    dies()
    assert of_file() != before
    death = undo()

    assert of_file() == before
    assert death.kept_ended == []
    assert (death.undo_reason, death.died_on) == ("Het ging over een ander.", DIED)
    person.refresh_from_db()
    assert person.died_on is None
    assert notify(worker, person).is_open


def test_what_the_provider_stopped_since_stays_ended_and_says_so(*, carer, person, product, allocation, dies, undo):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    coming = AllocationFactory.create(
        client=person, contracted_product=product, starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30)
    )
    dies()
    allocation.refresh_from_db()
    record_stop_of_delivery(actor=carer, allocation=allocation, revision=allocation.revision, on=DIED, reason="02")

    death = undo()

    allocation.refresh_from_db()
    coming.refresh_from_db()
    assert (allocation.ends_on, allocation.stop_reason) == (DIED, StopReason.DEATH)
    assert (coming.ends_on, coming.stop_reason) == (date(2027, 6, 30), "")
    (kept,) = death.kept_ended
    assert kept["what"].startswith(f"Toewijzing {allocation.number} ")
    assert kept["why"] == f"{STOPPED_AFTER} (20 februari 2026)"


def test_what_was_ended_again_since_stays_ended_and_says_so(worker, allocation, dies, undo):
    dies()
    allocation.refresh_from_db()
    end_allocation(actor=worker, allocation=allocation, ends_on=date(2026, 2, 10), reason=StopReason.DEATH)

    death = undo()

    assert [one["why"] for one in death.kept_ended] == [CHANGED_AFTER]
    allocation.refresh_from_db()
    assert allocation.ends_on == date(2026, 2, 10)


def test_death_of_an_older_version_opens_cases_and_says_what_it_does_not_know(worker, person, allocation, dies, undo):
    case = notify(worker, person)
    dies()
    Death.objects.all().delete()

    death = undo()

    assert fresh(case).is_open
    assert [one["why"] for one in death.kept_ended] == [NOT_KNOWN]
    assert (death.recorded_by, death.undone_by_id) == (None, worker.user_id)


def test_second_mistake_is_undone_on_its_own(worker, person, allocation, dies, undo):
    before = of_file()
    for day in (DIED, TODAY):
        dies(day)
        undo()
        assert of_file() == before
    assert Death.objects.count() == 2


def test_real_death_after_a_mistake_keeps_what_stayed_ended_apart(carer, person, allocation, dies, undo):
    """What ended with the first death and stayed so is no consequence of the second."""
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    dies()
    allocation.refresh_from_db()
    record_stop_of_delivery(actor=carer, allocation=allocation, revision=allocation.revision, on=DIED, reason="02")
    undo()
    dies(TODAY)
    assert consequences_of_death(person) == []


def test_nothing_to_undo_an_old_page_and_no_reason_are_refused(person, dies, undo):
    with pytest.raises(Conflict) as conflict:
        undo()
    assert conflict.value.code == "not_died"
    dies()
    person.refresh_from_db()
    with pytest.raises(Conflict) as conflict:
        undo(revision=person.revision - 1)
    assert conflict.value.code == "client_changed"
    with pytest.raises(ValidationError) as refusal:
        undo(reason=" ")
    assert [error.code for error in refusal.value.error_dict["reason"]] == ["undo_unexplained"]
    person.refresh_from_db()
    assert person.died_on == DIED


@given(
    periods=st.lists(st.tuples(st.integers(0, 700), st.none() | st.integers(0, 300)), min_size=1, max_size=4),
    died=st.integers(0, 424),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_gives_back_every_period_whenever_the_death_was(worker, person, product, periods, died):
    with transaction.atomic():
        first = date(2025, 1, 1)
        for number, (start, length) in enumerate(periods):
            starts_on = first + timedelta(days=start)
            AllocationFactory.create(
                client=person,
                contracted_product__contract__framework=product.contract.framework,
                number=70_000 + number,
                starts_on=starts_on,
                ends_on=None if length is None else starts_on + timedelta(days=length),
                frequency="4",
            )
        before = of_file()
        dead = record_death(
            actor=worker,
            client=person,
            revision=Client.objects.get(pk=person.pk).revision,
            died_on=first + timedelta(days=died),
        )
        undo_death(actor=worker, client=dead, revision=dead.revision, reason="Een vergissing.")
        assert of_file() == before
        transaction.set_rollback(True)


def test_database_keeps_one_death_and_a_reason_for_undoing(worker, person, dies, undo):
    dies()
    death = Death.objects.get()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Death.objects.create(client=person, died_on=DIED, ended={}, recorded_by_id=worker.user_id)
    explained = as_validation_error(refusal.value)
    assert explained is not None
    assert explained.code == "death_twice"  # clients_death_once
    for changes in ({"undo_reason": "Zomaar."}, {"undone_by": worker.user_id}, {"undone_at": death.recorded_at}):
        with pytest.raises(IntegrityError, match="clients_death_undone"), transaction.atomic():
            Death.objects.filter(pk=death.pk).update(**changes)


def test_nothing_begins_between_death_and_undoing(worker, person, product, dies):
    dies()
    with pytest.raises(Conflict):
        allocate(actor=worker, client=person, contracted_product=product, starts_on=TODAY, ends_on=TODAY, volume=1)
