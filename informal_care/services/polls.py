"""Polls: made, sent to the panel, answered, and what is done with them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_ask_carers, may_ask_for
from informal_care.enums import CareParameter
from informal_care.models import PanelMember, Poll, PollInvitation, PollOption, PollQuestion
from informal_care.rules.polls import Asked, check_questions
from informal_care.selectors.settings import care_setting
from informal_care.services.links import fingerprint_of, new_secret
from informal_care.services.poll_mails import forget_invitations, mail_invitations
from organisations.models import Municipality

CHANGED = "Iemand anders heeft deze peiling intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."


@transaction.atomic
def make_poll(*, actor: Actor, asked: Sequence[Asked], **values: Any) -> Poll:
    """A poll of the own municipality with `title`, `introduction`, `opens_on`, `closes_on` and `asks_remark`.

    Raises PermissionDenied, ValidationError with code `poll_period` or those of `check_questions`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_ask_carers(actor):
        raise PermissionDenied
    poll = Poll(municipality=municipality, **values)
    _check(poll, asked)
    store(poll)
    _ask(poll, asked)
    record(actor=actor, event=AuditEvent.CREATED, target=poll)
    return poll


@transaction.atomic
def change_poll(*, actor: Actor, poll: Poll, revision: int, asked: Sequence[Asked], **values: Any) -> Poll:
    """Change a poll as long as nobody was invited. Raises as `make_poll`, and Conflict when somebody was first."""
    poll = _locked(actor, poll, revision)
    if poll.invitations.exists():
        raise Conflict("Het panel heeft deze vragen al gekregen. Maak een nieuwe peiling.", code="poll_sent")
    before = snapshot(poll)
    for name, value in values.items():
        setattr(poll, name, value)
    _check(poll, asked)
    poll.revision += 1
    store(poll)
    poll.questions.all().delete()
    _ask(poll, asked)
    record(actor=actor, event=AuditEvent.CHANGED, target=poll, before=before, fields=["questions"])
    return poll


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited: those who get a letter with the secret of their link, which nobody can read again, and how many
    get a mail.
    """

    letters: Sequence[tuple[PanelMember, str]]
    mails: int


@transaction.atomic
def invite_panel(*, actor: Actor, poll: Poll, again: bool = False) -> Invited:
    """Invite every member who has no invitation yet: by mail who gave an address, the others by letter. With `again`
    those who did not answer get a new link as well, and the one they had works no more.

    Raises PermissionDenied, ValidationError with code `poll_closed`.
    """
    poll = _locked(actor, poll, None)
    if poll.is_over(today()):
        raise ValidationError("Deze peiling is gesloten.", code="poll_closed")
    if again:
        unanswered = poll.invitations.filter(is_used=False)
        forget_invitations(unanswered)
        unanswered.delete()
    members = PanelMember.objects.visible_to(actor).filter(left_on=None).exclude(invitations__poll=poll)
    secrets_of = [(member, new_secret()) for member in members.order_by("name", "pk")]
    invitations = PollInvitation.objects.bulk_create(
        PollInvitation(poll=poll, member=member, fingerprint=fingerprint_of(secret)) for member, secret in secrets_of
    )
    mailed = [
        (invitation, secret)
        for invitation, (member, secret) in zip(invitations, secrets_of, strict=True)
        if member.email
    ]
    mail_invitations(poll, mailed)
    if invitations:
        record(actor=actor, event=AuditEvent.CHANGED, target=poll, fields=["invitations"])
    return Invited([(member, secret) for member, secret in secrets_of if not member.email], len(mailed))


@transaction.atomic
def answer_poll(*, poll: Poll, secret: str, chosen: Mapping[int, int], remark: str = "") -> bool:
    """Count the answers of whoever has this link; `chosen` is the key of an option by that of each question.

    False when there is no such link, it was used already, or the poll is not open: nobody is told which. A second
    answer is refused and does not replace the first: to replace it, what was answered would have to be kept with who
    answered. For the same reason the trail has nothing of this, and no row gets a moment or an order. Raises
    ValidationError with code `unanswered` (`question_<key>`).
    """
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if not poll.is_open(today()):
        return False
    options = {one.pk: one.question_id for one in PollOption.objects.filter(question__poll=poll)}
    asked = set(options.values())
    missing = [question for question in sorted(asked) if options.get(chosen.get(question, 0)) != question]
    if missing:
        fault = "Kies een antwoord."
        raise ValidationError({f"question_{one}": ValidationError(fault, code="unanswered") for one in missing})
    mine = PollInvitation.objects.filter(poll=poll, fingerprint=fingerprint_of(secret), is_used=False)
    if not mine.update(is_used=True):
        return False
    PollOption.objects.filter(pk__in=[chosen[question] for question in asked]).update(count=F("count") + 1)
    poll.answers += 1
    if poll.asks_remark and remark.strip():
        # In any place: an order would tell who came when.
        poll.remarks.insert(secrets.randbelow(len(poll.remarks) + 1), remark.strip())
    store(poll, "answers", "remarks")
    return True


@transaction.atomic
def tell_follow_up(*, actor: Actor, poll: Poll, revision: int, follow_up: str) -> Poll:
    """Tell the panel what is done with what it said. Raises PermissionDenied, Conflict when somebody was first."""
    poll = _locked(actor, poll, revision)
    before = snapshot(poll)
    poll.follow_up = follow_up.strip()
    poll.revision += 1
    store(poll, "follow_up", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=poll, before=before)
    return poll


def _check(poll: Poll, asked: Sequence[Asked]) -> None:
    day: date = today()
    check_questions(
        asked,
        most_questions=care_setting(CareParameter.POLL_QUESTIONS, day),
        most_words=care_setting(CareParameter.POLL_WORDS, day),
    )
    if poll.closes_on < day:
        fault = ValidationError("Deze dag is al geweest. Kies een latere dag.", code="poll_closed")
        raise ValidationError({"closes_on": fault})


def _ask(poll: Poll, asked: Sequence[Asked]) -> None:
    for number, one in enumerate(asked, start=1):
        question = PollQuestion(poll=poll, position=number, text=one.text, kind=one.kind)
        store(question)
        for place, (text, shown_as) in enumerate(one.answers.items(), start=1):
            store(PollOption(question=question, position=place, text=text, shown_as=shown_as))


def _locked(actor: Actor, poll: Poll, revision: int | None) -> Poll:
    found = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if not may_ask_for(actor, found):
        raise PermissionDenied
    if revision is not None and found.revision != revision:
        raise Conflict(CHANGED, code="poll_changed")
    return found
