"""A plan follows the care: onto the next allocation, and to its end when the client died or moved."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEntry
from clients.models import Allocation
from clients.services import change_volume, move_client, record_death, record_start_of_delivery
from plans.enums import PlanStatus, WorkKind
from plans.models import Evaluation, Goal, Plan, PlanVersion
from plans.selectors import clock_of, work_items
from plans.services.drafting import change_plan, start_new_version
from plans.services.execution import end_plan
from plans.services.following import end_plans_of_ended_files, follow_allocations
from plans.tasks import end_plans_of_ended_files as end_in_background
from plans.tasks import follow_allocations as follow_in_background
from tests.cast import actor_of_user
from tests.plans.story import TODAY, allocate, draft_of, evaluate

pytestmark = pytest.mark.django_db
FROM = date(2026, 7, 1)


@pytest.fixture
def worker(karin):
    return actor_of_user(karin)


@pytest.fixture
def carer(petra):
    return actor_of_user(petra)


def more_volume(worker, allocation, from_on=FROM):
    allocation.refresh_from_db()
    return change_volume(
        actor=worker,
        allocation=allocation,
        revision=allocation.revision,
        from_on=from_on,
        volume=6,
        frequency="2",
        ends_on=date(2026, 12, 31),
    )


def die(worker, client):
    client.refresh_from_db()
    record_death(actor=worker, client=client, revision=client.revision, died_on=TODAY)


def kinds(actor, day):
    return {block.kind for block in work_items(actor, day)}


def test_plan_goes_on_under_the_next_allocation_with_its_clock(worker, carer, running, allocation, on_day):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    plan = running.plan
    clock = clock_of(Plan.objects.get(pk=plan.pk), TODAY)
    successor = more_volume(worker, allocation)

    assert follow_allocations(date(2026, 6, 30)) == 0
    on_day(FROM)
    follow_in_background()

    plan.refresh_from_db()
    running.refresh_from_db()
    assert (plan.allocation, running.status) == (successor, PlanStatus.IN_EXECUTION)
    assert (plan.clock_starts_on, plan.next_evaluation_due_on) == clock == (date(2026, 1, 5), date(2026, 7, 5))
    line = AuditEntry.objects.filter(target=plan.public_id).latest("pk")
    assert (line.actor, line.client) == (None, allocation.client.public_id)
    assert follow_allocations(FROM) == 0


def test_plan_that_moved_is_written_on(worker, carer, running, allocation, on_day):
    """Its period still begins before the new allocation, as the care did."""
    more_volume(worker, allocation)
    on_day(FROM)
    follow_allocations(FROM)

    draft = start_new_version(actor=carer, plan=Plan.objects.get())
    change_plan(actor=carer, version=draft, revision=draft.revision, values={"situation": "Komt nu vaker."})

    draft.refresh_from_db()
    with pytest.raises(ValidationError):
        change_plan(actor=carer, version=draft, revision=draft.revision, values={"ends_on": date(2027, 1, 1)})


def test_plan_follows_several_allocations_at_once(worker, running, allocation):
    second = more_volume(worker, allocation, from_on=date(2026, 5, 1))
    third = more_volume(worker, second, from_on=FROM)

    assert follow_allocations(FROM) == 1
    assert Plan.objects.get().allocation == third


def test_allocation_with_a_plan_of_its_own_keeps_it(worker, petra, running, allocation, on_day):
    successor = more_volume(worker, allocation)
    own = Plan.objects.create(allocation=successor)

    assert follow_allocations(FROM) == 0
    assert Plan.objects.get(allocation=successor) == own


def test_ended_plan_stays_where_it_was(worker, carer, running, allocation):
    end_plan(actor=carer, version=running, reason="Gestopt.")
    more_volume(worker, allocation)

    assert follow_allocations(FROM) == 0


def test_next_allocation_does_not_ask_for_a_plan_that_comes_along(worker, carer, running, allocation):
    successor = more_volume(worker, allocation)
    assert WorkKind.WITHOUT_PLAN not in kinds(carer, TODAY)
    assert WorkKind.WITHOUT_PLAN not in kinds(worker, FROM)

    end_plan(actor=carer, version=running, reason="Gestopt.")
    assert WorkKind.WITHOUT_PLAN in kinds(carer, TODAY)
    assert Allocation.objects.filter(plan=None).get() == successor


def test_death_ends_every_open_version_and_keeps_what_was_written(worker, carer, petra, running, allocation):
    evaluate(petra, running, complete=False)
    draft = start_new_version(actor=carer, plan=running.plan)
    written = Goal.objects.count()
    die(worker, allocation.client)

    end_in_background()

    reasons = dict(PlanVersion.objects.values_list("pk", "end_reason"))
    assert set(reasons) == {running.pk, draft.pk}
    assert set(reasons.values()) == {"De cliënt is overleden op 2 maart 2026."}
    assert set(PlanVersion.objects.values_list("status", flat=True)) == {PlanStatus.ENDED}
    plan = Plan.objects.get()
    assert (plan.clock_starts_on, plan.next_evaluation_due_on) == (None, None)
    assert (Goal.objects.count(), Evaluation.objects.count()) == (written, 1)
    assert end_plans_of_ended_files() == 0
    lines = AuditEntry.objects.filter(target__in=PlanVersion.objects.values("public_id"), actor=None)
    assert {line.client for line in lines} == {allocation.client.public_id}


def test_work_of_who_is_gone_leaves_the_list_at_once(worker, carer, petra, running, allocation):
    evaluate(petra, running, complete=False)
    assert WorkKind.EVALUATION_OPEN in kinds(carer, TODAY)

    die(worker, allocation.client)

    for actor in (carer, worker):
        assert work_items(actor, TODAY) == []
        assert work_items(actor, date(2026, 12, 1)) == []


def test_move_ends_the_plan_of_nobody_else(*, worker, petra, running, allocation, zutphen, de_linde):
    other = draft_of(petra, allocate(allocation.municipality, de_linde, surname="Anders"))
    client = allocation.client
    move_client(
        actor=worker,
        client=client,
        revision=client.revision,
        to_municipality=zutphen,
        moved_on=TODAY,
        has_consent=False,
    )

    assert end_plans_of_ended_files() == 1

    running.refresh_from_db()
    other.refresh_from_db()
    assert (running.status, running.end_reason) == (PlanStatus.ENDED, "De cliënt is verhuisd op 2 maart 2026.")
    assert other.status == PlanStatus.DRAFT


def test_plan_of_who_died_does_not_follow(worker, running, allocation):
    more_volume(worker, allocation)
    die(worker, allocation.client)

    assert follow_allocations(FROM) == 0
