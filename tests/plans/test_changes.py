"""What changed between two versions of a plan: nothing lost, nothing made up, and readable without colour."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.texts import compare_lists, compare_text
from plans.models import PlanVersion
from plans.rules.changes import Fate, GoalText, compare_goals
from plans.selectors import changes_between
from plans.services.drafting import change_plan, set_evaluation_moments, start_new_version
from plans.services.goals import add_goal, change_goal
from tests.cast import actor_of_user, sign_in
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import ACTIVITY, GOAL, TODAY, agree, draft_of

WORDS = st.lists(st.sampled_from(["elke", "dag", "2,5", "keer", "zelf", "-", "\n", "Één"]), max_size=12).map(" ".join)


@given(before=st.one_of(WORDS, st.text(max_size=30)), after=st.one_of(WORDS, st.text(max_size=30)))
def test_pieces_are_the_two_texts_and_what_is_not_marked_is_common(before, after):
    change = compare_text("Doel", before, after)

    assert "".join(piece.text for piece in change.before) == before
    assert "".join(piece.text for piece in change.after) == after
    common = ["".join(piece.text for piece in side if not piece.is_marked) for side in (change.before, change.after)]
    assert common[0] == common[1]
    assert change.is_changed == (before != after)


@given(text=WORDS)
def test_comparing_the_other_way_round_turns_new_into_gone(text):
    one, other = compare_text("Doel", text, "elke dag"), compare_text("Doel", "elke dag", text)

    assert one.is_changed == other.is_changed


def test_only_the_word_that_changed_is_marked():
    change = compare_text("Doel", "Mevrouw komt twee dagen.", "Mevrouw komt drie dagen.")

    assert [piece.text for piece in change.before if piece.is_marked] == ["twee"]
    assert [piece.text for piece in change.after if piece.is_marked] == ["drie"]


def test_list_is_compared_line_by_line():
    change = compare_lists("Wat we doen", ["Bellen", "Koken"], ["Koken"])

    assert "".join(piece.text for piece in change.before if piece.is_marked) == "Bellen\n"
    assert not any(piece.is_marked for piece in change.after)


def test_another_line_is_marked_whole_and_the_same_line_by_its_words():
    before = ["Avond ervoor bellen, 2 keer per week, door de dochter", "Samen koken, 1 keer per week"]
    after = ["Zingen, 1 keer per maand, door de vrijwilliger", "Samen koken, 2 keer per week"]

    change = compare_lists("Wat we doen", before[:1], after[:1])
    assert [piece.text for piece in change.before] == before[:1]
    assert all(piece.is_marked for piece in (*change.before, *change.after))
    change = compare_lists("Wat we doen", before[1:], after[1:])
    assert [piece.text for piece in change.after if piece.is_marked] == ["2"]


LINES = st.lists(st.sampled_from(["Samen koken", "Samen eten", "Zingen", "", "Samen koken op maandag"]), max_size=4)


@given(before=LINES, after=LINES)
def test_pieces_of_a_list_are_its_lines_and_what_is_not_marked_is_common(before, after):
    change = compare_lists("Wat we doen", before, after)

    assert "".join(piece.text for piece in change.before) == "\n".join(before)
    assert "".join(piece.text for piece in change.after) == "\n".join(after)
    common = ["".join(piece.text for piece in side if not piece.is_marked) for side in (change.before, change.after)]
    assert common[0].rstrip("\n") == common[1].rstrip("\n")


def goal(key: int, *, number: int = 1, continues: int | None = None, domain: str = "structure", text: str = "Komt."):
    return GoalText(key, continues, number, domain, {"Doel": text}, ())


@given(
    before=st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])), max_size=5),
    after=st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"]), st.integers(min_value=-1, max_value=6)),
        max_size=5,
    ),
)
def test_every_goal_of_both_versions_stands_there_once(before, after):
    old = [goal(n, number=n, domain=domain, text=text) for n, (domain, text) in enumerate(before)]
    new = [
        goal(100 + n, number=n, domain=domain, text=text, continues=None if origin < 0 else origin)
        for n, (domain, text, origin) in enumerate(after)
    ]

    rows = compare_goals(old, new)

    assert sorted(row.before.key for row in rows if row.before) == [one.key for one in old]
    assert [row.after.key for row in rows if row.after] == [one.key for one in new]
    for row in rows:
        assert (row.fate == Fate.SAME) == (
            row.before is not None and row.after is not None and not any(text.is_changed for text in row.texts)
        )


def test_goal_goes_with_the_one_it_continues_whatever_its_words():
    [row, gone] = compare_goals([goal(1), goal(2, number=2, text="Eet.")], [goal(3, continues=2, text="Anders.")])

    assert row.before is not None
    assert (row.before.key, row.fate) == (2, Fate.CHANGED)
    assert (gone.fate, gone.after) == (Fate.GONE, None)


def test_goal_that_was_written_before_origins_were_kept_goes_with_the_same_words_first():
    old = [goal(1, number=1, text="Eet."), goal(2, number=2, text="Komt.")]
    [row, _] = compare_goals(old, [replace(old[1], key=9, number=1)])

    assert row.before is not None
    assert (row.before.key, row.fate) == (2, Fate.SAME)


@pytest.fixture
def second(petra: User, agreed: PlanVersion) -> PlanVersion:
    """A second version: other words, an extra goal, another moment, a shorter activity list."""
    actor = actor_of_user(petra)
    version = start_new_version(actor=actor, plan=agreed.plan)
    version = change_plan(
        actor=actor, version=version, revision=version.revision, values={"situation": "Mevrouw woont bij haar zoon."}
    )
    set_evaluation_moments(actor=actor, version=version, revision=version.revision, days=[TODAY])
    version.refresh_from_db()
    goal = version.goals.get()
    values = {"statement": "Mevrouw komt op vaste dagen naar de groep en meldt zich zelf af."}
    change_goal(actor=actor, goal=goal, revision=version.revision, values=values, activities=[])
    version.refresh_from_db()
    extra = GOAL | {"domain": "activities", "statement": "Mevrouw kiest zelf een activiteit."}
    add_goal(actor=actor, version=version, revision=version.revision, values=extra, activities=[ACTIVITY])
    version.refresh_from_db()
    return version


@pytest.mark.django_db
def test_page_shows_both_texts_and_marks_words(client: Browser, petra: User, agreed: PlanVersion, second: PlanVersion):
    sign_in(client, petra)
    page = client.get(reverse("plans:changes", args=[second.public_id])).text
    plan = client.get(reverse("plans:detail", args=[second.public_id])).text

    assert '<del><span class="zr-hidden">[weg: </span>alleen<span class="zr-hidden">]</span></del>' in page
    assert '<ins><span class="zr-hidden">[nieuw: </span>bij haar zoon<span class="zr-hidden">]</span></ins>' in page
    assert "Mevrouw kiest zelf een activiteit." in page
    for text in ("Nieuw doel", "Evaluatiemomenten", "augustus", "maart", "Weekkaart doornemen"):
        assert text in page
    assert reverse("plans:changes", args=[second.public_id]) in plan


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 2, 7])
def test_version_is_compared_with_an_earlier_one_only(client: Browser, petra: User, second: PlanVersion, number: int):
    url = reverse("plans:changes", args=[second.public_id])

    assert sign_in(client, petra).get(url, {"met": number}).status_code == 404
    assert client.get(url, {"met": 1}).status_code == 200


@pytest.mark.django_db
def test_first_version_has_nothing_to_be_compared_with(client: Browser, petra: User, draft: PlanVersion):
    page = sign_in(client, petra).get(reverse("plans:changes", args=[draft.public_id])).text

    assert "Dit is de eerste versie van het plan." in page


@pytest.mark.django_db
def test_copy_that_nobody_changed_says_so(client: Browser, petra: User, agreed: PlanVersion):
    version = start_new_version(actor=actor_of_user(petra), plan=agreed.plan)

    page = sign_in(client, petra).get(reverse("plans:changes", args=[version.public_id])).text

    assert "woord voor woord gelijk" in page
    assert "<del><span" not in page


@pytest.mark.django_db
def test_goals_are_followed_over_the_versions_between(petra: User, second: PlanVersion):
    third = start_new_version(actor=actor_of_user(petra), plan=agree_second(petra, second).plan)
    first = third.plan.versions.get(number=1)

    changes = changes_between(first, third)

    assert [row.fate for row in changes.goals] == [Fate.CHANGED, Fate.ADDED]
    assert changes_between(second, third).is_same


def agree_second(user: User, version: PlanVersion) -> PlanVersion:
    """The second version agreed, once it is complete again."""
    actor = actor_of_user(user)
    goal = version.goals.get(position=1)
    change_goal(actor=actor, goal=goal, revision=version.revision, values={}, activities=[ACTIVITY])
    version.refresh_from_db()
    version.plan.versions.filter(number=1).update(status="ended", ended_at="2026-03-02T10:00+00:00", end_reason="x")
    return agree(user, version)


@pytest.mark.django_db
def test_changes_take_the_same_number_of_queries_with_one_and_with_three_goals(petra: User, allocation: Any):
    version = agree(petra, draft_of(petra, allocation, goals=3))
    following = start_new_version(actor=actor_of_user(petra), plan=version.plan)
    fewer = list(following.goals.order_by("position")[1:])

    with CaptureQueriesContext(connection) as with_three:
        changes_between(version, following)
    for row in fewer:
        row.activities.all().delete()
        row.delete()
    with CaptureQueriesContext(connection) as with_one:
        changes_between(version, following)

    assert len(with_one) == len(with_three) <= 8
