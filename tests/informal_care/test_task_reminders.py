"""Reminders of tasks: once each, the last rung only, to who does it, and nothing about anybody in the mail."""

from datetime import date, timedelta

import pytest
from django.core import mail as sent_mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from informal_care.models import TaskNotice, TaskReminder, TaskRung
from informal_care.services.boards import change_task, take_on, tell_progress
from informal_care.services.supplements import load_task_ladder
from informal_care.services.task_reminders import derive_task_reminders, post_task_reminders
from organisations.models import Mail
from tests.cast import sign_in

DUE = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _ladder(db):
    load_task_ladder()


@pytest.fixture
def task(board, coordinator, practice, gijs):
    """Of the practice, with gijs as contact."""
    activity = board.edition.activities.get(code="TG6-1")
    return take_on(actor=coordinator, board=board, activity=activity, owner=practice, owner_person=gijs, due_on=DUE)


def after(days):
    return DUE + timedelta(days=days)


def states():
    return list(TaskReminder.objects.order_by("days").values_list("days", "state"))


def told():
    return set(TaskNotice.objects.values_list("reminder__days", "user__name"))


def test_each_rung_is_reached_once_and_the_last_counts(task, gijs):
    assert not derive_task_reminders(after(-29)).reached
    first = derive_task_reminders(after(-28))
    assert (first.reached, first.notices, states()) == (1, 1, [(-28, "open")])
    again = derive_task_reminders(after(-27))
    assert (again.reached, again.notices) == (0, 0)
    derive_task_reminders(after(-7))
    assert states() == [(-28, "passed"), (-7, "open")]
    assert told() == {(-28, gijs.name), (-7, gijs.name)}


@pytest.mark.usefixtures("task")
def test_what_was_missed_is_not_caught_up_with_and_the_coordinator_hears_of_what_is_late(gijs, ilse):
    derive_task_reminders(after(8))
    assert states() == [(7, "open")]
    assert told() == {(7, gijs.name), (7, ilse.name)}


def test_without_a_contact_all_who_work_on_boards_there_are_told(task, gijs, practice):
    gijs.memberships.update(ends_on=date(2026, 6, 1))
    derive_task_reminders(after(-7))
    assert told() == set()  # nobody is there any more
    gijs.memberships.update(ends_on=None)
    task.owner_person = None
    task.save()
    derive_task_reminders(after(-7))
    assert told() == {(-7, gijs.name)}


def test_what_is_done_or_due_later_is_settled(task, coordinator, practice):
    derive_task_reminders(after(-7))
    later = change_task(
        actor=coordinator, task=task, revision=1, owner=practice, due_on=after(60), owner_person=task.owner_person
    )
    assert derive_task_reminders(after(-7)).lapsed == 1
    back = change_task(
        actor=coordinator, task=later, revision=2, owner=practice, due_on=DUE, owner_person=task.owner_person
    )
    derive_task_reminders(after(-6))
    assert states() == [(-7, "open")]
    tell_progress(actor=coordinator, task=back, revision=3, status="done", result="Klaar.")
    derive_task_reminders(after(-6))
    assert states() == [(-7, "lapsed")]


@pytest.mark.usefixtures("task")
def test_a_mail_goes_once_and_holds_a_number_alone(gijs, on_day, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    on_day(after(-7))
    call_command("remind_of_board_tasks")
    call_command("remind_of_board_tasks")

    (row,) = Mail.objects.all()
    assert (row.user, row.context) == (gijs, {"lines": ["1 taak moet binnen 1 week klaar zijn."]})
    assert post_task_reminders() == 0
    for text in (one.body for one in sent_mail.outbox):
        assert "TG6-1" not in text


def test_a_ladder_is_dated(task):
    TaskRung.objects.filter(days=-28).update(ends_on=date(2026, 1, 1))
    assert not derive_task_reminders(after(-28)).reached
    assert load_task_ladder() == 1  # the file says that it goes on
    assert load_task_ladder() == 0
    assert derive_task_reminders(after(-28)).reached == 1


def test_the_work_list_shows_what_is_near_or_late(client, task, gijs, hanna, on_day):
    sign_in(client, gijs)
    assert "TG6-1" not in client.get(reverse("home")).content.decode()
    on_day(after(-5))
    derive_task_reminders(after(-5))
    sign_in(client, gijs)
    assert reverse("informal_care:task", args=[task.public_id]) in client.get(reverse("home")).content.decode()
    sign_in(client, hanna)
    assert "TG6-1" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_taskrung_recipient", {"source": "", "days": 99}),
        ("informal_care_taskrung_period_order", {"ends_on": date(2014, 1, 1), "days": 99}),
        ("informal_care_taskrung_no_overlap", {}),
    ],
)
def test_the_database_refuses_rungs(name, wrong):
    row = TaskRung(**{"days": 7, "recipient": "owner", "source": "x", "starts_on": date(2016, 1, 1), **wrong})
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("informal_care_taskreminder_once", {}), ("informal_care_taskreminder_state", {"days": 1, "state": "passed"})],
)
def test_the_database_refuses_reminders(task, name, wrong):
    TaskReminder.objects.create(task=task, due_on=DUE, days=0)
    row = TaskReminder(**{"task": task, "due_on": DUE, "days": 0, **wrong})
    with pytest.raises(IntegrityError, match="informal_care_taskreminder" if not wrong else name), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_second_notice(task, gijs):
    """`informal_care_tasknotice_once`."""
    reminder = TaskReminder.objects.create(task=task, due_on=DUE, days=0)
    TaskNotice.objects.create(reminder=reminder, user=gijs)
    with pytest.raises(IntegrityError, match="tasknotice"), transaction.atomic():
        TaskNotice.objects.create(reminder=reminder, user=gijs)
