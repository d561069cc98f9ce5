"""Days that cannot be: a backdated agreement or evaluation, a hand-over in the past, an allocation that ended."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from clients.services import end_allocation
from core.clock import today
from plans.enums import AgreedAs, PlanStatus
from plans.selectors import responsible_on
from plans.services.agreements import agree_as_professional, agree_for_client
from plans.services.drafting import change_plan
from plans.services.evaluations import complete_evaluation
from plans.services.responsibility import hand_over
from tests.cast import actor_of_user, sign_in
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import TODAY, draft_of, evaluate, professional_of

pytestmark = pytest.mark.django_db


def agree_both(user, version, agreed_on):
    actor = actor_of_user(user)
    given = {"actor": actor, "version": version, "revision": version.revision, "agreed_on": agreed_on}
    agree_for_client(agreed_as=AgreedAs.CLIENT, **given)
    agree_as_professional(**given)
    version.refresh_from_db()


def codes(refusal):
    return {error.code for error in refusal.value.error_list}


def test_agreement_before_there_was_an_allocation_is_refused(petra, draft):
    with pytest.raises(ValidationError) as refusal:
        agree_both(petra, draft, date(2025, 12, 31))

    assert [error.code for error in refusal.value.error_dict["agreed_on"]] == ["agreed_before_allocation"]


def test_agreement_before_the_plan_begins_holds(petra, draft):
    agree_both(petra, draft, date(2026, 2, 27))

    assert (draft.status, draft.agreed_on) == (PlanStatus.AGREED, date(2026, 2, 27))


def test_evaluation_before_the_agreement_does_not_count_and_leaves_the_clock(petra, running):
    evaluation = evaluate(petra, running, complete=False, held_on=date(2025, 6, 1))
    due_on = running.plan.next_evaluation_due_on

    with pytest.raises(ValidationError) as refusal:
        complete_evaluation(actor=actor_of_user(petra), evaluation=evaluation, revision=evaluation.revision)

    running.plan.refresh_from_db()
    assert "held_before_agreement" in codes(refusal)
    assert running.plan.next_evaluation_due_on == due_on


def test_hand_over_does_not_take_back_the_day_of_an_agreement(petra, agreed, de_linde):
    follower = ProfessionalFactory.create(provider=de_linde)
    QualificationFactory.create(professional=follower, verified=True)
    given = {"actor": actor_of_user(petra), "plan": agreed.plan, "professional": follower}

    with pytest.raises(ValidationError) as refusal:
        hand_over(from_on=TODAY, **given)
    hand_over(from_on=date(2026, 3, 3), **given)

    assert [error.code for error in refusal.value.error_dict["from_on"]] == ["hand_over_before_agreement"]
    assert responsible_on(agreed.plan, TODAY) == professional_of(petra)
    assert responsible_on(agreed.plan, date(2026, 3, 3)) == follower


def test_plan_that_begins_earlier_has_somebody_responsible_from_its_first_day(petra, draft):
    version = change_plan(
        actor=actor_of_user(petra),
        version=draft,
        revision=draft.revision,
        values={"starts_on": date(2026, 1, 15)},
    )

    assert responsible_on(version.plan, date(2026, 1, 15)) == professional_of(petra)


def test_plan_cannot_begin_before_the_responsible_one_could_be_so(petra, draft, petra_professional):
    petra_professional.qualifications.update(verified_on=date(2026, 2, 1))

    with pytest.raises(ValidationError) as refusal:
        change_plan(
            actor=actor_of_user(petra),
            version=draft,
            revision=draft.revision,
            values={"starts_on": date(2026, 1, 15)},
        )

    assert codes(refusal) == {"level_too_low"}


def test_plan_beyond_an_allocation_that_was_ended_is_not_agreed(petra, karin, draft):
    end_allocation(actor=actor_of_user(karin), allocation=draft.plan.allocation, ends_on=date(2026, 6, 30))

    with pytest.raises(ValidationError) as refusal:
        agree_both(petra, draft, TODAY)

    assert "plan_outside_allocation" in codes(refusal)


def test_after_the_allocation_no_evaluation_is_late_and_the_plan_waits_for_its_end(
    client, petra, karin, running, on_day
):
    end_allocation(actor=actor_of_user(karin), allocation=running.plan.allocation, ends_on=date(2026, 6, 30))

    on_day(date(2026, 10, 1))
    page = sign_in(client, petra).get(reverse("home")).content.decode()

    assert "Evaluatie te laat" not in page
    assert "Toewijzing afgelopen, plan loopt nog (1)" in page
    assert reverse("plans:detail", args=[running.public_id]) in page


def test_day_of_an_agreement_is_the_day_in_the_netherlands(petra, book, apeldoorn, de_linde, draft):
    with time_machine.travel(datetime(2026, 3, 10, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False):
        assert today() == date(2026, 3, 10)
        agree_both(petra, draft, date(2026, 3, 10))

    draft.plan.refresh_from_db()
    assert draft.plan.next_evaluation_due_on == date(2026, 9, 10)


def test_allocation_made_just_after_midnight_counts_for_that_day(petra, draft):
    allocation = draft.plan.allocation
    allocation.allocated_at = datetime(2026, 2, 20, 23, 30, tzinfo=ZoneInfo("UTC"))
    allocation.starts_on = date(2026, 3, 1)
    allocation.save()

    with pytest.raises(ValidationError):
        agree_both(petra, draft, date(2026, 2, 20))
    agree_both(petra, draft, date(2026, 2, 21))


def test_draft_under_an_open_allocation_is_not_confused(petra, allocation):
    allocation.frequency, allocation.ends_on = "4", None
    allocation.save()

    assert draft_of(petra, allocation, goals=1).status == PlanStatus.DRAFT
