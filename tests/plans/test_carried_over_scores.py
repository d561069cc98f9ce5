"""A new version begins with what was needed last: marked, open to change, no measurement, and compared."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from plans.models import IndicatorScore
from plans.rules import rising_indicators
from plans.selectors import changes_between, measurements_of, scores_before, start_need, start_scores
from plans.services.drafting import start_new_version
from plans.services.execution import start_execution
from plans.services.indicators import score_start
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import SCORES, agree, evaluate
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db

HIGHER = SCORES | {"supervision": 3}
HIGHEST = SCORES | {"supervision": 4}


def scored(user, version, scores):
    """The draft with these scores at its start."""
    version = score_start(actor=actor_of_user(user), version=version, revision=version.revision, scores=scores)
    version.refresh_from_db()
    return version


def following(user, version):
    return start_new_version(actor=actor_of_user(user), plan=version.plan)


def marks(version):
    return set(version.scores.values_list("is_carried_over", flat=True))


@pytest.fixture
def first(petra, draft):
    """A plan in execution, scored at its start."""
    return start_execution(actor=actor_of_user(petra), version=agree(petra, scored(petra, draft, SCORES)))


def test_version_begins_with_the_last_complete_evaluation(petra, first, on_day):
    on_day(date(2026, 6, 1))
    evaluate(petra, first, scores=HIGHER)
    on_day(date(2026, 9, 1))
    evaluate(petra, first, scores=HIGHEST)
    on_day(date(2026, 9, 2))
    evaluate(petra, first, scores=SCORES, complete=False)

    version = following(petra, first)

    assert start_scores(version) == HIGHEST
    assert marks(version) == {True}


def test_without_an_evaluation_it_begins_as_the_version_before(petra, first):
    version = following(petra, first)

    assert start_scores(version) == SCORES
    assert start_need(version).is_carried_over


def test_without_any_score_there_is_nothing_to_carry_over(petra, agreed):
    version = following(petra, agreed)

    assert start_scores(version) == {}
    assert not start_need(version).is_carried_over


def test_who_looks_at_them_makes_them_scores_of_this_version(petra, first):
    version = scored(petra, following(petra, first), SCORES)

    assert marks(version) == {False}
    assert [one.label for one in measurements_of(first.plan)] == ["Begin van versie 1", "Begin van versie 2"]


def test_they_can_be_changed_and_left_out(petra, first):
    version = scored(petra, following(petra, first), {"supervision": 0})

    assert start_scores(version) == {"supervision": 0}
    assert start_scores(first) == SCORES


def test_what_was_carried_over_is_no_measurement(petra, first, on_day):
    """Otherwise it would stand between two evaluations, and hide that the need rose at both."""
    on_day(date(2026, 6, 1))
    evaluate(petra, first, scores=HIGHER)
    version = start_execution(actor=actor_of_user(petra), version=agree(petra, following(petra, first)))
    on_day(date(2026, 9, 1))
    evaluate(petra, version, scores=HIGHEST)

    assert [one.label for one in measurements_of(first.plan)] == ["Begin van versie 1", "Evaluatie", "Evaluatie"]
    assert rising_indicators(measurements_of(first.plan)) == ("supervision",)
    assert scores_before(first.plan) == HIGHEST


def test_each_score_that_is_carried_over_stands_in_the_trail(petra, first):
    version = following(petra, first)

    targets = set(version.scores.values_list("public_id", flat=True))
    entries = AuditEntry.objects.filter(event="created", target__in=targets)
    assert {(entry.actor, entry.client) for entry in entries} == {
        (petra.public_id, first.plan.allocation.client.public_id)
    }
    assert entries.count() == len(SCORES)


def test_difference_of_versions_shows_what_is_needed(petra, first):
    version = following(petra, first)
    assert changes_between(first, version).is_same

    version = scored(petra, version, HIGHER)

    (change,) = changes_between(first, version).changed_texts
    assert change.name == "Wat nodig is bij het begin"
    assert [piece.text for piece in change.before if piece.is_marked] == [str(SCORES["supervision"])]
    assert [piece.text for piece in change.after if piece.is_marked] == ["3"]


def test_pages_say_that_nobody_looked_yet_and_offer_the_scores(client, petra, first):
    version = following(petra, first)
    sign_in(client, petra)
    plan, form = (reverse(f"plans:{name}", args=[version.public_id]) for name in ("detail", "score_start"))

    assert "Kijk of het nog klopt" in client.get(plan).text
    page = client.get(form)
    assert "Kijk of ze nog kloppen" in page.text
    assert page.context["form"].initial["supervision"] == str(SCORES["supervision"])
    client.post(form, {"revision": version.revision} | SCORES)

    assert marks(version) == {False}
    assert "Overgenomen" not in client.get(plan).text + client.get(form).text


def test_score_of_an_evaluation_is_never_carried_over(petra, running, evaluation):
    rows = IndicatorScore.objects.filter(evaluation=evaluation)

    refused_by("plans_score_carried_over", rows.update, is_carried_over=True)
