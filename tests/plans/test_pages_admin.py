"""Plans in the admin: to look at, never to write."""

import pytest
from django.contrib import admin
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from clients.models import Allocation, FileOpening
from core.models import PublicModel
from plans import models
from plans.models import Evaluation, PlanVersion
from plans.services.ladders import load_reminders
from tests.cast import sign_in
from tests.factories.clients import OpeningFactory
from tests.plans.print_story import start
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import ACTIVITY, GOAL, watch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def emergency(ada: User, allocation: Allocation) -> FileOpening:
    """Ada opened the file, for something was broken: without that she finds no row at all."""
    return OpeningFactory.create(client=allocation.client, user=ada)


@pytest.fixture(autouse=True)
def track(petra: User, evaluation: Evaluation) -> None:
    """The evaluation with a Wlz track, so that every model has a row."""
    watch(petra, evaluation)
    start(petra, [evaluation.version])


ABOUT_NOBODY = [models.PlanTemplate, models.TemplateGoal, models.TemplateActivity, models.PrintBatch]
ALL = [
    model
    for name in models.__all__
    if issubclass(model := getattr(models, name), PublicModel) and model not in ABOUT_NOBODY
]
"""Reminders have no public id: they are derived, and no page shows one."""


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_every_model_is_listed_found_and_read_only(client: Browser, ada: User, evaluation: Evaluation, model: type):
    name = f"admin:plans_{model.__name__.lower()}"
    row = model.objects.first()  # type: ignore[attr-defined]
    sign_in(client, ada)

    assert client.post(reverse(f"{name}_changelist"), {"q": str(row.public_id)}, follow=True).status_code == 200
    page = client.get(reverse(f"{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse(f"{name}_add")).status_code == 403
    assert client.get(reverse(f"{name}_delete", args=[row.pk])).status_code == 403
    assert admin.site._registry[model].search_fields


def test_admin_does_not_show_the_agreed_document(client: Browser, ada: User, agreed: PlanVersion):
    page = sign_in(client, ada).get(reverse("admin:plans_planversion_change", args=[agreed.pk]))

    assert "vastgesteld document" not in page.content.decode()


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_opening_a_part_of_a_file_stands_in_the_trail_of_the_client(
    client: Browser, ada: User, evaluation: Evaluation, model: type
):
    row = model.objects.first()  # type: ignore[attr-defined]

    sign_in(client, ada).get(reverse(f"admin:plans_{model.__name__.lower()}_change", args=[row.pk]))

    entry = AuditEntry.objects.get(event="read")
    assert (entry.target, entry.actor) == (row.public_id, ada.public_id)
    assert entry.client == evaluation.version.plan.allocation.client.public_id


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_lists_show_nothing_that_was_written_about_the_client(
    client: Browser, ada: User, evaluation: Evaluation, model: type
):
    page = sign_in(client, ada).get(reverse(f"admin:plans_{model.__name__.lower()}_changelist")).content.decode()

    for text in ("Vries", GOAL["statement"], ACTIVITY["description"], "De vaste dagen geven rust."):
        assert text not in page


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_administrator_without_an_emergency_finds_no_row(
    client: Browser, ada: User, evaluation: Evaluation, emergency: FileOpening, model: type
):
    row = model.objects.first()  # type: ignore[attr-defined]
    emergency.delete()
    name = f"admin:plans_{model.__name__.lower()}"

    assert not sign_in(client, ada).get(reverse(f"{name}_changelist")).context["cl"].result_list
    assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 302


def test_ladder_of_reminders_can_be_looked_at(client: Browser, ada: User):
    load_reminders()
    rung = models.ReminderRung.objects.first()
    assert rung is not None
    sign_in(client, ada)

    assert client.get(reverse("admin:plans_reminderrung_changelist")).status_code == 200
    assert client.get(reverse("admin:plans_reminderrung_add")).status_code == 403
    assert "Eindverantwoordelijke" in client.get(reverse("admin:plans_reminderrung_change", args=[rung.pk])).text


@pytest.mark.parametrize("model", ABOUT_NOBODY, ids=lambda model: model.__name__)
def test_templates_can_be_looked_at_without_an_emergency(
    client: Browser, ada: User, emergency: FileOpening, model: type
):
    emergency.delete()
    row = model.objects.get()  # type: ignore[attr-defined]
    name = f"admin:plans_{model.__name__.lower()}"
    sign_in(client, ada)

    assert list(client.get(reverse(f"{name}_changelist")).context["cl"].result_list) == [row]
    assert 'name="_save"' not in client.get(reverse(f"{name}_change", args=[row.pk])).text
    assert client.get(reverse(f"{name}_add")).status_code == 403
