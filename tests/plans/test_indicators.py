"""What is needed of supervision and proximity: scored at start and evaluations, drawn, and watched for a rise."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Conflict
from plans.documents import evaluation_document
from plans.models import IndicatorScore
from plans.rules import Measurement, rising_indicators, trend_chart
from plans.selectors import measurements_of, missing_for_completion, scales, scores_before, start_scores, trend_view
from plans.services.drafting import start_new_version
from plans.services.evaluations import change_evaluation
from plans.services.indicators import score_start
from products.enums import Indicator
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import SCORES, TODAY, evaluate
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db

scored = st.dictionaries(st.sampled_from(Indicator.values), st.integers(0, 4))


def start(petra, version, scores):
    saved = score_start(actor=actor_of_user(petra), version=version, revision=version.revision, scores=scores)
    saved.refresh_from_db()
    return saved


def test_every_indicator_has_a_sentence_for_each_score():
    assert list(scales()) == Indicator.values
    assert all(len(scale.steps) == 5 and all(scale.steps) and scale.question for scale in scales().values())


def test_start_is_scored_and_scored_again(petra, draft):
    first = start(petra, draft, {"supervision": 1, "structure": 2})
    second = start(petra, first, {"supervision": 3})

    assert start_scores(second) == {"supervision": 3}
    assert second.revision == draft.revision + 2


def test_scoring_takes_back_an_agreement_of_one_side(client, petra, draft):
    from plans.services.agreements import agree_as_professional

    agree_as_professional(actor=actor_of_user(petra), version=draft, revision=draft.revision, agreed_on=TODAY)

    start(petra, draft, SCORES)

    assert not draft.agreements.standing().exists()


def test_agreed_plan_keeps_its_scores(petra, agreed):
    with pytest.raises(Conflict):
        start(petra, agreed, SCORES)


@pytest.mark.parametrize("scores", [{"supervision": 5}, {"supervision": -1}, {"weather": 2}])
def test_score_outside_the_scale_is_refused(petra, draft, scores):
    with pytest.raises(ValidationError):
        start(petra, draft, scores)


@pytest.mark.parametrize("values", [{"score": 5}, {"indicator": "weather"}])
def test_database_refuses_a_score_outside_the_scale(petra, draft, values):
    start(petra, draft, SCORES)

    refused_by("plans_score_scale", IndicatorScore.objects.filter(indicator="structure").update, **values)


def test_database_refuses_a_second_score(petra, running, evaluation):
    of_evaluation = evaluation.scores.get(indicator="structure")
    twin = IndicatorScore(version=running, evaluation=evaluation, indicator="structure", score=of_evaluation.score)
    refused_by("plans_score_evaluation_once", twin.save)
    IndicatorScore(version=running, indicator="structure", score=1).save()
    twin = IndicatorScore(version=running, indicator="structure", score=2)
    refused_by("plans_score_start_once", twin.save)


def test_evaluation_counts_only_with_what_the_product_wants_followed(petra, running):
    some = {name: score for name, score in SCORES.items() if name != "proximity"}
    evaluation = evaluate(petra, running, complete=False, scores=some)

    missing = missing_for_completion(evaluation, TODAY)

    assert [fault.code for fault in missing] == ["indicator_without_score"]
    assert "nabijheid" in missing[0].message
    assert "toezicht" not in missing[0].message


def test_scores_that_are_not_given_stay(petra, running):
    evaluation = evaluate(petra, running, complete=False)

    actor = actor_of_user(petra)
    change_evaluation(actor=actor, evaluation=evaluation, revision=evaluation.revision, values={"report": "Anders."})

    assert evaluation.scores.count() == len(SCORES)


def test_trend_goes_from_start_to_evaluations_over_all_versions(petra, draft, on_day):
    from plans.services.execution import start_execution
    from tests.plans.story import agree

    running = start_execution(actor=actor_of_user(petra), version=agree(petra, start(petra, draft, SCORES)))
    on_day(date(2026, 6, 1))
    evaluate(petra, running, scores=SCORES | {"supervision": 4})
    following = start_new_version(actor=actor_of_user(petra), plan=running.plan)

    measured = measurements_of(running.plan)

    assert [(one.label, one.scores["supervision"]) for one in measured] == [("Begin van versie 1", 2), ("Evaluatie", 4)]
    assert scores_before(following.plan)["supervision"] == 4
    assert start_scores(following)["supervision"] == 4


def series(*totals, indicator="supervision"):
    return [
        Measurement(TODAY + timedelta(days=180 * number), "Evaluatie", {indicator: total}, is_evaluation=number > 0)
        for number, total in enumerate(totals)
    ]


@pytest.mark.parametrize(
    ("totals", "rises"),
    [
        ((0, 1, 2), True),
        ((1, 1, 2), False),
        ((0, 2, 1), False),
        ((0, 1), False),
        ((4, 0, 1, 2), True),
        ((0, 1, 2, 2), False),
    ],
)
def test_rise_is_two_evaluations_with_more_each(totals, rises):
    assert rising_indicators(series(*totals)) == (("supervision",) if rises else ())


def test_rise_counts_only_evaluations():
    started_anew = [*series(0, 1), Measurement(TODAY + timedelta(days=400), "Begin", {"supervision": 2}, False)]

    assert rising_indicators(started_anew) == ()


@given(st.lists(scored, min_size=3, max_size=6))
def test_what_rose_was_scored_before_and_is_higher_now(rows):
    measured = [Measurement(TODAY + timedelta(days=number), "", scores) for number, scores in enumerate(rows)]

    for name in rising_indicators(measured):
        assert rows[-1][name] > rows[-3][name]


@given(st.lists(scored, min_size=1, max_size=12))
def test_drawing_stays_within_its_frame_and_higher_needs_stand_higher(rows):
    measured = [Measurement(TODAY + timedelta(days=number), "", scores) for number, scores in enumerate(rows)]

    chart = trend_chart(measured, {name: name for name in Indicator.values})

    for panel in chart.panels:
        assert [point.x for point in panel.points] == sorted({point.x for point in panel.points})
        assert all(chart.left < point.x < chart.right and 0 < point.label_y < chart.height for point in panel.points)
        by_height = sorted(panel.points, key=lambda point: -point.y)
        assert [point.score for point in by_height] == sorted(point.score for point in by_height)


def test_nothing_scored_is_no_trend():
    assert trend_view([]) is None


def test_page_begins_with_the_last_scores_and_keeps_what_is_chosen(client, petra, draft):
    start(petra, draft, SCORES)
    url = reverse("plans:score_start", args=[draft.public_id])
    page = sign_in(client, petra).get(url).content.decode()
    draft.refresh_from_db()
    chosen = dict.fromkeys(SCORES, "4") | {"revision": draft.revision}

    response = client.post(url, chosen)

    assert "3: Iemand is in dezelfde ruimte." in page
    assert 'value="3" ' in page
    assert response.status_code == 302
    assert start_scores(draft) == dict.fromkeys(SCORES, 4)


def test_conflict_keeps_what_was_chosen(client, petra, draft):
    url = reverse("plans:score_start", args=[draft.public_id])
    sign_in(client, petra).post(url, {"revision": draft.revision, "supervision": "1"})

    response = client.post(url, {"revision": draft.revision, "supervision": "2"})

    assert response.status_code == 409
    assert "Nu opgeslagen: 1: Het is genoeg" in response.content.decode()


def test_trend_stands_on_plan_and_evaluation_with_its_numbers(client, petra, running, on_day):
    IndicatorScore.objects.create(version=running, indicator="supervision", score=1)
    evaluation = evaluate(petra, running, scores=SCORES | {"supervision": 3})
    sign_in(client, petra)

    for url in (
        reverse("plans:detail", args=[running.public_id]),
        reverse("plans:evaluation", args=[evaluation.public_id]),
    ):
        page = client.get(url).content.decode()
        assert "<title>Toezicht: 1, 3</title>" in page
        assert "Dezelfde cijfers in een tabel" in page


def test_report_does_not_change_with_a_later_evaluation(petra, running, on_day):
    first = evaluate(petra, running)
    before = evaluation_document(first)
    on_day(date(2026, 7, 1))
    evaluate(petra, running, scores=dict.fromkeys(SCORES, 4))

    assert evaluation_document(first) == before
    assert [row["label"] for row in before["trend"]] == ["Evaluatie"]


def test_rise_proposes_the_question_about_the_wmo(client, petra, running, on_day):
    IndicatorScore.objects.create(version=running, indicator="supervision", score=1)
    on_day(date(2026, 6, 1))
    evaluate(petra, running, scores=SCORES | {"supervision": 2})
    on_day(date(2026, 10, 1))
    evaluation = evaluate(petra, running, complete=False, scores=SCORES | {"supervision": 4})

    page = sign_in(client, petra).get(reverse("plans:evaluation", args=[evaluation.public_id])).content.decode()

    assert "Dit steeg: toezicht. Bespreek daarom samen of de Wlz beter past." in page
