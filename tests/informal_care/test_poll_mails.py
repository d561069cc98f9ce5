"""Polls by mail: each member once, with a link of their own, nothing about anybody, and nothing left when it went."""

import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.models import AuditEntry
from core.actors import Actor
from core.clock import AMSTERDAM, now
from informal_care.models import PanelMember, Poll
from informal_care.rules.polls import Asked
from informal_care.services.panel import join_panel, leave_panel, take_out
from informal_care.services.poll_mails import forget_late_invitations, mail_results
from informal_care.services.polls import answer_poll, invite_panel, make_poll
from informal_care.services.settings import load_care_settings
from informal_care.tasks import mail_poll_results
from organisations.enums import MailStatus
from organisations.models import Mail
from organisations.services import claim_mails, forget_mails, send_due_mails
from tests.cast import sign_in
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)
"""A Monday."""
ADDRESS = "fatma.geheim@panel.example"
NAME = "Fatma Yılmaz-Verborgen"


@pytest.fixture
def poll(coordinator: Actor, on_day: Any) -> Poll:
    """Open for ten days."""
    on_day(TODAY)
    load_care_settings()
    return new_poll(coordinator)


def new_poll(actor: Actor, starts: int = 0, ends: int = 9, title: str = "Even weg") -> Poll:
    return make_poll(
        actor=actor,
        asked=[Asked("Kunt u wel eens weg?", ["Ja", "Nee"])],
        title=title,
        introduction="Omdat mevrouw Jansen dat vroeg",
        opens_on=TODAY + timedelta(days=starts),
        closes_on=TODAY + timedelta(days=ends),
    )


def at(days: int, hour: int = 9) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour, tzinfo=AMSTERDAM) + timedelta(days=days)


def link_in(mail: EmailMessage) -> tuple[str, str]:
    """The address and the secret of the link to answer, as the reader finds them."""
    address = next(word for word in mail.body.split() if "/meedoen/" in word)
    return address, address.rsplit("/", 1)[-1]


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_mail")
        return str(cursor.fetchall())


def test_member_with_an_address_gets_one_mail_with_a_link_that_answers(
    poll: Poll, coordinator: Actor, time_machine: Any, mailoutbox: list[EmailMessage]
) -> None:
    time_machine.move_to(at(0))
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    for _ in range(2):
        invited = invite_panel(actor=coordinator, poll=poll)
        assert invited.letters == []
    time_machine.move_to(at(0, 10))
    assert send_due_mails().sent == 1
    assert send_due_mails().sent == 0
    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    _, secret = link_in(mail)
    question = poll.questions.get()
    assert answer_poll(poll=poll, secret=secret, chosen={question.pk: question.options.all()[0].pk})


def test_member_without_an_address_gets_a_letter(poll: Poll, coordinator: Actor) -> None:
    join_panel(actor=coordinator, name=NAME)
    ((member, _),) = invite_panel(actor=coordinator, poll=poll).letters
    assert member.name == NAME
    assert not Mail.objects.exists()


def test_mail_goes_when_the_poll_opens(
    poll: Poll, coordinator: Actor, time_machine: Any, mailoutbox: list[EmailMessage]
) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=new_poll(coordinator, starts=2))
    for moment, number in ((at(1, 23), 0), (at(2, 7), 0), (at(2, 9), 1)):
        time_machine.move_to(moment)
        send_due_mails()
        assert len(mailoutbox) == number


def test_poll_of_one_weekend_does_not_wait_until_it_is_over(poll: Poll, coordinator: Actor) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=new_poll(coordinator, starts=5, ends=6))
    assert Mail.objects.get().not_before == at(5, 8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.characters(categories=["L"]), min_size=6, max_size=30),
    title=st.text(st.characters(categories=["L"]), min_size=6, max_size=30),
)
def test_mail_tells_nothing_about_anybody(
    poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage], name: str, title: str
) -> None:
    """Neither who gets it, nor what somebody typed: only that there are questions, until when and where."""
    PanelMember.objects.update(left_on=TODAY, name="", email="")
    Mail.objects.all().delete()
    mailoutbox.clear()
    join_panel(actor=coordinator, name=name, email="abc@panel.example")
    invite_panel(actor=coordinator, poll=new_poll(coordinator, title=title))
    Mail.objects.update(not_before=now())
    send_due_mails()
    (mail,) = mailoutbox
    html = str(mail.alternatives[0][0])  # type: ignore[attr-defined]
    for text in (mail.subject, mail.body, html):
        words = text.replace(link_in(mail)[1], "")
        assert not any(told in words for told in (name, title, "Jansen", "abc@panel", "mantelzorg", "zorgt"))


def test_nothing_personal_stands_in_row_log_or_trail_and_nothing_is_left_when_it_went(
    poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    with caplog.at_level(logging.DEBUG, logger="organisations"):
        invite_panel(actor=coordinator, poll=poll)
        before = stored()
        send_due_mails()
    _, secret = link_in(mailoutbox[0])
    for place in (before, stored(), caplog.text, str(list(AuditEntry.objects.values()))):
        assert not any(told in place for told in (ADDRESS, NAME, secret))
    row = Mail.objects.get()
    assert (row.status, row.private, row.user) == (MailStatus.SENT, None, None)


def test_address_of_which_the_key_is_lost_stops_no_other_mail(
    poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage]
) -> None:
    join_panel(actor=coordinator, name="A", email="a@panel.example")
    join_panel(actor=coordinator, name="B", email="b@panel.example")
    invite_panel(actor=coordinator, poll=poll)
    first = Mail.objects.order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_mail SET private = %s WHERE id = %s", ["stuk", first.pk])
    tally = send_due_mails()
    assert (tally.sent, tally.given_up) == (1, 1)
    assert [mail.to for mail in mailoutbox] == [["b@panel.example"]]


@pytest.mark.parametrize("status", [MailStatus.WAITING, MailStatus.GIVEN_UP])
def test_who_leaves_gets_no_mail_any_more(
    poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage], status: str
) -> None:
    member = join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=poll)
    Mail.objects.update(status=status, settled_at=None if status == MailStatus.WAITING else now())
    take_out(actor=coordinator, member=member)
    row = Mail.objects.get()
    assert (row.status, row.private) == (MailStatus.CANCELLED, None)
    assert send_due_mails().sent == 0


def test_mail_that_is_forgotten_while_a_worker_has_it_does_not_go(
    poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=poll)
    claimed = claim_mails()
    forget_mails(Mail.objects.all())
    batches = iter([claimed, []])
    monkeypatch.setattr("organisations.services.mailing.claim_mails", lambda: next(batches))
    assert send_due_mails().sent == 0
    assert mailoutbox == []
    assert Mail.objects.get().status == MailStatus.CANCELLED


def test_new_invitation_replaces_the_mail_that_waits(
    poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage]
) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=poll)
    assert invite_panel(actor=coordinator, poll=poll, again=True).mails == 1
    assert send_due_mails().sent == 1
    _, secret = link_in(mailoutbox[0])
    assert poll.invitations.count() == 1
    assert leave_panel(actor=Actor.anonymous(), secret=secret)


def closed_with(poll: Poll, coordinator: Actor, number: int) -> None:
    """The poll with so many answers by letter, and a member by mail who answered nothing."""
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    for one in range(number):
        join_panel(actor=coordinator, name=f"Lid {one}")
    question = poll.questions.get()
    for _, secret in invite_panel(actor=coordinator, poll=poll).letters:
        assert answer_poll(poll=poll, secret=secret, chosen={question.pk: question.options.all()[0].pk})
    Mail.objects.all().delete()
    join_panel(actor=coordinator, name="Later", email="later@panel.example")


@pytest.mark.parametrize("status", [MailStatus.WAITING, MailStatus.GIVEN_UP])
def test_mail_of_a_closed_poll_goes_no_more_and_its_address_is_forgotten(
    status: MailStatus, poll: Poll, coordinator: Actor, mailoutbox: list[EmailMessage], time_machine: Any
) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=poll)
    invite_panel(actor=coordinator, poll=new_poll(coordinator, ends=30))
    late, other = Mail.objects.order_by("pk")
    Mail.objects.filter(pk=late.pk).update(status=status, settled_at=now() if status == MailStatus.GIVEN_UP else None)
    time_machine.move_to(at(9))
    assert forget_late_invitations(poll.closes_on) == 0
    time_machine.move_to(at(10))
    mail_poll_results()

    late.refresh_from_db()
    assert (late.status, late.private) == (MailStatus.CANCELLED, None)
    assert send_due_mails().sent == 1
    assert Mail.objects.get(status=MailStatus.SENT).pk == other.pk
    assert len(mailoutbox) == 1


def test_panel_hears_once_of_the_outcome_of_a_closed_poll(
    poll: Poll, coordinator: Actor, time_machine: Any, mailoutbox: list[EmailMessage], client: Browser
) -> None:
    closed_with(poll, coordinator, 10)
    assert mail_results(poll.closes_on) == 0
    time_machine.move_to(at(10))
    mail_poll_results()
    mail_poll_results()
    send_due_mails()
    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    assert NAME not in mail.body
    address = reverse("informal_care:poll_results", args=[poll.public_id])
    assert address in mail.body
    assert client.get(address).status_code == 200
    assert Mail.objects.get().private is None


def test_panel_hears_nothing_of_fewer_than_ten_answers(poll: Poll, coordinator: Actor, on_day: Any) -> None:
    closed_with(poll, coordinator, 9)
    on_day(TODAY + timedelta(days=10))
    assert mail_results(TODAY + timedelta(days=10)) == 0
    assert not Mail.objects.exists()


def test_page_tells_how_many_get_a_mail(poll: Poll, coordinator: Actor, client: Browser, ilse: User) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    sign_in(client, ilse)
    address = reverse("informal_care:poll_invite", args=[poll.public_id])
    assert "1 lid krijgt een mail" in client.post(address, follow=True).content.decode()
    assert "al uitgenodigd" in client.post(address, follow=True).content.decode()


def test_database_keeps_an_address_no_longer_than_needed(poll: Poll, coordinator: Actor, ilse: User) -> None:
    join_panel(actor=coordinator, name=NAME, email=ADDRESS)
    invite_panel(actor=coordinator, poll=poll)
    constraint, rows = "organisations_mail_recipient", Mail.objects.all()
    refused_by(constraint, rows.update, user=ilse)
    refused_by(constraint, rows.update, private=None)
    refused_by(constraint, rows.update, status=MailStatus.SENT, settled_at=now())
