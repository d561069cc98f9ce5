"""The outbox: mails to users and to people without an account, each sent once, and never lost.

A mail is a row before it is a mail. Sending claims rows and commits, so that two workers never have the same one, and
only then talks to the mail server. What happens in between is all that can go wrong: when a worker dies, or the
answer of the mail server is lost, nobody knows whether the mail was taken. It is sent again then, with the same
Message-ID, and `lost_answers` counts it.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, CharField, F, PositiveSmallIntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string

from audit.enums import AuditEvent
from audit.services import Act, record_many, snapshot
from core.actors import Actor
from core.clock import now
from core.crypto import DecryptionError
from core.storing import claim
from organisations.access import may_manage_work
from organisations.enums import MailStatus
from organisations.jobs import SEND_MAILS
from organisations.models import Mail, MailPreference
from organisations.rules import next_attempt

logger = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""Mails in one claim: with the time-out of the mail server, the last is handed over well within the claim."""

CLAIM: Final = timedelta(minutes=10)
"""How long a worker may be busy with its mails before another takes them over."""

MARGIN: Final = timedelta(minutes=1)
"""A worker that was held up does not begin with a mail when so little of its claim is left."""

PERMANENT: Final = 500
"""From this reply on, the mail server does not want the mail, now or later (RFC 5321 section 4.2.1)."""


@dataclass(slots=True)
class Tally:
    """What came of sending."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    cancelled: int = 0


def post_mails(mails: Sequence[Mail]) -> None:
    """Put mails in the outbox, and have those sent whose time has come. One whose key is there already is left out."""
    Mail.objects.bulk_create(mails, batch_size=500, ignore_conflicts=True)
    SEND_MAILS.wake()


def cancel_mails(mails: QuerySet[Mail]) -> int:
    """Take back mails that nobody is sending at this moment; the number that will not go. Their keys are free again."""
    freed = Concat(F("key"), Value(":vervallen:"), Cast("pk", CharField()))
    waiting = mails.filter(status=MailStatus.WAITING, claim=None)
    return waiting.update(status=MailStatus.CANCELLED, settled_at=now(), key=freed, private=None)


def forget_mails(mails: QuerySet[Mail]) -> int:
    """Take mails back for good that did not go yet, and what they hold of who would get them; the number of them.

    Also those that were given up, and those that somebody is busy with: whoever has claimed one finds it gone.
    """
    left = mails.filter(status__in=[MailStatus.WAITING, MailStatus.GIVEN_UP])
    return left.update(status=MailStatus.CANCELLED, settled_at=now(), private=None, claim=None, claimed_until=None)


@transaction.atomic
def choose_mail(*, actor: Actor, is_daily: bool) -> MailPreference:
    """Whether the actor wants one mail a day, or one for each reminder. Raises PermissionDenied for nobody."""
    if actor.user_id is None:
        raise PermissionDenied
    chosen, _ = MailPreference.objects.update_or_create(user_id=actor.user_id, defaults={"is_daily": is_daily})
    return chosen


@transaction.atomic
def retry_mails(*, actor: Actor, mails: Iterable[UUID]) -> int:
    """Try mails again that were given up, by public id; the number of them. Raises PermissionDenied."""
    if not may_manage_work(actor):
        raise PermissionDenied
    rows = list(Mail.objects.given_up().filter(public_id__in=list(mails)).select_for_update())
    before = {row.pk: snapshot(row) for row in rows}
    for row in rows:
        row.status, row.attempts, row.settled_at, row.not_before = MailStatus.WAITING, 0, None, now()
    Mail.objects.bulk_update(rows, ["status", "attempts", "settled_at", "not_before"])
    record_many(actor=actor, event=AuditEvent.CHANGED, acts=[Act(target=row, before=before[row.pk]) for row in rows])
    SEND_MAILS.wake()
    return len(rows)


def send_due_mails(for_at_most: timedelta = timedelta(minutes=4)) -> Tally:
    """Send every mail whose time has come, until none is left, time is over or the mail server cannot be reached."""
    tally, stop_at = Tally(), now() + for_at_most
    while now() < stop_at and (mails := claim_mails()):
        if not _send_batch(mails, tally):
            break
    return tally


def claim_mails(at_once: int = AT_ONCE) -> list[Mail]:
    """Mails that are from now on this worker's own, committed; the oldest first."""
    moment = now()
    mine = claim(
        Mail.objects.to_send(moment),
        at_once,
        until=moment + CLAIM,
        lost_answers=Case(
            When(handed_over_at__isnull=False, then=F("lost_answers") + 1),
            default=F("lost_answers"),
            output_field=PositiveSmallIntegerField(),
        ),
        handed_over_at=None,
    )
    # An address that cannot be read must not stop the mails beside it.
    return list(mine.select_related("user").defer("private").order_by("not_before", "pk"))


def _send_batch(mails: Sequence[Mail], tally: Tally) -> bool:
    """Send these over one connection; False when the mail server cannot be reached, and all are put back."""
    server: BaseEmailBackend = get_connection()
    is_open = False
    for number, mail in enumerate(mails):
        try:
            if not is_open:
                server.open()
                is_open = True
        except (OSError, SMTPException) as error:
            for waiting in mails[number:]:
                _put_back(waiting, f"De mailserver is niet te bereiken: {_in_words(error)}.", tally)
            return False
        if not _send(mail, server, tally):
            # After a fault nobody knows where the conversation is; the next mail begins a new one.
            _close(server)
            server, is_open = get_connection(), False
    _close(server)
    return True


def _send(mail: Mail, server: BaseEmailBackend, tally: Tally) -> bool:
    """Hand one mail over and note the answer; whether the conversation may go on."""
    message = _made(mail, tally)
    if message is None or not _hand_over(mail):
        return True
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as error:
        _refused(mail, min((reply[0] for reply in error.recipients.values()), default=PERMANENT), "dit adres", tally)
    except SMTPResponseException as error:
        _refused(mail, int(error.smtp_code), "deze mail", tally)
    except (OSError, SMTPException) as error:
        # It stays handed over: the next attempt counts an answer that was lost.
        _put_back(mail, f"Het antwoord van de mailserver is niet gekomen: {_in_words(error)}.", tally)
    else:
        _settle(mail, status=MailStatus.SENT, settled_at=now(), handed_over_at=None, fault="", private=None)
        tally.sent += 1
        return True
    return False


def _made(mail: Mail, tally: Tally) -> EmailMultiAlternatives | None:
    """The mail to hand over; None, and settled, when there is no sense in it."""
    if mail.user is not None and not mail.user.is_active:
        _settle(mail, status=MailStatus.CANCELLED, settled_at=now(), fault="Dit account is niet meer actief.")
        tally.cancelled += 1
    elif next_attempt(mail.attempts - 1, now()) is None:
        _give_up(mail, "Het versturen is steeds afgebroken.", tally)
    else:
        try:
            if mail.user is None and mail.private is None:
                return None  # it was taken back meanwhile
            return message_of(mail)
        except (TemplateDoesNotExist, TemplateSyntaxError, ValueError, DecryptionError) as error:
            logger.exception("Mail %s cannot be made.", mail.public_id)
            _give_up(mail, f"De mail is niet te maken ({type(error).__name__}).", tally)
    return None


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as text and as HTML, with a Message-ID that is the same at each attempt."""
    private = (mail.private or {}) if mail.user is None else {"to": mail.user.email}
    shown = {**mail.context, **private, "mail": mail, "site": settings.SITE_URL}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=render_to_string(f"mail/{mail.template}.txt", shown),
        to=[private["to"]] if "to" in private else [],
        headers={"Message-ID": message_id(mail.public_id), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"mail/{mail.template}.html", shown), "text/html")
    return message


def message_id(public_id: UUID) -> str:
    """The Message-ID of a mail (RFC 5322 section 3.6.4): mail servers may know a second copy by it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{public_id}@{domain}>"


def _hand_over(mail: Mail) -> bool:
    """Note, ahead of it, that the mail server gets this mail now; False when the claim has run out meanwhile."""
    mine = Mail.objects.filter(pk=mail.pk, claim=mail.claim, claimed_until__gt=now() + MARGIN)
    return bool(mine.update(handed_over_at=now()))


def _refused(mail: Mail, code: int, what: str, tally: Tally) -> None:
    """The mail server answered no: for good, or for now."""
    fault = f"De mailserver weigert {what} (antwoord {code})."
    Mail.objects.filter(pk=mail.pk, claim=mail.claim).update(handed_over_at=None)
    if code >= PERMANENT:
        _give_up(mail, fault, tally)
    else:
        _put_back(mail, fault, tally)


def _put_back(mail: Mail, fault: str, tally: Tally) -> None:
    """Let it be tried again later, or leave it to a person when it was tried often enough."""
    again = next_attempt(mail.attempts, now())
    if again is None:
        _give_up(mail, fault, tally)
    else:
        _settle(mail, not_before=again, fault=fault)
        tally.failed += 1


def _give_up(mail: Mail, fault: str, tally: Tally) -> None:
    _settle(mail, status=MailStatus.GIVEN_UP, settled_at=now(), fault=fault)
    tally.given_up += 1


def _settle(mail: Mail, **values: Any) -> None:
    """Write what came of this attempt, unless another took the mail over."""
    mine = Mail.objects.filter(pk=mail.pk, claim=mail.claim, status=MailStatus.WAITING)
    mine.update(claim=None, claimed_until=None, **values)


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except (OSError, SMTPException):
        return  # it was gone already


def _in_words(error: Exception) -> str:
    """The kind of fault, without what the mail server said: that may hold an address."""
    if isinstance(error, SMTPResponseException):
        return f"antwoord {error.smtp_code}"
    return "geen antwoord op tijd" if isinstance(error, TimeoutError) else type(error).__name__
