"""Ladders of reminders, whatever they are about: which rung was reached, what is settled, and who gets a mail.

A room that reminds of something has a model of reminders, with `due_on`, `days`, `state` and `settled_at`, and one of
notices, with `reminder`, `user` and `mail`; unique keys make each exist once. Of the rungs that a due date has passed
only the last counts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Model,
    OuterRef,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import AMSTERDAM, now
from organisations.enums import ReminderState
from organisations.models import Mail, MailPreference
from organisations.rules import Things, first_quiet_moment, reminder_lines
from organisations.services.mailing import cancel_mails, post_mails

AT_ONCE: Final = 500


@dataclass(slots=True)
class Reminded:
    """What bringing reminders in step with what they are about changed."""

    reached: int = 0
    passed: int = 0
    lapsed: int = 0
    notices: int = 0

    def put_in_trail(self, reminders: type[Model]) -> None:
        """Record the numbers, if there are any."""
        numbers = [f"{name}: {number}" for name, number in asdict(self).items() if number]
        if numbers:
            record(actor=Actor.system("herinneringen"), event=AuditEvent.CHANGED, target=reminders, fields=numbers)


def last_reached(field: str, rungs: Iterable[int], day: date) -> Case:
    """The last rung that the due date in `field` has reached on `day`; null before the first one."""
    latest_first = sorted(rungs, reverse=True)
    return Case(
        *(When(**{f"{field}__lte": day - timedelta(days=days)}, then=Value(days)) for days in latest_first),
        output_field=SmallIntegerField(),
    )


def settle(reminders: QuerySet[Any], state: ReminderState) -> int:
    """Let open reminders be settled in this way; the number of them."""
    return reminders.filter(state=ReminderState.OPEN).update(state=state, settled_at=now())


def reopen(reminders: QuerySet[Any]) -> int:
    """Let reminders that had lapsed be open again; the number of them."""
    return reminders.filter(state=ReminderState.LAPSED).update(state=ReminderState.OPEN, settled_at=None)


def settle_passed(reminders: QuerySet[Any], about: str) -> int:
    """Settle what a later rung for the same thing (the field `about`) and the same due date took the place of."""
    # Not EXISTS: a server that last saw this table empty makes a join of it that compares each row with each, and the
    # first night of a large region takes hours.
    same = reminders.model._default_manager.order_by().filter(**{about: OuterRef(about), "due_on": OuterRef("due_on")})
    last = Subquery(same.order_by("-days").values("days")[:1])
    return settle(reminders.filter(days__lt=last), ReminderState.PASSED)


@dataclass(frozen=True, slots=True)
class NoticeMails:
    """Notices of one kind by mail: one a day to each person with all of theirs, or one each when the person wants that.

    A mail holds numbers and no personal data. Until it is sent its numbers follow the reminders, and when none of them
    is left it is not sent at all. `daily` and `single` are the beginnings of the keys by which a mail exists once.
    """

    notices: type[Model]
    daily: str
    single: str
    template: str
    subject: str
    things: Things

    @transaction.atomic
    def post(self, users: Collection[int] | None = None) -> int:
        """Put what nobody was told by mail yet in the outbox, for everybody or these users; the number of notices."""
        new = self._notices().filter(mail=None, reminder__state=ReminderState.OPEN, user__is_active=True)
        pending = Mail.objects.waiting().filter(claim=None, template=self.template)
        if users is not None:
            new, pending = new.filter(user__in=users), pending.filter(user__in=users)
        one_each = Exists(MailPreference.objects.filter(user=OuterRef("user"), is_daily=False))
        posted = self._post_daily(new.filter(~one_each)) + self._post_single(new.filter(one_each))
        self._count_again(pending)
        return posted

    def _notices(self) -> QuerySet[Any]:
        return self.notices._default_manager.all()

    def _post_daily(self, new: QuerySet[Any]) -> int:
        moment = first_quiet_moment(now())
        day: date = moment.astimezone(AMSTERDAM).date()
        people = new.order_by("user").values_list("user", flat=True).distinct()
        post_mails([self._mail(f"{self.daily}:{user}:{day}", user, moment) for user in people.iterator(AT_ONCE)])
        # A mail that was sent today already has another tomorrow; one that is being sent keeps its numbers.
        key = Concat(Value(f"{self.daily}:"), Cast(OuterRef("user_id"), CharField()), Value(f":{day}"))
        of_today = Mail.objects.waiting().filter(claim=None, key=key)
        _hold(Mail.objects.waiting().filter(claim=None, key__startswith=f"{self.daily}:", key__endswith=f":{day}"))
        return new.filter(Exists(of_today)).update(mail=Subquery(of_today.values("pk")[:1]))

    def _post_single(self, new: QuerySet[Any]) -> int:
        moment = first_quiet_moment(now())
        rows = new.values_list("pk", "user")
        post_mails([self._mail(f"{self.single}:{notice}", user, moment) for notice, user in rows])
        mine = Mail.objects.filter(key=Concat(Value(f"{self.single}:"), Cast(OuterRef("pk"), CharField())))
        return new.filter(Exists(mine)).update(mail=Subquery(mine.values("pk")[:1]))

    def _mail(self, key: str, user: int, moment: Any) -> Mail:
        return Mail(key=key, user_id=user, template=self.template, subject=self.subject, not_before=moment)

    def _count_again(self, pending: QuerySet[Mail]) -> None:
        """Write in each mail how many things it is about now; cancel those that are about none any more."""
        _hold(pending)
        numbers: dict[int, dict[int, int]] = defaultdict(dict)
        counted = (
            self._notices()
            .filter(mail__in=pending.order_by().values("pk"), reminder__state=ReminderState.OPEN)
            .order_by()
            .values_list("mail", "reminder__days")
            .annotate(number=Count("pk"))
        )
        for mail, days, number in counted:
            numbers[mail][days] = number
        changed, empty = [], []
        for mail in pending.only("pk", "context").iterator(AT_ONCE):
            context = {"lines": reminder_lines(self.things, numbers[mail.pk])} if mail.pk in numbers else {}
            if not context:
                empty.append(mail.pk)
            elif mail.context != context:
                mail.context = context
                changed.append(mail)
        Mail.objects.bulk_update(changed, ["context"], batch_size=AT_ONCE)
        self._notices().filter(mail__in=empty).update(mail=None)
        cancel_mails(Mail.objects.filter(pk__in=empty))


def _hold(mails: QuerySet[Mail]) -> None:
    """Keep these mails from being sent until their numbers are right."""
    if connection.features.has_select_for_update_skip_locked:
        list(mails.order_by("pk").select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
