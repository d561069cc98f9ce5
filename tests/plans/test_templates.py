"""Templates of plans: who keeps them, what comes with the software, and that they say nothing of a client."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from core.errors import Conflict
from plans.models import PlanTemplate, TemplateGoal
from plans.services.template_files import TEMPLATES, load_plan_templates
from plans.services.templates import (
    add_template_goal,
    change_template,
    change_template_goal,
    copy_template,
    remove_template_goal,
    retire_template,
)
from products.enums import DemandedDomain
from tests.cast import actor_of_user, sign_in
from tests.plans.story import ACTIVITY, template_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(frozen: Any, book: None, petra: User) -> PlanTemplate:
    return template_of(petra)


@pytest.fixture
def general(book: None) -> PlanTemplate:
    load_plan_templates()
    return PlanTemplate.objects.get(provider=None, variant__code="bg-duurzaam")


def rows(number: int, **fields: str) -> dict[str, Any]:
    """What a browser sends of one activity."""
    return {"activities-TOTAL_FORMS": number, "activities-INITIAL_FORMS": 0} | {
        f"activities-0-{name}": value for name, value in fields.items()
    }


# What comes with the software -----------------------------------------------------------------------------


def test_software_brings_a_template_of_duurzaam_with_a_goal_in_each_domain(general: PlanTemplate):
    assert [goal.domain for goal in general.goals.order_by("position")] == list(DemandedDomain.values)
    assert all(goal.activities.exists() for goal in general.goals.all())
    assert "voorbeeld" in general.source


def test_loading_again_changes_nothing(general: PlanTemplate):
    assert load_plan_templates() == (0, 0)
    assert PlanTemplate.objects.filter(pk=general.pk, retired_at=None).exists()


def test_changed_file_writes_anew_and_retires_the_old_one(general: PlanTemplate, tmp_path: Path):
    content = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    content["templates"] = content["templates"][:1]
    content["templates"][0]["goals"][0]["target_value"] = "3"
    file = tmp_path / "templates.yaml"
    file.write_text(yaml.safe_dump(content))

    assert load_plan_templates(file) == (1, 3)
    general.refresh_from_db()
    assert general.retired_at is not None
    assert PlanTemplate.objects.get(retired_at=None).goals.order_by("position")[0].target_value == 3


def test_file_with_faults_loads_nothing_and_names_them_all(book: None, tmp_path: Path):
    file = tmp_path / "templates.yaml"
    goal = {"domain": "onzin", "statement": "Komt."}
    wrong = [{"product": "geen", "name": "A"}, {"product": "bg-licht", "name": "B", "goals": [goal]}]
    file.write_text(yaml.safe_dump({"source": "proef", "templates": wrong}))

    with pytest.raises(ValidationError) as refusal:
        load_plan_templates(file)
    with pytest.raises(CommandError, match="Er is geen product geen"):
        call_command("load_plan_templates", file=file)

    assert {message.partition(":")[0] for message in refusal.value.messages} == {"A", "B"}
    assert not PlanTemplate.objects.exists()


def test_own_templates_are_left_alone_by_the_file(template: PlanTemplate):
    load_plan_templates()

    template.refresh_from_db()
    assert template.retired_at is None


# Services -------------------------------------------------------------------------------------------------


def test_copy_holds_every_goal_and_activity_and_gets_a_free_name(general: PlanTemplate, petra: User):
    actor = actor_of_user(petra)

    first, second = copy_template(actor=actor, template=general), copy_template(actor=actor, template=general)

    assert (first.name, second.name) == (general.name, f"{general.name} 2")
    assert first.provider_id == actor.organisation_id
    assert first.source == general.source
    for one, other in zip(first.goals.all(), general.goals.all(), strict=True):
        assert (one.statement, one.target_value) == (other.statement, other.target_value)
        assert [str(row) for row in one.activities.all()] == [str(row) for row in other.activities.all()]


def test_general_template_is_changed_by_nobody(general: PlanTemplate, petra: User):
    with pytest.raises(PermissionDenied):
        change_template(actor=actor_of_user(petra), template=general, revision=1, values={"name": "Anders"})


def test_template_of_another_provider_cannot_be_copied(template: PlanTemplate, mo: User):
    with pytest.raises(PermissionDenied):
        copy_template(actor=actor_of_user(mo), template=template)


def test_goals_behind_one_that_goes_move_up(template: PlanTemplate, petra: User):
    actor, values = actor_of_user(petra), {"domain": "activities", "statement": "Doet mee."}
    for _ in range(2):
        template.refresh_from_db()
        add_template_goal(actor=actor, template=template, revision=template.revision, values=values)
    template.refresh_from_db()

    remove_template_goal(actor=actor, goal=template.goals.get(position=1), revision=template.revision)

    assert list(template.goals.values_list("position", "domain")) == [(1, "activities"), (2, "activities")]


def test_two_people_at_one_template_the_second_gets_a_conflict(template: PlanTemplate, petra: User, hanna: User):
    change_template(
        actor=actor_of_user(petra), template=template, revision=template.revision, values={"name": "Van Petra"}
    )

    with pytest.raises(Conflict):
        change_template(
            actor=actor_of_user(hanna), template=template, revision=template.revision, values={"name": "Van Hanna"}
        )


def test_retired_template_does_not_change_any_more(template: PlanTemplate, petra: User):
    retire_template(actor=actor_of_user(petra), template=template)

    with pytest.raises(Conflict):
        add_template_goal(actor=actor_of_user(petra), template=template, revision=3, values={})


def test_faults_in_activities_come_back_at_once(template: PlanTemplate, petra: User):
    with pytest.raises(ValidationError) as refusal:
        change_template_goal(
            actor=actor_of_user(petra),
            goal=template.goals.get(),
            revision=template.revision,
            values={},
            activities=[ACTIVITY | {"times": 0}, ACTIVITY, ACTIVITY | {"per": "eeuw"}],
        )

    assert [message.partition(":")[0] for message in refusal.value.messages] == ["Activiteit 1", "Activiteit 3"]
    assert template.goals.get().activities.count() == 1


def test_unknown_names_are_a_mistake_of_the_caller(template: PlanTemplate, petra: User):
    with pytest.raises(TypeError, match="provider"):
        change_template(
            actor=actor_of_user(petra), template=template, revision=template.revision, values={"provider": None}
        )


# Pages ----------------------------------------------------------------------------------------------------


def test_planner_makes_a_template_with_a_goal(client: Browser, frozen: Any, book: None, wil: User):
    sign_in(client, wil)
    made = client.post(
        reverse("plans:new_template"), {"revision": 0, "variant": "bg-licht", "name": "Kort", "situation": "Rustig."}
    )
    template = PlanTemplate.objects.get()
    client.post(
        reverse("plans:add_template_goal", args=[template.public_id]),
        {"revision": 1, "domain": "structure", "statement": "Komt op tijd.", "target_value": "2,5"}
        | rows(1, description="Bellen", times="2", per="week"),
    )

    assert made.headers["Location"] == reverse("plans:template", args=[template.public_id])
    assert str(TemplateGoal.objects.get().target_value) == "2.50"
    page = client.get(made.headers["Location"]).text
    for text in ("Kort", "Rustig.", "Komt op tijd.", "Bellen, 2 keer per week", "doel 2,5"):
        assert text in page


def test_name_that_is_taken_stands_beside_its_field(client: Browser, template: PlanTemplate, petra: User):
    page = sign_in(client, petra).post(
        reverse("plans:new_template"), {"revision": 0, "variant": "bg-duurzaam", "name": template.name}
    )

    assert "name" in page.context["form"].errors
    assert "Er is al een sjabloon met deze naam" in page.text


def test_conflict_shows_what_was_typed_and_what_is_stored(client: Browser, template: PlanTemplate, petra: User):
    before = template.revision
    change_template(actor=actor_of_user(petra), template=template, revision=before, values={"name": "Van een ander"})

    page = sign_in(client, petra).post(
        reverse("plans:change_template", args=[template.public_id]), {"revision": before, "name": "Van mij"}
    )

    assert page.status_code == 409
    assert "Nu opgeslagen: Van een ander" in page.text
    assert 'value="Van mij"' in page.text


def test_goal_is_changed_and_taken_out_on_pages(client: Browser, template: PlanTemplate, petra: User):
    goal = template.goals.get()
    sign_in(client, petra)
    opened = client.get(reverse("plans:change_template_goal", args=[goal.public_id]))
    assert str(ACTIVITY["description"]) in opened.text

    client.post(
        reverse("plans:change_template_goal", args=[goal.public_id]),
        {"revision": template.revision, "domain": "activities", "statement": "Anders."} | rows(0),
    )
    goal.refresh_from_db()
    assert (goal.domain, goal.activities.count()) == ("activities", 0)

    assert "Weet u zeker" in client.get(reverse("plans:remove_template_goal", args=[goal.public_id])).text
    template.refresh_from_db()
    client.post(reverse("plans:remove_template_goal", args=[goal.public_id]), {"revision": template.revision})
    assert not template.goals.exists()


def test_general_template_offers_a_copy_and_no_change(client: Browser, general: PlanTemplate, petra: User):
    page = sign_in(client, petra).get(reverse("plans:template", args=[general.public_id])).text
    assert "Overnemen als eigen sjabloon" in page
    assert reverse("plans:change_template", args=[general.public_id]) not in page

    client.post(reverse("plans:copy_template", args=[general.public_id]))
    own = PlanTemplate.objects.get(provider__isnull=False)
    client.post(reverse("plans:retire_template", args=[own.public_id]))

    assert own.name not in client.get(reverse("plans:templates")).context["own"]
    assert "Niet meer te kiezen" in client.get(reverse("plans:template", args=[own.public_id])).text


def test_list_asks_the_same_number_of_queries_with_one_and_with_three(
    client: Browser, template: PlanTemplate, petra: User
):
    url = reverse("plans:templates")
    sign_in(client, petra).get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for name in ("Tweede", "Derde"):
        template_of(petra, name)
    with CaptureQueriesContext(connection) as with_three:
        page = client.get(url)

    assert len(page.context["own"]) == 3
    assert len(with_one) == len(with_three)


def test_template_page_asks_the_same_number_of_queries_with_one_and_with_three_goals(
    client: Browser, template: PlanTemplate, petra: User
):
    url = reverse("plans:template", args=[template.public_id])
    sign_in(client, petra).get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for _ in range(2):
        template.refresh_from_db()
        values = {"domain": "activities", "statement": "Doet mee."}
        add_template_goal(
            actor=actor_of_user(petra),
            template=template,
            revision=template.revision,
            values=values,
            activities=[ACTIVITY],
        )
    with CaptureQueriesContext(connection) as with_three:
        client.get(url)

    assert len(with_one) == len(with_three)


def test_keeping_templates_stands_in_the_trail_without_a_client(template: PlanTemplate, petra: User):
    lines = AuditEntry.objects.filter(target__in=[template.public_id, template.goals.get().public_id])

    assert {(line.event, line.actor, line.client) for line in lines} == {("created", petra.public_id, None)}
