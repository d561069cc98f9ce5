"""Reminders of the social map: once each, the last rung only, to the coordinators, and a number alone in the mail."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import User
from core.actors import Actor
from informal_care.models import OfferNotice, OfferReminder, OfferRung, SupportOffer
from informal_care.services.offer_reminders import derive_offer_reminders, post_offer_reminders
from informal_care.services.offers import add_offer, change_offer, confirm_offer
from informal_care.services.settings import load_care_settings
from informal_care.services.supplements import load_offer_ladder
from informal_care.tasks import remind_of_offers
from organisations.models import Mail

TODAY = date(2026, 3, 2)
DUE = date(2026, 9, 2)
"""Half a year later, as the settings that come with the software say."""


@pytest.fixture
def offer(coordinator: Actor, on_day: Any) -> SupportOffer:
    """Help of Apeldoorn, looked at today."""
    on_day(TODAY)
    load_care_settings()
    load_offer_ladder()
    return add_offer(
        actor=coordinator,
        name="Soos op zaterdag",
        kind="relief_away",
        provider="Stichting Samen",
        for_whom="iedereen",
        about="koffie",
        first_step="bel",
        area="Apeldoorn",
        phone="055 000 00 00",
        is_free=True,
    )


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def states() -> list[tuple[int, str]]:
    return list(OfferReminder.objects.order_by("due_on", "days").values_list("days", "state"))


def told() -> list[tuple[int, str]]:
    return sorted(OfferNotice.objects.values_list("reminder__days", "user__name"))


def test_each_rung_is_reached_once_and_the_last_counts(offer: SupportOffer, ilse: User) -> None:
    assert not derive_offer_reminders(after(-15)).reached
    first = derive_offer_reminders(after(-14))
    assert (first.reached, first.notices, states()) == (1, 1, [(-14, "open")])
    again = derive_offer_reminders(after(-13))
    assert (again.reached, again.passed, again.lapsed, again.notices) == (0, 0, 0, 0)
    derive_offer_reminders(after(0))
    assert states() == [(-14, "passed"), (0, "open")]
    assert told() == [(-14, ilse.name), (0, ilse.name)]


def test_what_was_missed_is_not_caught_up_with(offer: SupportOffer, ilse: User) -> None:
    derive_offer_reminders(after(40))
    assert (states(), told()) == ([(28, "open")], [(28, ilse.name)])


def test_help_that_was_checked_or_withdrawn_needs_no_reminder(
    offer: SupportOffer, coordinator: Actor, on_day: Any
) -> None:
    derive_offer_reminders(after(0))
    on_day(after(1))
    checked = confirm_offer(actor=coordinator, offer=offer)
    assert derive_offer_reminders(after(1)).lapsed == 1
    assert states() == [(0, "lapsed")]
    next_due = date(2027, 3, 3)
    derive_offer_reminders(next_due)
    assert states() == [(0, "lapsed"), (0, "open")]
    change_offer(actor=coordinator, offer=checked, revision=checked.revision, withdrawn_on=after(1))
    derive_offer_reminders(next_due)
    assert states() == [(0, "lapsed"), (0, "lapsed")]


def test_coordinators_of_another_municipality_and_who_left_hear_nothing(offer: SupportOffer, ilse: User) -> None:
    ilse.memberships.update(ends_on=after(-20))
    derive_offer_reminders(after(0))
    assert told() == []


def test_mail_goes_once_and_holds_a_number_alone(offer: SupportOffer, ilse: User, on_day: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    on_day(after(-14))
    remind_of_offers()
    call_command("remind_of_board_tasks")
    (row,) = Mail.objects.all()
    assert (row.user, row.context) == (
        ilse,
        {"lines": ["1 controle van de sociale kaart moet binnen 2 weken klaar zijn."]},
    )
    assert post_offer_reminders() == 0
    (mail,) = sent_mail.outbox
    assert "1 controle van de sociale kaart" in mail.body
    assert "Soos" not in mail.body


def test_mail_that_waits_is_taken_back_when_the_help_was_checked(
    offer: SupportOffer, coordinator: Actor, on_day: Any
) -> None:
    on_day(after(0))
    remind_of_offers()
    confirm_offer(actor=coordinator, offer=offer)
    remind_of_offers()
    assert list(Mail.objects.values_list("status", flat=True)) == ["cancelled"]


def test_ladder_is_dated_and_loaded_twice_stays_the_same(offer: SupportOffer) -> None:
    assert load_offer_ladder() == 0
    OfferRung.objects.filter(days=-14).update(ends_on=date(2026, 1, 1))
    assert not derive_offer_reminders(after(-14)).reached


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_offerrung_source", {"source": "", "days": 99}),
        ("informal_care_offerrung_period_order", {"ends_on": date(2014, 1, 1), "days": 99}),
        ("informal_care_offerrung_no_overlap", {}),
    ],
)
def test_database_refuses_rungs(offer: SupportOffer, name: str, wrong: dict[str, Any]) -> None:
    row = OfferRung(**{"days": 0, "source": "x", "starts_on": date(2016, 1, 1)} | wrong)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


def test_database_refuses_reminders_and_notices_twice(offer: SupportOffer, ilse: User) -> None:
    """`informal_care_offerreminder_once`, `informal_care_offerreminder_state`, `informal_care_offernotice_once`."""
    reminder = OfferReminder.objects.create(offer=offer, due_on=DUE, days=0)
    OfferNotice.objects.create(reminder=reminder, user=ilse)
    for row, name in (
        (OfferReminder(offer=offer, due_on=DUE, days=0), "offerreminder"),
        (OfferReminder(offer=offer, due_on=DUE, days=1, state="passed"), "informal_care_offerreminder_state"),
        (OfferNotice(reminder=reminder, user=ilse), "offernotice"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)
