"""Which reminders there are follows from plan and ladder: once each, the last rung only, as long as it is due."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import AuditEntry
from clients.services import record_death
from organisations.enums import Level, MailStatus, ReminderState, Role
from organisations.models import Mail, MailPreference, Membership
from plans.enums import Recipient
from plans.models import Notice, Plan, Reminder, ReminderRung
from plans.services.drafting import start_new_version
from plans.services.execution import end_plan, start_execution
from plans.services.ladders import load_reminders
from plans.services.reminder_mails import post_reminders
from plans.services.reminders import derive_reminders
from plans.services.responsibility import hand_over
from tests.cast import actor_of_user, member
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import TODAY, agree, evaluate

DUE = date(2026, 9, 2)
"""Six months after the agreement of the story."""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ladder():
    load_reminders()


@pytest.fixture
def cor(apeldoorn):
    """The contract manager of Apeldoorn."""
    return member("Cor Contractmanager", apeldoorn, Role.CONTRACT_MANAGER)


def reached():
    return list(Reminder.objects.order_by("reached_at", "days").values_list("due_on", "days", "state"))


def told(days):
    return {
        (notice.user.name, notice.recipient)
        for notice in Notice.objects.filter(reminder__days=days).select_related("user")
    }


def after(days):
    return DUE + timedelta(days=days)


# Deriving ---------------------------------------------------------------------------------------------


def test_nothing_is_told_before_the_first_rung(running):
    assert not derive_reminders(after(-43))
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("day", "rung"),
    [(-42, -42), (-15, -42), (-14, -14), (-1, -14), (0, 0), (6, 0), (7, 7), (27, 7), (28, 28), (99, 28)],
)
def test_only_the_last_rung_that_was_reached_counts(running, day, rung):
    derive_reminders(after(day))

    assert reached() == [(DUE, rung, ReminderState.OPEN)]


def test_deriving_again_changes_nothing(running, wil):
    first = derive_reminders(after(-14))
    before = AuditEntry.objects.count()

    assert (first.reached, first.notices) == (1, 2)
    assert not derive_reminders(after(-14))
    assert AuditEntry.objects.count() == before


def test_the_ladder_is_climbed_rung_by_rung(running, petra, wil, hanna, cor):
    for day in range(-50, 40):
        derive_reminders(after(day))

    assert [(days, state) for _, days, state in reached()] == [
        (-42, "passed"),
        (-14, "passed"),
        (0, "passed"),
        (7, "passed"),
        (28, "open"),
    ]
    assert told(-42) == {(petra.name, Recipient.RESPONSIBLE)}
    assert told(-14) == told(0) == {(petra.name, Recipient.RESPONSIBLE), (wil.name, Recipient.PLANNER)}
    assert told(7) == told(0) | {(hanna.name, Recipient.QUALITY_OFFICER)}
    assert told(28) == {
        (petra.name, Recipient.RESPONSIBLE),
        (hanna.name, Recipient.QUALITY_OFFICER),
        (cor.name, Recipient.CONTRACT_MANAGER),
    }


def test_a_machine_asleep_for_weeks_tells_only_what_still_makes_sense(running):
    derive_reminders(after(-42))
    derive_reminders(after(8))

    assert [(days, state) for _, days, state in reached()] == [(-42, "passed"), (7, "open")]


def test_a_clock_that_went_back_tells_nothing_twice(running):
    derive_reminders(after(0))
    derive_reminders(after(-20))
    derive_reminders(after(0))

    assert Notice.objects.count() == 1
    assert [state for _, days, state in reached() if days == 0] == ["open"]


def test_an_evaluation_ends_what_is_open(running, petra, on_day):
    derive_reminders(after(-14))
    on_day(after(-10))
    evaluate(petra, running)

    derived = derive_reminders(after(-10))

    assert derived.lapsed == 1
    assert reached() == [(DUE, -14, ReminderState.LAPSED)]


def test_the_end_of_a_plan_ends_what_is_open(running, petra):
    derive_reminders(after(-14))
    end_plan(actor=actor_of_user(petra), version=running, reason="Naar de Wlz.")
    derive_reminders(after(-14))

    assert reached() == [(DUE, -14, ReminderState.LAPSED)]


def test_a_death_ends_what_is_open(running, karin):
    derive_reminders(after(-14))
    client = running.plan.allocation.client
    record_death(actor=actor_of_user(karin), client=client, revision=client.revision, died_on=TODAY)
    derive_reminders(after(-14))

    assert reached() == [(DUE, -14, ReminderState.LAPSED)]


def test_a_new_version_has_its_own_reminder(running, petra):
    derive_reminders(after(-14))
    version = start_new_version(actor=actor_of_user(petra), plan=running.plan)
    start_execution(actor=actor_of_user(petra), version=agree(petra, version))
    derive_reminders(after(-14))

    assert sorted(Reminder.objects.values_list("version", "days", "state")) == [
        (running.pk, -14, "lapsed"),
        (version.pk, -14, "open"),
    ]


def test_a_reminder_that_lapsed_comes_back_and_is_mailed_once(running, petra):
    derive_reminders(after(-14))
    post_reminders()
    plan = Plan.objects.get()
    Plan.objects.update(next_evaluation_due_on=after(300))
    derive_reminders(after(-14))
    Plan.objects.update(next_evaluation_due_on=plan.next_evaluation_due_on)
    Mail.objects.update(status=MailStatus.SENT, settled_at="2026-08-20T10:00Z")
    derive_reminders(after(-13))
    post_reminders()

    assert reached() == [(DUE, -14, ReminderState.OPEN)]
    assert Mail.objects.count() == 1


def test_who_becomes_responsible_is_told_too_and_who_left_is_not(running, petra, bo, de_linde):
    follower = ProfessionalFactory.create(name=bo.name, user=bo, provider=de_linde)
    QualificationFactory.create(professional=follower, level=Level.HBO, verified=True)
    derive_reminders(after(-42))
    hand_over(actor=actor_of_user(petra), plan=running.plan, professional=follower, from_on=after(-41))
    derive_reminders(after(-40))
    User.objects.filter(pk=petra.pk).update(is_active=False)
    derive_reminders(after(-14))

    assert told(-42) == {(petra.name, Recipient.RESPONSIBLE), (bo.name, Recipient.RESPONSIBLE)}
    assert told(-14) == {(bo.name, Recipient.RESPONSIBLE)}


def test_a_former_planner_is_not_told(running, wil):
    Membership.objects.filter(user=wil).update(ends_on=after(-20))
    derive_reminders(after(-14))

    assert (wil.name, Recipient.PLANNER) not in told(-14)


def test_queries_do_not_grow_with_the_plans(running, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        derive_reminders(after(28))


# Ladders ----------------------------------------------------------------------------------------------


def test_a_version_with_a_ladder_of_its_own_follows_that_one(running, tmp_path):
    file = tmp_path / "reminders.yaml"
    file.write_text(
        "ladders:\n"
        "  - {source: proef, rungs: [{days: -42, tell: [responsible]}]}\n"
        "  - {source: proef, product: bg-duurzaam, version: 1, rungs: [{days: -7, tell: [planner]}]}\n"
    )
    load_reminders(file)

    assert not derive_reminders(after(-8)).reached
    assert derive_reminders(after(-7)).reached == 1


def test_loading_ladders_twice_changes_nothing():
    assert load_reminders() == (0, 0)


def test_a_ladder_of_an_unknown_version_is_refused_whole(tmp_path):
    file = tmp_path / "reminders.yaml"
    file.write_text(
        "ladders: [{source: proef, product: bestaat-niet, version: 1, rungs: [{days: 0, tell: [responsible]}]}]"
    )

    with pytest.raises(ValidationError) as refusal:
        load_reminders(file)

    assert [error.code for error in refusal.value.error_list] == ["ladder_product"]
    assert ReminderRung.objects.exists()
    with pytest.raises(CommandError):
        call_command("load_reminders", file=file)


# The database guards ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("plans_reminder_once", lambda: Reminder.objects.create(**_same(Reminder.objects.get()))),
        ("plans_reminder_state", lambda: Reminder.objects.update(state="passed")),
        ("plans_notice_once", lambda: Notice.objects.create(**_same(Notice.objects.get()))),
        ("plans_notice_recipient", lambda: Notice.objects.update(recipient="iedereen")),
        ("plans_reminderrung_recipient", lambda: ReminderRung.objects.update(source="")),
        ("plans_reminderrung_general_once", lambda: ReminderRung.objects.create(**_same(ReminderRung.objects.first()))),
    ],
)
def test_the_database_refuses(running, constraint, change):
    derive_reminders(after(-42))

    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_database_refuses_a_rung_of_a_version_twice(running):
    version = running.plan.allocation.variant.versions.get(number=1)
    rung = {"product_version": version, "days": 0, "recipient": Recipient.PLANNER, "source": "proef"}
    ReminderRung.objects.create(**rung)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderRung.objects.create(**rung)  # plans_reminderrung_once


def _same(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


# Mail -------------------------------------------------------------------------------------------------


def test_one_mail_a_day_with_all_of_it(running, petra, on_day):
    on_day(after(-14))
    derive_reminders(after(-14))

    assert post_reminders() == 1
    assert post_reminders() == 0
    mail = Mail.objects.get()
    assert (mail.user, mail.context) == (petra, {"lines": ["1 evaluatie moet binnen 2 weken klaar zijn."]})


def test_a_mail_follows_its_reminders_until_it_is_sent(running, petra, on_day):
    on_day(after(-14))
    derive_reminders(after(-14))
    post_reminders()
    on_day(after(0))
    derive_reminders(after(0))
    post_reminders()

    cancelled = Mail.objects.get(status=MailStatus.CANCELLED)
    waiting = Mail.objects.waiting().get()
    assert waiting.context == {"lines": ["1 evaluatie moet vandaag klaar zijn."]}
    assert cancelled.created_at < waiting.created_at


def test_who_wants_each_apart_gets_each_apart(running, petra, on_day):
    MailPreference.objects.create(user=petra, is_daily=False)
    on_day(after(-14))
    derive_reminders(after(-14))
    post_reminders()
    post_reminders()

    assert Mail.objects.get().key == f"evaluatie:{Notice.objects.get().pk}"


def test_a_mail_that_is_being_sent_keeps_its_numbers(running, petra, on_day):
    on_day(after(-14))
    derive_reminders(after(-14))
    post_reminders()
    Mail.objects.update(claim="00000000-0000-4000-8000-000000000000", claimed_until="2026-09-30T10:00Z")
    end_plan(actor=actor_of_user(petra), version=running, reason="Naar de Wlz.")
    derive_reminders(after(-14))
    post_reminders()

    assert Mail.objects.get().status == MailStatus.WAITING


def test_no_mail_names_anybody(running, petra, on_day, mailoutbox):
    on_day(after(-14))
    call_command("send_due_reminders", verbosity=0)

    (mail,) = mailoutbox
    html, _ = mail.alternatives[0]
    assert mail.to == [petra.email]
    assert "1 evaluatie moet binnen 2 weken klaar zijn." in mail.body
    assert "1 evaluatie moet binnen 2 weken klaar zijn." in html
    for text in (mail.subject, mail.body, html):
        assert "Vries" not in text
        assert "Sanne" not in text
        assert str(running.public_id) not in text


def test_mail_waits_for_a_working_day(running, on_day, mailoutbox):
    saturday = date(2026, 8, 22)
    on_day(saturday)
    call_command("send_due_reminders", verbosity=0)
    assert not mailoutbox

    on_day(saturday + timedelta(days=2))
    call_command("send_due_reminders", verbosity=0)
    assert len(mailoutbox) == 1
