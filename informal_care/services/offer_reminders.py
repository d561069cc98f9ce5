"""Reminders of help on the social map that has to be checked: they follow from the map and the ladder alone.

The same mechanism as for evaluations (ADR 12): deriving again changes nothing. The check date follows from the day on
which somebody looked last and a dated setting, so it is reckoned here: a region has some thousands of these rows.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from core.querysets import holds_on
from core.storing import store_missing
from informal_care.enums import CareParameter
from informal_care.models import OfferNotice, OfferReminder, OfferRung, SupportOffer
from informal_care.selectors.offers import check_due_on
from informal_care.selectors.settings import care_setting
from organisations.enums import ReminderState, Role
from organisations.rules import Things
from organisations.services.ladders import NoticeMails, Reminded, reopen, settle, settle_passed

MAILS: Final = NoticeMails(
    notices=OfferNotice,
    daily="socialekaart",
    single="socialekaarthulp",
    template="informal_care/offers",
    subject="Hulp op de sociale kaart die u moet nakijken",
    things=Things("controle van de sociale kaart", "controles van de sociale kaart"),
)
AT_ONCE: Final = 500


@transaction.atomic
def derive_offer_reminders(day: date) -> Reminded:
    """Bring the reminders of all help on the map in step with what should be there on `day`."""
    rungs = sorted(set(OfferRung.objects.active_on(day).values_list("days", flat=True)))
    months = care_setting(CareParameter.MAP_CHECK_MONTHS, day) if rungs else 0
    shown = SupportOffer.objects.published().order_by("pk").values_list("pk", "last_checked_on")
    due = {offer: check_due_on(last, months) for offer, last in shown} if rungs else {}
    reminded, reminders = Reminded(), OfferReminder.objects.order_by()
    still: list[int] = []
    over: list[int] = []
    for pk, offer, due_on in reminders.exclude(state=ReminderState.PASSED).values_list("pk", "offer", "due_on"):
        (still if due.get(offer) == due_on else over).append(pk)
    for part in _parts(over):
        reminded.lapsed += settle(reminders.filter(pk__in=part), ReminderState.LAPSED)
    for part in _parts(still):
        reminded.reached += reopen(reminders.filter(pk__in=part))
    before = reminders.count()
    OfferReminder.objects.bulk_create(_reached(due, rungs, day), batch_size=AT_ONCE, ignore_conflicts=True)
    reminded.reached += reminders.count() - before
    reminded.passed = settle_passed(reminders, "offer")
    reminded.notices = _notify(day)
    reminded.put_in_trail(OfferReminder)
    return reminded


def post_offer_reminders() -> int:
    """Put what nobody was told by mail yet in the outbox; the number of notices."""
    return MAILS.post()


def _reached(due: dict[int, date], rungs: list[int], day: date) -> Iterator[OfferReminder]:
    """The last rung that each has reached."""
    for offer, due_on in due.items():
        reached = [days for days in rungs if due_on + timedelta(days=days) <= day]
        if reached:
            yield OfferReminder(offer_id=offer, due_on=due_on, days=reached[-1])


def _notify(day: date) -> int:
    """Tell the coordinators of the municipality that keeps it."""
    way = "offer__municipality__memberships"
    told = OfferReminder.objects.order_by().filter(
        holds_on(day, f"{way}__"),
        state=ReminderState.OPEN,
        **{f"{way}__role": Role.INFORMAL_CARE_COORDINATOR, f"{way}__user__is_active": True},
    )
    rows = told.annotate(who=F(f"{way}__user")).values_list("pk", "who")
    return store_missing(OfferNotice, rows, ["reminder", "user"])


def _parts(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
