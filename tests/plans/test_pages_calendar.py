"""The calendar at its secret address: who gets it, who does not, and that the address leaks nowhere."""

import logging
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.conf import settings as project
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import ProvenBy
from audit.models import AuditEntry
from clients.selectors.whole_file import rows_of
from core.personal_data import models_about_clients
from organisations.models import CalendarFeed
from organisations.services import make_feed, revoke_feed
from plans.services.execution import start_execution
from plans.services.reminders import derive_reminders
from plans.services.settings import load_settings
from tests.cast import actor_of_user
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY, agree, allocate, draft_of, remind
from tests.plans.whole_file import *  # noqa: F403 - fixtures

pytestmark = pytest.mark.django_db

WRONG = "A" * 43


def feed_of(user):
    """A new address for the user, and what it ends with."""
    feed, secret = make_feed(actor=actor_of_user(user), proven_by=ProvenBy.NOTHING)
    return feed, reverse("plans:calendar", args=[feed.public_id, secret])


def events(answer):
    """What a program reads in an answer."""
    found: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    return found


def others(feed):
    return reverse("plans:calendar", args=[feed.public_id, WRONG])


def test_program_without_a_session_gets_the_calendar(client, petra, running):
    feed, address = feed_of(petra)

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(date(2026, 9, 2)) in {str(event["DTSTART"].dt) for event in events(answer)}
    assert CalendarFeed.objects.get(pk=feed.pk).last_used_on == TODAY
    assert not answer.cookies


def test_headers_keep_the_address_and_the_answer_private(client, petra, running):
    answer = client.get(feed_of(petra)[1])

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_program_that_has_it_already_gets_nothing_again(client, petra, running):
    _, address = feed_of(petra)
    tag = client.get(address)["ETag"]

    unchanged = client.get(address, headers={"If-None-Match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Cache-Control"] == "private, no-cache"
    assert client.head(address)["ETag"] == tag


def test_answer_changes_with_what_is_due(client, petra, running):
    _, address = feed_of(petra)
    tag = client.get(address)["ETag"]
    running.evaluation_moments.update(planned_on=date(2026, 8, 2))

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_nobody_else_gets_anything(client, petra, running):
    feed, address = feed_of(petra)
    nowhere = reverse("plans:calendar", args=[uuid4(), address.rsplit("/", 1)[1].removesuffix(".ics")])

    for wrong in (others(feed), nowhere):
        answer = client.get(wrong)
        assert (answer.status_code, answer.content) == (404, b"")
        assert answer["Cache-Control"] == "private, no-cache"
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "end",
    [
        lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
        lambda user: user.memberships.update(ends_on=date(2026, 3, 1)),
        lambda user: revoke_feed(actor=actor_of_user(user), user=user),
        feed_of,
    ],
    ids=["switched off", "left", "revoked", "renewed"],
)
def test_address_ends_with_what_it_stood_on(client, petra, running, end):
    _, address = feed_of(petra)
    assert client.get(address).status_code == 200

    end(petra)

    assert client.get(address).status_code == 404


def test_second_step_that_is_demanded_and_was_not_shown_shuts_it(client, petra, running, settings):
    _, address = feed_of(petra)
    settings.SECOND_FACTOR = "required"

    assert client.get(address).status_code == 404


def test_wrong_secrets_lock_as_wrong_passwords_do(client, petra, running):
    feed, address = feed_of(petra)
    for _ in range(5):
        client.get(others(feed), REMOTE_ADDR="192.0.2.1")

    locked = client.get(address, REMOTE_ADDR="192.0.2.1")

    assert (locked.status_code, locked["Retry-After"], locked.content) == (429, "900", b"")
    assert client.get(address, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert AuditEntry.objects.filter(event="locked_out").exists()


def test_lock_of_one_address_is_not_that_of_another(client, petra, running):
    old, _ = feed_of(petra)
    for _ in range(6):
        client.get(others(old))

    assert client.get(feed_of(petra)[1]).status_code == 200


# The secret leaks nowhere -----------------------------------------------------------------------------


@pytest.fixture
def written(caplog):
    """The lines as an installation writes them."""
    caplog.set_level(logging.DEBUG)
    logs: Any = project.LOGGING
    kind = logs["formatters"]["line"]
    module, name = kind["class"].rsplit(".", 1)
    formatter = getattr(__import__(module, fromlist=[name]), name)(kind["format"], style=kind["style"])
    return lambda: [formatter.format(record) for record in caplog.records]


def test_secret_stands_in_no_line_of_the_log(client, petra, running, written, monkeypatch):
    feed, address = feed_of(petra)
    client.get(address)
    revoke_feed(actor=actor_of_user(petra), user=petra)
    client.get(address)
    client.post(address)
    client.raise_request_exception = False
    monkeypatch.setattr("plans.web.calendar.feed_with", lambda *_: 1 / 0)
    assert client.get(address).status_code == 500

    lines = written()

    assert len([line for line in lines if "/agenda/***" in line]) >= 3
    assert not [line for line in lines if address.rsplit("/", 1)[1].removesuffix(".ics") in line]
    assert not [line for line in lines if str(feed.public_id) in line and "/agenda/" in line and "***" not in line]


def test_secret_stands_in_no_row(client, petra, running):
    feed, address = feed_of(petra)
    for one in [address, *[others(feed)] * 6]:
        client.get(one)

    stored = str([*AccessAttempt.objects.values(), *AuditEntry.objects.values(), *CalendarFeed.objects.values()])

    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in stored
    assert WRONG not in stored


def test_handlers_of_the_log_mask_all():
    logs: Any = project.LOGGING
    handlers, loggers = logs["handlers"], logs["loggers"]

    assert {handler["formatter"] for handler in handlers.values()} == {"line"}
    assert [loggers[name]["handlers"] for name in ("django", "django.server")] == [[], []]


# What is in it ----------------------------------------------------------------------------------------


def texts_of(person):
    """Every text that stands in the file of a client, in whatever table and column, and the birth date as text."""
    found = {str(person.birth_date), person.birth_date.strftime("%Y%m%d"), person.birth_date.strftime("%d-%m-%Y")}
    for model in models_about_clients():
        fields = [field.attname for field in model._meta.concrete_fields if not field.choices]
        for row in rows_of(model, person):
            found |= {value for field in fields if isinstance(value := getattr(row, field), str)}
    return {text for text in found if len(text) > 2}


@pytest.mark.parametrize("who", ["petra", "hanna", "wil", "karin", "ruud"])
def test_nothing_of_a_client_stands_in_it(client, request, person, who):
    """No name, number, birth date or place, and no text that somebody wrote."""
    user = request.getfixturevalue(who)
    remind(date(2026, 9, 2))  # the planner is told of it
    load_settings()  # a Wlz track has a day to it
    texts = texts_of(person)
    assert {"Vries", person.bsn, "Mevrouw woont alleen."} <= texts

    answer = client.get(feed_of(user)[1])

    content = answer.content.decode().replace("\r\n ", "")
    assert events(answer)
    assert not [text for text in [*texts, user.name, user.email, "De Linde", "Apeldoorn"] if text in content]


def test_reading_is_no_reading_of_a_file(client, petra, running):
    _, address = feed_of(petra)
    before = AuditEntry.objects.count()

    client.get(address)

    assert AuditEntry.objects.count() == before


def test_number_of_queries_does_not_follow_the_rows(client, petra, running, apeldoorn, de_linde):
    _, address = feed_of(petra)
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        one = events(client.get(address))
    for _ in range(2):
        version = agree(petra, draft_of(petra, allocate(apeldoorn, de_linde), goals=1))
        start_execution(actor=actor_of_user(petra), version=version)
    derive_reminders(TODAY)
    with CaptureQueriesContext(connection) as with_three:
        three = events(client.get(address))

    assert len(three) == 3 * len(one)
    assert len(with_three) == len(with_one)
