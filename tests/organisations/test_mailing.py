"""The outbox: what happens with a mail when the mail server, or the worker, does what it should not."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from core.calendar import is_working_day
from core.clock import AMSTERDAM
from organisations.enums import MailStatus
from organisations.models import Mail
from organisations.rules import RETRY_AFTER, first_quiet_moment, next_attempt
from organisations.services import cancel_mails, claim_mails, message_id, post_mails, retry_mails, send_due_mails
from tests.cast import actor_of_user

NINE = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Server(EmailBackend):
    """A mail server that answers what a test wants: to be reached, and to each mail in turn."""

    unreachable = False
    answers: list[Exception | None] = []
    opened = 0

    def open(self):
        """Be reached, or not."""
        if type(self).unreachable:
            raise ConnectionRefusedError
        type(self).opened += 1
        return True

    def send_messages(self, messages):
        """Give the next answer; without one take the mail."""
        answer = type(self).answers.pop(0) if type(self).answers else None
        if answer is not None:
            raise answer
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    Server.unreachable, Server.answers, Server.opened = False, [], 0
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    return Server


@pytest.fixture
def clock(time_machine_at):
    return time_machine_at


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def posted(user, number=1):
    post_mails(
        [
            Mail(
                key=f"proef:{one}",
                user=user,
                template="plans/evaluations",
                subject="Evaluaties die uw aandacht vragen",
                context={"lines": ["1 evaluatie moet vandaag klaar zijn."]},
                not_before=NINE,
            )
            for one in range(number)
        ]
    )
    return Mail.objects.order_by("pk").first()


def state(mail):
    mail.refresh_from_db()
    return mail.status, mail.attempts, mail.lost_answers


@pytest.mark.django_db
def test_a_mail_is_sent_once(petra, server, clock, mailoutbox):
    mail = posted(petra)

    assert send_due_mails().sent == 1
    assert send_due_mails().sent == 0
    assert state(mail) == (MailStatus.SENT, 1, 0)
    assert mailoutbox[0].extra_headers["Message-ID"] == message_id(mail.public_id)


@pytest.mark.django_db
def test_the_same_key_is_posted_once(petra, server, clock):
    posted(petra)
    posted(petra)

    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_sent_before_its_time(petra, server, clock):
    posted(petra)
    clock.move_to(NINE - timedelta(seconds=1))

    assert send_due_mails().sent == 0


@pytest.mark.django_db
def test_a_mail_server_that_cannot_be_reached_loses_nothing(petra, server, clock, mailoutbox):
    posted(petra, 3)
    server.unreachable = True
    assert send_due_mails().failed == 3
    server.unreachable = False
    assert send_due_mails().sent == 0  # not yet: it is tried again after a while
    clock.shift(RETRY_AFTER[0])

    assert send_due_mails().sent == 3
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 3
    assert not Mail.objects.exclude(lost_answers=0).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [TimeoutError(), SMTPServerDisconnected("gone"), ConnectionResetError()])
def test_a_lost_answer_is_counted_and_the_mail_sent_again(petra, server, clock, mailoutbox, answer):
    mail = posted(petra)
    server.answers = [answer]
    send_due_mails()
    clock.shift(RETRY_AFTER[0])
    send_due_mails()

    assert state(mail) == (MailStatus.SENT, 2, 1)
    assert [sent.extra_headers["Message-ID"] for sent in mailoutbox] == [message_id(mail.public_id)]


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_and_no_answer_was_lost(petra, server, clock):
    mail = posted(petra)
    server.answers = [SMTPDataError(451, b"try later")]
    send_due_mails()
    clock.shift(RETRY_AFTER[0])
    send_due_mails()

    assert state(mail) == (MailStatus.SENT, 2, 0)


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_left_to_a_person(petra, server, clock):
    mail = posted(petra, 2)
    server.answers = [SMTPRecipientsRefused({petra.email: (550, b"no such user")})]

    tally = send_due_mails()

    assert (tally.given_up, tally.sent) == (1, 1)
    assert state(mail) == (MailStatus.GIVEN_UP, 1, 0)
    assert "550" in mail.fault
    assert petra.email not in mail.fault


@pytest.mark.django_db
def test_after_all_attempts_it_is_left_to_a_person_with_the_reason(petra, server, clock):
    mail = posted(petra)
    server.unreachable = True
    for pause in (*RETRY_AFTER, timedelta(days=1)):
        send_due_mails()
        clock.shift(pause)

    assert state(mail) == (MailStatus.GIVEN_UP, len(RETRY_AFTER) + 1, 0)
    assert mail.fault.startswith("De mailserver is niet te bereiken")


@pytest.mark.django_db
def test_a_mail_that_kills_its_worker_each_time_is_given_up_at_last(petra, server, clock):
    mail = posted(petra)
    for _ in range(len(RETRY_AFTER) + 1):
        claim_mails()
        clock.shift(timedelta(minutes=11))
    send_due_mails()

    assert state(mail)[0] == MailStatus.GIVEN_UP


@pytest.mark.django_db
def test_a_worker_that_died_before_handing_over_lost_no_answer(petra, server, clock):
    mail = posted(petra)
    claim_mails()
    assert claim_mails() == []
    clock.shift(timedelta(minutes=11))
    send_due_mails()

    assert state(mail) == (MailStatus.SENT, 2, 0)


@pytest.mark.django_db
def test_a_worker_that_slept_through_its_claim_sends_nothing(petra, server, clock, mailoutbox, monkeypatch):
    mail = posted(petra)
    opened = server.open

    def sleep(self):
        clock.shift(timedelta(minutes=11))
        return opened(self)

    monkeypatch.setattr(server, "open", sleep)
    send_due_mails(for_at_most=timedelta(seconds=1))

    assert not mailoutbox
    assert state(mail)[0] == MailStatus.WAITING


@pytest.mark.django_db
def test_a_template_that_fails_is_left_to_a_person(petra, server, clock, caplog):
    mail = posted(petra)
    Mail.objects.update(template="plans/bestaat_niet")
    send_due_mails()

    assert state(mail)[0] == MailStatus.GIVEN_UP
    assert str(mail.public_id) in caplog.text


@pytest.mark.django_db
def test_who_is_no_longer_active_gets_no_mail(petra, server, clock, mailoutbox):
    mail = posted(petra)
    petra.is_active = False
    petra.save()
    send_due_mails()

    assert state(mail)[0] == MailStatus.CANCELLED
    assert not mailoutbox


@pytest.mark.django_db
def test_a_cancelled_mail_frees_its_key_and_one_that_is_being_sent_stays(petra, server, clock):
    mail = posted(petra, 2)
    (busy,) = claim_mails(1)

    assert cancel_mails(Mail.objects.all()) == 1
    assert state(busy)[0] == MailStatus.WAITING
    assert busy == mail
    posted(petra, 2)
    assert Mail.objects.waiting().count() == 2


@pytest.mark.django_db
def test_an_administrator_tries_again_what_was_given_up(petra, ada, server, clock):
    mail = posted(petra)
    Mail.objects.update(status=MailStatus.GIVEN_UP, settled_at=NINE, attempts=8)

    assert retry_mails(actor=actor_of_user(ada), mails=[mail.public_id]) == 1
    assert send_due_mails().sent == 1
    assert AuditEntry.objects.filter(target=mail.public_id, event="changed").count() == 1


@pytest.mark.django_db
def test_nobody_else_tries_again(petra, server, clock):
    mail = posted(petra)

    with pytest.raises(PermissionDenied):
        retry_mails(actor=actor_of_user(petra), mails=[mail.public_id])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("organisations_mail_settled", {"status": "sent"}),
        ("organisations_mail_settled", {"settled_at": NINE}),
        ("organisations_mail_claim", {"claimed_until": NINE}),
        ("organisations_mail_recipient", {"user": None}),
        ("organisations_mail_recipient", {"private": {"to": "iemand@panel.example"}}),
    ],
)
def test_the_database_refuses(petra, clock, constraint, values):
    posted(petra)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(**values)


# When ---------------------------------------------------------------------------------------------------


@given(st.integers(0, 4000 * 24 * 60).map(lambda minutes: NINE + timedelta(minutes=minutes)))
def test_mail_goes_by_day_on_a_working_day(moment):
    chosen = first_quiet_moment(moment)
    local = chosen.astimezone(AMSTERDAM)

    assert chosen >= moment
    assert is_working_day(local.date())
    assert 8 <= local.hour < 20
    assert first_quiet_moment(chosen) == chosen


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-27T22:30Z", "2026-03-30T06:00Z"),  # Friday night before summer time: Monday at eight, two hours ahead
        ("2026-10-23T23:00Z", "2026-10-26T07:00Z"),  # Saturday before winter time: Monday at eight, one hour ahead
        ("2026-04-03T10:00Z", "2026-04-07T06:00Z"),  # Good Friday: after Easter
        ("2026-03-02T12:00Z", "2026-03-02T12:00Z"),
        ("2026-03-02T19:00Z", "2026-03-03T07:00Z"),  # in the evening: the next morning
    ],
)
def test_mail_waits_over_weekends_holidays_and_summer_time(moment, expected):
    assert first_quiet_moment(datetime.fromisoformat(moment)) == datetime.fromisoformat(expected)


def test_attempts_come_further_apart_and_end():
    moments = [next_attempt(number, NINE) for number in range(1, len(RETRY_AFTER) + 2)]
    known = [moment for moment in moments if moment is not None]

    assert known == sorted(set(known))
    assert moments == [*known, None]
