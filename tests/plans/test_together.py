"""Two people at once, against a real database: one of them gets a clear answer and nothing is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from core.errors import Conflict
from plans.enums import AgreedAs, PlanStatus
from plans.models import Agreement, PlanVersion
from plans.services.agreements import agree_as_professional, agree_for_client
from plans.services.goals import add_goal
from tests.cast import actor_of_user
from tests.plans.story import GOAL, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all acts at the same time, each on a connection of its own; their results or errors, in order."""
    outcomes: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - handed to the test, which looks at it
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_same_side_agreeing_twice_at_once_leaves_one_agreement(petra, draft):
    def agree():
        return agree_for_client(
            actor=actor_of_user(petra),
            version=PlanVersion.objects.get(pk=draft.pk),
            revision=draft.revision,
            agreed_as=AgreedAs.CLIENT,
            agreed_on=TODAY,
        )

    outcomes = at_once(agree, agree)

    assert {type(outcome) for outcome in outcomes} == {Agreement, Conflict}
    assert Agreement.objects.count() == 1


def test_both_sides_agreeing_at_once_settle_the_plan_once(petra, draft):
    version = PlanVersion.objects.get(pk=draft.pk)
    actor = actor_of_user(petra)

    outcomes = at_once(
        lambda: agree_for_client(
            actor=actor,
            version=version,
            revision=version.revision,
            agreed_as=AgreedAs.CLIENT,
            agreed_on=TODAY,
        ),
        lambda: agree_as_professional(actor=actor, version=version, revision=version.revision, agreed_on=TODAY),
    )

    draft.refresh_from_db()
    assert [type(outcome) for outcome in outcomes] == [Agreement, Agreement]
    assert draft.status == PlanStatus.AGREED


def test_two_goals_written_at_once_one_is_a_conflict_and_none_is_lost(petra, draft):
    actor, revision = actor_of_user(petra), draft.revision

    outcomes = at_once(
        *(
            lambda statement=statement: add_goal(
                actor=actor, version=draft, revision=revision, values={**GOAL, "statement": statement}
            )
            for statement in ("een", "twee")
        )
    )

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert draft.goals.count() == 2
