"""That the watch over logs, addresses, tasks and keys bites."""

import logging
from datetime import date

import pytest
from celery import shared_task
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client as Browser

from tests.no_personal_data import Watch, birth_dates, surnames, verdict, what_is_in

log = logging.getLogger("clients.proef")
on_purpose = pytest.mark.leaks_on_purpose("shows that the watch finds it")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("opened 999900006", "a BSN"),
        ("bsn=999900006&reason=contact", "a BSN"),
        ("saved Brinkhorst", "a name"),
        ("saved LANKHORST, G.", "a name"),
        ("saved Fatima el Amrani", "a name"),
        ("saved Voorbeeld 0012", "a name"),
        ("born 1941-03-14", "a birth date"),
        ("born 14-03-1941", "a birth date"),
        ("born 14-3-1941", "a birth date"),
        ("born 14 maart 1941", "a birth date"),
        ("born 19410314", "a birth date"),
        ("born datetime.date(1941, 5, 17) or 17 mei 1941", "a birth date"),
    ],
)
def test_text_with_a_person_in_it_is_found(text, what):
    assert what_is_in(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "00000000-0000-4000-8000-999900006000",
        "1999900006",
        "9999000061",
        "999912341",  # fails the eleven test
        "voorbeeld.csv has 12 rows, as of 2026-03-14",
        "afaf999900006c",
    ],
)
def test_what_is_nobody_is_left_alone(text):
    assert not what_is_in(text)


@on_purpose
@pytest.mark.parametrize("level", [logging.INFO, logging.ERROR])
def test_line_with_a_person_in_it_is_found(watch: Watch, level):
    log.log(level, "client %s", "Brinkhorst")

    assert watch.found == ["a line of the log clients.proef holds a name"]


@on_purpose
def test_error_with_a_person_in_it_is_found(watch: Watch):
    try:
        raise ValueError("999900006")
    except ValueError:
        log.exception("it went wrong")

    assert watch.found == ["a line of the log clients.proef holds a BSN"]


@on_purpose
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/clienten?naam=Brinkhorst", "/clienten?q=9999%30%30006", "/clienten/999900006"])
def test_address_with_a_person_in_it_is_found(watch: Watch, address):
    Browser().get(address)

    assert "an address holds" in watch.found[0]


@on_purpose
@pytest.mark.parametrize(
    "response",
    [
        HttpResponseRedirect("/clienten?geboren=17-05-1941"),
        HttpResponse('<p>Brinkhorst</p> <a class="x" href="/clienten?geboren=1941%2D05%2D17">verder</a>'),
        HttpResponse('<form method="get" action="/clienten/1941-05-17">'),
    ],
)
def test_address_in_an_answer_is_found(watch: Watch, response):
    watch.read_answer(response)

    assert watch.found == ["an address in an answer holds a birth date"]


def test_answer_itself_may_be_about_somebody(watch: Watch):
    watch.read_answer(HttpResponse('<a href="/clienten/1">mevrouw Brinkhorst, 999900006</a>'))

    assert not watch.found


@on_purpose
def test_argument_of_a_task_is_found(watch: Watch):
    @shared_task(name="tests.proef")
    def proef(whom):
        return None

    proef.delay("Brinkhorst")

    assert watch.found == ["an argument of the task tests.proef holds a name"]


@on_purpose
def test_key_of_the_cache_is_found(watch: Watch):
    cache.set("client-999900006", "x")

    assert set(watch.found) == {"a key of the cache holds a BSN"}


def test_everybody_of_the_demo_is_watched():
    assert len(surnames()) > 15
    assert {date(1941, 3, 14), date(1941, 5, 17)} <= birth_dates()


def test_verdict_asks_for_a_reason_and_for_a_leak():
    reasonless, reasoned = pytest.mark.leaks_on_purpose.mark, pytest.mark.leaks_on_purpose("so").mark

    assert verdict(["b", "a", "b"], None) == "a; b"
    assert not verdict([], None)
    assert "why" in verdict(["a"], reasonless)
    assert not verdict(["a"], reasoned)
    assert "take the mark" in verdict([], reasoned)
