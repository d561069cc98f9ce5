"""Mails of a poll to members of the panel who chose mail: the link to answer, and later that the outcome is there.

A mail has no name and nothing about anybody. Address and link stand in the outbox encrypted until the mail went.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import AMSTERDAM, now
from core.storing import store
from informal_care.models import PanelMember, Poll, PollInvitation
from informal_care.selectors.settings import least_people
from organisations.models import Mail
from organisations.rules import first_quiet_moment
from organisations.services import forget_mails, post_mails

MORNING: Final = time(8)
INVITATION: Final = "informal_care/poll"


def mail_invitations(poll: Poll, invited: Sequence[tuple[PollInvitation, str]]) -> None:
    """Put a mail with the own link in the outbox for each of these invitations; it goes when the poll opens."""
    moment = _moment(poll)
    post_mails(
        [
            Mail(
                key=_key(invitation),
                template=INVITATION,
                subject="Een korte vragenlijst",
                context={"closes_on": f"{poll.closes_on:%d-%m-%Y}", "municipality": poll.municipality.name},
                private={
                    "to": invitation.member.email,
                    "link": reverse("informal_care:poll_answer", args=[poll.public_id, secret]),
                    "leave": reverse("informal_care:panel_leave", args=[poll.public_id, secret]),
                },
                not_before=moment,
            )
            for invitation, secret in invited
        ]
    )


def forget_invitations(invitations: QuerySet[PollInvitation]) -> None:
    """Take back the mails of invitations whose links are about to end."""
    forget_mails(Mail.objects.filter(key__in=[_key(one) for one in invitations]))


def forget_late_invitations(day: date) -> int:
    """Take back what was never mailed of polls that are closed on `day`, also what was given up: the link works no
    more, so the address has no purpose. The number of mails.
    """
    unsent = Mail.objects.filter(template=INVITATION, private__isnull=False).values_list("key", "pk")
    mail_of = {int(key.rsplit(":", 1)[-1]): pk for key, pk in unsent}
    closed = PollInvitation.objects.filter(pk__in=mail_of, poll__closes_on__lt=day).values_list("pk", flat=True)
    return forget_mails(Mail.objects.filter(pk__in=[mail_of[one] for one in closed]))


def forget_member(member: PanelMember) -> None:
    """Take back all that was still to be mailed to a member."""
    forget_mails(Mail.objects.filter(key__startswith=f"panel:{member.pk}:"))


def mail_results(day: date) -> int:
    """Tell who was invited by mail that the outcome can be read, once for each poll that is closed on `day` and has
    enough answers; the number of polls.
    """
    least = least_people(day)
    due = Poll.objects.filter(results_mailed_on=None, closes_on__lt=day, answers__gte=least).order_by("pk")
    polls = list(due.values_list("pk", flat=True))
    for poll in polls:
        _mail_result(poll, day)
    return len(polls)


@transaction.atomic
def _mail_result(key: int, day: date) -> None:
    poll = Poll.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=key)
    if poll.results_mailed_on is not None:
        return
    members = PanelMember.objects.filter(invitations__poll=poll, left_on=None).exclude(email="")
    post_mails(
        [
            Mail(
                key=f"panel:{member.pk}:uitslag:{poll.pk}",
                template="informal_care/poll_result",
                subject="De uitslag van de vragenlijst",
                context={
                    "municipality": poll.municipality.name,
                    "path": reverse("informal_care:poll_results", args=[poll.public_id]),
                },
                private={"to": member.email},
                not_before=first_quiet_moment(now()),
            )
            for member in members
        ]
    )
    poll.results_mailed_on = day
    store(poll, "results_mailed_on")
    record(actor=Actor.system("peilingen"), event=AuditEvent.CHANGED, target=poll, fields=["results_mailed_on"])


def _key(invitation: PollInvitation) -> str:
    return f"panel:{invitation.member_id}:peiling:{invitation.pk}"


def _moment(poll: Poll) -> datetime:
    """When to mail: by day, from the day on which the poll opens; in a weekend only if it is closed after that."""
    earliest = max(now(), datetime.combine(poll.opens_on, MORNING, AMSTERDAM).astimezone(now().tzinfo))
    quiet = first_quiet_moment(earliest)
    return quiet if quiet.astimezone(AMSTERDAM).date() <= poll.closes_on else earliest
