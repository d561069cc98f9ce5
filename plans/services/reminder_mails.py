"""Reminders by mail: one a day to each person with all of theirs, or one each when the person wants that.

A mail holds numbers and no personal data. Until it is sent its numbers follow the reminders, and when none of them is
left it is not sent at all.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from core.clock import AMSTERDAM, now
from organisations.models import Mail, MailPreference
from organisations.rules import first_quiet_moment
from organisations.services import cancel_mails, post_mails
from plans.enums import ReminderState
from plans.models import Notice
from plans.rules import reminder_lines

DAILY: Final = "evaluaties"
SINGLE: Final = "evaluatie"
TEMPLATE: Final = "plans/evaluations"
SUBJECT: Final = "Evaluaties die uw aandacht vragen"
AT_ONCE: Final = 500


@transaction.atomic
def post_reminders(users: Collection[int] | None = None) -> int:
    """Put what nobody was told by mail yet in the outbox, for everybody or for these users; the number of notices."""
    new = Notice.objects.filter(mail=None, reminder__state=ReminderState.OPEN, user__is_active=True)
    pending = Mail.objects.waiting().filter(claim=None, template=TEMPLATE)
    if users is not None:
        new, pending = new.filter(user__in=users), pending.filter(user__in=users)
    one_each = Exists(MailPreference.objects.filter(user=OuterRef("user"), is_daily=False))
    posted = _post_daily(new.filter(~one_each)) + _post_single(new.filter(one_each))
    _count_again(pending)
    return posted


def _post_daily(new: QuerySet[Notice]) -> int:
    moment = first_quiet_moment(now())
    day: date = moment.astimezone(AMSTERDAM).date()
    people = new.order_by("user").values_list("user", flat=True).distinct()
    post_mails([_mail(f"{DAILY}:{user}:{day}", user, moment) for user in people.iterator(AT_ONCE)])
    # A mail that was sent today already has another tomorrow; one that is being sent keeps its numbers.
    of_today = Mail.objects.waiting().filter(
        claim=None, key=Concat(Value(f"{DAILY}:"), Cast(OuterRef("user_id"), CharField()), Value(f":{day}"))
    )
    _hold(Mail.objects.waiting().filter(claim=None, key__startswith=f"{DAILY}:", key__endswith=f":{day}"))
    return new.filter(Exists(of_today)).update(mail=Subquery(of_today.values("pk")[:1]))


def _post_single(new: QuerySet[Notice]) -> int:
    moment = first_quiet_moment(now())
    post_mails([_mail(f"{SINGLE}:{notice}", user, moment) for notice, user in new.values_list("pk", "user")])
    mine = Mail.objects.filter(key=Concat(Value(f"{SINGLE}:"), Cast(OuterRef("pk"), CharField())))
    return new.filter(Exists(mine)).update(mail=Subquery(mine.values("pk")[:1]))


def _mail(key: str, user: int, moment: Any) -> Mail:
    return Mail(key=key, user_id=user, template=TEMPLATE, subject=SUBJECT, not_before=moment)


def _hold(mails: QuerySet[Mail]) -> None:
    """Keep these mails from being sent until their numbers are right."""
    if connection.features.has_select_for_update_skip_locked:
        list(mails.order_by("pk").select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))


def _count_again(pending: QuerySet[Mail]) -> None:
    """Write in each mail how many evaluations it is about now; cancel those that are about none any more."""
    _hold(pending)
    numbers: dict[int, dict[int, int]] = defaultdict(dict)
    counted = (
        Notice.objects.filter(mail__in=pending.order_by().values("pk"), reminder__state=ReminderState.OPEN)
        .order_by()
        .values_list("mail", "reminder__days")
        .annotate(number=Count("pk"))
    )
    for mail, days, number in counted:
        numbers[mail][days] = number
    changed, empty = [], []
    for mail in pending.only("pk", "context").iterator(AT_ONCE):
        context = {"lines": reminder_lines(numbers[mail.pk])} if mail.pk in numbers else {}
        if not context:
            empty.append(mail.pk)
        elif mail.context != context:
            mail.context = context
            changed.append(mail)
    Mail.objects.bulk_update(changed, ["context"], batch_size=AT_ONCE)
    Notice.objects.filter(mail__in=empty).update(mail=None)
    cancel_mails(Mail.objects.filter(pk__in=empty))
