"""A plan of four goals from a template, to the reminder of its third evaluation: by keyboard, and without JavaScript.

The story ends today. It is told with the clock put back, so that nothing of it lies ahead of the other tests.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from core.clock import today
from plans.services.reminders import derive_reminders
from tests.e2e.conftest import SignedIn
from tests.e2e.keyboard import Keyboard
from tests.e2e.mouse import Mouse
from tests.e2e.people import PETRA, WIL, Files
from tests.e2e.plan_walk import (
    Story,
    Walker,
    agree,
    evaluate,
    expect_reminder,
    expect_trend,
    keep_template,
    move_clock,
    write_plan,
)
from tests.e2e.steps import expect_due, sign_in, sign_out, six_months_after
from tests.e2e.survey import Survey


@pytest.fixture
def story(files: Files) -> Story:
    """A story for this test, and a template to begin with."""
    keep_template()
    return Story.of(files, today())


def test_plan_walk_by_keyboard(
    new_context: Callable[..., BrowserContext],
    survey: Survey,
    story: Story,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a template to the reminder, without touching a mouse, each page looked at on the way."""

    def come_in(email: str) -> Walker:
        keys = sign_in(new_context().new_page(), survey, email)
        return Walker(keys, lambda page: survey.look(keys.page, page), tmp_path)

    with monkeypatch.context() as patch:
        move_clock(patch, story.written)
        petra = come_in(PETRA)
        write_plan(petra, story)
        agree(petra, story)
        petra.look("plan walk in execution")
        plan = petra.keys.page.url

        for day, score, so_far in ((story.first, 2, [1, 2]), (story.second, 3, [1, 2, 3])):
            move_clock(patch, day)
            petra.keys.page.goto(plan)
            evaluate(petra, story, score)
            expect_trend(petra.keys, *so_far)
            expect_due(petra.keys, six_months_after(day))
            petra.look(f"plan walk trend of {len(so_far)}")
        sign_out(petra.keys)

    assert today() >= story.due - timedelta(weeks=2)
    derive_reminders(today())
    wil = come_in(WIL)
    expect_reminder(wil.keys, story)
    wil.keys.follow(f"Dossier openen van {story.client}")
    wil.keys.expect_heading(story.client)


def test_plan_walk_without_script(
    signed_in: SignedIn, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same steps with one evaluation, with a mouse, in a browser that runs no script."""
    with monkeypatch.context() as patch:
        move_clock(patch, story.written)
        petra = Walker(Mouse(signed_in(PETRA, java_script_enabled=False)), lambda page: None, tmp_path)
        petra.keys.page.goto("/")
        write_plan(petra, story)
        agree(petra, story)
        plan = petra.keys.page.url
        move_clock(patch, story.second)
        petra.keys.page.goto(plan)
        evaluate(petra, story, 2)
        expect_trend(petra.keys, 1, 2)
        expect_due(petra.keys, story.due)

    derive_reminders(today())
    page = signed_in(WIL, java_script_enabled=False)
    page.goto("/")
    expect_reminder(Keyboard(page), story)
