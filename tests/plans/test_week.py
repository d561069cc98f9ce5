"""The client's week: stored, carried along, compared, and shown on page and paper."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Allocation
from core.constraints import constraint_of
from plans.documents import plan_document, plan_pdf
from plans.models import Activity, Goal, PlanTemplate, PlanVersion, TemplateActivity
from plans.rules import Week
from plans.selectors import changes_between
from plans.services.drafting import change_plan, start_new_version, start_plan
from plans.services.goals import change_goal
from plans.services.template_files import load_plan_templates
from plans.services.templates import add_template_goal, copy_template
from tests.cast import actor_of_user, sign_in
from tests.marks import needs_pdf
from tests.pdf import text_of
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import ACTIVITY, agree, professional_of, template_of

pytestmark = pytest.mark.django_db

COMES = Week.of("1-morning", "1-afternoon", "3-morning")
COOKS = Week.of("1-morning", "3-morning")
COOKING: dict[str, Any] = ACTIVITY | {"description": "Samen koken", "times": 2, "per": "week", "moments": COOKS}


@pytest.fixture
def week(petra: User, draft: PlanVersion) -> PlanVersion:
    """A draft whose client comes on three dagdelen, and cooks on two of them."""
    actor = actor_of_user(petra)
    version = change_plan(actor=actor, version=draft, revision=draft.revision, values={"attends": COMES})
    change_goal(
        actor=actor,
        goal=version.goals.get(),
        revision=version.revision,
        values={},
        activities=[COOKING, {**ACTIVITY, "moments": Week()}],
    )
    version.refresh_from_db()
    return version


def url(name: str, row: Any) -> str:
    return reverse(f"plans:{name}", args=[row.public_id])


# Stored ------------------------------------------------------------------------------------------------


def test_week_comes_back_from_the_database_as_it_was_stored(week: PlanVersion):
    assert PlanVersion.objects.get(pk=week.pk).attends == COMES
    assert [one.moments for one in week.goals.get().activities.all()] == [COOKS, Week()]
    assert Activity.objects.filter(moments=COOKS).count() == 1


def test_plan_and_activity_have_no_week_until_somebody_fills_it_in(draft: PlanVersion):
    assert not draft.attends
    assert not draft.goals.get().activities.get().moments


@pytest.mark.parametrize(
    ("model", "column", "name"),
    [
        (PlanVersion, "attends", "plans_version_week"),
        (Activity, "moments", "plans_activity_week"),
        (TemplateActivity, "moments", "plans_templateactivity_week"),
    ],
)
def test_database_refuses_a_number_that_is_no_week(
    model: type[Model], column: str, name: str, petra: User, draft: PlanVersion
):
    template_of(petra)
    quoted = connection.ops.quote_name
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {quoted(model._meta.db_table)} SET {quoted(column)} = {1 << 21}")  # noqa: S608

    found = constraint_of(refusal.value)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("value", [["1-morning"], "maandag", -1, 1 << 21])
def test_what_is_no_week_is_refused_before_it_reaches_the_database(value: Any, draft: PlanVersion):
    draft.attends = value

    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert {fault.code for fault in refusal.value.error_dict["attends"]} == {"no_week"}


# Carried along -------------------------------------------------------------------------------------------


def test_new_version_takes_the_week_along(petra: User, week: PlanVersion):
    version = start_new_version(actor=actor_of_user(petra), plan=agree(petra, week).plan)

    assert version.attends == COMES
    assert [one.moments for one in version.goals.get().activities.all()] == [COOKS, Week()]


def test_template_and_its_copy_and_a_plan_from_it_have_the_moments(petra: User, allocation: Allocation):
    actor, template = actor_of_user(petra), template_of(petra)
    add_template_goal(
        actor=actor,
        template=template,
        revision=template.revision,
        values={"domain": "structure", "statement": "Kookt mee."},
        activities=[COOKING],
    )
    copied = copy_template(actor=actor, template=template)
    version = start_plan(
        actor=actor,
        allocation=allocation,
        professional=professional_of(petra),
        starts_on=allocation.starts_on,
        ends_on=allocation.ends_on,
        begin_with=copied,
    )

    assert TemplateActivity.objects.get(goal__template=copied, description="Samen koken").moments == COOKS
    assert Activity.objects.get(goal__version=version, description="Samen koken").moments == COOKS


def test_file_of_templates_may_name_moments_and_loading_it_again_changes_nothing(book: None, tmp_path: Path):
    file = tmp_path / "templates.yaml"
    file.write_text(
        "source: eigen\n"
        "templates:\n"
        "  - product: bg-duurzaam\n    name: Koken\n    goals:\n"
        "      - {domain: structure, statement: Kookt., activities: [{description: Koken, times: 1, per: week, "
        "moments: [2-afternoon]}]}\n"
    )

    assert load_plan_templates(file) == (1, PlanTemplate.objects.exclude(retired_at=None).count())
    assert load_plan_templates(file) == (0, 0)
    assert TemplateActivity.objects.get(description="Koken").moments == Week.of("2-afternoon")


def test_changes_between_versions_name_the_week(petra: User, week: PlanVersion):
    actor = actor_of_user(petra)
    version = start_new_version(actor=actor, plan=agree(petra, week).plan)
    version = change_plan(
        actor=actor, version=version, revision=version.revision, values={"attends": Week.of("1-morning")}
    )
    change_goal(actor=actor, goal=version.goals.get(), revision=version.revision, values={}, activities=[COOKING])

    changes = changes_between(week, version)

    [text] = changes.changed_texts
    assert text.name == "Komt naar de groep"
    assert "".join(piece.text for piece in text.before).split("\n") == [str(moment) for moment in COMES]
    assert "".join(piece.text for piece in text.after) == "maandagochtend"
    [goal] = changes.changed_goals
    assert "op maandagochtend en woensdagochtend" in "".join(piece.text for piece in goal.texts[-1].after)


# Pages ---------------------------------------------------------------------------------------------------


def test_page_shows_the_week_as_a_table_with_headed_rows_and_columns(client: Browser, petra: User, week: PlanVersion):
    page = sign_in(client, petra).get(url("detail", week)).content.decode()

    assert '<th scope="col">Middag</th>' in page
    assert '<th scope="row">Woensdag</th>' in page
    assert page.count("In de groep</strong>") == 3
    assert page.count("<li>Samen koken</li>") == 2
    assert "Weekkaart doornemen bij binnenkomst: 1 keer per dagdeel" in page
    assert "Avond</th>" not in page
    assert "Toegewezen: 4 dagdelen per week." in page


def test_who_only_reads_gets_no_tips_about_the_week(client: Browser, karin: User, week: PlanVersion):
    page = sign_in(client, karin).get(url("detail", week)).content.decode()

    assert "De week van de cliënt" in page
    assert "Toegewezen: 4" not in page


def test_plan_without_a_week_says_so(client: Browser, petra: User, draft: PlanVersion):
    page = sign_in(client, petra).get(url("detail", draft)).content.decode()

    assert "Er is nog niet ingevuld op welke dagen de cliënt komt." in page


def test_week_is_ticked_on_the_form_of_the_plan(client: Browser, petra: User, draft: PlanVersion):
    browser = sign_in(client, petra)
    data = {
        "starts_on": "2026-03-01",
        "ends_on": "2026-12-31",
        "revision": draft.revision,
        "attends": ["1-morning", "4-evening"],
    }

    browser.post(url("change", draft), data)

    draft.refresh_from_db()
    assert draft.attends == Week.of("1-morning", "4-evening")
    page = browser.get(url("change", draft)).content.decode()
    assert page.count(" checked") == 2
    assert '<span class="zr-hidden">donderdagavond</span>' in page


def test_refused_form_keeps_what_was_ticked_and_refuses_what_is_no_moment(
    client: Browser, petra: User, draft: PlanVersion
):
    browser = sign_in(client, petra)
    data = {"starts_on": "", "revision": draft.revision, "attends": ["1-morning"]}

    page = browser.post(url("change", draft), data).content.decode()
    refused = browser.post(url("change", draft), data | {"attends": ["8-night"]}).content.decode()

    assert page.count(" checked") == 1
    assert "8-night is geen beschikbare keuze" in refused
    draft.refresh_from_db()
    assert not draft.attends


def test_moments_are_ticked_with_an_activity_and_alone_make_no_activity(
    client: Browser, petra: User, empty_draft: PlanVersion
):
    data = {
        **dict.fromkeys(("client_words", "measure", "unit", "why_realistic"), ""),
        "domain": "structure",
        "statement": "Kookt mee.",
        "revision": empty_draft.revision,
        "activities-TOTAL_FORMS": 2,
        "activities-INITIAL_FORMS": 0,
        "activities-0-description": "Koken",
        "activities-0-times": 1,
        "activities-0-per": "week",
        "activities-0-moments": ["2-afternoon"],
        "activities-1-per": "week",
        "activities-1-is_in_group": "on",
    }
    browser = sign_in(client, petra)
    browser.post(url("add_goal", empty_draft), data)

    [activity] = Activity.objects.all()
    assert activity.moments == Week.of("2-afternoon")
    page = browser.get(url("change_goal", Goal.objects.get())).content.decode()
    assert page.count('<details class="zr-details" open>') == 1


# Paper -----------------------------------------------------------------------------------------------------


def test_document_holds_the_week_and_a_plan_without_one_prints_none(week: PlanVersion, petra: User):
    document = plan_document(week)

    assert document["week"]["parts"] == ["ochtend", "middag"]
    monday = document["week"]["days"][0]
    assert monday == {
        "day": "maandag",
        "cells": [{"attends": True, "activities": ["Samen koken"]}, {"attends": True, "activities": []}],
    }
    assert document["goals"][0]["activities"][0]["when"] == "maandagochtend en woensdagochtend"
    change_plan(actor=actor_of_user(petra), version=week, revision=week.revision, values={"attends": Week()})
    week.refresh_from_db()
    goal = week.goals.get()
    change_goal(actor=actor_of_user(petra), goal=goal, revision=week.revision, values={}, activities=[])
    week.refresh_from_db()
    assert plan_document(week)["week"] is None


@needs_pdf
def test_pdf_prints_the_week(week: PlanVersion):
    text = text_of(plan_pdf(plan_document(week)))

    assert "De week van de cliënt" in text
    assert "Wanneer de cliënt komt en wat er dan gebeurt" in text
    assert "Zonder vast moment" in text
