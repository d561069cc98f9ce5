"""With what a plan starts: a template, an earlier plan, and what was agreed in the conversation."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Allocation
from core.errors import Conflict
from organisations.models import CareProvider, Municipality
from plans.documents import plan_document, plan_pdf
from plans.enums import Progress
from plans.models import AgreedResult, Evaluation, Goal, PlanVersion
from plans.selectors import reached_goals, scores_at, start_scores
from plans.services.drafting import start_new_version, start_plan
from plans.services.goals import add_goal, change_goal
from plans.services.results import set_agreed_results
from plans.services.template_files import load_plan_templates
from plans.services.templates import retire_template
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import AllocationFactory
from tests.marks import needs_pdf
from tests.pdf import text_of
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import ACTIVITY, GOAL, agree_results, allocate, draft_of, professional_of, template_of

pytestmark = pytest.mark.django_db


def start(user: User, allocation: Allocation, **given: Any) -> PlanVersion:
    return start_plan(
        actor=actor_of_user(user),
        allocation=allocation,
        professional=professional_of(user),
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 12, 31),
        **given,
    )


def of_draft(user: User, version: PlanVersion, **values: Any) -> Goal:
    version.refresh_from_db()
    return add_goal(actor=actor_of_user(user), version=version, revision=version.revision, values=GOAL | values)


# A template -----------------------------------------------------------------------------------------------


def test_plan_starts_with_the_texts_and_goals_of_a_template(petra: User, allocation: Allocation):
    template = template_of(petra)

    version = start(petra, allocation, begin_with=template)

    goal = version.goals.get()
    version.refresh_from_db()
    assert version.needed_support == "Altijd iemand in de buurt."
    assert (goal.statement, goal.target_value, goal.template) == (GOAL["statement"], Decimal("2.50"), template)
    assert (goal.has_consent, goal.client_words, goal.due_on) == (False, "", None)
    assert goal.activities.get().description == ACTIVITY["description"]


def test_template_that_is_retired_or_of_another_product_or_provider_is_refused(
    petra: User, mo: User, allocation: Allocation, apeldoorn: Municipality, de_linde: CareProvider
):
    other_product = allocate(apeldoorn, de_linde, "bg-licht", surname="Licht")
    retired = template_of(petra, "Oud")
    retire_template(actor=actor_of_user(petra), template=retired)

    for template, under in (
        (template_of(petra), other_product),
        (template_of(mo), allocation),
        (retired, allocation),
    ):
        with pytest.raises(ValidationError) as refusal:
            start(petra, under, begin_with=template)
        assert refusal.value.error_dict["begin_with"][0].code == "template_gone"
    assert not PlanVersion.objects.exists()


def test_page_offers_own_and_general_templates_of_the_product(client: Browser, petra: User, allocation: Allocation):
    load_plan_templates()
    own = template_of(petra)
    sign_in(client, petra)

    page = client.get(reverse("plans:start", args=[allocation.public_id])).text
    response = client.post(
        reverse("plans:start", args=[allocation.public_id]),
        {
            "professional": str(professional_of(petra).public_id),
            "starts_on": "2026-03-01",
            "ends_on": "2026-12-31",
            "begin_with": str(own.public_id),
        },
    )

    assert "Sjablonen van uw organisatie" in page
    assert "Vaste dagen en nabijheid" in page
    assert "Ritme in de week" not in page
    assert "with_results" not in page
    assert "Begonnen met sjabloon ‘Vaste dagen’" in client.get(response.headers["Location"]).text


# An earlier plan ------------------------------------------------------------------------------------------


@pytest.fixture
def next_allocation(evaluation: Evaluation) -> Allocation:
    """Another allocation of the same product to the same provider, for the year after."""
    first = evaluation.version.plan.allocation
    made: Allocation = AllocationFactory.create(
        client=first.client,
        contracted_product=first.contracted_product,
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31),
    )
    return made


def start_next(user: User, allocation: Allocation, former: PlanVersion) -> PlanVersion:
    return start_plan(
        actor=actor_of_user(user),
        allocation=allocation,
        professional=professional_of(user),
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31),
        begin_with=former,
    )


def test_plan_starts_with_what_is_unfinished_of_an_earlier_one(
    petra: User, evaluation: Evaluation, next_allocation: Allocation
):
    former = evaluation.version

    version = start_next(petra, next_allocation, former)

    version.refresh_from_db()
    assert version.situation == former.situation
    assert [goal.continues for goal in version.goals.all()] == [former.goals.get()]
    assert start_scores(version) == scores_at(evaluation)


def test_goals_that_were_reached_stay_behind(petra: User, evaluation: Evaluation, next_allocation: Allocation):
    evaluation.goal_progress.update(progress=Progress.REACHED)

    assert not start_next(petra, next_allocation, evaluation.version).goals.exists()


def test_plan_of_another_client_is_refused(
    petra: User, evaluation: Evaluation, apeldoorn: Municipality, de_linde: CareProvider
):
    other = allocate(apeldoorn, de_linde, surname="Anders")

    with pytest.raises(ValidationError) as refusal:
        start(petra, other, begin_with=evaluation.version)

    assert refusal.value.error_dict["begin_with"][0].code == "former_gone"


def test_page_offers_the_earlier_plan(
    client: Browser, petra: User, evaluation: Evaluation, next_allocation: Allocation
):
    page = sign_in(client, petra).get(reverse("plans:start", args=[next_allocation.public_id])).text

    assert "Eerder plan van deze cliënt" in page
    assert str(evaluation.version.public_id) in page


# The next version -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("progress", "is_reached"), [(Progress.REACHED, True), (Progress.BETTER, False)])
def test_page_of_a_new_version_leaves_out_what_is_reached(
    client: Browser, petra: User, evaluation: Evaluation, progress: str, is_reached: bool
):
    evaluation.goal_progress.update(progress=progress)
    goal = evaluation.version.goals.get()

    page = sign_in(client, petra).get(reverse("plans:new_version", args=[evaluation.version.public_id]))

    assert page.context["form"].fields["keep"].initial == ([] if is_reached else [str(goal.public_id)])
    assert ("bereikt bij de laatste evaluatie" in page.text) is is_reached


def test_only_the_last_complete_evaluation_says_what_is_reached(petra: User, evaluation: Evaluation, on_day: Any):
    evaluation.goal_progress.update(progress=Progress.REACHED)
    goal = evaluation.version.goals.get()
    assert reached_goals(evaluation.version) == {goal.pk}

    on_day(date(2026, 4, 1))
    evaluate(petra, evaluation.version)  # noqa: F405

    assert reached_goals(evaluation.version) == set()


def test_goals_that_stay_behind_leave_no_gap_in_the_numbers(petra: User, allocation: Allocation):
    version = draft_of(petra, allocation, goals=3)
    version = agree(petra, version)  # noqa: F405
    first, second, third = version.goals.order_by("position")

    following = start_new_version(actor=actor_of_user(petra), plan=version.plan, without=[second])

    assert [(goal.position, goal.continues) for goal in following.goals.all()] == [(1, first), (2, third)]


# What was agreed in the conversation ----------------------------------------------------------------------


def test_plan_starts_with_a_goal_for_each_agreed_result(
    petra: User, allocation: Allocation, results: list[AgreedResult]
):
    version = start(petra, allocation, begin_with=template_of(petra), with_results=True)

    goals = list(version.goals.order_by("position"))
    assert [(goal.position, goal.result) for goal in goals] == [(1, None), (2, results[0]), (3, results[1])]
    assert goals[1].statement == results[0].text


def test_page_of_the_plan_shows_which_results_have_a_goal(
    client: Browser, petra: User, draft: PlanVersion, results: list[AgreedResult]
):
    goal = draft.goals.get()
    change_goal(actor=actor_of_user(petra), goal=goal, revision=draft.revision, values={"result": results[1]})
    sign_in(client, petra)

    page = client.get(reverse("plans:detail", args=[draft.public_id]))
    add = reverse("plans:add_goal", args=[draft.public_id])
    form = client.get(f"{add}?afspraak={results[0].public_id}").context["form"]

    assert [line.goals for line in page.context["page"].results] == [[], [1]]
    assert f"Afgesproken in het gesprek: {results[1].text}" in page.text
    assert f"{add}?afspraak={results[0].public_id}" in page.text
    assert (form.initial["statement"], form.initial["domain"]) == (results[0].text, "daily_living")


def test_goal_cannot_point_to_a_result_of_another_file(
    petra: User, karin: User, draft: PlanVersion, apeldoorn: Municipality, de_linde: CareProvider
):
    [other] = agree_results(karin, allocate(apeldoorn, de_linde, surname="Anders"), "Iets anders.")

    with pytest.raises(ValidationError) as refusal:
        of_draft(petra, draft, result=other)

    assert refusal.value.error_dict["result"][0].code == "result_of_another"


def test_goal_form_keeps_the_result_and_offers_only_own_ones(
    client: Browser, petra: User, draft: PlanVersion, results: list[AgreedResult]
):
    goal = of_draft(petra, draft, result=results[0])

    page = sign_in(client, petra).get(reverse("plans:change_goal", args=[goal.public_id])).text

    assert f'<option value="{results[0].public_id}" selected>' in page
    assert page.count("<option") == len(results) + 1 + 6 + 4 * 3


@needs_pdf
def test_pdf_says_which_agreement_a_goal_answers(petra: User, draft: PlanVersion, results: list[AgreedResult]):
    of_draft(petra, draft, result=results[0])

    text = text_of(plan_pdf(plan_document(draft)))

    assert "Afgesproken in het gesprek Mevrouw eet elke dag warm." in " ".join(text.split())


# The municipality hands results over ----------------------------------------------------------------------


def sent(allocation: Allocation, *rows: dict[str, str]) -> dict[str, Any]:
    """What a browser sends."""
    allocation.refresh_from_db()
    data: dict[str, Any] = {
        "revision": allocation.revision,
        "results-TOTAL_FORMS": len(rows),
        "results-INITIAL_FORMS": allocation.agreed_results.count(),
    }
    return data | {f"results-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_case_worker_hands_over_what_was_agreed(client: Browser, karin: User, allocation: Allocation):
    url = reverse("plans:results", args=[allocation.public_id])
    sign_in(client, karin)
    client.post(url, sent(allocation, {"text": "Eet warm.", "domain": "daily_living"}))
    first = AgreedResult.objects.get()

    client.post(
        url,
        sent(
            allocation,
            {"key": str(first.public_id), "text": "Eet elke dag warm.", "domain": "daily_living"},
            {"text": "Komt vaste dagen.", "domain": "structure"},
        ),
    )

    assert [(row.position, row.text) for row in allocation.agreed_results.all()] == [
        (1, "Eet elke dag warm."),
        (2, "Komt vaste dagen."),
    ]
    first.refresh_from_db()
    assert first.text == "Eet elke dag warm."
    page = client.get(reverse("plans:of_client", args=[allocation.client.public_id])).text
    assert "Eet elke dag warm." in page


def test_result_with_a_goal_cannot_go(client: Browser, karin: User, draft: PlanVersion, results: list[AgreedResult]):
    draft.goals.update(result=results[0])
    allocation = draft.plan.allocation
    row = {"key": str(results[1].public_id), "text": "Kleedt zich zelf aan.", "domain": "daily_living"}

    page = sign_in(client, karin).post(
        reverse("plans:results", args=[allocation.public_id]),
        sent(allocation, {"key": str(results[0].public_id), "text": "x", "domain": "structure", "DELETE": "on"}, row),
    )

    assert "Bij resultaat 1 hoort al een doel in een plan." in page.text
    assert allocation.agreed_results.count() == 2


def test_two_case_workers_the_second_gets_a_conflict(karin: User, allocation: Allocation):
    revision = allocation.revision
    agree_results(karin, allocation, "Eerst.")

    with pytest.raises(Conflict):
        set_agreed_results(actor=actor_of_user(karin), allocation=allocation, revision=revision, rows=[])


def test_provider_cannot_write_results(petra: User, allocation: Allocation):
    with pytest.raises(PermissionDenied):
        set_agreed_results(actor=actor_of_user(petra), allocation=allocation, revision=1, rows=[])
