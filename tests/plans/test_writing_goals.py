"""Help while writing goals: which domains still lack one, and how a goal becomes clearer. Advice, never a block."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from clients.models import Allocation
from organisations.models import CareProvider, Municipality
from plans.enums import GoalDomain
from plans.models import PlanVersion
from plans.rules import GoalContent, VagueWord, domain_cover, domains_asked, smart_advice, vague_words_in
from plans.selectors import vague_words
from plans.selectors.wording import VAGUE_WORDS
from plans.services.goals import change_goal
from products.enums import DemandedDomain
from products.models import Requirement
from products.rules import RequirementReference
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import allocate, draft_of

SMART_GOAL = GoalContent(
    position=1,
    domain="structure",
    statement="Mevrouw komt drie dagdelen per week.",
    measure="Dagdelen waarop mevrouw er is",
    unit="dagdelen per week",
    start_value=Decimal(1),
    target_value=Decimal(3),
    client_words="Ik wil weten waar ik aan toe ben.",
    has_consent=True,
    why_realistic="De bus rijdt op vaste tijden.",
    due_on=date(2026, 8, 31),
    activities=(),
)
WHY = RequirementReference("T-01", "Er is een doel.", "bron")
WORDS = (VagueWord("beter", "Wat dan?"), VagueWord("minder vaak", "Hoeveel?"), VagueWord("minder", "Hoeveel?"))


# Domains -------------------------------------------------------------------------------------------------


def test_domains_of_plans_are_those_that_a_product_can_ask():
    assert set(GoalDomain.values) == set(DemandedDomain.values)


@given(
    goals=st.lists(st.sampled_from(GoalDomain.values), max_size=8),
    asked=st.lists(st.sampled_from(GoalDomain.values), unique=True),
)
def test_every_domain_that_is_asked_or_has_a_goal_stands_there_once(goals, asked):
    cover = domain_cover(list(enumerate(goals, start=1)), dict.fromkeys(asked, (WHY,)))

    assert sorted(row.domain for row in cover) == sorted(set(goals) | set(asked))
    assert [row.domain for row in cover][: len(asked)] == asked
    assert {row.domain for row in cover if row.is_missing} == set(asked) - set(goals)
    assert sorted(number for row in cover for number in row.goals) == list(range(1, len(goals) + 1))


@pytest.mark.django_db
def test_duurzaam_asks_every_domain_and_names_each_requirement(allocation: Allocation):
    requirements = Requirement.objects.filter(version__variant=allocation.variant).order_by("position", "code")

    asked = domains_asked(requirements)

    assert list(asked) == list(DemandedDomain.values)
    assert [why.code for why in asked["structure"]] == ["BGD-OP-01", "BGD-OP-08"]
    assert [why.code for whys in list(asked.values())[1:] for why in whys] == [
        f"BGD-OP-{number:02}" for number in range(9, 14)
    ]


@pytest.mark.django_db
def test_page_says_which_domains_lack_a_goal_with_the_requirement(client: Browser, petra: User, draft: PlanVersion):
    page = sign_in(client, petra).get(reverse("plans:detail", args=[draft.public_id])).content.decode()

    assert "op 5 leefgebieden die nog geen doel hebben" in page
    assert 'href="#goal-1">Doel 1</a>' in page
    for text in ("BGD-OP-08", "BGD-OP-12", "De begeleiding helpt de cliënt om zich beter te voelen."):
        assert text in page
    assert f"{reverse('plans:add_goal', args=[draft.public_id])}?leefgebied=social_contacts" in page


@pytest.mark.django_db
def test_reader_sees_the_domains_and_no_link_to_write(client: Browser, karin: User, draft: PlanVersion):
    page = sign_in(client, karin).get(reverse("plans:detail", args=[draft.public_id])).content.decode()

    assert "Nog geen doel" in page
    assert "leefgebied=" not in page
    assert "duidelijker te maken" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen", "book")
def test_product_that_asks_one_domain_is_covered_by_one_goal(
    client: Browser, petra: User, apeldoorn: Municipality, de_linde: CareProvider
):
    version = draft_of(petra, allocate(apeldoorn, de_linde, "bg-licht", surname="Licht"), goals=1)

    page = sign_in(client, petra).get(reverse("plans:detail", args=[version.public_id])).content.decode()

    assert "Elk leefgebied dat het product vraagt, heeft een doel." in page
    assert "Nog geen doel" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "chosen"), [("mental_wellbeing", "mental_wellbeing"), ("onzin", "")])
def test_link_chooses_the_domain_of_a_new_goal(
    client: Browser, petra: User, draft: PlanVersion, asked: str, chosen: str
):
    page = sign_in(client, petra).get(reverse("plans:add_goal", args=[draft.public_id]), {"leefgebied": asked})

    assert page.context["form"].initial.get("domain", "") == chosen


# Words ---------------------------------------------------------------------------------------------------


def test_goal_with_everything_in_plain_words_gets_no_advice():
    assert smart_advice(SMART_GOAL, vague_words()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("measure", " "),
        ("unit", ""),
        ("start_value", None),
        ("target_value", None),
        ("target_value", Decimal("1.00")),
        ("due_on", None),
        ("client_words", ""),
    ],
)
def test_part_that_is_missing_or_idle_gets_one_hint_at_its_own_field(field: str, value: Any):
    goal = replace(SMART_GOAL, **{field: value})

    assert [one.field for one in smart_advice(goal, WORDS)] == [field]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het gaat BETER.", ["beter"]),
        ("verbetering en beterschap", []),
        ("minder   vaak boos", ["minder vaak"]),
        ("minder, en daarna minder vaak", ["minder", "minder vaak"]),
        ("Beter is minder", ["beter", "minder"]),
        ("", []),
    ],
)
def test_vague_words_are_found_whole_and_the_longest_alone(text: str, found: list[str]):
    assert sorted(one.words for one in vague_words_in(text, WORDS)) == sorted(found)


@given(before=st.text(alphabet=" .,;!?()\n", max_size=5), after=st.text(alphabet=" .,;!?()\n", max_size=5))
def test_every_word_of_the_list_is_found_whatever_stands_around_it(before, after):
    for word in vague_words():
        assert word in vague_words_in(f"{before}{word.words.upper()}{after}", [word])


def test_words_of_the_client_are_left_alone():
    goal = replace(SMART_GOAL, client_words="Ik wil me beter voelen.")

    assert smart_advice(goal, WORDS) == []


def test_list_names_its_source_and_no_word_twice():
    words = [word.words for word in vague_words()]

    assert yaml.safe_load(VAGUE_WORDS.read_text(encoding="utf-8"))["source"]
    assert len(words) == len(set(words))
    assert {"beter", "meer", "proberen", "zoveel mogelijk"} <= set(words)
    assert all(word.ask.endswith((".", "?")) for word in vague_words())


@pytest.mark.django_db
def test_vague_goal_is_saved_and_the_hint_stands_beside_its_field(client: Browser, petra: User, draft: PlanVersion):
    goal = draft.goals.get()
    change_goal(
        actor=actor_of_user(petra),
        goal=goal,
        revision=draft.revision,
        values={"statement": "Mevrouw voelt zich beter.", "measure": ""},
    )
    sign_in(client, petra)

    page = client.get(reverse("plans:change_goal", args=[goal.public_id])).content.decode()
    plan = client.get(reverse("plans:detail", args=[draft.public_id])).content.decode()

    assert 'id="id_statement_advice"' in page
    assert 'aria-describedby="id_statement_helptext id_statement_advice"' in page
    assert "‘beter’ kan duidelijker. Noem wat er dan anders is" in page
    assert "Schrijf op wat u meet." in page
    assert "2 tips om doel 1 duidelijker te maken" in plan


@pytest.mark.django_db
def test_refused_form_shows_faults_and_no_advice(client: Browser, petra: User, draft: PlanVersion):
    goal = draft.goals.get()
    data = {"revision": draft.revision, "statement": "", "activities-TOTAL_FORMS": 0, "activities-INITIAL_FORMS": 0}

    page = sign_in(client, petra).post(reverse("plans:change_goal", args=[goal.public_id]), data).content.decode()

    assert "Vul ‘Doel’ in." in page
    assert "_advice" not in page
