"""What an administrator sees of the work in the background, and how the tasks of the clock are kept."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from audit.models import TaskRun
from organisations.enums import MailStatus
from organisations.models import Mail
from tests.cast import sign_in
from zorgregio import celery

PAGE = "/beheer/taken"

pytestmark = pytest.mark.django_db


@pytest.fixture
def given_up(petra):
    return Mail.objects.create(
        key="proef",
        user=petra,
        template="plans/evaluations",
        subject="Evaluaties die uw aandacht vragen",
        not_before=datetime(2026, 3, 2, tzinfo=UTC),
        status=MailStatus.GIVEN_UP,
        settled_at=datetime(2026, 3, 4, tzinfo=UTC),
        attempts=8,
        fault="De mailserver weigert dit adres (antwoord 550).",
    )


def task(name: str) -> Any:
    """A task as Celery hands it to its signals."""
    return SimpleNamespace(name=name)


def test_page_shows_queues_tasks_and_what_was_given_up(client, ada, given_up):
    celery.note_start(task=task("organisations.send_mails"))
    celery.note_end(sender=task("organisations.send_mails"))

    page = sign_in(client, ada).get(PAGE).text

    assert "Mail die wacht op verzending" in page
    assert "antwoord 550" in page
    assert "organisations.send_mails" in page
    assert "Heeft hier nog niet gedraaid." in page
    assert PAGE in client.get(reverse("admin:index")).text


def test_failure_is_kept_by_its_kind_only():
    celery.note_start(task=task("plans.remind_of_evaluations"))
    celery.note_failure(sender=task("plans.remind_of_evaluations"), exception=ValueError("mevrouw De Vries"))

    run = TaskRun.objects.get()
    assert (run.fault, run.runs, run.failures, run.ended_at) == ("ValueError", 1, 1, None)


def test_task_that_is_not_of_the_clock_is_not_kept():
    celery.note_start(task=task("plans.seal_agreed_plan"))

    assert not TaskRun.objects.exists()


def test_running_twice_keeps_one_row():
    for _ in range(2):
        celery.note_start(task=task("organisations.send_mails"))
        celery.note_end(sender=task("organisations.send_mails"))

    assert TaskRun.objects.get().runs == 2


def test_administrator_tries_everything_again(client, ada, given_up):
    answer = sign_in(client, ada).post(f"{PAGE}/opnieuw", follow=True)

    given_up.refresh_from_db()
    assert given_up.status == MailStatus.WAITING
    assert "1 mail gaat opnieuw." in answer.text
    assert "Er is niets opgegeven." in answer.text


def test_retry_is_no_page(client, ada, given_up):
    assert sign_in(client, ada).get(f"{PAGE}/opnieuw").status_code == 405


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/opnieuw"])
def test_nobody_else_comes_here(client, petra, given_up, address):
    sign_in(client, petra)

    assert client.get(address).status_code in {302, 403}
    assert client.post(address).status_code in {302, 403}
    given_up.refresh_from_db()
    assert given_up.status == MailStatus.GIVEN_UP


def test_number_of_queries_does_not_grow(client, ada, given_up, petra, django_assert_max_num_queries):
    sign_in(client, ada)
    for number in range(3):
        Mail.objects.create(
            key=f"proef {number}",
            user=petra,
            template="plans/evaluations",
            subject="Proef",
            not_before=given_up.not_before,
            status=MailStatus.GIVEN_UP,
            settled_at=given_up.settled_at,
        )
    with django_assert_max_num_queries(20):
        client.get(PAGE)
